"""GEXF 1.3 for Gephi: one file as the graph is, and one that its timeline can play.

NetworkX writes an older draft that fails the schema; https://gexf.net/schema.html is the specification.
Two files, for timestamps and intervals cannot be mixed, and Gephi Lite reads no spells. The schema has no
type for dates: they are ISO 8601 strings, with the same days as integers (YYYYMMDD) for range filters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import networkx as nx
from lxml import etree

from themegraph.export import flat
from themegraph.export.flat import EDGE_COLUMNS, NODE_COLUMNS, Type, Value
from themegraph.export.html.data import opening_places
from themegraph.export.layout import COLOURS, SHAPES, Place, layout

_GEXF = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_TYPES = {
    Type.TEXT: "string",
    Type.TEXTS: "liststring",
    Type.BOOLEAN: "boolean",
    Type.INTEGER: "integer",
    Type.DOUBLE: "double",
}
_DAYS = ("first_seen", "last_seen")
STORY = 28  # days for which a story is told after an article; the timeline shows an edge that long

Spell = tuple[date, date]


def write(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the static file, element by element."""
    _write(graph, path, None)


def write_dynamic(graph: nx.MultiDiGraph[str], path: Path, base: str) -> None:
    """Writes the file with a timeline: nodes and edges are there from an article to four weeks after it.

    What has no date is there all the time.
    """
    _write(graph, path, _Timeline(graph))


class _Timeline:
    """The spells of every node and edge: days when it is told of, those that overlap or touch merged."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self.edges: dict[tuple[str, str, str], tuple[Spell, ...]] = {}
        self.nodes: dict[str, tuple[Spell, ...]] = {}
        told: dict[str, set[date]] = {}
        always: set[str] = set()
        for a, b, kind, facts in graph.edges(keys=True, data=True):
            if facts.get("relation") == "link":
                days = {day for link in facts.get("links", ()) if (day := _day(link.citation.day))}
                dated = all(_day(link.citation.day) for link in facts.get("links", ()))
                self.edges[a, b, kind] = merged(days) if dated else ()
                for name in (a, b):
                    told.setdefault(name, set()).update(days)
                    if not dated:
                        always.add(name)
        # A broader theme is there whenever one of its narrower themes is.
        parents = {n: [b for _, b, k in graph.out_edges(n, keys=True) if k == "broader"] for n in graph}
        for name in sorted(told):
            above, waiting = {name}, [name]
            while waiting:
                fresh = [p for p in parents[waiting.pop()] if p not in above]
                above.update(fresh)
                waiting.extend(fresh)
            for higher in above - {name}:
                self._inherit(told, always, name, higher)
        for name in graph:
            self.nodes[name] = () if name in always else merged(told.get(name, set()))
        for a, b, kind, facts in graph.edges(keys=True, data=True):
            if facts.get("relation") != "link":
                self.edges[a, b, kind] = self.nodes[a]
        self.nodes = {flat.fit(name): spells for name, spells in self.nodes.items()}
        self.edges = {(flat.fit(a), flat.fit(b), flat.fit(k)): s for (a, b, k), s in self.edges.items()}
        spells = [s for several in self.nodes.values() for s in several]
        self.start = min((s[0] for s in spells), default=None)
        self.end = max((s[1] for s in spells), default=None)

    @staticmethod
    def _inherit(told: dict[str, set[date]], always: set[str], name: str, higher: str) -> None:
        told.setdefault(higher, set()).update(told[name])
        if name in always:
            always.add(higher)


def merged(days: Iterable[date]) -> tuple[Spell, ...]:
    """The spells of these days, in order; none overlaps or touches another, as Gephi's import demands."""
    spells: list[Spell] = []
    for day in sorted(days):
        end = min(date.max.toordinal(), day.toordinal() + STORY - 1)
        if spells and day <= spells[-1][1] + timedelta(days=1):
            spells[-1] = (spells[-1][0], date.fromordinal(end))
        else:
            spells.append((day, date.fromordinal(end)))
    return tuple(spells)


def _write(graph: nx.MultiDiGraph[str], path: Path, timeline: _Timeline | None) -> None:
    places = {flat.fit(name): place for name, place in layout(graph, opening_places(graph)).items()}
    with etree.xmlfile(str(path), encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{_GEXF}}}gexf", {"version": "1.3"}, nsmap={None: _GEXF, "viz": _VIZ}):
            xml.write("\n")
            with xml.element(f"{{{_GEXF}}}meta"):
                for tag, text in (
                    ("creator", "themegraph"),
                    ("keywords", "companies, themes, 기업, 테마"),
                    ("description", _description(graph)),
                ):
                    with xml.element(f"{{{_GEXF}}}{tag}"):
                        xml.write(text)
            xml.write("\n")
            with xml.element(f"{{{_GEXF}}}graph", _mode(timeline)):
                xml.write("\n")
                _columns(xml, "node", NODE_COLUMNS)
                _columns(xml, "edge", EDGE_COLUMNS)
                with xml.element(f"{{{_GEXF}}}nodes"):
                    xml.write("\n")
                    for node in flat.nodes(graph):
                        spells = timeline.nodes[node.key] if timeline else ()
                        _node(xml, node, places[node.key], spells)
                with xml.element(f"{{{_GEXF}}}edges"):
                    xml.write("\n")
                    for edge in flat.edges(graph):
                        ends = (edge.source, edge.target, edge.kind)
                        _edge(xml, edge, timeline.edges[ends] if timeline else ())


