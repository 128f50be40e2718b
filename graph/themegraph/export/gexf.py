"""GEXF 1.3 for Gephi, with colour, size, place, typed attributes, and a kind for each relation.

NetworkX writes an older draft that fails the schema; https://gexf.net/schema.html is the specification.
"""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
from lxml import etree

from themegraph.export.layout import COLOURS, layout

_GEXF = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Attribute columns: name, and the type that Gephi gives it.
_NODE_COLUMNS = {
    "kind": "string", "label_en": "string", "label_ko": "string", "tickers": "string", "country": "string",
    "industry": "string", "polarity": "string", "definition_en": "string", "definition_ko": "string", "provisional": "boolean",
}  # fmt: skip
_EDGE_COLUMNS = {
    "role": "string", "stance": "string", "confidence": "double", "documents": "integer",
    "first_seen": "string", "last_seen": "string", "evidence": "string",
}  # fmt: skip


def write(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes GEXF 1.3, element by element."""
    places = layout(graph)
    with etree.xmlfile(str(path), encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{_GEXF}}}gexf", {"version": "1.3"}, nsmap={None: _GEXF, "viz": _VIZ}):
            xml.write("\n")
            with xml.element(f"{{{_GEXF}}}meta"):
                _leaf(xml, "creator", "themegraph")
                _leaf(xml, "description", "Companies and themes, with the sentences that link them")
            xml.write("\n")
            with xml.element(f"{{{_GEXF}}}graph", {"defaultedgetype": "directed", "mode": "static"}):
                xml.write("\n")
                _columns(xml, "node", _NODE_COLUMNS)
                _columns(xml, "edge", _EDGE_COLUMNS)
                with xml.element(f"{{{_GEXF}}}nodes"):
                    xml.write("\n")
                    for name in sorted(graph.nodes):
                        facts = graph.nodes[name]
                        place = places[name]
                        with xml.element(
                            f"{{{_GEXF}}}node", {"id": _clean(name), "label": _clean(facts["label_en"])}
                        ):
                            _values(xml, _NODE_COLUMNS, facts)
                            _colour(xml, COLOURS[facts["kind"]])
                            _viz(xml, "position", {"x": str(place.x), "y": str(-place.y), "z": "0.0"})
                            _viz(xml, "size", {"value": str(place.size)})
                        xml.write("\n")
                with xml.element(f"{{{_GEXF}}}edges"):
                    xml.write("\n")
                    edges = sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3])
                    for number, (a, b, key, facts) in enumerate(edges):
                        attributes = {
                            "id": str(number), "source": _clean(a), "target": _clean(b), "kind": key,
                            "label": key.replace("_", " "), "weight": str(float(facts.get("weight", 1))),
                        }  # fmt: skip
                        with xml.element(f"{{{_GEXF}}}edge", attributes):
                            if facts["relation"] == "link":
                                quotes = [e.quote for link in facts["links"] for e in link.evidence]
                                _values(
                                    xml,
                                    _EDGE_COLUMNS,
                                    {
                                        **facts,
                                        "documents": facts["weight"],
                                        "evidence": "\n".join(dict.fromkeys(quotes)),
                                    },
                                )
                            _colour(xml, COLOURS[key])
                        xml.write("\n")


def _clean(value: object) -> str:
    """The value as text, without the characters that XML 1.0 (section 2.2) cannot hold."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return ", ".join(_clean(v) for v in value)
    return _NO_XML.sub("", str(value))


def _leaf(xml: etree._IncrementalFileWriter, tag: str, text: str) -> None:
    with xml.element(f"{{{_GEXF}}}{tag}"):
        xml.write(text)


def _viz(xml: etree._IncrementalFileWriter, tag: str, attributes: dict[str, str]) -> None:
    with xml.element(f"{{{_VIZ}}}{tag}", attributes):
        pass


def _colour(xml: etree._IncrementalFileWriter, code: str) -> None:
    red, green, blue = (str(int(code[i : i + 2], 16)) for i in (1, 3, 5))
    _viz(xml, "color", {"r": red, "g": green, "b": blue})


def _columns(xml: etree._IncrementalFileWriter, of: str, columns: dict[str, str]) -> None:
    with xml.element(f"{{{_GEXF}}}attributes", {"class": of, "mode": "static"}):
        for name, kind in columns.items():
            with xml.element(f"{{{_GEXF}}}attribute", {"id": name, "title": name, "type": kind}):
                pass
    xml.write("\n")


def _values(xml: etree._IncrementalFileWriter, columns: dict[str, str], facts: dict[str, object]) -> None:
    given = [(name, _clean(facts[name])) for name in columns if facts.get(name) not in (None, "", ())]
    if given:
        with xml.element(f"{{{_GEXF}}}attvalues"):
            for name, value in given:
                with xml.element(f"{{{_GEXF}}}attvalue", {"for": name, "value": value}):
                    pass
