"""Turns a graph into the records that the page is made of, strongest edges first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx

from themegraph.export.layout import Place, layout
from themegraph.model import Citation, Evidence, citation_order

OPENING_EDGES = 300  # what the page draws at first; only their nodes are given a place here
Record = dict[str, Any]
Mark = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Records:
    """Nodes and edges as pyvis takes them, and the documents that the evidence comes from."""

    nodes: list[Record]
    edges: list[Record]
    documents: list[Citation]
    originals: list[int]  # for each document, which of them it is a copy of; itself, if of none


def records(graph: nx.MultiDiGraph[str]) -> Records:
    """Everything of a graph that the page shows, in an order that depends on the graph alone."""
    links, broader = _links(graph), _broader(graph)
    cited = {link.citation for *_, facts in links for link in facts.get("links", ())}
    documents = sorted(cited, key=citation_order)
    number = {citation: i for i, citation in enumerate(documents)}
    places = opening_places(graph)
    copies: dict[str, str] = graph.graph.get("copies", {})
    origins = [copies.get(citation.document, citation.document) for citation in documents]
    first = {origin: i for i, origin in reversed(list(enumerate(origins)))}
    first |= {citation.document: i for i, citation in enumerate(documents) if citation.document in first}

    nodes: list[Record] = []
    for name in sorted(graph.nodes):
        node = {**graph.nodes[name], "id": name}
        if name in places:
            node |= {"x": places[name].x, "y": places[name].y}
        nodes.append(node)
    edges: list[Record] = [
        {
            "from": a,
            "to": b,
            "role": facts["role"],
            "weight": facts.get("weight", 1),
            "sources": facts.get("independent_sources", 0),
            "links": [
                {
                    "document": number[link.citation],
                    "stance": str(link.stance),
                    "confidence": link.confidence,
                    "quotes": _quotes(link.evidence),
                }
                for link in facts.get("links", ())
            ],
        }
        for a, b, _, facts in links
    ]
    edges.extend({"from": a, "to": b, "role": "broader"} for a, b in broader)
    return Records(nodes, edges, documents, [first[origin] for origin in origins])


def opening_places(graph: nx.MultiDiGraph[str]) -> dict[str, Place]:
    """Where the page places the nodes that it draws at first; other exports place them there, too."""
    return layout(_opening(graph, _links(graph), _broader(graph)))


def _links(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, Record]]:
    """The edges from companies to themes, the strongest first."""
    links = (e for e in graph.edges(keys=True, data=True) if e[3].get("relation") == "link")
    return sorted(links, key=_strength)


def _broader(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str]]:
    return sorted((a, b) for a, b, key in graph.edges(keys=True) if key == "broader")


def _strength(edge: tuple[str, str, str, Record]) -> tuple[float | str, ...]:
    a, b, role, facts = edge
    weight = facts.get("weight", 1)
    sources = facts.get("independent_sources") or weight
    return (-sources, -weight, -facts.get("confidence", 0.0), a, b, role)


def _opening(
    graph: nx.MultiDiGraph[str], links: Iterable[tuple[str, str, str, Record]], broader: list[tuple[str, str]]
) -> nx.MultiDiGraph[str]:
    """The part of the graph that is drawn at first: the strongest edges, and the branches of their themes."""
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    strongest = [edge for edge, _ in zip(links, range(OPENING_EDGES), strict=False)]
    names = {name for a, b, *_ in strongest for name in (a, b)} if strongest else set(graph.nodes)
    parents: dict[str, list[str]] = defaultdict(list)
    for child, parent in broader:
        parents[child].append(parent)
    above = set(names)
    waiting = sorted(names)
    while waiting:
        child = waiting.pop()
        for parent in parents[child]:
            part.add_edge(child, parent, key="broader", relation="broader")
            if parent not in above:
                above.add(parent)
                waiting.append(parent)
    for name in sorted(above):
        part.add_node(name, **graph.nodes[name])
    for a, b, role, facts in strongest:
        part.add_edge(a, b, key=role, **facts)
    return part


def _quotes(several: tuple[Evidence, ...]) -> list[Record]:
    """The quotes of a link; a reader reads everything once: those that overlap are one, and none stands in another."""
    joined: list[tuple[int, str, list[Mark]]] = []
    for evidence in sorted(several):
        marks = list(getattr(evidence, "marks", ()))
        if joined:
            start, text, known = joined[-1]
            overlap = start + len(text) - evidence.start
            if overlap > 0 and text[-overlap:].startswith(evidence.quote[:overlap]):
                joined[-1] = (start, text + evidence.quote[overlap:], [*known, *marks])
                continue
        joined.append((evidence.start, evidence.quote, marks))
    texts = [text for _, text, _ in joined]
    return [
        {"text": text, "marks": _placed(text, start, marks)}
        for i, (start, text, marks) in enumerate(joined)
        if not any(
            text in other and (len(other) > len(text) or j < i) for j, other in enumerate(texts) if j != i
        )
    ]


def _placed(text: str, start: int, marks: Iterable[Mark]) -> list[list[int | str]]:
    """Marks of the evidence, if it has some, as places in the quote as JavaScript counts them."""
    return [
        [_utf16(text[: a - start]), _utf16(text[: b - start]), kind]
        for a, b, kind in marks
        if start <= a < b <= start + len(text)
    ]


def _utf16(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)