def _node(
    xml: etree._IncrementalFileWriter, node: flat.Node, place: Place, spells: tuple[Spell, ...]
) -> None:
    with xml.element(f"{{{_GEXF}}}node", {"id": node.key, "label": node.label}):
        _values(xml, node.values, NODE_COLUMNS)
        _spells(xml, spells)
        kind = str(node.values["kind"])
        _colour(xml, COLOURS[kind])
        # Gephi's y axis points up, that of a page down.
        _viz(xml, "position", {"x": str(place.x), "y": str(0.0 - place.y), "z": "0.0"})
        _viz(xml, "size", {"value": str(place.size)})
        _viz(xml, "shape", {"value": SHAPES[kind]})
    xml.write("\n")


def _edge(xml: etree._IncrementalFileWriter, edge: flat.Edge, spells: tuple[Spell, ...]) -> None:
    attributes = {
        "id": edge.key, "source": edge.source, "target": edge.target, "type": "directed", "kind": edge.kind,
        "label": edge.label, "weight": str(edge.weight),
    }  # fmt: skip
    with xml.element(f"{{{_GEXF}}}edge", attributes):
        _values(xml, edge.values, EDGE_COLUMNS)
        _spells(xml, spells)
        _colour(xml, COLOURS[edge.kind])
    xml.write("\n")


def _description(graph: nx.MultiDiGraph[str]) -> str:
    documents = graph.graph.get("documents", 0)
    return (
        f"{documents} documents: companies and the themes they are linked with, each role a kind of edge, "
        "with the sentences that say so. 기업과 테마, 그리고 둘을 잇는 문장."
    )


def _mode(timeline: _Timeline | None) -> dict[str, str]:
    mode = {"defaultedgetype": "directed", "idtype": "string", "mode": "dynamic" if timeline else "static"}
    if timeline:
        mode |= {"timeformat": "date", "timerepresentation": "interval"}
        if timeline.start and timeline.end:
            mode |= {"start": timeline.start.isoformat(), "end": timeline.end.isoformat()}
    return mode


def _columns(xml: etree._IncrementalFileWriter, of: str, columns: Mapping[str, Type]) -> None:
    with xml.element(f"{{{_GEXF}}}attributes", {"class": of, "mode": "static"}):
        for name, type in columns.items():
            _column(xml, name, _TYPES[type])
        for name in _DAYS:
            _column(xml, f"{name}_day", "integer")
    xml.write("\n")


def _column(xml: etree._IncrementalFileWriter, name: str, type: str) -> None:
    with xml.element(f"{{{_GEXF}}}attribute", {"id": name, "title": name, "type": type}):
        pass


def _values(
    xml: etree._IncrementalFileWriter, values: Mapping[str, Value], columns: Mapping[str, Type]
) -> None:
    days = {
        f"{name}_day": day.isoformat().replace("-", "")
        for name in _DAYS
        if (day := _day(str(values.get(name, ""))))
    }
    if not values:
        return
    with xml.element(f"{{{_GEXF}}}attvalues"):
        for name, value in [*((n, _text(v)) for n, v in values.items()), *days.items()]:
            with xml.element(f"{{{_GEXF}}}attvalue", {"for": name, "value": value}):
                pass


def _text(value: Value) -> str:
    """The value as Gephi and graphology read it; a list in brackets, its texts quoted."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _spells(xml: etree._IncrementalFileWriter, spells: tuple[Spell, ...]) -> None:
    if spells:
        with xml.element(f"{{{_GEXF}}}spells"):
            for start, end in spells:
                with xml.element(f"{{{_GEXF}}}spell", {"start": start.isoformat(), "end": end.isoformat()}):
                    pass


def _viz(xml: etree._IncrementalFileWriter, tag: str, attributes: dict[str, str]) -> None:
    with xml.element(f"{{{_VIZ}}}{tag}", attributes):
        pass


def _colour(xml: etree._IncrementalFileWriter, code: str) -> None:
    red, green, blue = (str(int(code[i : i + 2], 16)) for i in (1, 3, 5))
    _viz(xml, "color", {"r": red, "g": green, "b": blue})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
