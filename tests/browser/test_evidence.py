"""What is known of a node, an edge and an article."""

from __future__ import annotations

import re

from playwright.sync_api import expect

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
