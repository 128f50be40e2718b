"""Search: by every name a company or theme has, in both languages, by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nvidia", "Nvidia"), ("NVIDIA", "Nvidia"), ("엔비디아", "Nvidia"), ("ㅇㅂㄷㅇ", "Nvidia"), ("엔ㅂ", "Nvidia"), ("엔빋", "Nvidia"),
        ("NVDA", "Nvidia"), ("000660", "SK hynix"), ("하이닉스", "SK hynix"), ("ㅎㅇㄴㅅ", "SK hynix"), ("ｏｒａｃｌｅ", "Oracle"),
        ("google", "Alphabet"), ("show-me", "Show-me story"), ("실행 증명", "Show-me story"), ("ㅈㄹ ㅂㅁ", "Power bottleneck"),
        ("ㅈㄹㅂㅁ", "Power bottleneck"), ("전력병목", "Power bottleneck"), ("show me", "Show-me story"), ("showme", "Show-me story"),
    ],
)  # fmt: skip
def test_what_is_typed_finds_what_is_meant(sample, open_page, typed, found):
    page = open_page(sample).page
    page.get_by_role("combobox").first.fill(typed)
    expect(page.get_by_role("option").first).to_contain_text(found)


def test_slash_comes_here_and_arrows_and_enter_choose(sample, open_page):
    page = open_page(sample).page
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("ai")
    second = page.get_by_role("option").nth(1).locator(".name").inner_text()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".panel h2")).to_contain_text(second)


def test_what_is_called_nothing_is_said_so(sample, open_page):
    page = open_page(sample).page
    page.get_by_role("combobox").fill("zzzz")
    expect(page.get_by_role("option")).to_have_text("Nothing is called that.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_slash_typed_into_the_field_is_a_slash(sample, open_page):
    page = open_page(sample).page
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    expect(page.get_by_role("combobox")).to_have_value("a/b")
