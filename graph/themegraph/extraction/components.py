"""The extraction as spaCy components, for anyone's pipeline.

    nlp = spacy.blank("ko", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}})
    for name in ("themegraph_companies", "themegraph_themes", "themegraph_links"):
        nlp.add_pipe(name)
    doc = nlp("오라클은 전력 부족으로 데이터센터 가동을 미뤘다.")
    doc.ents[0].kb_id_, doc.spans["themes"], doc._.links

`spacy.blank("ko")` by itself needs mecab-ko; the tokenizer above does not. It leaves particles on the
words, so the components split tokens where a company or theme ends inside one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from themegraph.extraction.pipeline import Extractor
from themegraph.model import Document, Extraction

if TYPE_CHECKING:
    from themegraph.model import Link

_KEY = "themegraph"


@lru_cache(maxsize=1)
def _shared() -> Extractor:
    return Extractor()


def _read(doc: Doc) -> Extraction:
    """What was read out of the text, once for all components of a pipeline."""
    if _KEY not in doc.user_data or doc.user_data[_KEY][0] != doc.text:
        extraction = _shared().extract(Document(id=str(doc.user_data.get("id", "")), text=doc.text))
        doc.user_data[_KEY] = (doc.text, extraction)
    found: Extraction = doc.user_data[_KEY][1]
    return found


def _split(doc: Doc, borders: Iterable[int]) -> None:
    """Splits the tokens that a border runs through, so that spans can end there."""
    inside: dict[int, set[int]] = {}
    starts = [token.idx for token in doc]
    for border in borders:
        i = bisect_right(starts, border) - 1
        if i >= 0 and starts[i] < border < starts[i] + len(doc[i]):
            inside.setdefault(i, set()).add(border - starts[i])
    with doc.retokenize() as retokenizer:
        for i, cuts in inside.items():
            token = doc[i]
            edges = [0, *sorted(cuts), len(token)]
            orths = [token.text[a:b] for a, b in itertools.pairwise(edges)]
            retokenizer.split(token, orths, heads=[(token, k) for k in range(len(orths))])


def _spans(doc: Doc, places: Sequence[tuple[int, int, str, str]]) -> list[Span]:
    _split(doc, [edge for start, end, _, _ in places for edge in (start, end)])
    spans = (
        doc.char_span(s, e, label=label, kb_id=id, alignment_mode="expand") for s, e, label, id in places
    )
    return [span for span in spans if span is not None]


@Language.component("themegraph_companies", assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def companies(doc: Doc) -> Doc:
    """Adds the companies to `doc.ents`, labelled COMPANY, with the company's id in `kb_id_`."""
    places = [(m.start, m.end, "COMPANY", m.id) for m in _read(doc).mentions if m.kind == "company"]
    spans = _spans(doc, places)
    taken = {token.i for span in spans for token in span}
    doc.ents = tuple(spans + [e for e in doc.ents if not any(token.i in taken for token in e)])
    return doc


@Language.component("themegraph_themes")
def themes(doc: Doc) -> Doc:
    """Adds the places where a theme is claimed to `doc.spans["themes"]`, the theme's id for a label."""
    doc.spans["themes"] = _spans(
        doc, [(m.start, m.end, m.id, m.id) for m in _read(doc).mentions if m.kind == "theme"]
    )
    return doc


@Language.component("themegraph_links", assigns=["doc._.links"])
def links(doc: Doc) -> Doc:
    """Puts the links of the text into `doc._.links`, a tuple of `themegraph.model.Link`."""
    doc._.links = _read(doc).links
    return doc


if not Doc.has_extension("links"):
    _none: tuple[Link, ...] = ()
    Doc.set_extension("links", default=_none)
