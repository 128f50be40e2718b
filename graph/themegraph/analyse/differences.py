"""What changed between two graphs, or between two days of one graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import networkx as nx

from themegraph.analyse.sources import Graph, Report, links, pairs
from themegraph.analyse.stance import balance
from themegraph.model import Link, Role, Stance


class Change(StrEnum):
    """What became of a pair of company and theme; the first that fits, in this order."""

    NEW = "new"
    GONE = "gone"
    FLIPPED = "flipped"
    STRONGER = "stronger"
    FADED = "faded"


@dataclass(frozen=True, slots=True)
class Side:
    """A pair as one graph has it: the role and stance of most of its sources, their number, first and last day."""

    role: Role
    stance: Stance
    sources: int
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair that is not the same in both graphs; a side is missing where a graph does not have the pair."""

    change: Change
    company: str
    theme: str
    old: Side | None
    new: Side | None


def differences(old: Graph[str], new: Graph[str]) -> tuple[Difference, ...]:
    """All pairs that changed, in the order of Change, those with most sources first."""
    before, after = _sides(old), _sides(new)
    found = []
    for pair in sorted(before.keys() | after.keys()):
        change = _change(before.get(pair), after.get(pair))
        if change:
            found.append(Difference(change, *pair, before.get(pair), after.get(pair)))
    order = list(Change)
    return tuple(sorted(found, key=lambda d: (order.index(d.change), -_size(d), d.company, d.theme)))


def between(graph: Graph[str], first: str, last: str) -> Graph[str]:
    """The graph with the links of these days only, both days included; nothing for `first` is the beginning.

    Links without a date are left out, companies and themes without links too, but for broader themes.
    """
    kept: dict[tuple[str, str, str], tuple[Link, ...]] = {}
    for company, theme, role, facts in links(graph):
        told = tuple(k for k in facts["links"] if k.citation.day and first <= k.citation.day <= last)
        if told:
            kept[company, theme, role] = told
    part: Graph[str] = nx.MultiDiGraph(**graph.graph)
    names = {name for company, theme, _ in kept for name in (company, theme)}
    broader: set[tuple[str, str]] = set()
    waiting = sorted(names)
    while waiting:
        child = waiting.pop()
        above = {b for _, b, key in graph.out_edges(child, keys=True) if key == "broader"}
        broader |= {(child, parent) for parent in above}
        waiting.extend(sorted(above - names))
        names |= above
    part.add_nodes_from((name, graph.nodes[name]) for name in sorted(names))
    for child, parent in sorted(broader):
        part.add_edge(child, parent, key="broader", relation="broader")
    for (company, theme, role), told in kept.items():
        part.add_edge(company, theme, key=role, relation="link", role=role, links=told)
    return part


def two_days(graph: Graph[str], old: str, new: str, days: int | None = None) -> tuple[Graph[str], Graph[str]]:
    """The graph as of two days, each with what was told in the `days` up to it.

    Without `days` it is the time between both, so that no source counts on both sides; 0 is everything
    up to the day. ValueError where a day is none or the second does not come after the first.
    """
    first, second = date.fromisoformat(old), date.fromisoformat(new)
    if second <= first:
        raise ValueError(f"{new} does not come after {old}")
    span = (second - first).days if days is None else days
    sides = []
    for day in (first, second):
        start = (day - timedelta(days=span - 1)).isoformat() if span else ""
        sides.append(between(graph, start, day.isoformat()))
    return sides[0], sides[1]


def _sides(graph: Graph[str]) -> dict[tuple[str, str], Side]:
    return {pair: _side(reports) for pair, reports in pairs(graph).items()}


def _side(reports: tuple[Report, ...]) -> Side:
    roles = Counter(role for report in reports for role in report.roles)
    order = list(Role)
    role = min(roles, key=lambda r: (-roles[r], order.index(r)))
    told = balance(reports)
    if told.positive and told.negative and told.positive == told.negative:
        stance = Stance.MIXED
    elif told.positive or told.negative:
        stance = Stance.POSITIVE if told.positive > told.negative else Stance.NEGATIVE
    else:
        stance = Stance.NEUTRAL
    days = [report.day for report in reports if report.day]
    return Side(role, stance, len(reports), days[0] if days else "", days[-1] if days else "")


def _change(old: Side | None, new: Side | None) -> Change | None:
    if old is None or new is None:
        return Change.NEW if old is None else Change.GONE
    if old.role != new.role or {old.stance, new.stance} == {Stance.POSITIVE, Stance.NEGATIVE}:
        return Change.FLIPPED
    if old.sources != new.sources:
        return Change.STRONGER if new.sources > old.sources else Change.FADED
    return None


def _size(difference: Difference) -> int:
    return max(side.sources for side in (difference.old, difference.new) if side)
