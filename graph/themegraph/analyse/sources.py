"""How the graph is read by all analyses: independent sources, by day, of a pair of company and theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
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
    told: dict[tuple[str, str], dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for company, theme, _, facts in links(graph):
        for link in facts["links"]:
            told[company, theme][source(graph, link)].append(link)
    return {
        pair: tuple(sorted(_report(s, several) for s, several in by.items())) for pair, by in told.items()
    }


def by_node(graph: Graph[str]) -> dict[str, tuple[Report, ...]]:
    """Each company and each theme with the independent sources of all its links, the oldest first."""
    told: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for company, theme, _, facts in links(graph):
        for link in facts["links"]:
            for name in (company, theme):
                told[name][source(graph, link)].append(link)
    return {
        name: tuple(sorted(_report(s, several) for s, several in told[name].items())) for name in sorted(told)
    }


def bipartite(graph: Graph[str], told: Pairs | None = None) -> nx.Graph[str]:
    """Companies and themes with one edge a pair, whose weight is its number of independent sources."""
    simple: nx.Graph[str] = nx.Graph()
    weights = {pair: len(reports) for pair, reports in (pairs(graph) if told is None else told).items()}
    simple.add_nodes_from(sorted({name for pair in weights for name in pair}))
    for (company, theme), weight in sorted(weights.items()):
        simple.add_edge(company, theme, weight=weight)
    return simple


def _report(source: str, several: list[Link]) -> Report:
    days = sorted(link.citation.day for link in several if _is_date(link.citation.day))
    return Report(
        days[0] if days else "",
        source,
        frozenset(link.stance for link in several),
        frozenset(link.role for link in several),
    )


@lru_cache(maxsize=1 << 14)
def _is_date(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False
