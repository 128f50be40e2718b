"""Who gains and who suffers, over time, and where sources contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from themegraph.analyse.sources import Graph, Report, pairs
from themegraph.model import Role, Stance

_WELL = frozenset((Stance.POSITIVE, Stance.MIXED))
_BADLY = frozenset((Stance.NEGATIVE, Stance.MIXED))


@dataclass(frozen=True, slots=True)
class Balance:
    """Independent sources that speak well and badly of a company's side in something; a mixed one counts as both."""

    positive: int = 0
    negative: int = 0
    neutral: int = 0

    @property
    def net(self) -> float:
        """From -1 (all speak badly) to 1 (all speak well)."""
        total = self.positive + self.negative + self.neutral
        return round((self.positive - self.negative) / total, 6) if total else 0.0


@dataclass(frozen=True, slots=True)
class Contested:
    """A pair of which some sources speak well and others badly, or that one calls hurt and another a beneficiary."""

    company: str
    theme: str
    balance: Balance
    hurt: int
    benefits: int

    @property
    def heat(self) -> int:
        """How many sources stand on the smaller side."""
        return max(min(self.balance.positive, self.balance.negative), min(self.hurt, self.benefits))


def balance(reports: Iterable[Report]) -> Balance:
    """What these sources say, taken together."""
    positive = negative = neutral = 0
    for report in reports:
        well = not report.stances.isdisjoint(_WELL)
        badly = not report.stances.isdisjoint(_BADLY)
        positive += well
        negative += badly
        neutral += not well and not badly
    return Balance(positive, negative, neutral)


def over_time(reports: Iterable[Report]) -> dict[str, Balance]:
    """What these sources say month by month (YYYY-MM), for the months in which they say anything."""
    months: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.day:
            months[report.day[:7]].append(report)
    return {month: balance(months[month]) for month in sorted(months)}


def contested(graph: Graph[str]) -> tuple[Contested, ...]:
    """The pairs on which sources contradict each other, the most contested first."""
    found = []
    for (company, theme), reports in pairs(graph).items():
        hurt = sum(Role.HURT_BY in r.roles for r in reports)
        benefits = sum(Role.BENEFITS_FROM in r.roles for r in reports)
        pair = Contested(company, theme, balance(reports), hurt, benefits)
        if pair.heat:
            found.append(pair)
    return tuple(sorted(found, key=lambda c: (-c.heat, c.company, c.theme)))
