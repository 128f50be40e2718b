"""Fits the model that suggests themes (graph/themegraph/extraction/suggest.npz) on sentences that we wrote.

    python tests/evaluation/learn_themes.py [--check]

It learns from tests/gold/sentences and from the sentences of tests/gold/train: those that carry a link have
its theme, those that carry none are `none`. `--check` fits on a part and prints how often the right theme comes first.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from gold import GOLD, Text, own_sets
from themegraph.extraction.pipeline import Extractor
from themegraph.extraction.suggest import KNOWN, MODEL, NONE, Seen, Suggester, fitted, grams

STRENGTH = 100.0
RARE = 2
# Files that cues were written from: there, cues look surer than they are, so the model does not see them.
CUES_FITTED = ("v", "w")
LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Example:
    """A sentence with its theme; `text` names the text that it is from, if any."""

    seen: Seen
    theme: str
    text: str = ""


def written_sentences(extractor: Extractor, paths: Iterable[Path] | None = None) -> list[Example]:
    """The examples of tests/gold/sentences."""
    examples = []
    for path in sorted(paths or (GOLD / "sentences").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            survey = extractor.survey(row["text"])
            best = max(
                (extractor.see(survey, s.index) for s in survey.reading.split()), key=lambda s: len(s.words), default=None
            )  # fmt: skip
            if best and path.stem[0] in CUES_FITTED:
                best = replace(best, known=tuple(k for k in best.known if not k[0].startswith("t:")))
            if best:
                examples += [Example(best, theme) for theme in (row["theme"], *row.get("also", ()))]
    return examples


def text_sentences(extractor: Extractor, texts: Iterable[Text]) -> list[Example]:
    """The sentences of texts, with the themes of the links that they carry; optional links leave one open."""
    examples = []
    for text in texts:
        survey = extractor.survey(text.text)
        for sentence in survey.reading.split():
            start, end = survey.reading.span(sentence.start, sentence.end)
            here = [w for w in text.links if any(start < b and a < end for a, b in w.evidence)]
            themes = sorted({w.theme for w in here if not w.optional})
            if themes or not here:
                seen = extractor.see(survey, sentence.index)
                examples += [Example(seen, theme, text.id) for theme in themes or [NONE]]
    return examples


def vector(seen: Seen) -> dict[str, float]:
    """Counts by feature."""
    counts: Counter[str] = Counter()
    for _, _, word in seen.words:
        counts.update(grams(seen.language, word))
    counts.update({name: KNOWN for name, _, _ in seen.known})
    return counts


def fit(examples: Sequence[Example]) -> dict[str, np.ndarray]:
    """The arrays of suggest.npz."""
    arrays: dict[str, np.ndarray] = {}
    for language in LANGUAGES:
        own = [e for e in examples if e.seen.language == language]
        vectors = [vector(e.seen) for e in own]
        frequency = Counter(name for v in vectors for name in v)
        names = sorted(n for n, count in frequency.items() if count >= RARE)
        number = {name: i for i, name in enumerate(names)}
        idf = np.array([np.log(len(own) / frequency[n]) + 1 for n in names])
        rows, columns, values = [], [], []
        norms = np.zeros(len(own))
        for i, (example, v) in enumerate(zip(own, vectors, strict=True)):
            for name, count in v.items():
                if name in number:
                    rows.append(i)
                    columns.append(number[name])
                    values.append(count * idf[number[name]])
            # As `suggest` has it: the words' own squares, not those of their sum.
            words = [g for _, _, w in example.seen.words for g in grams(language, w)]
            squares = sum(idf[number[g]] ** 2 for g in words if g in number)
            squares += sum((KNOWN * idf[number[n]]) ** 2 for n, _, _ in example.seen.known if n in number)
            norms[i] = np.sqrt(squares) or 1.0
        x = sparse.diags(1 / norms) @ sparse.csr_matrix(
            (values, (rows, columns)), shape=(len(own), len(names))
        )
        model = LogisticRegression(C=STRENGTH, max_iter=60).fit(x, [e.theme for e in own])
        arrays |= fitted(language, list(model.classes_), names, model.coef_.T, idf, model.intercept_)
    return arrays


def suggester(arrays: dict[str, np.ndarray]) -> Suggester:
    """A model in memory."""
    parts: dict[str, dict[str, np.ndarray]] = {}
    for key, value in arrays.items():
        language, _, name = key.partition("_")
        parts.setdefault(language, {})[name] = value
    return Suggester(parts)


def check(model: Suggester, examples: Sequence[Example]) -> None:
    """Prints how often the theme of an example is the likeliest, or among the first three."""
    for language in LANGUAGES:
        first = third = none = nones = total = 0
        for example in examples:
            if example.seen.language != language:
                continue
            [(found, shares)] = model.suggest([example.seen], 0.0, 3)
            top = max(shares, key=lambda t: shares[t]) if shares else NONE
            if example.theme == NONE:
                nones += 1
                none += top == NONE
            else:
                total += 1
                first += top == example.theme
                third += example.theme in [s.theme for s in found]
        print(
            f"{language}: of {total} sentences with a theme {first / max(1, total):.3f} have it first, {third / max(1, total):.3f} "
            f"among three; of {nones} without, {none / max(1, nones):.3f} are seen so"
        )


def main() -> None:
    """Fits and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--against", type=Path, help="a JSONL file of sentences to check with")
    arguments = parser.parse_args()
    extractor = Extractor()
    texts = [t for several in own_sets("train").values() for t in several]
    sentences, passages = written_sentences(extractor), text_sentences(extractor, texts)
    if arguments.check:
        rng = np.random.default_rng(0)
        kept = set(rng.permutation(sorted({e.text for e in passages}))[: len(texts) // 4].tolist())
        model = suggester(fit(sentences + [e for e in passages if e.text not in kept]))
        print("sentences of texts that were kept aside:")
        check(model, [e for e in passages if e.text in kept])
    else:
        arrays = fit(sentences + passages)
        np.savez_compressed(MODEL, **arrays)
        model = suggester(arrays)
        print(f"{len(sentences)} sentences, {len(passages)} of texts: {MODEL.stat().st_size:,} bytes")
    if arguments.against:
        print(f"{arguments.against.name}:")
        check(model, written_sentences(extractor, [arguments.against]))


if __name__ == "__main__":
    sys.exit(main())
