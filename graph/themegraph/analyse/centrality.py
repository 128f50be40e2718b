"""Which companies and themes matter: by their links, by what they are linked with, and as bridges."""

from __future__ import annotations

import networkx as nx

# Above this size betweenness is estimated from this many nodes (Brandes and Pich 2007).
_SAMPLE = 256
_DIGITS = 9  # sums of floats differ between machines beyond it


def weighted_degree(simple: nx.Graph[str]) -> dict[str, int]:
    """The number of independent sources of all links of each node."""
    return {name: int(degree) for name, degree in simple.degree(weight="weight")}


def pagerank(simple: nx.Graph[str]) -> dict[str, float]:
    """PageRank over independent sources, links taken both ways; sums to 1."""
    if not simple:
        return {}
    return {name: round(rank, _DIGITS) for name, rank in nx.pagerank(simple, weight="weight").items()}


def betweenness(simple: nx.Graph[str]) -> dict[str, float]:
    """The share of shortest paths that lead through each node: themes that are high here bridge groups."""
    if not simple:
        return {}
    sample = _SAMPLE if len(simple) > 2 * _SAMPLE else None
    found = nx.betweenness_centrality(simple, k=sample, seed=1)
    return {name: round(share, _DIGITS) for name, share in found.items()}
