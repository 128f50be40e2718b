"""Checks exported files against ontology/shapes.ttl (SHACL) and ontology/themegraph.ttl."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox

from themegraph import resources
from themegraph.namespaces import RDF, SH, TERMS
from themegraph.query import base_of, load

_TYPE = ox.NamedNode(RDF + "type")


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """What is wrong with a node: where, the value at fault if there is one, and what, by language."""

    node: str
    value: str
    messages: tuple[tuple[str, str], ...]

    def said(self, language: str) -> str:
        """One line about it in a language."""
        text = dict(self.messages).get(language) or self.messages[0][1]
        return f"{self.node} {text}" + (f": {self.value}" if self.value else "")


def validate(paths: Iterable[Path]) -> tuple[Breach, ...]:
    """Everything that breaks the shapes, in sorted order; DataError where a file cannot be read."""
    import pyshacl
    import rdflib

    store = load(paths)
    base = base_of(store)
    ontology = resources.folder("ontology")
    data = rdflib.Graph()
    lines = BytesIO()
    ox.serialize((quad.triple for quad in store), output=lines, format=ox.RdfFormat.N_TRIPLES)
    data.parse(data=lines.getvalue(), format="nt")
    shapes = rdflib.Graph().parse(ontology / "shapes.ttl", format="turtle")
    sh = rdflib.Namespace(SH)
    found = set(_undeclared(store, ontology / "themegraph.ttl"))

    def note(shape: rdflib.term.Node | None, node: str, value: str) -> None:
        # A report repeats a message in one language only; the shape has both.
        said = (m for m in shapes.objects(shape, sh.message) if isinstance(m, rdflib.Literal))
        messages = tuple(sorted({m.language or "": str(m) for m in said}.items()))
        found.add(
            Breach(node.removeprefix(base), "" if value == node else value.removeprefix(base), messages)
        )

    # pySHACL asks a SPARQL constraint once for each node; the store answers it for all nodes at once.
    for shape, constraint in sorted(shapes.subject_objects(sh.sparql)):
        target = ox.NamedNode(str(shapes.value(shape, sh.targetClass)))
        select = str(shapes.value(constraint, sh.select))
        known = {name: str(iri) for name, iri in shapes.namespaces() if name}
        rows = store.query(select, prefixes=known, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        shown = [variable.value for variable in rows.variables]
        for row in rows:
            node, value = row["this"], row["value"] if "value" in shown else None
            if any(store.quads_for_pattern(node, _TYPE, target, None)):
                note(constraint, getattr(node, "value", ""), getattr(value, "value", ""))
    shapes.remove((None, sh.sparql, None))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus, value = report.value(result, sh.focusNode), report.value(result, sh.value)
        note(report.value(result, sh.sourceShape), str(focus), "" if value is None else str(value))
    return tuple(sorted(found))


def _undeclared(store: ox.Store, ontology: Path) -> Iterable[Breach]:
    """Terms of the ontology's namespace that the ontology does not declare: typing errors, mostly."""
    declared = {str(triple.subject) for triple in ox.parse(path=str(ontology))}
    used: dict[str, None] = {}
    for quad in store:
        terms = (quad.predicate, quad.object) if quad.predicate == _TYPE else (quad.predicate,)
        used |= {term.value: None for term in terms if isinstance(term, ox.NamedNode)}
    messages = (
        ("en", "is used, but the ontology does not declare it"),
        ("ko", "온톨로지에 없는 용어가 쓰였다"),
    )
    for iri in used:
        if iri.startswith(TERMS) and f"<{iri}>" not in declared:
            yield Breach("tg:" + iri.removeprefix(TERMS), "", messages)
