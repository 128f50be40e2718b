"""Everything the graph knows of one company or theme, ready to be shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from themegraph.analyse import Graph, peers
from themegraph.analyse.sources import bipartite, links, source
from themegraph.model import Link, Role


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the node in one role with another node: sources, articles, and the links, newest first."""

    other: str
    role: Role
    stance: str
    sources: int
    articles: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A node, what is told of it by role, its peers, and the themes above and below."""

    key: str
    told: tuple[Told, ...]
    peers: tuple[str, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]


def find(graph: Graph[str], name: str) -> tuple[str, ...]:
    """The nodes that a user may mean, by key: all that have this id, label, alias or ticker; or else start with it."""
    wanted = _plain(name)
    names = {key: {_plain(n) for n in _names(graph, key)} for key in graph}
    exact = sorted(key for key, several in names.items() if wanted in several)
    return tuple(
        exact
        or sorted(
            key for key, several in names.items() if wanted and any(n.startswith(wanted) for n in several)
        )
    )


def card(graph: Graph[str], key: str) -> Card:
    """What the graph knows of a node; what has most sources first."""
    told = []
    for company, theme, role, facts in links(graph):
        if key in (company, theme):
            newest = sorted(facts["links"], key=lambda k: (k.citation.day, k.confidence, k), reverse=True)
            told.append(
                Told(
                    theme if key == company else company, Role(role), str(facts.get("stance", "")),
                    len({source(graph, k) for k in newest}), len({k.document for k in newest}), tuple(newest),
                )
            )  # fmt: skip
    order = list(Role)
    told.sort(key=lambda t: (order.index(t.role), -t.sources, -t.articles, t.other))
    return Card(
        key,
        tuple(told),
        tuple(peer.company for peer in peers(bipartite(graph)).get(key, ())),
        tuple(sorted(b for _, b, k in graph.out_edges(key, keys=True) if k == "broader")),
        tuple(sorted(a for a, _, k in graph.in_edges(key, keys=True) if k == "broader")),
    )


def voices(told: Told, graph: Graph[str], most: int) -> tuple[Link, ...]:
    """The newest links to show, one an independent source."""
    by_source: dict[str, Link] = {}
    for link in told.links:
        by_source.setdefault(source(graph, link), link)
    return tuple(list(by_source.values())[:most])


def _names(graph: Graph[str], key: str) -> list[str]:
    facts = graph.nodes[key]
    tickers = [part for t in facts.get("tickers", ()) for part in (t, t.rpartition(":")[2])]
    return [key, facts["id"], facts["label_en"], facts["label_ko"], *facts.get("aliases", ()), *tickers]


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("-", " ").split())
