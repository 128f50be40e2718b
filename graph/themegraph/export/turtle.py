"""RDF 1.1 as Turtle: a direct triple for easy queries, and a node for everything known about each link."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from themegraph.model import Link, Role
from themegraph.namespaces import DCT, OA, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS, TERMS, XSD, resource

# The property of each role; each is a sub-property of tg:exposedTo.
ROLE_PROPERTIES = {
    Role.VOICES: TERMS + "voices",
    Role.DRIVES: TERMS + "drives",
    Role.HURT_BY: TERMS + "hurtBy",
    Role.BENEFITS_FROM: TERMS + "benefitsFrom",
    Role.EXPOSED_TO: TERMS + "exposedTo",
}


def triples(graph: nx.MultiDiGraph[str], base: str) -> Iterator[ox.Triple]:
    """All triples of a graph, subject by subject, in sorted order."""
    scheme = ox.NamedNode(base + "themes")
    yield _triple(scheme, RDF + "type", _iri(SKOS + "ConceptScheme"))
    yield _triple(scheme, RDFS + "label", ox.Literal("Themes", language="en"))
    yield _triple(scheme, RDFS + "label", ox.Literal("테마", language="ko"))
    for name in sorted(graph.nodes):
        facts = graph.nodes[name]
        subject = _iri(resource(facts["kind"], facts["id"], base))
        if facts["kind"] == "company":
            yield from _company(graph, name, subject, base)
        else:
            yield from _theme(graph, name, subject, scheme, base)
    documents = {}
    run = _iri(base + "run")
    for company, theme, role, edge in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        if edge["relation"] != "link":
            continue
        node = _iri(link_iri(company, theme, role, base))
        yield _triple(node, RDF + "type", _iri(TERMS + "Link"))
        yield _triple(node, TERMS + "company", _iri(resource("company", graph.nodes[company]["id"], base)))
        yield _triple(node, TERMS + "theme", _iri(resource("theme", graph.nodes[theme]["id"], base)))
        yield _triple(node, TERMS + "role", _iri(ROLE_PROPERTIES[Role(role)]))
        yield _triple(node, TERMS + "stance", _iri(TERMS + edge["stance"].capitalize()))
        yield _triple(node, TERMS + "weight", _integer(edge["weight"]))
        yield _triple(
            node, TERMS + "confidence", ox.Literal(str(edge["confidence"]), datatype=_iri(XSD + "decimal"))
        )
        for name in ("first_seen", "last_seen"):
            if edge[name]:
                term = TERMS + {"first_seen": "firstSeen", "last_seen": "lastSeen"}[name]
                yield _triple(node, term, ox.Literal(edge[name], datatype=_iri(XSD + "date")))
        for link in edge["links"]:
            documents[link.citation.document] = link.citation
            yield from _evidence(link, node, run, base)
    for id, citation in sorted(documents.items()):
        node = _iri(resource("document", id, base))
        yield _triple(node, RDF + "type", _iri(TERMS + "Document"))
        yield _triple(node, RDF + "type", _iri(SCHEMA + "Article"))
        yield _triple(node, DCT + "identifier", ox.Literal(id))
        if citation.title:
            yield _triple(node, DCT + "title", _text(citation.title, citation.language))
        if citation.published:
            yield _triple(node, DCT + "date", _date(citation.published))
        if citation.language:
            yield _triple(node, DCT + "language", ox.Literal(citation.language))
        if citation.publisher:
            yield _triple(node, DCT + "publisher", ox.Literal(citation.publisher))
        if citation.source:
            yield _triple(node, DCT + "source", ox.Literal(citation.source))
    if documents:
        yield _triple(run, RDF + "type", _iri(PROV + "Activity"))
        yield _triple(run, RDFS + "label", ox.Literal("Extraction by themegraph", language="en"))


def link_iri(company: str, theme: str, role: str, base: str) -> str:
    """The IRI of all links of a pair in a role: the same in every graph."""
    return f"{base}link/{_hash(company, theme, role)}"


def write(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes Turtle."""
    with path.open("wb") as file:
        ox.serialize(
            triples(graph, base), output=file, format=ox.RdfFormat.TURTLE,
            prefixes=PREFIXES | {"tgr": base, "tg": TERMS},
        )  # fmt: skip


