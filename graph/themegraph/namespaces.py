"""Prefixes and predicates, once.

The default base lies under `.example`, which RFC 2606 keeps free of owners: whoever publishes a graph
gives a base of their own (`--base`).
"""

from __future__ import annotations

from urllib.parse import quote

BASE = "https://themegraph.example/"
TERMS = BASE + "ontology#"

SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCT = "http://purl.org/dc/terms/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "dct": DCT,
    "oa": OA,
    "prov": PROV,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "tg": TERMS,
    "xsd": XSD,
}


def resource(kind: str, id: str, base: str = BASE) -> str:
    """The IRI of a resource: base, kind, and the id with everything escaped that an IRI may not hold."""
    return f"{base}{kind}/{quote(id, safe='-._~')}"
