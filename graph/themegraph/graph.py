"""Builds the graph: companies and themes as nodes, the hierarchy and all links of a pair and role as edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import networkx as nx

from themegraph.duplicates import groups as group_signatures
from themegraph.extraction.pipeline import default_vocabulary
from themegraph.model import Company, Extraction, Link, Role, Stance, link_order
from themegraph.vocabulary import Vocabulary

BROADER = "broader"


def node(kind: str, id: str) -> str:
    """The key of a node: `company/oracle`, `theme/show-me-story`."""
    return f"{kind}/{id}"


def build(
    links: Iterable[Link | Extraction],
    vocabulary: Vocabulary | None = None,
    provisional: Mapping[str, Company] | None = None,
    groups: Mapping[str, str] | None = None,
) -> nx.MultiDiGraph[str]:
    """The graph of these links (or of all links of these extractions); their order does not matter.

    Nodes have `kind` (company, theme), `id`, `label_en`, `label_ko` and what the vocabulary says of them.
    Edges from company to theme have the role for a key, and `role`, `weight` (documents),
    `independent_sources` (documents, all copies of one text counted once), `first_seen`, `last_seen` (days,
    or nothing), `confidence` (of the surest link), `stance`, and `links`: each of them a Link with its
    evidence. Edges from a theme to the one above have the key `broader`. The graph's own `copies` says of
    each copy which document it is one of: `groups` tells, or without it the extractions' signatures. All
    nodes and edges are added in sorted order.
    """
    vocabulary = vocabulary or default_vocabulary()
    companies = dict(vocabulary.companies)
    edges: dict[tuple[str, str, Role], set[Link]] = defaultdict(set)
    documents: set[str] = set()
    signatures: dict[str, bytes] = {}
    for item in links:
        if isinstance(item, Extraction):
            documents.add(item.citation.document)
            if item.links and item.signature:
                signatures[item.citation.document] = item.signature
            for company in item.provisional:
                companies.setdefault(company.id, company)
        for link in item.links if isinstance(item, Extraction) else (item,):
            documents.add(link.document)
            edges[link.company, link.theme, link.role].add(link)
    for id, company in (provisional or {}).items():
        companies.setdefault(id, company)
    if groups is None:
        groups = group_signatures(signatures)

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="themegraph", documents=len(documents))
    graph.graph["copies"] = {d: groups[d] for d in sorted(groups) if d in documents and groups[d] != d}
    themes = _with_ancestors({theme for _, theme, _ in edges}, vocabulary)
    for id in sorted({company for company, _, _ in edges}):
        entry = companies.get(id) or Company(id, {}, provisional=True)
        graph.add_node(
            node("company", id),
            kind="company",
            id=id,
            label_en=entry.label("en"),
            label_ko=entry.label("ko"),
            aliases=tuple(sorted({a for several in entry.aliases.values() for a in several})),
            tickers=entry.tickers,
            country=entry.country,
            industry=entry.industry,
            provisional=entry.provisional,
        )
    for id in sorted(themes):
        theme = vocabulary.themes.get(id)
        graph.add_node(
            node("theme", id),
            kind="theme",
            id=id,
            label_en=theme.label("en") if theme else id,
            label_ko=theme.label("ko") if theme else id,
            aliases=tuple(sorted({a for several in theme.synonyms.values() for a in several}))
            if theme
            else (),
            definition_en=theme.definitions.get("en", "") if theme else "",
            definition_ko=theme.definitions.get("ko", "") if theme else "",
            polarity=theme.polarity.value if theme else "neutral",
        )
    for id in sorted(themes):
        for parent in vocabulary.themes[id].broader if id in vocabulary.themes else ():
            graph.add_edge(node("theme", id), node("theme", parent), key=BROADER, relation=BROADER)
    for (company_id, theme_id, role), several in sorted(edges.items()):
        ordered = tuple(sorted(several, key=link_order))
        days = sorted(link.citation.day for link in ordered if link.citation.day)
        graph.add_edge(
            node("company", company_id),
            node("theme", theme_id),
            key=role.value,
            relation="link",
            role=role.value,
            weight=len({link.document for link in ordered}),
            independent_sources=len({groups.get(link.document, link.document) for link in ordered}),
            first_seen=days[0] if days else "",
            last_seen=days[-1] if days else "",
            confidence=max(link.confidence for link in ordered),
            stance=_stance(ordered).value,
            links=ordered,
        )
    return graph


def _with_ancestors(themes: set[str], vocabulary: Vocabulary) -> set[str]:
    all_themes: set[str] = set()
    waiting = sorted(themes)
    while waiting:
        id = waiting.pop()
        if id not in all_themes:
            all_themes.add(id)
            if id in vocabulary.themes:
                waiting.extend(vocabulary.themes[id].broader)
    return all_themes


def _stance(links: tuple[Link, ...]) -> Stance:
    """One stance for an edge: mixed where its links oppose each other."""
    seen = {link.stance for link in links}
    if Stance.MIXED in seen or {Stance.POSITIVE, Stance.NEGATIVE} <= seen:
        return Stance.MIXED
    return next((s for s in (Stance.POSITIVE, Stance.NEGATIVE) if s in seen), Stance.NEUTRAL)
