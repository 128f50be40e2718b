"""Graphs at the edge: nothing in them, one node, no dates."""

from __future__ import annotations

import networkx as nx
import pytest
from graphs import names, sample_graph, sample_links, undated_graph
from playwright.sync_api import expect

from themegraph.graph import build


@pytest.fixture(scope="module")
def one_node(pages):
    graph = build([], names())
    graph.add_node(
        "company/oracle",
        kind="company",
        id="oracle",
        label_en="Oracle",
        label_ko="오라클",
        aliases=(),
        tickers=("NYSE:ORCL",),
        country="US",
        industry="software",
        provisional=False,
    )
    return pages(graph, "one-node")


def look_around(opened):
    for view in ("Table", "Matrix", "Over time", "Graph"):
        opened.page.get_by_role("button", name=view, exact=True).click()
    assert opened.errors == [] and opened.outside() == []


def test_an_empty_graph_says_that_nothing_was_linked(pages, open_page):
    opened = open_page(pages(nx.MultiDiGraph(name="themegraph", documents=3), "empty"))
    expect(opened.page.locator(".empty")).to_have_text(
        "No link was found in 3 articles: none connects a company with a theme."
    )
    look_around(opened)


def test_one_node_is_drawn_and_can_be_read(one_node, open_page):
    opened = open_page(one_node)
    opened.page.mouse.click(*opened.page.evaluate("themegraph.placeOf('company/oracle')"))
    expect(opened.page.locator(".panel h2")).to_contain_text("Oracle")
    look_around(opened)


def test_one_link_is_drawn(pages, open_page):
    opened = open_page(pages(build(sample_links()[:1], names()), "one-link"))
    assert opened.page.evaluate("themegraph.drawn().edges") == 1
    look_around(opened)


def test_without_dates_the_page_says_so_and_works(pages, open_page):
    opened = open_page(pages(undated_graph(), "undated"))
    expect(opened.page.locator(".dates")).to_contain_text("No article carries a date.")
    opened.page.get_by_role("button", name="Over time").click()
    expect(opened.page.locator(".time-view")).to_contain_text("No article carries a date.")
    look_around(opened)


def test_data_that_was_compressed_is_shown_alike(pages, open_page, monkeypatch):
    monkeypatch.setattr("themegraph.export.html.blocks.COMPRESS_FROM", 10)
    opened = open_page(
        pages(sample_graph(), "compressed"),
        "#sel=pair,company%2Fsk-hynix,theme%2Fmemory-supercycle,benefits_from",
    )
    expect(opened.page.locator("blockquote").last).to_have_text(
        "SK하이닉스는 메모리 슈퍼사이클의 한가운데에서 내년 물량까지 모두 팔았다고 밝혔다."
    )
    assert opened.errors == [] and opened.outside() == []


def test_a_browser_that_is_too_old_is_told(pages, browser, monkeypatch):
    monkeypatch.setattr("themegraph.export.html.blocks.COMPRESS_FROM", 10)
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(pages(sample_graph(), "old").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("This browser cannot draw the page")
    page.close()


def test_where_no_korean_font_is_there_the_page_opens_in_english(sample, open_page):
    # Every letter without a glyph is drawn as the same box.
    boxes = "CanvasRenderingContext2D.prototype.fillText = function () { this.fillRect(2, 2, 8, 8); };"
    page = open_page(sample, locale="ko-KR", before=boxes).page
    expect(page.locator("html")).to_have_attribute("lang", "en")
