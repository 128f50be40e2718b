"""Groups of companies and themes that are told of together."""

from __future__ import annotations

import networkx as nx


def communities(simple: nx.Graph[str]) -> tuple[tuple[str, ...], ...]:
    """Louvain communities (Blondel and others 2008) of a bipartite graph, the largest first, members sorted."""
    names = sorted(simple)
    number = {name: i for i, name in enumerate(names)}
    # Louvain walks through sets of nodes: of numbers their order is the same in every run, of strings it is not.
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    for a, b in sorted(tuple(sorted((number[a], number[b]))) for a, b in simple.edges):
        plain.add_edge(a, b, weight=simple.edges[names[a], names[b]]["weight"])
    if not plain.number_of_edges():
        return ()
    found = nx.community.louvain_communities(plain, weight="weight", seed=1)
    return tuple(
        sorted((tuple(names[i] for i in sorted(members)) for members in found), key=lambda c: (-len(c), c))
    )
