"""GraphML for yEd, Cytoscape, igraph and NetworkX; http://graphml.graphdrawing.org/specification.html."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import networkx as nx
from lxml import etree

from themegraph.export import flat
from themegraph.export.flat import EDGE_COLUMNS, NODE_COLUMNS, Type, Value

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {
    Type.TEXT: "string",
    Type.TEXTS: "string",  # GraphML has no lists: texts are joined by a bar
    Type.BOOLEAN: "boolean",
    Type.INTEGER: "int",
    Type.DOUBLE: "double",
}
BAR = " | "


def write(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes GraphML, element by element; an edge's key among parallel ones is its role."""
    with etree.xmlfile(str(path), encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{_GRAPHML}}}graphml", nsmap={None: _GRAPHML}):
            xml.write("\n")
            for domain, columns in (
                ("node", {"label": Type.TEXT, **NODE_COLUMNS}),
                ("edge", {"label": Type.TEXT, "weight": Type.DOUBLE, **EDGE_COLUMNS}),
            ):
                for name, type in columns.items():
                    attributes = {
                        "id": f"{domain}_{name}", "for": domain, "attr.name": name, "attr.type": _TYPES[type],
                    }  # fmt: skip
                    with xml.element(f"{{{_GRAPHML}}}key", attributes):
                        pass
                    xml.write("\n")
            with xml.element(f"{{{_GRAPHML}}}graph", {"id": "themegraph", "edgedefault": "directed"}):
                xml.write("\n")
                for node in flat.nodes(graph):
                    with xml.element(f"{{{_GRAPHML}}}node", {"id": node.key}):
                        _data(xml, "node", {"label": node.label, **node.values})
                    xml.write("\n")
                for edge in flat.edges(graph):
                    ends = {"id": edge.key, "source": edge.source, "target": edge.target}
                    with xml.element(f"{{{_GRAPHML}}}edge", ends):
                        _data(xml, "edge", {"label": edge.label, "weight": edge.weight, **edge.values})
                    xml.write("\n")


def _data(xml: etree._IncrementalFileWriter, domain: str, values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        with xml.element(f"{{{_GRAPHML}}}data", {"key": f"{domain}_{name}"}):
            xml.write(_text(value))


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    # A carriage return in an element's text would come back as a line feed (XML 1.0, section 2.11).
    text = BAR.join(value) if isinstance(value, tuple) else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")
