"""The description of the endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from themegraph.namespaces import RDF, SD, VOID, XSD

PREFIXES = {"sd": SD, "void": VOID}
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


def description(store: ox.Store, endpoint: str) -> Iterator[ox.Triple]:
    """What this endpoint speaks, and over what: its default graph is the union of its named graphs."""
    node = ox.NamedNode
    service, dataset, union = (node(endpoint + part) for part in ("#service", "#dataset", "#union"))
    kind = node(RDF + "type")
    yield ox.Triple(service, kind, node(SD + "Service"))
    yield ox.Triple(service, node(SD + "endpoint"), node(endpoint))
    yield ox.Triple(service, node(SD + "supportedLanguage"), node(SD + "SPARQL11Query"))
    yield ox.Triple(service, node(SD + "feature"), node(SD + "UnionDefaultGraph"))
    for name in _RESULTS:
        yield ox.Triple(service, node(SD + "resultFormat"), node(_FORMATS + name))
    yield ox.Triple(service, node(SD + "defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, node(SD + "Dataset"))
    yield ox.Triple(dataset, node(SD + "defaultGraph"), union)
    yield ox.Triple(union, kind, node(SD + "Graph"))
    count = ox.Literal(str(len(store)), datatype=node(XSD + "integer"))
    yield ox.Triple(union, node(VOID + "triples"), count)
    for graph in store.named_graphs():
        if isinstance(graph, ox.NamedNode):
            entry = node(f"{endpoint}#{graph.value.replace('#', '%23')}")
            yield ox.Triple(dataset, node(SD + "namedGraph"), entry)
            yield ox.Triple(entry, kind, node(SD + "NamedGraph"))
            yield ox.Triple(entry, node(SD + "name"), graph)
