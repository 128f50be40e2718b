"""What the graph tells as a whole: numbers that can be worked out by hand on small graphs."""

from __future__ import annotations

import math
import random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories import link, stories
from themegraph.analyse import (
    annotate,
    betweenness,
    bipartite,
    by_node,
    communities,
    contested,
    lift,
    mondays,
    over_time,
    pagerank,
    pairs,
    peers,
    trends,
    weighted_degree,
)
from themegraph.graph import build
from themegraph.model import Role, Stance


def graph_of(*told, copies=None):
    """A graph of `company theme` words, one document each unless a third word names it."""
    links = []
    for number, words in enumerate(told):
        company, theme, *more = words.split()
        document = more[0] if more else f"d{number}"
        day = more[1] if len(more) > 1 else "2026-01-02"
        links.append(link(document, company, theme, day=day))
    return build(links, groups=copies or {})


def test_the_weight_of_a_pair_is_its_independent_sources_over_all_roles():
    links = [link("a"), link("b"), link("c"), link("c", role=Role.VOICES)]
    simple = bipartite(build(links, groups={"b": "a"}))
    assert simple.edges["company/oracle", "theme/power-bottleneck"]["weight"] == 2
    assert weighted_degree(simple) == {"company/oracle": 2, "theme/power-bottleneck": 2}


def test_pagerank_sums_to_one_and_is_what_networkx_says():
    simple = bipartite(build(stories()))
    found = pagerank(simple)
    assert sum(found.values()) == pytest.approx(1, abs=1e-6)
    assert found == pytest.approx(nx.pagerank(simple, weight="weight"), abs=1e-8)


def test_a_theme_between_two_groups_is_a_bridge():
    graph = graph_of(
        "oracle tariffs", "meta tariffs", "oracle ai-capex", "nvidia ai-capex", "meta ipo", "apple ipo"
    )
    found = betweenness(bipartite(graph))
    themes = {name: share for name, share in found.items() if name.startswith("theme/")}
    assert max(themes, key=themes.get) == "theme/tariffs"


def test_companies_that_share_themes_are_one_community():
    graph = graph_of(
        "oracle ai-capex", "oracle ai-chip-demand", "meta ai-capex", "meta ai-chip-demand",
        "pfizer tariffs", "pfizer ipo", "merck tariffs", "merck ipo",
    )  # fmt: skip
    first, second = communities(bipartite(graph))
    assert {"company/oracle", "company/meta"} <= set(first) | set(second)
    assert ("company/oracle" in first) == ("company/meta" in first) != ("company/pfizer" in first)
    assert communities(bipartite(build([]))) == ()


def test_a_theme_that_everybody_has_makes_nobody_a_peer():
    graph = graph_of(
        "oracle ai-capex", "meta ai-capex", "nvidia ai-capex",
        "oracle tariffs", "meta tariffs", "nvidia ipo",
    )  # fmt: skip
    found = peers(bipartite(graph))
    (peer,) = found["company/oracle"]
    assert (peer.company, peer.similarity, peer.themes) == ("company/meta", 1.0, ("theme/tariffs",))
    assert found["company/nvidia"] == ()


def test_peers_are_the_cosine_of_tf_idf():
    graph = graph_of(
        "oracle tariffs a",
        "oracle tariffs b",
        "oracle ipo c",
        "meta tariffs a",
        "nvidia ipo c",
        "amd ai-capex e",
    )
    found = {p.company: p.similarity for p in peers(bipartite(graph))["company/oracle"]}
    idf = math.log(4 / 2)
    a, b = (1 + math.log(2)) * idf, 1 * idf
    assert found == pytest.approx(
        {"company/meta": a / math.hypot(a, b), "company/nvidia": b / math.hypot(a, b)}, abs=1e-6
    )


def test_lift_is_what_was_seen_over_what_chance_gives():
    graph = graph_of("oracle tariffs a", "oracle tariffs b", "meta ipo c", "meta ipo d", "meta tariffs e")
    found = {(f.company, f.theme): f for f in lift(graph)}
    pair = found["company/oracle", "theme/tariffs"]
    assert (pair.sources, pair.expected, pair.lift) == (2, 1.2, pytest.approx(2 / 1.2, abs=1e-6))
    assert pair.p == pytest.approx(1 - math.exp(-1.2) * (1 + 1.2), abs=1e-8)
    assert lift(build([])) == ()


def weeks_of(counts, theme="tariffs", start=5):
    """So many documents about a theme in each week from 2026-01-05, a Monday."""
    from datetime import date, timedelta

    for week, count in enumerate(counts):
        day = (date(2026, 1, start) + timedelta(weeks=week)).isoformat()
        yield from (link(f"{theme}-{week}-{n}", "oracle", theme, day=day) for n in range(count))


