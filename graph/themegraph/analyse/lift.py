"""Which pairs of company and theme are told of more often than chance would have it."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import gammainc

from themegraph.analyse.sources import Graph, Nodes, Pairs, by_node, pairs


@dataclass(frozen=True, slots=True)
class Lift:
    """A pair: its sources, how many chance would give, and how likely it is that chance gives as many."""

    company: str
    theme: str
    sources: int
    expected: float
    lift: float
    p: float


def lift(graph: Graph[str], told: Pairs | None = None, nodes: Nodes | None = None) -> tuple[Lift, ...]:
    """All pairs, those furthest above chance first.

    Expected is what independence gives: sources of the company times sources of the theme, over all
    sources that link anything. `p` is the upper tail of the Poisson distribution with that mean.
    """
    told = pairs(graph) if told is None else told
    counts = {name: len(reports) for name, reports in (by_node(graph) if nodes is None else nodes).items()}
    total = len({report.source for reports in told.values() for report in reports})
    found = []
    for (company, theme), reports in told.items():
        expected = counts[company] * counts[theme] / total
        found.append(
            Lift(
                company, theme, len(reports), round(expected, 6), round(len(reports) / expected, 6),
                round(float(gammainc(len(reports), expected)), 9),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda f: (f.p, -f.lift, f.company, f.theme)))
