"""What a report tells, computed once for every form it is written in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from themegraph.analyse import (
    Balance,
    Contested,
    Difference,
    Graph,
    Lift,
    Peer,
    Trend,
    balance,
    betweenness,
    bipartite,
    by_node,
    communities,
    contested,
    differences,
    lift,
    mondays,
    over_time,
    pairs,
    peers,
    trends,
    two_days,
)
from themegraph.analyse.differences import Change

MOST = 10  # rows of a section
_LIFT_SOURCES = 2  # a pair of one source is above chance by nature


@dataclass(frozen=True, slots=True)
class Exposure:
    """A company: its independent sources, what they say, its peers, and its main theme."""

    company: str
    sources: int
    balance: Balance
    peers: tuple[Peer, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All sections of a report; `weeks` is what counts as recent, `mondays` and `volume` the weeks of the graph."""

    documents: int
    sources: int
    companies: int
    themes: int
    first: str
    last: str
    weeks: int
    mondays: tuple[str, ...]
    volume: tuple[int, ...]
    rising: tuple[Trend, ...]
    fading: tuple[Trend, ...]
    new: tuple[Difference, ...]
    contested: tuple[Contested, ...]
    exposed: tuple[Exposure, ...]
    moods: dict[str, Balance]
    bridges: tuple[tuple[str, float], ...]
    groups: tuple[tuple[str, ...], ...]
    lifts: tuple[Lift, ...]


def findings(graph: Graph[str], weeks: int) -> Findings:
    """Everything a report tells of a graph; recent is counted back from the newest document."""
    told = pairs(graph)
    nodes = by_node(graph)
    simple = bipartite(graph)
    every = {r.source: r for reports in told.values() for r in reports}
    days = sorted(r.day for r in every.values() if r.day)
    steps = mondays(graph)
    moving = [t for name, t in trends(graph, weeks).items() if name.startswith("theme/")]
    between = betweenness(simple)
    alike = peers(simple, 3)
    companies = sorted((n for n in nodes if n.startswith("company/")), key=lambda n: (-len(nodes[n]), n))
    bridges = sorted((-share, n) for n, share in between.items() if n.startswith("theme/") and share > 0)
    return Findings(
        documents=int(graph.graph.get("documents", 0)),
        sources=len(every),
        companies=len(companies),
        themes=len(nodes) - len(companies),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        weeks=weeks,
        mondays=steps,
        volume=_volume(days, steps),
        rising=tuple(sorted((t for t in moving if t.momentum > 0), key=lambda t: (t.p, -t.momentum, t.node))[:MOST]),
        fading=tuple(sorted((t for t in moving if t.momentum < 0), key=lambda t: (t.p, t.momentum, t.node))[:MOST]),
        new=_new(graph, days, weeks),
        contested=contested(graph)[:MOST],
        exposed=tuple(
            Exposure(
                c, len(nodes[c]), balance(nodes[c]), alike.get(c, ()),
                tuple(sorted(simple[c], key=lambda t: (-simple.edges[c, t]["weight"], t))[:3]),
            )
            for c in companies[:MOST]
        ),
        moods=over_time(every.values()),
        bridges=tuple((n, -share) for share, n in bridges[:MOST]),
        groups=communities(simple)[:MOST],
        lifts=tuple(f for f in lift(graph) if f.sources >= _LIFT_SOURCES and f.lift > 1)[:MOST],
    )  # fmt: skip


def _volume(days: list[str], steps: tuple[str, ...]) -> tuple[int, ...]:
    weeks = Counter(bisect_right(steps, day) - 1 for day in days)
    return tuple(weeks[i] for i in range(len(steps)))


def _new(graph: Graph[str], days: list[str], weeks: int) -> tuple[Difference, ...]:
    """The pairs that no source told of before the last weeks."""
    try:
        last = date.fromisoformat(days[-1]) if days else None
        start = last - timedelta(weeks=weeks) if last else None
    except (ValueError, OverflowError):
        return ()
    if last is None or start is None:
        return ()
    old, new = two_days(graph, start.isoformat(), last.isoformat(), 0)
    return tuple(d for d in differences(old, new) if d.change is Change.NEW)[:MOST]
