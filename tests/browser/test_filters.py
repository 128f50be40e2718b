"""Filters: each of them, several at once, and the counts beside them."""

from __future__ import annotations

import re

from graphs import names, sample_links
from playwright.sync_api import expect


def drawn(page) -> int:
    return page.evaluate("themegraph.drawn().edges")


def unfold(page, title: str):
    group = page.locator("details", has=page.locator("summary", has_text=title))
    if not group.evaluate("element => element.open"):
        group.locator("summary").click()
    return group


def test_the_legend_counts_and_a_click_switches_a_role_off(sample, open_page):
    page = open_page(sample).page
    assert drawn(page) == 51
    role = unfold(page, "Role")
    box = role.get_by_role("checkbox", name=re.compile("gains from"))
    expect(role.locator("li", has_text="gains from")).to_contain_text("16")
    box.uncheck()
    assert drawn(page) == 35
    box.check()
    assert drawn(page) == 51


def test_stance_industry_branch_and_language_filter_too(sample, open_page):
    page = open_page(sample).page
    companies, themes = names().companies, names().themes
    left = sample_links()

    def expected(passes):
        left[:] = [link for link in left if passes(link)]
        return len({(link.company, link.theme, link.role) for link in left})

    unfold(page, "Stance").get_by_role("checkbox", name=re.compile("positive")).uncheck()
    assert drawn(page) == expected(lambda link: link.stance != "positive")
    unfold(page, "Industry").get_by_role("checkbox", name=re.compile("asset manager")).uncheck()
    assert drawn(page) == expected(lambda link: companies[link.company].industry != "asset-manager")
    unfold(page, "Branch").get_by_role("checkbox", name=re.compile("AI economics")).uncheck()
    assert drawn(page) == expected(lambda link: themes[link.theme].broader != ("ai-economics",))
    unfold(page, "Language").get_by_role("checkbox", name=re.compile("Korean")).uncheck()
    assert drawn(page) == expected(lambda link: link.citation.language != "ko") > 0
    page.get_by_role("button", name="Reset").click()
    assert drawn(page) == 51


def test_only_keeps_one_value_and_the_other_counts_stay(sample, open_page):
    page = open_page(sample).page
    role = unfold(page, "Role")
    role.get_by_role("button", name="only is hurt by").click(force=True)
    assert drawn(page) == 9
    expect(role.locator("li", has_text="gains from").first).to_contain_text("16")
    role.get_by_role("button", name="All again").click()
    assert drawn(page) == 51


def test_confidence_and_sources_have_a_least_value(sample, open_page):
    page = open_page(sample).page
    page.get_by_label("Confidence").fill("90")
    by_confidence = drawn(page)
    assert 15 < by_confidence < 30
    page.get_by_label("Confidence").fill("0")
    page.get_by_label("Sources").fill("2")
    assert drawn(page) == 5  # six have two articles, and two of one are reprints


def test_dates_filter_by_sliders_over_a_histogram(sample, open_page):
    page = open_page(sample).page
    assert page.locator(".histogram rect[height]:not([height='0'])").count() == 15
    slider = page.get_by_role("slider", name="From")
    slider.focus()
    slider.press("End")
    expect(page.locator(".dates .range")).to_have_text("2026-04-14 – 2026-04-14")
    assert drawn(page) == 3
    slider.press("Home")
    assert drawn(page) == 51
    to = page.get_by_role("slider", name="To", exact=True)
    to.press("Home")
    assert drawn(page) == 3


def test_what_passes_nothing_says_so_in_every_view(sample, open_page):
    page = open_page(sample, "#conf=0.99").page
    expect(page.locator(".empty")).to_have_text("Nothing passes these filters.")
    for view in ("Table", "Matrix", "Over time"):
        page.get_by_role("button", name=view, exact=True).click()
        expect(page.locator(".view:visible")).to_contain_text("Nothing passes these filters.")


def test_the_panel_shows_what_passes(sample, open_page):
    page = open_page(sample, "#sel=pair,company%2Foracle,theme%2Fshow-me-story,hurt_by&to=2025-12-31").page
    assert page.locator(".panel time").all_inner_texts() == ["2025-10-03"]


def test_how_much_is_heard_by_those_who_cannot_see(sample, open_page):
    page = open_page(sample).page
    unfold(page, "Role").get_by_role("checkbox", name=re.compile("gains from")).uncheck()
    expect(page.locator("body > [role=status]")).to_have_text("35 links pass")


def test_the_branches_of_the_themes_can_be_left_out(sample, open_page):
    page = open_page(sample).page
    with_branches = page.evaluate("themegraph.drawn().nodes.length")
    page.get_by_role("checkbox", name=re.compile("belongs to")).uncheck()
    assert page.evaluate("themegraph.drawn().nodes.length") < with_branches
