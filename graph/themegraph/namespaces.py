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
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "dct": DCT,
    "oa": OA,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "tg": TERMS,
    "xsd": XSD,
}


# The kinds of resources, each with a path below the base and a prefix of the same name.
KINDS = ("company", "theme", "link", "evidence", "document", "publisher", "graph")


def prefixes(base: str = BASE) -> dict[str, str]:
    """The prefixes of an export: the vocabularies', and one for each kind of resource."""
    return PREFIXES | {"tgr": base} | {kind: f"{base}{kind}/" for kind in KINDS}


def resource(kind: str, id: str, base: str = BASE) -> str:
    """The IRI of a resource: base, kind, and the id with everything escaped that an IRI may not hold."""
    return f"{base}{kind}/{quote(id, safe='-._~', errors='replace')}"
