"""Cytoscape JSON, as Cytoscape, Cytoscape.js and NetworkX (`nx.cytoscape_graph`) read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

from themegraph.export import flat
from themegraph.export.html.data import opening_places
from themegraph.export.layout import layout


def write(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes one element a line; nodes with the positions of the other exports."""
    places = {flat.fit(name): place for name, place in layout(graph, opening_places(graph)).items()}

    def nodes() -> Iterator[dict[str, object]]:
        for node in flat.nodes(graph):
            place = places[node.key]
            data = {"id": node.key, "value": node.key, "name": node.label, "label": node.label, **node.values}
            yield {"data": data, "position": {"x": place.x, "y": place.y}}

    def edges() -> Iterator[dict[str, object]]:
        for edge in flat.edges(graph):
            data = {
                "id": edge.key, "source": edge.source, "target": edge.target, "key": edge.kind,
                "interaction": edge.label, "weight": edge.weight, **edge.values,
            }  # fmt: skip
            yield {"data": data}

    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            '{"data": [["name", "themegraph"]], "directed": true, "multigraph": true,\n"elements": {"nodes": ['
        )
        file.writelines(_lines(nodes()))
        file.write('\n],\n"edges": [')
        file.writelines(_lines(edges()))
        file.write("\n]}}\n")


def _lines(records: Iterator[dict[str, object]]) -> Iterator[str]:
    for i, record in enumerate(records):
        yield f"{',' if i else ''}\n{json.dumps(record, ensure_ascii=False)}"
