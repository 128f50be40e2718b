"""What rises and what fades: sources a week, momentum and whether chance explains it, and bursts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from scipy.special import bdtr, bdtrc

from themegraph.analyse.sources import Graph, Nodes, Report, by_node

WEEKS = 4  # weeks that momentum compares with as many before
SIGNIFICANT = 0.05
MOST_WEEKS = 260  # five years back from the newest source: one wrong date shall not cost a million weeks
_SCALE, _COST = 2.0, 1.0  # Kleinberg's s and gamma


@dataclass(frozen=True, slots=True)
class Burst:
    """A run of weeks in which a node had more than its usual share; days of its first and last Monday."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Trend:
    """How a node's share of all sources changed.

    `recent` and `before` are sources in the last weeks and in as many before; `momentum` is the binary
    logarithm of the ratio of both shares, 1 for a doubled one; `p` is how likely chance changes it as
    much (exact binomial test, two-sided); `weeks` are sources a week from the first week of the graph.
    """

    node: str
    recent: int
    before: int
    momentum: float
    p: float
    weeks: tuple[int, ...]
    bursts: tuple[Burst, ...]

    @property
    def significant(self) -> bool:
        """Whether chance alone hardly explains the change."""
        return self.p < SIGNIFICANT


def mondays(graph: Graph[str]) -> tuple[str, ...]:
    """The Mondays of all weeks from the first to the last dated source of the graph."""
    days = sorted({r.day for reports in by_node(graph).values() for r in reports if r.day})
    return _mondays(days)


def trends(graph: Graph[str], weeks: int = WEEKS, nodes: Nodes | None = None) -> dict[str, Trend]:
    """The trend of every company and theme that has a dated source."""
    reports = by_node(graph) if nodes is None else nodes
    everything = {r.source: r.day for several in reports.values() for r in several if r.day}
    steps = _mondays(sorted(set(everything.values())))
    if not steps:
        return {}
    total = _count(everything, steps)
    return {
        name: _trend(name, _count(dated, steps), total, steps, weeks)
        for name, several in reports.items()
        if (dated := _dated(several))
    }


def _trend(name: str, counts: Sequence[int], total: Sequence[int], steps: Sequence[str], weeks: int) -> Trend:
    recent, before = sum(counts[-weeks:]), sum(counts[-2 * weeks : -weeks])
    all_recent, all_before = sum(total[-weeks:]), sum(total[-2 * weeks : -weeks])
    if not all_recent or not all_before:
        return Trend(name, recent, before, 0.0, 1.0, tuple(counts), _bursts(counts, total, steps))
    # One source more, spread as all sources are, keeps the ratio finite and small numbers from shouting.
    share = all_recent / (all_recent + all_before)
    ratio = (recent + share) / (before + 1 - share) * all_before / all_recent
    chance = _chance(recent, recent + before, share)
    momentum = round(math.log2(ratio), 6) + 0.0
    return Trend(name, recent, before, momentum, chance, tuple(counts), _bursts(counts, total, steps))


def _chance(hits: int, of: int, share: float) -> float:
    """The two-sided exact binomial test, twice the smaller tail."""
    if not of or not 0 < share < 1:
        return 1.0
    below = float(bdtr(hits, of, share))
    above = float(bdtrc(hits - 1, of, share)) if hits else 1.0
    return round(min(1.0, 2 * min(below, above)), 9)


def _bursts(counts: Sequence[int], total: Sequence[int], steps: Sequence[str]) -> tuple[Burst, ...]:
    """Kleinberg's two states (2002, section 4): the usual share, and one that is twice as high."""
    base = sum(counts) / max(1, sum(total))
    shares = (base, min(0.9999, base * _SCALE))
    if not 0 < base < 0.5:
        return ()
    enter = _COST * math.log(len(steps) + 1)

    def cost(state: int, hits: int, of: int) -> float:
        share = shares[state]
        return -(hits * math.log(share) + (of - hits) * math.log(1 - share))

    calm, busy = 0.0, enter
    origins: list[tuple[int, int]] = []
    for hits, of in zip(counts, total, strict=True):
        to_calm, to_busy = (0 if calm <= busy else 1), (0 if calm + enter < busy else 1)
        origins.append((to_calm, to_busy))
        calm, busy = min(calm, busy) + cost(0, hits, of), min(calm + enter, busy) + cost(1, hits, of)
    state = 0 if calm <= busy else 1
    states: list[int] = []
    for origin in reversed(origins):
        states.append(state)
        state = origin[state]
    states.reverse()
    found: list[Burst] = []
    for week, state in zip(steps, states, strict=True):
        if state and found and found[-1].last == _before(week):
            found[-1] = Burst(found[-1].first, week)
        elif state:
            found.append(Burst(week, week))
    return tuple(found)


def _dated(reports: Sequence[Report]) -> dict[str, str]:
    return {r.source: r.day for r in reports if r.day}


def _count(days: Mapping[str, str], steps: Sequence[str]) -> list[int]:
    weeks = Counter(_monday(day) for day in days.values())
    return [weeks[step] for step in steps]


def _mondays(days: Sequence[str]) -> tuple[str, ...]:
    if not days:
        return ()
    last = date.fromisoformat(days[-1]).toordinal()
    first = max(
        date.fromisoformat(_monday(days[0])).toordinal(), last - (last - 1) % 7 - 7 * (MOST_WEEKS - 1)
    )
    return tuple(date.fromordinal(week).isoformat() for week in range(first, last + 1, 7))


@lru_cache(maxsize=1 << 14)
def _monday(day: str) -> str:
    """The Monday of the week of a day."""
    when = date.fromisoformat(day).toordinal()
    return date.fromordinal(when - (when - 1) % 7).isoformat()


def _before(week: str) -> str:
    return (date.fromisoformat(week) - timedelta(weeks=1)).isoformat()
