"""Exploring: bringing in, hiding, pinning, paths, peers; and a drawing that holds the strongest first."""

from __future__ import annotations

import pytest
from graphs import synthetic_graph
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def large(pages):
    return pages(synthetic_graph(1000, 3000), "large")


def nodes(page):
    return set(page.evaluate("themegraph.drawn().nodes"))


def test_it_opens_on_the_strongest_few_hundred_edges(large, open_page):
    page = open_page(large).page
    assert page.evaluate("themegraph.drawn().edges") == 300
    expect(page.locator(".drawn-count")).to_have_text("The 300 strongest of 3,000 links are drawn")


def test_the_slider_draws_more_or_fewer(large, open_page):
    page = open_page(large).page
    page.get_by_label("Links drawn").fill("0")
    assert page.evaluate("themegraph.drawn().edges") == 50
    page.get_by_label("Links drawn").fill("5")
    assert page.evaluate("themegraph.drawn().edges") == 800


def test_search_brings_in_what_is_not_drawn_with_its_strongest_links(large, open_page):
    page = open_page(large).page
    missing = next(f"company/c{i:05}" for i in range(899, 0, -1) if f"company/c{i:05}" not in nodes(page))
    page.keyboard.press("/")
    page.keyboard.type(missing.split("/")[1])
    page.keyboard.press("Enter")
    assert missing in nodes(page)
    x, y = page.evaluate(f"themegraph.placeOf('{missing}')")
    assert 264 < x < 880 and 56 < y < 800


def test_a_node_can_be_expanded_until_all_its_links_are_drawn(large, open_page):
    page = open_page(large, "#sel=node,company%2Fc00000").page
    before = page.evaluate("themegraph.drawn().edges")
    button = page.get_by_role("button", name="more link")
    while button.count() and button.first.is_enabled():
        button.first.click()
    assert page.evaluate("themegraph.drawn().edges") > before
    expect(page.get_by_role("button", name="All links drawn")).to_be_disabled()


def test_a_double_click_expands(large, open_page):
    page = open_page(large).page
    before = page.evaluate("themegraph.drawn().edges")
    page.mouse.dblclick(*page.evaluate("themegraph.placeOf('company/c00000')"))
    for _ in range(20):
        if page.evaluate("themegraph.drawn().edges") > before:
            return
        page.wait_for_timeout(100)
    pytest.fail("nothing came in")


def test_a_node_can_be_hidden_and_brought_back(sample, open_page):
    page = open_page(sample, "#sel=node,company%2Foracle").page
    page.get_by_role("button", name="Hide").click()
    assert "company/oracle" not in nodes(page)
    page.get_by_role("button", name="1 hidden: show again").click()
    assert "company/oracle" in nodes(page)


def test_what_is_dragged_stays_where_it_was_put_when_all_is_arranged_anew(sample, open_page):
    page = open_page(sample).page
    x, y = page.evaluate("themegraph.placeOf('company/oracle')")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 80, steps=5)
    page.mouse.up()
    assert "pin=company%2Foracle" in page.evaluate(
        "new Promise(done => setTimeout(() => done(location.hash), 500))"
    )
    page.get_by_role("button", name="Arrange anew").click()
    page.wait_for_timeout(400)
    pinned = page.evaluate("location.hash").split("company%2Foracle:")[1].split("&")[0]
    page.reload()
    page.wait_for_selector("html[data-complete]", state="attached")
    assert pinned in page.evaluate("location.hash")


def test_the_shortest_path_shows_the_evidence_at_each_hop(sample, open_page):
    page = open_page(sample, "#sel=node,company%2Fsalesforce").page
    page.get_by_role("button", name="Path to …").click()
    page.get_by_role("combobox", name="Path to which company or theme?").fill("adobe")
    page.keyboard.press("Enter")
    panel = page.locator(".panel")
    assert panel.locator(".hops li").all_inner_texts() == ["Salesforce", "AI disruption fear", "Adobe"]
    expect(panel).to_contain_text(
        "Salesforce fell with its peers as AI disruption fear spread through software."
    )
    expect(panel).to_contain_text("Adobe has lost a third of its value to AI disruption fear.")


def test_a_path_may_lead_over_the_branches_of_themes(sample, open_page):
    page = open_page(sample, "#sel=path,company%2Fservicenow,company%2Fadobe").page
    expect(page.locator(".panel")).to_contain_text("Agentic AI belongs to Enterprise AI adoption")


def test_where_no_path_leads_it_says_so(sample, open_page):
    page = open_page(
        sample,
        "#sel=path,company%2Fjpmorgan-chase,company%2Fadobe&role=voices,drives,hurt_by,benefits_from,exposed_to",
    ).page
    expect(page.locator(".panel")).to_contain_text("No path leads")


def test_peers_are_companies_that_share_themes(sample, open_page):
    page = open_page(sample, "#sel=node,company%2Fsk-hynix").page
    peers = page.locator("section", has=page.get_by_role("heading", name="Peers"))
    expect(peers.locator(".row")).to_have_count(1)
    expect(peers.locator(".row")).to_contain_text("Samsung Electronics")
    peers.locator(".row").click()
    assert page.locator(".hops li").all_inner_texts() == [
        "SK hynix",
        "Memory supercycle",
        "Samsung Electronics",
    ]


@pytest.mark.parametrize(
    ("state", "ends"),
    [
        ("pair,company%2Foracle,theme%2Fshow-me-story,hurt_by", ["company/oracle", "theme/show-me-story"]),
        ("path,company%2Foracle,company%2Fls-electric", ["company/oracle", "company/ls-electric"]),
    ],
)
def test_on_a_phone_what_is_selected_stands_in_view(sample, open_page, state, ends):
    page = open_page(sample, "#sel=" + state, width=390, height=844).page
    box = page.locator(".drawing").bounding_box()
    for end in ends:
        x, y = page.evaluate("id => themegraph.placeOf(id)", end)
        assert box["x"] < x < box["x"] + box["width"] and box["y"] < y < box["y"] + box["height"], end
