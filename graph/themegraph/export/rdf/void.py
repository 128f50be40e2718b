"""What the data set holds, for those who find it: VoID (https://www.w3.org/TR/void/) and DCAT 3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import networkx as nx
import pyoxigraph as ox

from themegraph.export.rdf.quads import triples
from themegraph.namespaces import DCAT, DCT, OA, PROV, RDF, SCHEMA, SKOS, TERMS, VOID, XSD, prefixes

# Every serialization: its file, its media type as IANA has it, and its name.
SERIALIZATIONS = (
    ("graph.ttl", "text/turtle", "Turtle"),
    ("graph.nt", "application/n-triples", "N-Triples"),
    ("graph.nq", "application/n-quads", "N-Quads"),
    ("graph.trig", "application/trig", "TriG"),
    ("graph.jsonld", "application/ld+json", "JSON-LD"),
    ("graph.rdf", "application/rdf+xml", "RDF/XML"),
)


def void(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the description of the data set as Turtle."""
    with path.open("wb") as file:
        ox.serialize(
            description(triples(graph, base), base),
            output=file,
            format=ox.RdfFormat.TURTLE,
            prefixes=prefixes(base) | {"dcat": DCAT, "void": VOID},
        )


def description(statements: Iterator[ox.Triple], base: str) -> Iterator[ox.Triple]:
    """VoID and DCAT of the data set that these triples make; they are counted one by one."""
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    subjects = 0
    days: set[str] = set()
    last = None
    for triple in statements:
        properties[triple.predicate.value] += 1
        subjects += triple.subject != last
        last = triple.subject
        if triple.predicate.value == RDF + "type" and isinstance(triple.object, ox.NamedNode):
            classes[triple.object.value] += 1
        elif triple.predicate.value == DCT + "date" and isinstance(triple.object, ox.Literal):
            days.add(triple.object.value)

    def node(iri: str) -> ox.NamedNode:
        return ox.NamedNode(iri)

    def count(value: int) -> ox.Literal:
        return ox.Literal(str(value), datatype=node(XSD + "integer"))

    # A base with a fragment leaves room for no other, and its files lie beside what stands before it.
    hashed = "#" in base
    dataset = node(base + "dataset")
    part_of = dataset.value + ("/" if hashed else "#")

    def about(predicate: str, *values: ox.NamedNode | ox.Literal) -> Iterator[ox.Triple]:
        return (ox.Triple(dataset, node(predicate), value) for value in values)

    yield from about(RDF + "type", node(VOID + "Dataset"), node(DCAT + "Dataset"))
    yield from about(
        DCT + "title",
        ox.Literal("Companies and the themes they hang on", language="en"),
        ox.Literal("기업과 테마", language="ko"),
    )
    yield from about(
        DCT + "description",
        ox.Literal(
            "Links between companies and market themes, each with the sentences that carry it.", language="en"
        ),
        ox.Literal("기업과 시장 테마의 연결, 그리고 그 근거가 되는 문장.", language="ko"),
    )
    yield from about(VOID + "uriSpace", ox.Literal(base))
    yield from about(VOID + "vocabulary", *(node(n) for n in (TERMS, SKOS, SCHEMA, PROV, OA, DCT)))
    yield from about(
        VOID + "feature", *(node(f"http://www.w3.org/ns/formats/{n}") for n in ("Turtle", "JSON-LD"))
    )
    yield from about(VOID + "triples", count(properties.total()))
    yield from about(VOID + "distinctSubjects", count(subjects))
    yield from about(VOID + "properties", count(len(properties)))
    yield from about(VOID + "classes", count(len(classes)))
    yield from about(
        DCT + "language", *(node(f"http://id.loc.gov/vocabulary/iso639-1/{tag}") for tag in ("en", "ko"))
    )
    if days:
        period = node(part_of + "period")
        yield from about(DCT + "temporal", period)
        for term, day in (("startDate", min(days)), ("endDate", max(days))):
            yield ox.Triple(period, node(DCAT + term), ox.Literal(day, datatype=node(XSD + "date")))
        yield ox.Triple(period, node(RDF + "type"), node(DCT + "PeriodOfTime"))
    for file, media, name in SERIALIZATIONS:
        distribution = node(part_of + file)
        yield from about(DCAT + "distribution", distribution)
        yield ox.Triple(distribution, node(RDF + "type"), node(DCAT + "Distribution"))
        yield ox.Triple(distribution, node(DCT + "title"), ox.Literal(name, language="en"))
        yield ox.Triple(
            distribution, node(DCAT + "downloadURL"), node(urljoin(base, file) if hashed else base + file)
        )
        yield ox.Triple(
            distribution,
            node(DCAT + "mediaType"),
            node(f"https://www.iana.org/assignments/media-types/{media}"),
        )
    for kind, counts, part, of, size in (
        ("class", classes, "classPartition", "class", "entities"),
        ("property", properties, "propertyPartition", "property", "triples"),
    ):
        for number, (iri, several) in enumerate(sorted(counts.items())):
            partition = node(f"{part_of}{kind}-{number}")
            yield from about(VOID + part, partition)
            yield ox.Triple(partition, node(VOID + of), node(iri))
            yield ox.Triple(partition, node(VOID + size), count(several))
