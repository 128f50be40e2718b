"""The graph as flat, typed attributes: what every table and every format of graph tools carries.

A value that is not known is absent. Text is without control characters and lone surrogates, which XML 1.0
(section 2.2) cannot hold and no tool shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import networkx as nx

from themegraph.model import Link

Value = str | bool | int | float | tuple[str, ...]


class Type(Enum):
    """What a column holds; a date is YYYY-MM-DD."""

    TEXT = str
    TEXTS = tuple
    BOOLEAN = bool
    INTEGER = int
    DOUBLE = float


NODE_COLUMNS: dict[str, Type] = {
    "kind": Type.TEXT,
    "identifier": Type.TEXT,
    "label_en": Type.TEXT,
    "label_ko": Type.TEXT,
    "aliases": Type.TEXTS,
    "tickers": Type.TEXTS,
    "country": Type.TEXT,
    "industry": Type.TEXT,
    "provisional": Type.BOOLEAN,
    "definition_en": Type.TEXT,
    "definition_ko": Type.TEXT,
    "polarity": Type.TEXT,
    "sources": Type.INTEGER,
    "first_seen": Type.TEXT,
    "last_seen": Type.TEXT,
    "weighted_degree": Type.INTEGER,
    "pagerank": Type.DOUBLE,
    "betweenness": Type.DOUBLE,
    "community": Type.INTEGER,
    "peers": Type.TEXTS,
    "trend": Type.DOUBLE,
    "trend_p": Type.DOUBLE,
    "burst": Type.TEXT,
    "stance_net": Type.DOUBLE,
}
EDGE_COLUMNS: dict[str, Type] = {
    "relation": Type.TEXT,
    "role": Type.TEXT,
    "stance": Type.TEXT,
    "stance_net": Type.DOUBLE,
    "confidence": Type.DOUBLE,
    "documents": Type.INTEGER,
    "independent_sources": Type.INTEGER,
    "first_seen": Type.TEXT,
    "last_seen": Type.TEXT,
    "lift": Type.DOUBLE,
    "lift_p": Type.DOUBLE,
    "publishers": Type.TEXTS,
    "evidence": Type.TEXTS,
}
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A company or theme: its key, its English label, and its values by NODE_COLUMNS."""

    key: str
    label: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """A link in one role, or `broader`: its ends, its kind, its number of documents, its values by EDGE_COLUMNS, its links."""

    source: str
    target: str
    kind: str
    weight: float
    values: Mapping[str, Value]
    links: tuple[Link, ...] = ()

    @property
    def key(self) -> str:
        """An id that no other edge has."""
        return f"{self.source} {self.kind} {self.target}"

    @property
    def label(self) -> str:
        """The kind in words."""
        return self.kind.replace("_", " ")


def nodes(graph: nx.MultiDiGraph[str]) -> Iterator[Node]:
    """All nodes, by key."""
    for name in sorted(graph.nodes):
        facts = graph.nodes[name]
        values = _values({**facts, "identifier": facts.get("id", "")}, NODE_COLUMNS)
        yield Node(fit(name), fit(facts.get("label_en") or name), values)


def edges(graph: nx.MultiDiGraph[str]) -> Iterator[Edge]:
    """All edges, by source, target and kind."""
    for a, b, kind, facts in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        links = facts.get("links", ())
        more: dict[str, Any] = {}
        if facts.get("relation") == "link":
            more = {
                "documents": facts.get("weight", 1),
                "publishers": sorted({link.citation.publisher for link in links} - {""}),
                "evidence": dict.fromkeys(e.quote for link in links for e in link.evidence),
            }
        values = _values({**facts, **more}, EDGE_COLUMNS)
        yield Edge(fit(a), fit(b), fit(kind), float(facts.get("weight", 1)), values, tuple(links))


def fit(text: object) -> str:
    """The text without what XML cannot hold."""
    return _UNFIT.sub("", str(text))


def _values(facts: Mapping[str, Any], columns: Mapping[str, Type]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, type in columns.items():
        value = facts.get(name)
        if value is None or value == "" or value == ():
            continue
        if type is Type.TEXTS:
            texts = tuple(filter(None, map(fit, value if isinstance(value, Iterable) else (value,))))
            if texts:
                values[name] = texts
        elif type is Type.TEXT:
            if text := fit(value):
                values[name] = text
        else:
            values[name] = type.value(value)
    return values
