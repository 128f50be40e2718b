"""For everyone: axe-core finds nothing serious, the keyboard is enough, a phone is wide enough, dark is dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

VIEWS = [
    "",
    "#view=table",
    "#view=matrix",
    "#view=time",
    "#sel=node,theme%2Fpower-bottleneck",
    "#view=table&sel=pair,company%2Foracle,theme%2Fshow-me-story,hurt_by",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-GB", "ko-KR"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_serious(sample, open_page, view, locale, scheme):
    page = open_page(sample, view, locale=locale, scheme=scheme).page
    found = Axe().run(page).response["violations"]
    serious = [
        f"{v['id']}: {n['html'][:120]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for n in v["nodes"]
    ]
    assert serious == []


def test_axe_finds_nothing_serious_on_a_phone_in_search_in_help_and_in_the_menu(sample, open_page):
    for act in (
        lambda page: page.get_by_role("button", name="Filters").click(),
        lambda page: page.get_by_role("combobox").fill("a"),
        lambda page: page.get_by_role("button", name="Help").click(),
        lambda page: page.get_by_role("button", name="Take away").click(),
    ):
        page = open_page(sample, width=390, height=844).page
        act(page)
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


def test_the_keyboard_alone_goes_from_node_to_node_and_into_the_evidence(sample, open_page):
    page = open_page(sample).page
    drawing = page.get_by_role("application")
    drawing.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".panel h2").inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.locator(".panel h2").inner_text() != first
    expect(page.locator("body > [role=status]")).to_contain_text("link")
    page.keyboard.press("Enter")
    expect(page.locator(".panel h2")).to_be_focused()
    row = page.locator(".panel .row").first
    for _ in range(30):
        page.keyboard.press("Tab")
        if row.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".panel blockquote").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(drawing).to_be_focused()


def test_keys_over_the_drawing_expand_hide_pin_and_zoom(sample, open_page):
    page = open_page(sample, "#sel=node,company%2Foracle").page
    page.get_by_role("application").focus()
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Pin")).to_have_attribute("aria-pressed", "true")
    at = page.evaluate("themegraph.placeOf('company/jpmorgan-chase')")
    page.keyboard.press("+")
    assert page.evaluate("themegraph.placeOf('company/jpmorgan-chase')") != at
    page.keyboard.press("h")
    assert "company/oracle" not in page.evaluate("themegraph.drawn().nodes")


def test_everything_can_be_reached_by_tab_and_shows_that_it_has_the_focus(sample, open_page):
    page = open_page(sample, "#sel=node,company%2Foracle").page
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("button:not([disabled]), input, a[href], summary, [tabindex='0']")]
            .filter(e => e.checkVisibility({ visibilityProperty: true })).length"""
    )
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        number, outline = page.evaluate("""() => {
            const all = [...document.querySelectorAll("*")];
            return [all.indexOf(document.activeElement), getComputedStyle(document.activeElement).outlineStyle];
        }""")
        if page.evaluate("document.activeElement !== document.body"):
            reached.add(number)
            assert outline != "none"
    assert len(reached) >= wanted


def test_a_facet_keeps_the_focus_when_it_is_switched(sample, open_page):
    page = open_page(sample).page
    box = page.get_by_role("checkbox", name="speaks of")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_focused()
    expect(box).not_to_be_checked()


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_is_wide_enough(sample, open_page, view):
    page = open_page(sample, view, width=360, height=740, has_touch=True, is_mobile=True).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("locale", ["en-GB", "ko-KR"])
@pytest.mark.parametrize("width", [320, 390, 600, 768, 900, 1000, 1100, 1280, 1600])
def test_every_control_on_top_can_be_seen_whole_at_any_width(sample, open_page, width, locale):
    page = open_page(sample, width=width, height=740, locale=locale).page
    cut = page.evaluate("""() => [...document.querySelectorAll(".top button")].filter(button => {
        const box = button.getBoundingClientRect();
        const around = button.parentElement.getBoundingClientRect();
        return box.left < 0 || box.right > innerWidth || box.right > around.right + 1 || button.scrollWidth > button.clientWidth + 1;
    }).map(button => button.textContent)""")
    assert cut == []


def test_a_tap_on_a_phone_shows_the_evidence_below_the_drawing(sample, open_page):
    page = open_page(sample, width=390, height=844, has_touch=True, is_mobile=True).page
    at = page.evaluate("themegraph.placeOf('theme/power-bottleneck')")
    page.touchscreen.tap(*at)
    expect(page.locator(".panel h2")).to_contain_text("Power bottleneck")
    box = page.locator(".panel").bounding_box()
    assert box["y"] > 200 and box["width"] == 390


def test_filters_on_a_phone_open_and_close(sample, open_page):
    page = open_page(sample, width=390, height=844).page
    expect(page.locator(".sidebar")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name="speaks of").uncheck()
    page.locator(".sidebar").get_by_role("button", name="Close").click()
    expect(page.locator(".sidebar")).to_be_hidden()
    assert page.evaluate("themegraph.drawn().edges") == 40


@pytest.mark.parametrize(("scheme", "light"), [("light", True), ("dark", False)])
def test_light_and_dark_follow_the_system(sample, open_page, scheme, light):
    page = open_page(sample, scheme=scheme).page
    red = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    assert (red > 127) is light
    page.emulate_media(color_scheme="dark" if light else "light")
    red = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    assert (red > 127) is not light


def test_the_language_switches_interface_and_labels(sample, open_page):
    page = open_page(sample, "#sel=node,company%2Foracle").page
    page.get_by_role("button", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator(".panel h2")).to_contain_text("오라클")
    expect(page.get_by_role("button", name="행렬")).to_be_visible()
    assert "전력 병목" in {label["text"] for label in page.evaluate("themegraph.labels()")}
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Matrix")).to_be_visible()


@pytest.mark.parametrize("locale", ["en-GB", "ko-KR"])
def test_no_word_of_the_interface_is_missing_in_a_language(sample, open_page, locale):
    page = open_page(sample, "#sel=node,theme%2Fpower-bottleneck", locale=locale).page
    for view in range(4):
        page.locator(".tabs button").nth(view).click()
        words = page.locator("body").inner_text()
        assert "undefined" not in words and "[object" not in words and "{n" not in words


def test_labels_are_legible_at_the_opening_zoom_and_do_not_overlap(sample, open_page):
    labels = open_page(sample, width=1440, height=900).page.evaluate("themegraph.labels()")
    assert len(labels) >= 55 and all(label["size"] >= 12 for label in labels)
    for i, a in enumerate(labels):
        for b in labels[i + 1 :]:
            apart = (
                a["x"] + a["w"] <= b["x"]
                or b["x"] + b["w"] <= a["x"]
                or a["y"] + a["h"] <= b["y"]
                or b["y"] + b["h"] <= a["y"]
            )
            assert apart, (a["text"], b["text"])
