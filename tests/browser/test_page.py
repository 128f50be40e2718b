"""What a reader can do with the page, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def find(page, words: str):
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_it_opens_from_disk_asks_nobody_for_anything_and_shows_the_graph(sample, open_page):
    opened = open_page(sample)
    page = opened.page
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.locator(".counts")).to_contain_text("26 companies")
    drawn = page.evaluate("""() => {
        const canvas = document.querySelector(".drawing canvas");
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        let painted = 0;
        for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) painted++;
        return painted;
    }""")
    assert drawn > 5000
    assert opened.outside() == [] and opened.errors == []


def test_korean_comes_out_as_it_went_in(sample, open_page):
    page = open_page(sample, locale="ko-KR").page
    find(page, "SK하이닉스")
    expect(page.locator(".panel h2")).to_contain_text("SK하이닉스")
    page.get_by_role("button", name=re.compile("^메모리 슈퍼사이클")).click()
    expect(page.locator("blockquote").first).to_have_text(
        "SK하이닉스의 영업이익률은 메모리 슈퍼사이클 덕에 60%를 넘었다."
    )


def test_a_click_on_a_node_and_on_an_edge_shows_the_evidence(sample, open_page):
    page = open_page(sample).page
    x, y = page.evaluate("themegraph.placeOf('company/oracle')")
    page.mouse.click(x, y)
    expect(page.locator(".panel h2")).to_contain_text("Oracle")
    page.get_by_role("button", name="Close").click()
    a, b = page.evaluate("[themegraph.placeOf('company/oracle'), themegraph.placeOf('theme/show-me-story')]")
    page.mouse.click((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    panel = page.locator(".panel")
    expect(panel.locator("blockquote").last).to_have_text(
        "Oracle has become a show-me story: investors want cash before they believe in the backlog."
    )
    expect(panel.locator("mark.company").last).to_have_text("Oracle")
    expect(panel.locator("mark.theme").last).to_have_text("show-me story")
    expect(panel.locator(".citation").last).to_contain_text("2025-10-03")
    expect(panel.locator(".citation").last).to_contain_text("Market Letter")
    expect(panel.locator("a.source").last).to_have_attribute("href", "https://news.example/2")


def test_initial_consonants_find_a_company(sample, open_page):
    page = open_page(sample).page
    find(page, "ㅇㅂㄷㅇ")
    expect(page.locator(".panel h2")).to_contain_text("Nvidia")
