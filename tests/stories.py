"""Graphs made of links alone, for the tests of what comes after reading."""

from __future__ import annotations

import random
from datetime import date, timedelta

from themegraph.analyse import annotate
from themegraph.graph import build
from themegraph.model import Citation, Evidence, Link, Role, Stance

COMPANIES = (
    "oracle",
    "broadcom",
    "nvidia",
    "meta",
    "caterpillar",
    "blackrock",
    "samsung-electronics",
    "sk-hynix",
)
THEMES = ("power-bottleneck", "ai-capex", "show-me-story", "ai-chip-demand", "tariffs", "economic-growth")
HOSTILE = (
    "</script><script>alert(1)</script> ]]> \x00\x0b\ufffe \"'& <b> \u202e {{7*7}} | ; a\r\nb\\ \ud800 =1+1"
)


def link(
    document="d1", company="oracle", theme="power-bottleneck", role=Role.HURT_BY, stance=Stance.NEGATIVE,
    day="2026-01-02", confidence=0.8, quote="전력이 모자라다, it said.",
):  # fmt: skip
    citation = Citation(document, f"Title {document}", day, "ko", "신문", f"articles/{document}.md")
    evidence = (Evidence(3, 3 + len(quote), quote),)
    return Link(citation, company, theme, role, stance, confidence, evidence)


def stories(documents=60, seed=3, first=date(2026, 1, 5), days=84):
    """Links of made-up articles; the same for the same arguments."""
    chance = random.Random(seed)
    found = []
    for number in range(documents):
        day = (first + timedelta(days=chance.randrange(days))).isoformat() if chance.random() > 0.05 else ""
        for _ in range(chance.randrange(1, 4)):
            found.append(
                link(
                    f"d{number}", chance.choice(COMPANIES), chance.choice(THEMES), chance.choice(list(Role)),
                    chance.choice(list(Stance)), day, round(chance.uniform(0.5, 1), 3), f"Satz {number}, “문장”.",
                )
            )  # fmt: skip
    return found


def story_graph(**options):
    return annotate(build(stories(**options), groups={"d2": "d1", "d3": "d1"}))


def hostile_graph():
    links = [
        link(HOSTILE, quote=HOSTILE),
        link("d2", company="acme-" + HOSTILE, theme="made-up", day=HOSTILE, quote=HOSTILE),
    ]
    return annotate(build(links))
