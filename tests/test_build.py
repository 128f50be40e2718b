from __future__ import annotations

import random

import networkx as nx

from themegraph.graph import BROADER, build
from themegraph.model import Citation, Evidence, Link, Role, Stance


def link(
    document="d1",
    company="oracle",
    theme="power-bottleneck",
    role=Role.HURT_BY,
    stance=Stance.NEGATIVE,
    day="2026-01-02",
    confidence=0.8,
):
    return Link(
        Citation(document, published=day), company, theme, role, stance, confidence, (Evidence(0, 4, "text"),)
    )


def same(a, b):
    return list(a.nodes(data=True)) == list(b.nodes(data=True)) and list(
        a.edges(keys=True, data=True)
    ) == list(b.edges(keys=True, data=True))


def test_a_pair_in_a_role_is_one_edge_with_all_its_links():
    graph = build([link(), link("d2", day="2026-03-04", confidence=0.9), link("d3", role=Role.VOICES)])
    edge = graph.edges["company/oracle", "theme/power-bottleneck", "hurt_by"]
    assert edge["weight"] == 2
    assert (edge["first_seen"], edge["last_seen"]) == ("2026-01-02", "2026-03-04")
    assert edge["confidence"] == 0.9
    assert [k.document for k in edge["links"]] == ["d1", "d2"]
    assert graph.has_edge("company/oracle", "theme/power-bottleneck", "voices")


def test_themes_stand_under_their_broader_themes():
    graph = build([link()])
    assert graph.has_edge("theme/power-bottleneck", "theme/ai-infrastructure", BROADER)
    assert graph.nodes["theme/ai-infrastructure"]["label_ko"] == "AI 인프라"


def test_opposite_stances_make_an_edge_mixed():
    edge = build([link(), link("d2", stance=Stance.POSITIVE)]).edges[
        "company/oracle", "theme/power-bottleneck", "hurt_by"
    ]
    assert edge["stance"] == "mixed"


def test_a_link_without_a_date_has_an_edge_without_dates():
    edge = build([link(day="")]).edges["company/oracle", "theme/power-bottleneck", "hurt_by"]
    assert (edge["first_seen"], edge["last_seen"]) == ("", "")


def test_a_company_that_nobody_lists_is_provisional():
    assert build([link(company="acme-widgets")]).nodes["company/acme-widgets"]["provisional"]


def test_the_graph_does_not_depend_on_the_order_of_the_documents(seed_extractions, seed_graph):
    shuffled = list(seed_extractions)
    random.Random(5).shuffle(shuffled)
    assert same(build(shuffled), seed_graph)


def test_the_same_document_twice_counts_once():
    assert same(build([link(), link()]), build([link()]))


def test_no_links_make_an_empty_graph():
    graph = build([])
    assert isinstance(graph, nx.MultiDiGraph) and not graph
