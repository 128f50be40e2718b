"""Node-link JSON: what d3 draws and NetworkX reads (`nx.node_link_graph(data, edges="links")`).

The one format that keeps everything: reading it back (load.py) gives the graph that was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from themegraph.export import flat
from themegraph.model import Link


def write(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes one node or edge a line; `citations` of an edge are its links with documents, places and quotes."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        head = {k: graph.graph[k] for k in sorted(graph.graph)}
        file.write(f'{{"directed": true, "multigraph": true, "graph": {_json(head)},\n"nodes": [')
        file.writelines(_lines({"id": n.key, "label": n.label, **n.values} for n in flat.nodes(graph)))
        file.write('\n],\n"links": [')
        file.writelines(_lines(map(_edge, flat.edges(graph))))
        file.write("\n]}\n")


def _edge(edge: flat.Edge) -> dict[str, Any]:
    values = {name: value for name, value in edge.values.items() if name != "evidence"}
    record = {"source": edge.source, "target": edge.target, "key": edge.kind, "weight": edge.weight, **values}
    return {**record, "citations": [_citation(link) for link in edge.links]} if edge.links else record


def _citation(link: Link) -> dict[str, Any]:
    cited = link.citation
    return {
        "document": cited.document, "title": cited.title, "published": cited.published, "language": cited.language,
        "publisher": cited.publisher, "source": cited.source, "stance": link.stance.value, "confidence": link.confidence,
        "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in link.evidence],
    }  # fmt: skip


def _lines(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    for i, record in enumerate(records):
        yield f"{',' if i else ''}\n{_json(record)}"


def _json(record: object) -> str:
    # Lone surrogates cannot be written as UTF-8: text that has some is escaped.
    text = json.dumps(record, ensure_ascii=False)
    return text if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text) else json.dumps(record)
