"""Node and edge tables as Parquet, typed, for pandas, Polars, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import networkx as nx

from themegraph.export import flat
from themegraph.export.flat import EDGE_COLUMNS, NODE_COLUMNS, Type

_ROWS = 50_000  # rows in memory at a time


def nodes(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the nodes, one a row."""
    rows = ({"key": n.key, "label": n.label, **n.values} for n in flat.nodes(graph))
    _write(path, {"key": Type.TEXT, "label": Type.TEXT, **NODE_COLUMNS}, rows)


def edges(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the edges, one a row; source and target are keys of nodes."""
    head = {"source": Type.TEXT, "target": Type.TEXT, "key": Type.TEXT, "weight": Type.DOUBLE}
    rows = (
        {"source": e.source, "target": e.target, "key": e.kind, "weight": e.weight, **e.values}
        for e in flat.edges(graph)
    )
    _write(path, {**head, **EDGE_COLUMNS}, rows)


def _write(path: Path, columns: Mapping[str, Type], rows: Iterator[dict[str, Any]]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise OSError("Parquet needs pyarrow: pip install 'themegraph[parquet]'") from error
    types = {
        Type.TEXT: pa.string(),
        Type.TEXTS: pa.list_(pa.string()),
        Type.BOOLEAN: pa.bool_(),
        Type.INTEGER: pa.int64(),
        Type.DOUBLE: pa.float64(),
    }
    schema = pa.schema([(name, types[type]) for name, type in columns.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while part := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(part, schema=schema))
