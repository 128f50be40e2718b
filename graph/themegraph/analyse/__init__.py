"""What the graph tells as a whole: plain functions, the algorithms from NetworkX.

`annotate` writes the results into the graph as attributes, which every export carries.
"""

from __future__ import annotations

from typing import Any

from themegraph.analyse.centrality import betweenness, pagerank, weighted_degree
from themegraph.analyse.communities import communities
from themegraph.analyse.differences import Change, Difference, Side, between, differences, two_days
from themegraph.analyse.lift import Lift, lift
from themegraph.analyse.peers import Peer, peers
from themegraph.analyse.sources import Graph, bipartite, by_node, links, pairs
from themegraph.analyse.stance import Balance, Contested, balance, contested, over_time
from themegraph.analyse.trends import Burst, Trend, mondays, trends

__all__ = [
    "Balance", "Burst", "Change", "Contested", "Difference", "Graph", "Lift", "Peer", "Side", "Trend", "annotate", "balance",
    "between", "betweenness", "bipartite", "by_node", "communities", "contested", "differences", "lift", "links", "mondays",
    "over_time", "pagerank", "pairs", "peers", "trends", "two_days", "weighted_degree",
]  # fmt: skip


def annotate(graph: Graph[str]) -> Graph[str]:
    """The same graph, with what the analyses found as attributes.

    Nodes that have links: `weighted_degree`, `pagerank`, `betweenness`, `community` (from 0, the largest),
    `first_seen`, `last_seen`, `sources`, `stance_net`; where they have dated links `trend` (momentum),
    `trend_p` and `burst` (the first Monday of the last burst, or nothing); companies also `peers` (keys).
    Link edges: `lift`, `lift_p`, `stance_net`.
    """
    told = pairs(graph)
    reported = by_node(graph, told)
    simple = bipartite(graph, told)
    nodes: dict[str, dict[str, Any]] = {
        name: {
            "sources": len(reports),
            "first_seen": min((r.day for r in reports if r.day), default=""),
            "last_seen": max((r.day for r in reports if r.day), default=""),
            "stance_net": balance(reports).net,
        }
        for name, reports in reported.items()
    }
    for attribute, values in (
        ("weighted_degree", weighted_degree(simple)),
        ("pagerank", pagerank(simple)),
        ("betweenness", betweenness(simple)),
        ("community", {name: i for i, members in enumerate(communities(simple)) for name in members}),
        ("peers", {name: tuple(p.company for p in several) for name, several in peers(simple).items()}),
    ):
        for name, value in values.items():
            nodes[name][attribute] = value
    for name, trend in trends(graph, nodes=reported).items():
        nodes[name] |= {
            "trend": trend.momentum,
            "trend_p": trend.p,
            "burst": trend.bursts[-1].first if trend.bursts else "",
        }
    for name, facts in nodes.items():
        graph.nodes[name].update(facts)
    lifts = {(found.company, found.theme): found for found in lift(graph, told, reported)}
    balances = {pair: balance(reports) for pair, reports in told.items()}
    for company, theme, _, facts in links(graph):
        found = lifts[company, theme]
        facts |= {"lift": found.lift, "lift_p": found.p, "stance_net": balances[company, theme].net}
    return graph
