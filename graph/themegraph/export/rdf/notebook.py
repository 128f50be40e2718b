"""The graph as an rdflib.Dataset, for notebooks that work with rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox

from themegraph.export.rdf.quads import quads
from themegraph.namespaces import BASE, prefixes

if TYPE_CHECKING:
    import rdflib


def to_rdflib(graph: nx.MultiDiGraph[str], base: str = BASE) -> rdflib.Dataset:
    """The graph as an rdflib.Dataset whose default graph is the union of its named graphs."""
    import rdflib

    def term(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Identifier:
        if isinstance(value, ox.Literal):
            if value.language:
                return rdflib.Literal(value.value, lang=value.language)
            return rdflib.Literal(value.value, datatype=_datatype(value))
        return rdflib.URIRef(str(value)[1:-1])

    def _datatype(value: ox.Literal) -> rdflib.URIRef | None:
        # rdflib tells "x" from "x"^^xsd:string, which RDF 1.1 (section 3.3) does not.
        iri = value.datatype.value
        return None if iri.endswith("#string") else rdflib.URIRef(iri)

    dataset = rdflib.Dataset(default_union=True)
    for prefix, iri in prefixes(base).items():
        dataset.bind(prefix, iri, override=True, replace=True)
    for quad in quads(graph, base):
        where = rdflib.URIRef(str(quad.graph_name)[1:-1])
        dataset.add((term(quad.subject), term(quad.predicate), term(quad.object), dataset.graph(where)))
    return dataset
