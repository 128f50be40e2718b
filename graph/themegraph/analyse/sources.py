"""How the graph is read by all analyses: independent sources, by day, of a pair of company and theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

import networkx as nx

from themegraph.model import Link, Role, Stance

Graph = nx.MultiDiGraph


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """One independent source of a pair: its first day (or nothing, where it has no date), and what its copies say together."""

    day: str
    source: str
    stances: frozenset[Stance]
    roles: frozenset[Role]


# What `pairs` and `by_node` give; whoever needs several analyses of one graph reads it once and hands them on.
Pairs = Mapping[tuple[str, str], tuple[Report, ...]]
Nodes = Mapping[str, tuple[Report, ...]]


def links(graph: Graph[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """The edges from companies to themes, in sorted order: company, theme, role, attributes."""
    found = (e for e in graph.edges(keys=True, data=True) if e[3].get("relation") == "link")
    yield from sorted(found, key=lambda e: e[:3])


def source(graph: Graph[str], link: Link) -> str:
    """The document that stands for this link's document and all copies of it."""
    copies: dict[str, str] = graph.graph.get("copies", {})
    return copies.get(link.document, link.document)


def pairs(graph: Graph[str]) -> dict[tuple[str, str], tuple[Report, ...]]:
    """Each pair of company and theme with its independent sources, the oldest first."""
    told: dict[tuple[str, str], dict[str, list[Report]]] = defaultdict(lambda: defaultdict(list))
    for company, theme, _, facts in links(graph):
        own = told[company, theme]
        for link in facts["links"]:
            original = source(graph, link)
            own[original].append(_report(original, link))
    return {pair: _in_order(by) for pair, by in told.items()}


def by_node(graph: Graph[str], told: Pairs | None = None) -> dict[str, tuple[Report, ...]]:
    """Each company and each theme with the independent sources of all its links, the oldest first."""
    found: dict[str, dict[str, list[Report]]] = defaultdict(lambda: defaultdict(list))
    for pair, reports in (pairs(graph) if told is None else told).items():
        for name in pair:
            own = found[name]
            for report in reports:
                own[report.source].append(report)
    return {name: _in_order(found[name]) for name in sorted(found)}


def bipartite(graph: Graph[str], told: Pairs | None = None) -> nx.Graph[str]:
    """Companies and themes with one edge a pair, whose weight is its number of independent sources."""
    simple: nx.Graph[str] = nx.Graph()
    weights = {pair: len(reports) for pair, reports in (pairs(graph) if told is None else told).items()}
    simple.add_nodes_from(sorted({name for pair in weights for name in pair}))
    for (company, theme), weight in sorted(weights.items()):
        simple.add_edge(company, theme, weight=weight)
    return simple


def _report(source: str, link: Link) -> Report:
    day = link.citation.day
    return Report(day if _is_date(day) else "", source, _only(link.stance), _only(link.role))


@cache
def _only(one: Any) -> frozenset[Any]:
    return frozenset((one,))


def _in_order(by_source: Mapping[str, list[Report]]) -> tuple[Report, ...]:
    """One report a source, the oldest first; the same as sorting them, without comparing all their fields."""
    merged = (several[0] if len(several) == 1 else _merged(several) for several in by_source.values())
    return tuple(sorted(merged, key=attrgetter("day", "source")))


def _merged(several: list[Report]) -> Report:
    return Report(
        min((report.day for report in several if report.day), default=""),
        several[0].source,
        frozenset().union(*(report.stances for report in several)),
        frozenset().union(*(report.roles for report in several)),
    )


@lru_cache(maxsize=1 << 14)
def _is_date(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False
