"""The formats that pyoxigraph serialises: Turtle, N-Triples, TriG, N-Quads, RDF/XML, and Turtle of RDF 1.2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from themegraph.export.rdf.quads import quads, triples
from themegraph.namespaces import RDF, TERMS, prefixes

NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def turtle(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes Turtle (https://www.w3.org/TR/turtle/)."""
    _write(triples(graph, base), path, ox.RdfFormat.TURTLE, base)


def ntriples(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes N-Triples (https://www.w3.org/TR/n-triples/)."""
    _write(triples(graph, base), path, ox.RdfFormat.N_TRIPLES, base)


def trig(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes TriG (https://www.w3.org/TR/trig/), with a named graph for each document."""
    _write(quads(graph, base), path, ox.RdfFormat.TRIG, base)


def nquads(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes N-Quads (https://www.w3.org/TR/n-quads/), with a named graph for each document."""
    _write(quads(graph, base), path, ox.RdfFormat.N_QUADS, base)


def rdfxml(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/), less the characters that XML cannot hold."""
    _write((_xml(triple) for triple in triples(graph, base)), path, ox.RdfFormat.RDF_XML, base)


def turtle12(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes Turtle 1.2, in which each link reifies its direct triple (https://www.w3.org/TR/rdf12-turtle/)."""
    _write(_reified(triples(graph, base)), path, ox.RdfFormat.TURTLE, base)


def _write(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad], path: Path, format: ox.RdfFormat, base: str
) -> None:
    plain = format in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
    with path.open("wb") as file:
        ox.serialize(statements, output=file, format=format, prefixes=None if plain else prefixes(base))


def _xml(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if isinstance(value, ox.Literal) and NO_XML.search(value.value):
        text = NO_XML.sub("", value.value)
        cleaned = ox.Literal(text, language=value.language) if value.language else ox.Literal(text)
        return ox.Triple(triple.subject, triple.predicate, cleaned)
    return triple


def _reified(statements: Iterator[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples, and after the role of each link the direct triple that the link is about."""
    parts: dict[str, ox.NamedNode] = {}
    for triple in statements:
        yield triple
        term = triple.predicate.value.removeprefix(TERMS)
        if term in ("company", "theme", "role") and isinstance(triple.object, ox.NamedNode):
            parts[term] = triple.object
        if term == "role":
            direct = ox.Triple(parts["company"], parts["role"], parts["theme"])
            yield ox.Triple(triple.subject, ox.NamedNode(RDF + "reifies"), direct)
