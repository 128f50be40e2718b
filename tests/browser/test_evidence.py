"""What is known of a node, an edge and an article."""

from __future__ import annotations

import re

from graphs import names, reprinted_graph, sample_graph
from playwright.sync_api import expect

from themegraph.analyse import annotate
from themegraph.graph import build
from themegraph.model import Citation, Evidence, Link, Role, Stance

NVIDIA = "#sel=node,company%2Fnvidia"
BEAT_AND_FALL = "#sel=pair,company%2Fnvidia,theme%2Fbeat-and-fall,hurt_by"


def test_a_company_says_what_it_is_and_its_links_by_role(sample, open_page):
    panel = open_page(sample, NVIDIA).page.locator(".panel")
    expect(panel.locator("h2")).to_have_text("Nvidia엔비디아")
    expect(panel.locator(".facts")).to_contain_text("NASDAQ:NVDA")
    expect(panel.locator(".facts")).to_contain_text("semiconductors")
    expect(panel.get_by_role("heading", name="Is hurt by 2")).to_be_visible()
    expect(panel.get_by_role("heading", name="Drives 1")).to_be_visible()


def test_reprints_are_told_apart_from_sources(sample, open_page):
    panel = open_page(sample, NVIDIA).page.locator(".panel")
    expect(panel.locator(".row", has_text="Beat-and-fall")).to_contain_text("1 source, 2 copies")


def test_every_quote_has_its_words_marked_its_date_its_publisher_and_its_source(sample, open_page):
    panel = open_page(sample, BEAT_AND_FALL).page.locator(".panel")
    first = panel.locator(".evidence").first
    expect(panel.locator(".evidence")).to_have_count(2)
    expect(first.locator("mark.company")).to_have_text("엔비디아")
    expect(first.locator("mark.theme")).to_have_text("호실적에도 주가 하락")
    expect(first.locator("time")).to_have_text("2026-02-26")
    expect(first.locator(".publisher")).to_have_text("하루 시장")
    expect(first.locator("a.source")).to_have_attribute("href", "https://news.example/11")
    expect(first.locator("a.source")).to_have_attribute("rel", "noopener noreferrer")


def test_confidence_and_stance_are_words(sample, open_page):
    panel = open_page(sample, BEAT_AND_FALL).page.locator(".panel")
    expect(panel.locator(".judgement").first).to_have_text("negative for the company · very sure (90 %)")


def test_a_source_that_is_no_web_address_is_text(sample, open_page):
    panel = open_page(sample, "#sel=node,company%2Fcaterpillar").page.locator(".panel")
    panel.locator(".row", has_text="Power bottleneck").first.click()
    last = panel.locator(".evidence").last
    expect(last.locator(".source")).to_have_text("articles/0.md")
    expect(last.locator("a")).to_have_count(0)


def test_from_a_quote_to_all_links_of_its_article(sample, open_page):
    panel = open_page(sample, BEAT_AND_FALL).page.locator(".panel")
    panel.get_by_role("button", name="칩 다음은 전기").click()
    expect(panel.locator("h2")).to_have_text("칩 다음은 전기")
    expect(panel.locator(".evidence")).to_have_count(5)
    expect(panel).to_contain_text("브로드컴은 맞춤형 AI 칩 주문으로 가이던스를 올렸다.")
    panel.get_by_role("button", name="Broadcom").click()
    expect(panel.locator("h2")).to_contain_text("Broadcom")


def test_the_newest_quote_comes_first(sample, open_page):
    panel = open_page(sample, "#sel=pair,company%2Foracle,theme%2Fshow-me-story,hurt_by").page.locator(
        ".panel"
    )
    assert panel.locator("time").all_inner_texts() == ["2026-04-14", "2025-10-03"]


def test_a_theme_ranks_who_gains_and_who_is_hurt(sample, open_page):
    page = open_page(sample, "#sel=node,theme%2Fpower-bottleneck").page
    rows = page.locator(".gain-row")
    names = [row.get_attribute("aria-label") for row in rows.all()]
    assert names[:2] == [
        "Caterpillar: gains in 2, hurt in 0 articles",
        "Microsoft: gains in 0, hurt in 2 articles",
    ]
    rows.nth(1).click()
    expect(page.locator(".panel h2")).to_have_text(re.compile("Microsoft is hurt by Power bottleneck"))


def test_a_click_on_a_marked_word_elsewhere_never_marks_half_a_word(sample, open_page):
    panel = open_page(sample, "#sel=pair,company%2Fmeta,theme%2Fai-capex,drives").page.locator(".panel")
    assert panel.locator("mark").all_inner_texts() == ["Meta", "AI capex surge"]


