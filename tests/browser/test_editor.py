"""The query editor of `themegraph serve` in a real browser, with no other server to talk to."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from sample import sample_graph
from themegraph import export


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    export.write_all(sample_graph(), folder, formats=["html", "turtle"])
    process = subprocess.Popen(
        [sys.executable, "-c", "from themegraph.cli import main; main()", "serve", str(folder), "--port", "0"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    found = re.match(r"(http://127\.0\.0\.1:\d+)/", process.stderr.readline())
    assert found
    yield found.group(1)
    process.terminate()
    process.wait(10)
    process.stderr.close()


class Visit:
    def __init__(self, browser, url, locale="en-US"):
        self.context = browser.new_context(locale=locale)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.goto(url)


@pytest.fixture
def visit(browser):
    opened = []

    def open(url, **options):
        opened.append(Visit(browser, url, **options))
        return opened[-1]

    yield open
    for each in opened:
        each.context.close()


def test_an_example_is_chosen_run_and_answered_without_asking_any_other_server(visit, address):
    editor = visit(address + "/sparql")
    page = editor.page
    page.wait_for_selector("html[data-complete]", state="attached")
    assert page.locator("#example option").count() >= 16
    page.select_option("#example", "hurt-and-gaining")
    assert "two sides" in page.inner_text("#comment")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr_results table td")
    shown = page.inner_text(".yasr_results")
    assert "Caterpillar" in shown and "gains" in shown and "Power bottleneck" in shown
    outside = [u for u in editor.requests if not u.startswith((address, "data:", "blob:"))]
    assert not outside and not editor.errors


def test_the_hint_of_how_to_give_a_value_works_as_it_stands(visit, address):
    page = visit(address + "/sparql").page
    page.wait_for_selector("html[data-complete]", state="attached")
    page.select_option("#example", "themes-of-company")
    hint = page.inner_text("#hint")
    page.evaluate(
        "hint => { const t = yasgui.getTab(); t.setQuery(t.getQuery().replace('WHERE {', 'WHERE { ' + hint)); }",
        hint,
    )
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr_results table td")
    shown = page.inner_text(".yasr_results")
    assert "Show-me story" in shown and "Power bottleneck" not in shown and "Samsung" not in shown


def test_a_mistake_in_a_query_shows_what_the_endpoint_says(visit, address):
    page = visit(address + "/sparql").page
    page.wait_for_selector("html[data-complete]", state="attached")
    page.evaluate("yasgui.getTab().setQuery('SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }')")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr .errorResult, .yasr .errorMessageContainer, .yasr_results pre")
    assert "SERVICE would ask another server" in page.inner_text(".yasr")


def test_a_reader_of_korean_is_offered_the_examples_in_korean(visit, address):
    page = visit(address + "/sparql", locale="ko-KR").page
    page.wait_for_selector("html[data-complete]", state="attached")
    assert "의견이 갈리는 짝" in page.inner_text("#example")
    page.select_option("#example", "contested")
    assert "한 근거는 긍정" in page.inner_text("#comment")


def test_one_walks_from_the_page_of_a_company_to_its_theme_and_back_to_a_document(visit, address):
    seen = visit(address + "/company/oracle")
    page = seen.page
    assert "오라클" in page.inner_text("h1")
    page.get_by_role("link", name="Show-me story", exact=True).first.click()
    assert page.url == address + "/theme/show-me-story"
    page.get_by_role("link", name="Prove it", exact=True).first.click()
    assert page.url == address + "/document/harbour-2" and not seen.errors
    assert page.locator("blockquote").count() == 2
