"""The same data as a table, as a matrix, and over time."""

from __future__ import annotations

from playwright.sync_api import expect


def column(page, number: int):
    return [
        cell.strip()
        for cell in page.locator(f".table-view tbody tr > :nth-child({number})").all_inner_texts()
    ]


def test_the_table_holds_every_link_and_sorts_by_any_column(sample, open_page):
    page = open_page(sample, "#view=table").page
    expect(page.locator(".table-view tbody tr")).to_have_count(51)
    page.get_by_role("button", name="Company", exact=False).first.click()
    names = column(page, 1)
    assert names == sorted(names, key=str.lower)
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Company")
    page.locator("thead").get_by_role("button", name="Company").click()
    assert column(page, 1) == names[::-1] or column(page, 1)[0] == names[-1]
    page.locator("thead").get_by_role("button", name="Last seen").click()
    days = column(page, 9)
    dated = [day for day in days if day != "–"]
    assert dated == sorted(dated, reverse=True) and days[: len(dated)] == dated


def test_korean_names_sort_as_koreans_expect(sample, open_page):
    page = open_page(sample, "#view=table", locale="ko-KR").page
    page.locator("thead").get_by_role("button", name="기업").click()
    order = list(dict.fromkeys(column(page, 1)))
    hangul = [name for name in order if "가" <= name[0] <= "힣"]
    assert hangul == sorted(hangul) and len(hangul) > 10


def test_a_row_opens_its_evidence(sample, open_page):
    page = open_page(sample, "#view=table").page
    page.locator(".table-view tr", has_text="Show-me story").get_by_role("button", name="is hurt by").click()
    expect(page.locator(".panel blockquote").first).to_contain_text("show-me story")
    expect(page.locator(".table-view tr.here")).to_contain_text("Oracle")


def test_a_long_table_has_pages(pages, open_page):
    from graphs import synthetic_graph

    page = open_page(pages(synthetic_graph(200, 250, 1), "paged"), "#view=table").page
    expect(page.locator(".pages")).to_contain_text("1 to 100 of 250")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".pages")).to_contain_text("201 to 250 of 250")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()


def test_the_matrix_shows_how_company_and_theme_are_linked(sample, open_page):
    page = open_page(sample, "#view=matrix").page
    cell = page.get_by_role("button", name="Oracle, Show-me story: is hurt by 2")
    expect(cell).to_have_text("2")
    cell.click()
    expect(page.locator(".panel h2")).to_contain_text("Oracle is hurt by Show-me story")


def test_over_time_says_what_rises_and_what_fades(sample, open_page):
    page = open_page(sample, "#view=time").page
    rising = page.locator(".time-view section", has=page.get_by_role("heading", name="Rising"))
    expect(rising).to_contain_text("Power bottleneck")
    fading = page.locator(".time-view section", has=page.get_by_role("heading", name="Fading"))
    expect(fading).to_contain_text("Memory supercycle")
    expect(page.locator(".time-view .note")).to_contain_text("the last 2 months")
    rising.get_by_role("button", name="Power bottleneck").click()
    expect(page.locator(".panel h2")).to_contain_text("Power bottleneck")


def test_filters_hold_in_every_view(sample, open_page):
    page = open_page(sample, "#view=table&role=+hurt_by").page
    expect(page.locator(".table-view tbody tr")).to_have_count(9)
    page.get_by_role("button", name="Matrix").click()
    assert page.locator(".cell").count() == page.locator(".cell.hurt_by").count() == 9