def _company(graph: nx.MultiDiGraph[str], name: str, subject: ox.NamedNode, base: str) -> Iterator[ox.Triple]:
    facts = graph.nodes[name]
    yield _triple(subject, RDF + "type", _iri(TERMS + "Company"))
    yield _triple(subject, RDF + "type", _iri(SCHEMA + "Corporation"))
    for language in ("en", "ko"):
        yield _triple(subject, RDFS + "label", ox.Literal(facts[f"label_{language}"], language=language))
    for ticker in facts["tickers"]:
        yield _triple(subject, SCHEMA + "tickerSymbol", ox.Literal(ticker.partition(":")[2]))
    if facts["industry"]:
        yield _triple(subject, TERMS + "industry", ox.Literal(facts["industry"]))
    if facts["country"]:
        yield _triple(subject, TERMS + "country", ox.Literal(facts["country"]))
    if facts["provisional"]:
        yield _triple(subject, TERMS + "provisional", ox.Literal(True))
    for _, theme, role in sorted(graph.out_edges(name, keys=True)):
        yield _triple(
            subject, ROLE_PROPERTIES[Role(role)], _iri(resource("theme", graph.nodes[theme]["id"], base))
        )


def _theme(
    graph: nx.MultiDiGraph[str], name: str, subject: ox.NamedNode, scheme: ox.NamedNode, base: str
) -> Iterator[ox.Triple]:
    facts = graph.nodes[name]
    yield _triple(subject, RDF + "type", _iri(SKOS + "Concept"))
    yield _triple(subject, SKOS + "inScheme", scheme)
    for language in ("en", "ko"):
        yield _triple(subject, SKOS + "prefLabel", ox.Literal(facts[f"label_{language}"], language=language))
        if facts[f"definition_{language}"]:
            yield _triple(
                subject, SKOS + "definition", ox.Literal(facts[f"definition_{language}"], language=language)
            )
    above = sorted(parent for _, parent, key in graph.out_edges(name, keys=True) if key == "broader")
    for parent in above:
        yield _triple(subject, SKOS + "broader", _iri(resource("theme", graph.nodes[parent]["id"], base)))
    if not above:
        yield _triple(subject, SKOS + "topConceptOf", scheme)


def _evidence(link: Link, node: ox.NamedNode, run: ox.NamedNode, base: str) -> Iterator[ox.Triple]:
    document = _iri(resource("document", link.document, base))
    for evidence in link.evidence:
        key = _hash(
            link.document, str(evidence.start), str(evidence.end), link.company, link.theme, link.role
        )
        subject = _iri(f"{base}evidence/{key}")
        target, position, quote = (ox.BlankNode(f"{letter}{key}") for letter in "tpq")
        yield _triple(subject, RDF + "type", _iri(TERMS + "Evidence"))
        yield _triple(subject, RDF + "type", _iri(OA + "Annotation"))
        yield _triple(subject, TERMS + "supports", node)
        yield _triple(subject, TERMS + "stance", _iri(TERMS + link.stance.capitalize()))
        yield _triple(
            subject, TERMS + "confidence", ox.Literal(str(link.confidence), datatype=_iri(XSD + "decimal"))
        )
        if link.citation.published:
            yield _triple(subject, DCT + "date", _date(link.citation.published))
        yield _triple(subject, PROV + "wasDerivedFrom", document)
        yield _triple(subject, PROV + "wasGeneratedBy", run)
        yield _triple(subject, OA + "hasTarget", target)
        yield _triple(target, OA + "hasSource", document)
        yield _triple(target, OA + "hasSelector", position)
        yield _triple(target, OA + "hasSelector", quote)
        yield _triple(position, RDF + "type", _iri(OA + "TextPositionSelector"))
        yield _triple(position, OA + "start", _integer(evidence.start))
        yield _triple(position, OA + "end", _integer(evidence.end))
        yield _triple(quote, RDF + "type", _iri(OA + "TextQuoteSelector"))
        yield _triple(quote, OA + "exact", _text(evidence.quote, link.citation.language))


def _triple(
    subject: ox.NamedNode | ox.BlankNode, predicate: str, object: ox.NamedNode | ox.BlankNode | ox.Literal
) -> ox.Triple:
    return ox.Triple(subject, _iri(predicate), object)


def _iri(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)


def _text(value: str, language: str) -> ox.Literal:
    return ox.Literal(value, language=language) if language in ("en", "ko") else ox.Literal(value)


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_iri(XSD + "integer"))


def _date(value: str) -> ox.Literal:
    return ox.Literal(value, datatype=_iri(XSD + ("dateTime" if "T" in value else "date")))


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
