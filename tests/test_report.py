"""The report: what it tells, and that it needs nothing but itself."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from lxml import etree, html

from stories import hostile_graph, link, stories, story_graph
from test_analyse import weeks_of
from themegraph import export
from themegraph.cli import main
from themegraph.graph import build
from themegraph.model import Stance
from themegraph.report.findings import findings
from themegraph.report.render import RENDERERS
from themegraph.report.words import LANGUAGES, words


def run(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


GRAPHS = {
    "stories": story_graph,
    "empty": lambda: build([]),
    "undated": lambda: build([link(day="")]),
    "hostile": hostile_graph,
}


def section(text, title):
    return text.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_both_languages_have_the_same_words_and_the_same_places_for_numbers():
    en, ko = (words(language).table for language in LANGUAGES)
    assert en.keys() == ko.keys() and all(en.values()) and all(ko.values())
    places = [{k: set(re.findall(r"{(\w+)}", v)) for k, v in table.items()} for table in (en, ko)]
    assert places[0] == places[1]


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", RENDERERS)
def test_any_graph_has_a_report_and_the_same_one_each_time(ending, language, graph):
    made = GRAPHS[graph]()
    written = RENDERERS[ending](made, findings(made, 4), words(language))
    assert written == RENDERERS[ending](made, findings(made, 4), words(language))
    assert words(language)["title"] in written


def test_rising_and_fading_themes_new_links_contested_pairs_and_exposed_companies_are_told():
    links = [
        *weeks_of([1, 1, 1, 1, 9, 9, 9, 9]), *weeks_of([9, 9, 9, 9, 1, 1, 1, 1], "ipo"),
        link("new", company="meta", theme="tariffs", day="2026-02-20", stance=Stance.POSITIVE),
        link("good", company="oracle", theme="tariffs", day="2026-02-20", stance=Stance.POSITIVE),
    ]  # fmt: skip
    graph = build(links)
    text = RENDERERS[".md"](graph, findings(graph, 4), words("en"))
    assert "**Tariffs and trade**" in section(text, "Rising themes")
    assert "Tariffs" not in section(text, "Fading themes") and "+" not in section(text, "Fading themes")
    new = section(text, "New links of the last 4 weeks")
    assert "| Meta | Tariffs and trade | hurt by | positive | 1 |" in new and "Oracle" not in new
    assert "| Oracle | Tariffs and trade | 1 | 40 |" in section(text, "Contested pairs")
    first = section(text, "Most exposed companies").splitlines()[5]
    assert first.startswith("| Oracle | 81 |")


def test_copies_count_once_in_every_number():
    links = [link("a"), link("b"), link("c", company="meta")]
    once, twice = build(links, groups={"b": "a"}), build([links[0], links[2]])
    assert findings(once, 4).exposed == findings(twice, 4).exposed
    assert findings(once, 4).sources == 2 and findings(once, 4).volume == (2,)


def test_the_page_is_well_formed_and_its_charts_say_their_numbers():
    made = story_graph()
    found = findings(made, 4)
    page = RENDERERS[".html"](made, found, words("en"))
    tree = html.fromstring(page)
    charts = tree.findall(".//svg")
    assert len(charts) > 10 and all(chart.get("aria-label") for chart in charts)
    for chart in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        etree.fromstring(chart)
    titles = [t.text for t in charts[0].iter("title")]
    assert titles == [f"{m}: {n}" for m, n in zip(found.mondays, found.volume, strict=True)]
    assert sum(found.volume) == len({k.document for k in stories() if k.citation.day} - {"d2", "d3"})


def test_the_page_loads_nothing_and_runs_nothing():
    page = RENDERERS[".html"](story_graph(), findings(story_graph(), 4), words("ko"))
    assert not re.search(r"<script|<link|<img|src=|url\(|https?:", page)
    assert "default-src 'none'" in page


def test_hostile_names_stay_text():
    name = "<script>alert(1)</script>|**x**[y](javascript:z)"
    graph = build([link(company=name), link("d2", company=name, stance=Stance.POSITIVE)])
    page = RENDERERS[".html"](graph, findings(graph, 4), words("en"))
    assert "<script" not in page and "&lt;script&gt;" in page
    text = RENDERERS[".md"](graph, findings(graph, 4), words("en"))
    assert "<script" not in text and "\\[y\\](javascript" in text


def test_files_are_written_and_stdout_is_markdown(tmp_path):
    path = export.write(story_graph(), tmp_path / "graph.json")
    done = run("report", path, "--out", tmp_path / "r.html", "--out", tmp_path / "r.md", "--language", "en")
    assert done.exit_code == 0 and done.stdout == ""
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!doctype html>")
    assert (
        run("report", path, "--language", "en").stdout.strip()
        == (tmp_path / "r.md").read_text("utf-8").strip()
    )


def test_a_report_of_another_ending_and_a_graph_that_is_not_there_are_told(tmp_path):
    path = export.write(build([]), tmp_path / "graph.json")
    assert run("report", path, "--out", tmp_path / "r.pdf").exit_code == 2
    done = run("report", tmp_path / "nothing.json")
    assert done.exit_code == 1 and len(done.stderr.strip().splitlines()) == 1
