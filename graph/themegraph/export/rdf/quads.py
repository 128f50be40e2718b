"""The graph as RDF 1.1 quads: a direct triple for easy queries, and a node for everything known about each link.

What holds of the corpus as a whole stands in one named graph (`<base>graph`); what one document says stands
in a graph of its own (`<base>graph/<id>`), so that it can be replaced or taken away. No blank nodes: whoever
loads a file twice has each triple once. https://www.w3.org/TR/annotation-model/ gives evidence its shape.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

import networkx as nx
import pyoxigraph as ox

from themegraph.model import Citation, Link, Role, citation_order
from themegraph.namespaces import DCT, OA, PROV, RDF, RDFS, SCHEMA, SKOS, TERMS, XSD, resource

# The property of each role; each but the last is a sub-property of tg:exposedTo.
ROLE_PROPERTIES = {
    Role.VOICES: TERMS + "voices",
    Role.DRIVES: TERMS + "drives",
    Role.HURT_BY: TERMS + "hurtBy",
    Role.BENEFITS_FROM: TERMS + "benefitsFrom",
    Role.EXPOSED_TO: TERMS + "exposedTo",
}
# A predicate and an object, until they get their subject.
Statement = tuple[str, ox.NamedNode | ox.Literal]


def quads(graph: nx.MultiDiGraph[str], base: str) -> Iterator[ox.Quad]:
    """All quads of a graph, subject by subject and graph by graph, in an order that only the content decides."""
    corpus = summary_graph(base)
    said: dict[Citation, list[tuple[Link, ox.NamedNode]]] = defaultdict(list)
    for subject, statements in _corpus(graph, base, said):
        for predicate, value in statements:
            yield ox.Quad(subject, _iri(predicate), value, corpus)
    copies: dict[str, str] = graph.graph.get("copies", {})
    known = {citation.document for citation in said}
    for citation in sorted(said, key=citation_order):
        own = document_graph(citation.document, base)
        original = copies.get(citation.document, "")
        for subject, statements in _document(
            citation, said[citation], original if original in known else "", base
        ):
            for predicate, value in statements:
                yield ox.Quad(subject, _iri(predicate), value, own)


def triples(graph: nx.MultiDiGraph[str], base: str) -> Iterator[ox.Triple]:
    """The same without the named graphs."""
    return (quad.triple for quad in quads(graph, base))


def summary_graph(base: str) -> ox.NamedNode:
    """The name of the graph that holds companies, themes and links."""
    return _iri(base + "graph")


def document_graph(id: str, base: str) -> ox.NamedNode:
    """The name of the graph that holds a document and its evidence."""
    return _iri(resource("graph", id, base))


def link_iri(company: str, theme: str, role: str, base: str) -> str:
    """The IRI of all links of a pair in a role: the same in every graph."""
    return f"{base}link/{_hash(company, theme, role)}"


def _corpus(
    graph: nx.MultiDiGraph[str], base: str, said: dict[Citation, list[tuple[Link, ox.NamedNode]]]
) -> Iterator[tuple[ox.NamedNode, list[Statement]]]:
    """Scheme, companies, themes and links; what they rest on is added to `said`, document by document."""
    scheme = ox.NamedNode(base + "themes")
    yield (
        scheme,
        [
            (RDF + "type", _iri(SKOS + "ConceptScheme")),
            (DCT + "title", ox.Literal("Themes of market writing", language="en")),
            (DCT + "title", ox.Literal("시장 글의 테마", language="ko")),
        ],
    )
    for name in sorted(graph.nodes):
        facts = graph.nodes[name]
        subject = _iri(resource(facts["kind"], facts["id"], base))
        if facts["kind"] == "company":
            yield subject, list(_company(graph, name, base))
        else:
            yield subject, list(_theme(graph, name, scheme, base))
    publishers: set[str] = set()
    for company, theme, role, edge in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        if edge["relation"] != "link":
            continue
        node = _iri(link_iri(company, theme, role, base))
        yield (
            node,
            [
                (RDF + "type", _iri(TERMS + "Link")),
                (TERMS + "company", _iri(resource("company", graph.nodes[company]["id"], base))),
                (TERMS + "theme", _iri(resource("theme", graph.nodes[theme]["id"], base))),
                (TERMS + "role", _iri(ROLE_PROPERTIES[Role(role)])),
                (TERMS + "stance", _iri(TERMS + edge["stance"].capitalize())),
                (TERMS + "confidence", _decimal(edge["confidence"])),
                (TERMS + "documents", _integer(edge["weight"])),
                *_given(TERMS + "independentSources", edge.get("independent_sources"), _integer),
                *_given(TERMS + "firstSeen", _day(edge["first_seen"]), _date),
                *_given(TERMS + "lastSeen", _day(edge["last_seen"]), _date),
            ],
        )
        for link in edge["links"]:
            said[link.citation].append((link, node))
            publishers.add(link.citation.publisher)
    for publisher in sorted(publishers - {""}):
        yield (
            _iri(resource("publisher", publisher, base)),
            [(RDF + "type", _iri(SCHEMA + "Organization")), (SCHEMA + "name", _text(publisher))],
        )
    if said:
        yield (
            _iri(base + "run"),
            [
                (RDF + "type", _iri(PROV + "Activity")),
                (RDFS + "label", ox.Literal("Extraction by themegraph", language="en")),
                (RDFS + "label", ox.Literal("themegraph의 추출", language="ko")),
            ],
        )


def _company(graph: nx.MultiDiGraph[str], name: str, base: str) -> Iterator[Statement]:
    facts = graph.nodes[name]
    yield RDF + "type", _iri(TERMS + "Company")
    yield RDF + "type", _iri(SCHEMA + "Corporation")
    for language in ("en", "ko"):
        yield RDFS + "label", _text(facts[f"label_{language}"], language)
    for alias in facts["aliases"]:
        yield SCHEMA + "alternateName", _text(alias, _script(alias))
    symbols = [ticker.rpartition(":")[2] for ticker in facts["tickers"]]
    for symbol in sorted(set(symbols)):
        yield SCHEMA + "tickerSymbol", _text(symbol)
    for listing in sorted(set(facts["tickers"])):
        yield TERMS + "listing", _text(listing)
    yield from _given(TERMS + "industry", facts["industry"], _text)
    yield from _given(TERMS + "country", facts["country"], _text)
    if facts["provisional"]:
        yield TERMS + "provisional", ox.Literal(True)
    above = {(ROLE_PROPERTIES[Role(role)], theme) for _, theme, role in graph.out_edges(name, keys=True)}
    for term, theme in sorted(above):
        yield term, _iri(resource("theme", graph.nodes[theme]["id"], base))


def _theme(graph: nx.MultiDiGraph[str], name: str, scheme: ox.NamedNode, base: str) -> Iterator[Statement]:
    facts = graph.nodes[name]
    yield RDF + "type", _iri(SKOS + "Concept")
    yield SKOS + "inScheme", scheme
    for language in ("en", "ko"):
        yield SKOS + "prefLabel", _text(facts[f"label_{language}"], language)
    labels = {facts["label_en"], facts["label_ko"]}
    for alias in facts["aliases"]:
        if alias not in labels:  # SKOS S13: a label is preferred or alternative, not both
            yield SKOS + "altLabel", _text(alias, _script(alias))
    for language in ("en", "ko"):
        if definition := facts[f"definition_{language}"]:
            yield SKOS + "definition", _text(definition, language)
    yield TERMS + "polarity", _iri(TERMS + facts["polarity"].capitalize())
    above = sorted(parent for _, parent, key in graph.out_edges(name, keys=True) if key == "broader")
    for parent in above:
        yield SKOS + "broader", _iri(resource("theme", graph.nodes[parent]["id"], base))
    if not above:
        yield SKOS + "topConceptOf", scheme


def _document(
    citation: Citation, links: list[tuple[Link, ox.NamedNode]], original: str, base: str
) -> Iterator[tuple[ox.NamedNode, list[Statement]]]:
    document = _iri(resource("document", citation.document, base))
    written = citation.language if citation.language in ("en", "ko") else ""
    moment = _moment(citation.published)
    yield (
        document,
        [
            (RDF + "type", _iri(TERMS + "Document")),
            (RDF + "type", _iri(SCHEMA + "Article")),
            (DCT + "identifier", _text(citation.document)),
            *_given(DCT + "title", citation.title, lambda title: _text(title, written)),
            *_given(DCT + "date", _day(citation.published), _date),
            *_given(DCT + "issued", moment, lambda m: ox.Literal(m, datatype=_iri(XSD + "dateTime"))),
            *_given(SCHEMA + "inLanguage", citation.language, _text),
            *_given(
                DCT + "publisher", citation.publisher, lambda name: _iri(resource("publisher", name, base))
            ),
            *_given(DCT + "source", citation.source, _text),
            *_given(TERMS + "copyOf", original, lambda id: _iri(resource("document", id, base))),
        ],
    )
    seen: set[str] = set()
    for link, node in sorted(links, key=lambda pair: pair[0]):
        for evidence in link.evidence:
            key = _hash(
                link.document, str(evidence.start), str(evidence.end), link.company, link.theme, link.role
            )
            if key in seen:
                continue
            seen.add(key)
            subject = _iri(f"{base}evidence/{key}")
            target, position, quote = (
                _iri(f"{subject.value}.{part}") for part in ("target", "position", "quote")
            )
            yield (
                subject,
                [
                    (RDF + "type", _iri(TERMS + "Evidence")),
                    (RDF + "type", _iri(OA + "Annotation")),
                    (TERMS + "supports", node),
                    (TERMS + "stance", _iri(TERMS + link.stance.capitalize())),
                    (TERMS + "confidence", _decimal(link.confidence)),
                    *_given(DCT + "date", _day(citation.published), _date),
                    (PROV + "wasDerivedFrom", document),
                    (PROV + "wasGeneratedBy", _iri(base + "run")),
                    (OA + "hasTarget", target),
                ],
            )
            yield (
                target,
                [
                    (OA + "hasSource", document),
                    (OA + "hasSelector", position),
                    (OA + "hasSelector", quote),
                ],
            )
            yield (
                position,
                [
                    (RDF + "type", _iri(OA + "TextPositionSelector")),
                    (OA + "start", _integer(evidence.start)),
                    (OA + "end", _integer(evidence.end)),
                ],
            )
            yield (
                quote,
                [
                    (RDF + "type", _iri(OA + "TextQuoteSelector")),
                    (OA + "exact", _text(evidence.quote, written)),
                ],
            )


def _given(
    predicate: str, value: Any, term: Callable[[Any], ox.NamedNode | ox.Literal]
) -> tuple[Statement, ...]:
    """One statement, or none where nothing is known."""
    return () if value in (None, "") else ((predicate, term(value)),)


@lru_cache(maxsize=1 << 14)
def _iri(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)


def _text(value: str, language: str = "") -> ox.Literal:
    try:
        value.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can spell and no RDF can
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def _script(text: str) -> str:
    """The language that a label without one is in: Korean where a letter of it is Hangul."""
    return "ko" if any("가" <= letter <= "힣" for letter in text) else "en"


@lru_cache(maxsize=1 << 12)
def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_iri(XSD + "integer"))


def _decimal(value: float) -> ox.Literal:
    return ox.Literal(format(Decimal(str(value)), "f"), datatype=_iri(XSD + "decimal"))


def _date(day: str) -> ox.Literal:
    return ox.Literal(day, datatype=_iri(XSD + "date"))


def _day(published: str) -> str:
    """The day as xsd:date has it, or nothing: a literal that breaks its type would break the reader's store."""
    try:
        return date.fromisoformat(published[:10]).isoformat() if len(published) >= 10 else ""
    except ValueError:
        return ""


def _moment(published: str) -> str:
    """The time as xsd:dateTime has it, or nothing where only a day is known."""
    try:
        return datetime.fromisoformat(published).isoformat() if len(published) > 10 else ""
    except ValueError:
        return ""


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
