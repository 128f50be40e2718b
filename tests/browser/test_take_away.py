"""What a reader takes away: the address of a state, pictures, a table."""

from __future__ import annotations

import csv
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect


def take(page, what: str):
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=what).click()
    return download.value


def test_the_address_holds_the_whole_state(sample, open_page):
    first = open_page(sample).page
    first.get_by_role("checkbox", name="gains from").uncheck()
    first.get_by_role("slider", name="From").press("PageUp")
    first.get_by_label("Confidence").fill("60")
    first.get_by_role("checkbox", name="belongs to").uncheck()
    first.keyboard.press("/")
    first.keyboard.type("oracle")
    first.keyboard.press("Enter")
    first.get_by_role("button", name="Pin").click()
    first.get_by_role("button", name="한국어").click()
    first.get_by_role("button", name="확대").click()
    first.wait_for_timeout(500)
    address = first.evaluate("location.hash")
    second = open_page(sample, address).page
    second.wait_for_timeout(500)
    assert second.evaluate("location.hash") == address
    assert second.evaluate("themegraph.drawn()") == first.evaluate("themegraph.drawn()")
    expect(second.locator(".panel h2")).to_have_text(
        first.locator(".panel h2").inner_text().replace("\n", "")
    )
    a, b = (p.evaluate("themegraph.placeOf('company/oracle')") for p in (first, second))
    assert a == pytest.approx(b, abs=2)


def test_a_new_address_in_the_same_window_is_followed(sample, open_page):
    page = open_page(sample).page
    page.evaluate("location.hash = 'sel=node,company%2Foracle&view=table'")
    expect(page.locator(".panel h2")).to_contain_text("Oracle")
    expect(page.locator(".table-view")).to_be_visible()


@pytest.mark.parametrize("address", [
    "#%%%", "#sel=constructor,x", "#sel=node,nobody", "#sel=pair,a,b,c", "#sel=document,none", "#sel=path,a,b", "#view=nope&n=-5&conf=x&from=yesterday",
    "#add=:::&pin=a:b:c&hide=%E0%A4%A&cam=1:2&sort=nope:x", "#__proto__=1&role=__proto__",
])  # fmt: skip
def test_a_broken_address_opens_the_page_all_the_same(sample, open_page, address):
    opened = open_page(sample, address)
    expect(opened.page.locator(".counts")).to_contain_text("26 companies")
    opened.page.get_by_role("button", name="Table").click()
    assert opened.errors == []


def test_the_link_to_a_view_can_be_copied(sample, open_page):
    opened = open_page(sample, "#sel=node,company%2Foracle")
    opened.page.get_by_role("button", name="Take away").click()
    opened.page.get_by_role("button", name="Link to this view").click()
    expect(opened.page.locator(".notice")).to_contain_text("link to this view")


def test_the_view_as_a_png(sample, open_page, tmp_path):
    file = tmp_path / "view.png"
    take(open_page(sample).page, "Picture (PNG)").save_as(file)
    data = file.read_bytes()
    assert data.startswith(b"\x89PNG") and len(data) > 20_000
    assert int.from_bytes(data[16:20], "big") > 600


def test_the_view_as_an_svg_has_its_letters_as_letters(sample, open_page, tmp_path):
    file = tmp_path / "view.svg"
    take(open_page(sample).page, "Picture (SVG)").save_as(file)
    root = ElementTree.parse(file).getroot()
    space = "{http://www.w3.org/2000/svg}"
    texts = {text.text for text in root.iter(space + "text")}
    assert {"Oracle", "Nvidia", "Power bottleneck"} <= texts
    assert len(list(root.iter(space + "circle"))) == 26
    assert len(list(root.iter(space + "path"))) >= 51


def test_the_table_as_csv_with_both_languages_and_a_quote(sample, open_page, tmp_path):
    file = tmp_path / "table.csv"
    take(open_page(sample, "#role=+hurt_by").page, "Table (CSV)").save_as(file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 9
    oracle = next(row for row in rows if row["company"] == "oracle")
    assert (oracle["company_ko"], oracle["theme_en"], oracle["role"], oracle["articles"]) == (
        "오라클",
        "Show-me story",
        "hurt_by",
        "2",
    )
    assert (
        oracle["quote"].startswith("For Oracle the show-me story goes on")
        and oracle["published"] == "2026-04-14"
    )
