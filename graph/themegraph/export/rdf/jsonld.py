"""JSON-LD 1.1 with a compact context: one node a line, in the terms of ontology/context.jsonld."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

from themegraph import resources
from themegraph.export.rdf.quads import triples
from themegraph.namespaces import KINDS, PREFIXES, RDF, prefixes

# Types whose values JSON has itself, where the context names them.
_NATIVE: dict[str, Callable[[str], Any]] = {
    "xsd:integer": int,
    "xsd:boolean": lambda lexical: lexical == "true",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A key of the context: its name, and what it says of its values."""

    name: str
    type: str
    container: str


@cache
def _context() -> tuple[dict[str, Any], dict[str, Term]]:
    """The context as it is written, and its terms by the IRI that they stand for."""
    path = resources.folder("ontology") / "context.jsonld"
    context = json.loads(path.read_text("utf-8"))["@context"]
    terms = {}
    for name, entry in context.items():
        if isinstance(entry, dict):
            prefix, _, local = entry["@id"].partition(":")
            terms[PREFIXES[prefix] + local] = Term(name, entry.get("@type", ""), entry.get("@container", ""))
    return context, terms


def jsonld(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes JSON-LD (https://www.w3.org/TR/json-ld11/) without ever holding more than one node."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in document(triples(graph, base), base):
            file.write(part)


def document(statements: Iterable[ox.Triple], base: str) -> Iterable[str]:
    """A JSON-LD document of these triples in pieces; triples of one subject must follow each other."""
    context, terms = _context()
    whole = context | {"tgr": base} | {kind: f"{base}{kind}/" for kind in KINDS}
    yield '{"@context": ' + json.dumps(whole, ensure_ascii=False) + ',\n"@graph": ['
    separator = "\n"
    for subject, several in groupby(statements, key=lambda triple: triple.subject):
        yield separator + json.dumps(_node(subject, several, terms, base), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _node(subject: Any, statements: Iterable[ox.Triple], terms: dict[str, Term], base: str) -> dict[str, Any]:
    values: dict[str, list[Any]] = defaultdict(list)
    tagged: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in statements:
        predicate, value = triple.predicate.value, triple.object
        if predicate == RDF + "type" and isinstance(value, ox.NamedNode):
            values["type"].append(_compact(value.value, base))
            continue
        term = terms.get(predicate) or Term(_compact(predicate, base), "", "")
        if term.container == "@language" and isinstance(value, ox.Literal):
            tagged[term.name][value.language or "@none"].append(value.value)
        else:
            values[term.name].append(_value(value, term, base))
    node: dict[str, Any] = {"id": _compact(subject.value, base)}
    node |= {name: several[0] if len(several) == 1 else several for name, several in values.items()}
    for name, by_language in tagged.items():
        node[name] = {tag: texts[0] if len(texts) == 1 else texts for tag, texts in by_language.items()}
    return node


def _value(value: Any, term: Term, base: str) -> Any:
    if isinstance(value, ox.NamedNode):
        iri = _compact(value.value, base)
        return iri if term.type == "@id" else {"id": iri}
    datatype = _compact(value.datatype.value, base)
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if datatype == term.type:
        return _NATIVE.get(datatype, str)(value.value)
    return value.value if datatype == "xsd:string" else {"@value": value.value, "@type": datatype}


def _compact(iri: str, base: str) -> str:
    """The IRI with its longest prefix, unless what is left could be taken for an IRI of its own."""
    for prefix, start in _ordered(base):
        if iri.startswith(start) and not iri.startswith("//", len(start)):
            return f"{prefix}:{iri[len(start) :]}"
    return iri


@cache
def _ordered(base: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(prefixes(base).items(), key=lambda entry: (-len(entry[1]), entry)))
