"""Node and edge tables as CSV, with the headers that Gephi's spreadsheet import and `neo4j-admin` expect.

Text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises: the words of
documents are other people's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import networkx as nx

from themegraph.export import flat
from themegraph.export.flat import EDGE_COLUMNS, NODE_COLUMNS, Type, Value

# https://neo4j.com/docs/operations-manual/current/import/: types in the header, arrays split at `;`.
_NEO4J = {
    Type.TEXT: "string",
    Type.TEXTS: "string[]",
    Type.BOOLEAN: "boolean",
    Type.INTEGER: "long",
    Type.DOUBLE: "double",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def gephi_nodes(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the nodes for Gephi: Id, Label, and a column for each attribute."""
    rows = ([n.key, n.label, *_cells(n.values, NODE_COLUMNS, " | ")] for n in flat.nodes(graph))
    _write(path, ["Id", "Label", *NODE_COLUMNS], rows)


def gephi_edges(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the edges for Gephi: Source, Target, Type, Kind, Id, Label, Weight, and a column for each attribute."""

    def rows() -> Iterator[list[str]]:
        for e in flat.edges(graph):
            values = _cells(e.values, EDGE_COLUMNS, " | ")
            yield [e.source, e.target, "Directed", e.kind, e.key, e.label, str(e.weight), *values]

    _write(path, ["Source", "Target", "Type", "Kind", "Id", "Label", "Weight", *EDGE_COLUMNS], rows())


def neo4j_nodes(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the nodes for `neo4j-admin database import`; their labels are Company and Theme."""
    head = ["key:ID", ":LABEL", "label", *(f"{name}:{_NEO4J[type]}" for name, type in NODE_COLUMNS.items())]

    def rows() -> Iterator[list[str]]:
        for n in flat.nodes(graph):
            yield [n.key, str(n.values["kind"]).title(), n.label, *_cells(n.values, NODE_COLUMNS, ";")]

    _write(path, head, rows())


def neo4j_edges(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the relationships for `neo4j-admin database import --multiline-fields=true`; their types are HURT_BY, BROADER, ..."""
    head = [":START_ID", ":END_ID", ":TYPE", "weight:double"]

    def rows() -> Iterator[list[str]]:
        for e in flat.edges(graph):
            yield [e.source, e.target, e.kind.upper(), str(e.weight), *_cells(e.values, EDGE_COLUMNS, ";")]

    _write(path, [*head, *(f"{name}:{_NEO4J[type]}" for name, type in EDGE_COLUMNS.items())], rows())


def _write(path: Path, head: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _cells(values: Mapping[str, Value], columns: Mapping[str, Type], separator: str) -> list[str]:
    return [_cell(values.get(name, ""), separator) for name in columns]


def _cell(value: Value, separator: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    # A text that holds the separator would come apart.
    text = (
        value if isinstance(value, str) else separator.join(v.replace(separator.strip(), ",") for v in value)
    )
    return f"'{text}" if text.startswith(_FORMULA) else text