def test_a_theme_whose_share_grows_rises_and_the_other_fades():
    graph = build([*weeks_of([1, 1, 1, 1, 9, 9, 9, 9]), *weeks_of([9, 9, 9, 9, 1, 1, 1, 1], "ipo")])
    found = trends(graph)
    rising, fading, steady = (found[n] for n in ("theme/tariffs", "theme/ipo", "company/oracle"))
    assert (rising.recent, rising.before, rising.weeks) == (36, 4, (1, 1, 1, 1, 9, 9, 9, 9))
    assert rising.momentum == pytest.approx(math.log2(36.5 / 4.5), abs=1e-6)
    assert fading.momentum == -rising.momentum and rising.significant and fading.significant
    assert (steady.momentum, steady.p, steady.significant) == (0.0, 1.0, False)
    assert mondays(graph)[:2] == ("2026-01-05", "2026-01-12")


def test_more_of_everything_is_no_trend():
    graph = build([*weeks_of([1, 1, 1, 1, 9, 9, 9, 9]), *weeks_of([1, 1, 1, 1, 9, 9, 9, 9], "ipo")])
    assert all(not t.significant and t.momentum == 0 for t in trends(graph).values())


def test_one_document_more_is_not_significant():
    graph = build([*weeks_of([3] * 7 + [4]), *weeks_of([3] * 8, "ipo")])
    assert not trends(graph)["theme/tariffs"].significant


def test_a_burst_is_a_run_of_weeks_with_more_than_the_usual_share():
    graph = build([*weeks_of([1, 1, 1, 12, 12, 1, 1, 1]), *weeks_of([20] * 8, "ipo")])
    found = trends(graph)
    (burst,) = found["theme/tariffs"].bursts
    assert (burst.first, burst.last) == ("2026-01-26", "2026-02-02")
    assert found["theme/ipo"].bursts == ()


def test_the_p_of_a_trend_is_the_exact_binomial_test():
    from scipy.stats import binom

    graph = build([*weeks_of([2, 2, 2, 2, 5, 5, 5, 5]), *weeks_of([9] * 8, "ipo")])
    found = trends(graph)["theme/tariffs"]
    share = (20 + 36) / (20 + 36 + 8 + 36)
    assert found.p == pytest.approx(min(1, 2 * binom.sf(19, 28, share)), abs=1e-8)


def test_sundays_belong_to_the_week_before_and_undated_documents_to_none():
    graph = build(
        [
            link("a", day="2026-01-11"),
            link("b", day="2026-01-12"),
            link("c", day=""),
            link("d", day="2026-13-45"),
        ]
    )
    assert trends(graph)["company/oracle"].weeks == (1, 1)
    assert trends(build([link(day="")])) == {}


def test_opposite_stances_and_opposite_roles_are_contested():
    graph = build(
        [
            link("a"), link("b", stance=Stance.POSITIVE, role=Role.BENEFITS_FROM), link("c", company="meta"),
            link("d", company="nvidia", role=Role.HURT_BY, stance=Stance.NEUTRAL),
            link("e", company="nvidia", role=Role.BENEFITS_FROM, stance=Stance.NEUTRAL),
        ]
    )  # fmt: skip
    found = contested(graph)
    assert [(c.company, c.heat) for c in found] == [("company/nvidia", 1), ("company/oracle", 1)]
    assert (found[1].balance.positive, found[1].balance.negative, found[1].balance.net) == (1, 1, 0.0)


def test_stance_over_time_is_told_month_by_month_and_copies_count_once():
    links = [
        link("a", day="2026-01-02"),
        link("b", day="2026-01-09"),
        link("c", day="2026-02-03", stance=Stance.POSITIVE),
    ]
    reports = pairs(build(links, groups={"b": "a"}))["company/oracle", "theme/power-bottleneck"]
    months = over_time(reports)
    assert {m: (b.positive, b.negative) for m, b in months.items()} == {"2026-01": (0, 1), "2026-02": (1, 0)}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 40), st.integers(0, 10**6))
def test_analysis_does_not_depend_on_the_order_of_the_links(count, seed):
    links = stories(count, seed)
    expected = annotate(build(links))
    random.Random(seed).shuffle(links)
    again = annotate(build(links))
    assert list(again.nodes(data=True)) == list(expected.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(expected.edges(keys=True, data=True))


def test_what_was_found_stands_in_the_graph_as_attributes():
    graph = annotate(build(stories()))
    linked = by_node(graph)
    assert linked and all(
        {
            "weighted_degree",
            "pagerank",
            "betweenness",
            "community",
            "sources",
            "first_seen",
            "stance_net",
            "trend",
        }
        <= graph.nodes[name].keys()
        for name in linked
    )
    assert all("peers" in graph.nodes[n] for n in linked if n.startswith("company/"))
    assert all(
        {"lift", "lift_p", "stance_net"} <= f.keys()
        for *_, f in graph.edges(data=True)
        if f["relation"] == "link"
    )
    assert annotate(build([])).number_of_nodes() == 0
