"""Runs a query and writes its answer: a table for eyes, and the W3C's formats for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from themegraph.export.rdf.serialized import NO_XML
from themegraph.namespaces import prefixes
from themegraph.query.text import QueryError, Refused, check, graphs

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Format:
    """A format of answers: its media type, and what serialises rows (or a boolean), or triples, in it."""

    media: str
    rows: ox.QueryResultsFormat | None = None
    triples: ox.RdfFormat | None = None


# The table is for eyes only and has no media type.
FORMATS: dict[str, Format] = {
    "table": Format(""),
    "json": Format("application/sparql-results+json", rows=ox.QueryResultsFormat.JSON),
    "xml": Format("application/sparql-results+xml", rows=ox.QueryResultsFormat.XML),
    "csv": Format("text/csv", rows=ox.QueryResultsFormat.CSV),
    "tsv": Format("text/tab-separated-values", rows=ox.QueryResultsFormat.TSV),
    "turtle": Format("text/turtle", triples=ox.RdfFormat.TURTLE),
    "ntriples": Format("application/n-triples", triples=ox.RdfFormat.N_TRIPLES),
    "rdfxml": Format("application/rdf+xml", triples=ox.RdfFormat.RDF_XML),
    "jsonld": Format("application/ld+json", triples=ox.RdfFormat.JSON_LD),
}


def ask(
    store: ox.Store,
    text: str,
    where: str = "",
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answer:
    """The answer to a query over all graphs of a store; QueryError where it cannot be asked.

    FROM, FROM NAMED and the graphs given beside the query choose among the graphs of the store. A graph that
    is not in it is refused, as nothing is ever fetched.
    """
    check(text, where)
    known = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    chosen = [graph[1:-1] for graph in graphs(text) if graph.startswith("<")]
    for graph in (*chosen, *default_graphs, *named_graphs):
        if graph not in known:
            raise Refused(f"<{graph}> is no graph of this data, and nothing is fetched")
    try:
        if default_graphs or named_graphs:  # these replace FROM (SPARQL 1.1 Protocol, section 2.1.4)
            return store.query(
                text,
                default_graph=[ox.NamedNode(graph) for graph in default_graphs],
                named_graphs=[ox.NamedNode(graph) for graph in named_graphs],
            )
        return store.query(text, use_default_graph_as_union=not graphs(text))
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error).splitlines()[0]) from error


def default_format(answer: Answer) -> str:
    """How an answer is shown unless something else is asked for."""
    return "turtle" if isinstance(answer, ox.QueryTriples) else "table"


def write(answer: Answer, format: str, base: str) -> bytes:
    """The answer in a format of FORMATS; QueryError where such an answer has no such format."""
    try:
        if format == "table":
            return _table(answer, base).encode()
        body = _serialized(answer, format, base)
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error).splitlines()[0]) from error
    # Literals hold what they hold; XML cannot (XML 1.0, section 2.2).
    return NO_XML.sub("", body.decode()).encode() if format in ("xml", "rdfxml") else body


def _serialized(answer: Answer, format: str, base: str) -> bytes:
    chosen = FORMATS[format]
    if isinstance(answer, ox.QueryTriples):
        if chosen.triples is None:
            offered = ", ".join(name for name, form in FORMATS.items() if form.triples)
            raise QueryError(f"this query makes a graph, which has no {format} ({offered})")
        shown = prefixes(base) if chosen.triples in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML) else None
        return ox.serialize(sorted(answer, key=str), format=chosen.triples, prefixes=shown) or b""
    if chosen.rows is None:
        offered = ", ".join(name for name, form in FORMATS.items() if not form.triples)
        raise QueryError(f"this query makes rows, which have no {format} ({offered})")
    return answer.serialize(format=chosen.rows) or b""


def _table(answer: Answer, base: str) -> str:
    """Columns side by side, each as wide as its widest cell."""
    if isinstance(answer, ox.QueryBoolean):
        return "yes\n" if answer else "no\n"
    if isinstance(answer, ox.QueryTriples):
        head = ["subject", "predicate", "object"]
        body = sorted(
            [_cell(t.subject, base), _cell(t.predicate, base), _cell(t.object, base)] for t in answer
        )
    else:
        head = [variable.value for variable in answer.variables]
        body = [[_cell(value, base) for value in row] for row in answer]
    widths = [max(map(_width, column)) for column in zip(head, *body, strict=True)]
    lines = [head, ["-" * width for width in widths], *body]
    return "".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


def _cell(value: Any, base: str) -> str:
    """A term as people write it, without what could steer a terminal or break a line."""
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        starts = [(start, name) for name, start in prefixes(base).items() if value.value.startswith(start)]
        start, name = max(starts, key=lambda entry: len(entry[0]), default=("", ""))
        text = f"{name}:{value.value[len(start) :]}" if name else value.value
    else:
        text = value.value if isinstance(value, ox.Literal) else str(value)
    return "".join(c if c.isprintable() else " " if c in "\n\r\t" else f"\\x{ord(c):02x}" for c in text)


def _width(text: str) -> int:
    """Columns of a terminal: Hangul and the like take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