def test_copies_stand_under_the_article_they_are_copies_of(pages, open_page):
    page = open_page(
        pages(reprinted_graph(), "reprinted"),
        "#sel=pair,company%2Fmicrosoft,theme%2Fpower-bottleneck,hurt_by",
    ).page
    panel = page.locator(".panel")
    expect(panel).to_contain_text("3 sources, 14 copies · 2026-01-05 – 2026-03-04")
    first = panel.locator(".evidence-list").first.locator("> .evidence")
    expect(first).to_have_count(3)
    assert first.locator("> .citation time").all_inner_texts() == ["2026-03-02", "2026-02-02", "2026-01-05"]
    expect(first.locator("summary")).to_have_text(
        ["2 more copies of it", "5 more copies of it", "4 more copies of it"]
    )
    first.nth(2).locator("summary").click()
    expect(first.nth(2).locator(".evidence .publisher")).to_have_text(
        ["Paper 4", "Paper 3", "Paper 2", "Paper 1"]
    )
    first.nth(2).get_by_role("button", name="Article 4").click()
    expect(panel).to_contain_text("A copy of Article 0 (Paper 0)")
    panel.get_by_role("button", name="Article 0").click()
    expect(panel).to_contain_text("4 articles are copies of it")


def test_sources_are_counted_anew_for_the_dates_that_are_chosen(pages, open_page):
    path = pages(reprinted_graph(), "reprinted")
    page = open_page(path, "#sel=node,company%2Fmicrosoft&from=2026-01-06&to=2026-02-03").page
    expect(page.locator(".panel .row")).to_contain_text("2 sources, 6 copies")
    page = open_page(path, "#sel=node,company%2Fmicrosoft&from=2026-02-03&src=2").page
    expect(page.locator(".panel .row")).to_contain_text("2 sources, 8 copies")
    page = open_page(path, "#sel=node,company%2Fmicrosoft&from=2026-02-03&src=3").page
    expect(page.locator(".panel .row")).to_have_count(0)


def test_signs_of_markdown_are_no_words_and_a_theme_that_is_not_named_is_said_to_be_judged(pages, open_page):
    panel = open_page(
        pages(reprinted_graph(), "reprinted"),
        "#sel=pair,company%2Fmicrosoft,theme%2Fpower-bottleneck,hurt_by",
    ).page.locator(".panel")
    last, first = panel.locator(".evidence").last, panel.locator(".evidence").first
    expect(last.locator("blockquote")).to_have_text(
        "The queue. Microsoft waits for the grid: the power bottleneck holds it back."
    )
    assert last.locator("mark").all_inner_texts() == ["Microsoft", "power bottleneck"]
    assert first.locator("mark").all_inner_texts() == ["마이크로소프트"]
    expect(first).to_contain_text("These words do not name the theme")
    expect(last).not_to_contain_text("These words do not name the theme")


def test_what_the_analyses_found_is_said_in_words(pages, open_page):
    graph = annotate(sample_graph())
    facts = open_page(pages(graph, "annotated"), NVIDIA).page.locator(".facts")
    expect(facts).to_contain_text(re.compile(r"Trend.*(its share of the articles|same share)"))
    expect(facts).to_contain_text(re.compile(r"Weight\d+ of \d+ companies \(PageRank\)"))
    expect(facts.locator("dt", has_text="Stands with")).to_be_visible()
    assert facts.get_by_role("button").count() > 0


def test_words_of_a_theme_are_marked_where_they_say_enough(pages, open_page):
    quotes = {
        "ai-volatility": "Nvidia fell, and AI stocks fell with it: volatility is back.",
        "show-me-story": "Nvidia faces the show-me test, and its buyers wait.",
        "power-bottleneck": "Nvidia asks for power.",
    }
    links = [
        Link(Citation(theme), "nvidia", theme, Role.HURT_BY, Stance.NEGATIVE, 0.8, (Evidence(0, len(quote), quote),))
        for theme, quote in quotes.items()
    ]  # fmt: skip
    path = pages(build(links, names()), "parts")
    marked = {}
    for theme in quotes:
        page = open_page(path, f"#sel=pair,company%2Fnvidia,theme%2F{theme},hurt_by").page
        marked[theme] = page.locator(".panel mark.theme").all_inner_texts()
    assert marked == {
        "ai-volatility": ["AI stocks", "volatility"],
        "show-me-story": ["show-me"],
        "power-bottleneck": [],
    }
