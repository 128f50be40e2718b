"""RDF, one writer a format; all write the same triples, and take them one by one from the graph."""

from __future__ import annotations

from themegraph.export.rdf.jsonld import jsonld
from themegraph.export.rdf.notebook import to_rdflib
from themegraph.export.rdf.serialized import nquads, ntriples, rdfxml, trig, turtle, turtle12
from themegraph.export.rdf.void import void

__all__ = ["jsonld", "nquads", "ntriples", "rdfxml", "to_rdflib", "trig", "turtle", "turtle12", "void"]
