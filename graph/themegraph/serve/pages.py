"""The page of a company, theme, link or document, and the triples that are about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
import pyoxigraph as ox

from themegraph.namespaces import DCT, RDFS, SCHEMA, SKOS, prefixes
from themegraph.query import bind

_HERE = Path(__file__).parent / "web"
_NAMES = (RDFS + "label", SKOS + "prefLabel", DCT + "title", SCHEMA + "name", DCT + "identifier")


@dataclass(frozen=True, slots=True)
class Value:
    """A value on a page: its text, its language, and where it leads, if anywhere."""

    text: str
    language: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of evidence as the page shows it."""

    link: Value
    company: Value
    theme: Value
    role: str
    stance: str
    date: str
    document: Value
    publisher: str
    quote: Value
    start: str
    end: str


def about(store: ox.Store, iri: ox.NamedNode) -> Iterator[ox.Triple]:
    """What is said of a resource and its parts, what points to it, and the names of all that occurs in it."""
    parts = [iri, *(ox.NamedNode(f"{iri.value}.{part}") for part in ("target", "position", "quote"))]
    named: set[ox.NamedNode] = set()
    for part in parts:
        for quad in store.quads_for_pattern(part, None, None, None):
            yield quad.triple
            if isinstance(quad.object, ox.NamedNode):
                named.add(quad.object)
    for quad in store.quads_for_pattern(None, None, iri, None):
        yield quad.triple
    for other in named:
        for term in _NAMES:
            for quad in store.quads_for_pattern(other, ox.NamedNode(term), None, None):
                yield quad.triple


def page(store: ox.Store, base: str, kind: str, iri: ox.NamedNode) -> str:
    """The HTML page of a resource; everything in it that a document wrote is escaped."""
    rows: dict[str, list[Value]] = {}
    for quad in sorted(store.quads_for_pattern(iri, None, None, None), key=str):
        rows.setdefault(_short(quad.predicate.value, base), []).append(_value(store, base, quad.object))
    names = [name for term in _NAMES for name in _literals(store, iri, term)]
    return _templates().get_template("page.html").render(
        kind=kind, iri=iri.value, names=list(dict.fromkeys(names)) or [Value(iri.value)],
        rows=[Row(name, tuple(dict.fromkeys(values))) for name, values in sorted(rows.items())],
        said=list(_said(store, base, kind, iri)),
    )  # fmt: skip


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(_HERE), autoescape=True, trim_blocks=True)


@cache
def _evidence() -> str:
    return (_HERE / "evidence.rq").read_text("utf-8")


def warm() -> None:
    """Reads what pages need, as the processes that make them can open nothing."""
    _templates().get_template("page.html")
    _evidence()


def _said(store: ox.Store, base: str, kind: str, iri: ox.NamedNode) -> Iterator[Said]:
    if kind not in ("company", "theme", "link", "document", "evidence"):
        return
    answer = store.query(bind(_evidence(), {kind: iri}), use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:

        def text(name: str, row: ox.QuerySolution = row) -> str:
            term = row[name]
            return term.value if isinstance(term, ox.Literal) else _short(term.value, base) if isinstance(term, ox.NamedNode) else ""  # fmt: skip

        def named(name: str, label: str, row: ox.QuerySolution = row) -> Value:
            iri, words = row[name], row[label]
            shown = words.value if isinstance(words, ox.Literal) else ""
            tag = (words.language or "") if isinstance(words, ox.Literal) else ""
            return Value(shown or _short(iri.value, base), tag, _href(iri.value, base))

        quote = row["quote"]
        yield Said(
            named("link", "none"), named("company", "companyName"), named("theme", "themeName"),
            text("role").rpartition(":")[2], text("stance").rpartition(":")[2], text("date"),
            named("document", "title"), text("publisherName"),
            Value(quote.value, quote.language or ""), text("start"), text("end"),
        )  # fmt: skip


def _value(store: ox.Store, base: str, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Value:
    if isinstance(term, ox.Literal):
        href = term.value if term.value.startswith(("http://", "https://")) else ""
        return Value(term.value, term.language or "", href)
    if isinstance(term, ox.NamedNode):
        names = [name for label in _NAMES for name in _literals(store, term, label)]
        shown = names[0].text if names else _short(term.value, base)
        return Value(shown, names[0].language if names else "", _href(term.value, base))
    return Value(str(term))


def _literals(store: ox.Store, iri: ox.NamedNode, term: str) -> list[Value]:
    quads = store.quads_for_pattern(iri, ox.NamedNode(term), None, None)
    found = {
        Value(q.object.value, q.object.language or "") for q in quads if isinstance(q.object, ox.Literal)
    }
    return sorted(found, key=lambda value: (value.language, value.text))


def _href(iri: str, base: str) -> str:
    """Where a resource is found: on this server if it is of this data, else nowhere but in its own vocabulary."""
    place = iri.removeprefix(base)
    return "/" + place if iri.startswith(base) and "#" not in place else ""


def _short(iri: str, base: str) -> str:
    found = max(
        ((start, name) for name, start in prefixes(base).items() if iri.startswith(start)),
        key=lambda entry: len(entry[0]), default=None,
    )  # fmt: skip
    return f"{found[1]}:{iri[len(found[0]) :]}" if found else iri
