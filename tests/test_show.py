"""A company or theme as a card in the terminal."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from stories import HOSTILE, link, stories
from themegraph import export
from themegraph.cli import main
from themegraph.graph import build
from themegraph.model import Role
from themegraph.report.card import card, find


def run(*arguments, **environment):
    return CliRunner(env={"LC_ALL": "en_US.UTF-8", **environment}).invoke(main, [*map(str, arguments)])


@pytest.fixture
def graph(tmp_path):
    links = [
        link("a", quote="The grid cannot keep up."), link("b", day="2026-02-03", quote="전력망이 따라가지 못한다."),
        link("c", company="meta", role=Role.VOICES), link("d", theme="tariffs"),
    ]  # fmt: skip
    return export.write(build(links, groups={"b": "a"}), tmp_path / "graph.ttl")


@pytest.mark.parametrize(
    "name", ["oracle", "Oracle", "오라클", "ORCL", "NYSE:ORCL", "company/oracle", "orac"]
)
def test_a_company_is_found_by_id_name_alias_ticker_or_the_beginning_of_them(name, graph):
    done = run("show", name, "--graph", graph)
    assert done.exit_code == 0, done.stderr
    assert "Oracle" in done.stdout and "오라클" in done.stdout


def test_a_card_shows_roles_quotes_dates_and_sources(graph):
    shown = run("show", "oracle", "--graph", graph).stdout
    assert "hurt by (2)" in shown
    assert "Power bottleneck  negative  1 source, 2 articles" in shown
    assert (
        "“전력망이 따라가지 못한다.”" in shown and "2026-02-03, 신문, articles/b.md; confidence 0.80" in shown
    )
    assert "The grid cannot keep up" not in shown  # a copy: the newest of one source is enough


def test_a_card_is_in_the_language_of_the_name_or_of_the_system_or_as_asked(graph):
    assert "타격" in run("show", "전력 병목", "--graph", graph).stdout
    assert "hurt by" in run("show", "power bottleneck", "--graph", graph).stdout
    assert "타격" in run("show", "power-bottleneck", "--graph", graph, LC_ALL="ko_KR.UTF-8").stdout
    assert "hurt by" in run("show", "전력 병목", "--graph", graph, "--language", "en").stdout


def test_a_theme_shows_its_companies_by_role_and_the_themes_above(graph):
    shown = run("show", "power-bottleneck", "--graph", graph).stdout
    assert shown.index("voices (1)") < shown.index("hurt by (1)")
    assert "Broader: AI infrastructure" in shown and "Meta" in shown


def test_a_name_that_nobody_has_is_told_with_what_comes_near(graph):
    done = run("show", "orakle", "--graph", graph)
    assert done.exit_code == 1 and done.stdout == ""
    assert done.stderr.strip().endswith("did you mean oracle?")


def test_a_folder_that_holds_no_graph_is_told_in_one_line(tmp_path):
    done = run("show", "oracle", "--graph", tmp_path)
    assert done.exit_code == 1 and len(done.stderr.strip().splitlines()) == 1


def test_all_shows_every_link(tmp_path):
    path = export.write(build(stories(80)), tmp_path / "graph.json")
    short, long = (run("show", "oracle", "--graph", path, *more).stdout for more in ([], ["--all"]))
    assert short.count("“") < long.count("“") and " more" not in long
    found = card(build(stories(80)), "company/oracle")
    assert sum(len(t.links) for t in found.told) == long.count("articles/")


def test_hostile_words_do_not_steer_the_terminal(tmp_path):
    told = link(quote="\x1b]0;owned\x07[red]x[/red]" + HOSTILE.replace("\ud800", ""))
    path = export.write(build([told]), tmp_path / "graph.json")
    done = run("show", "oracle", "--graph", path)
    assert done.exit_code == 0 and "\x1b" not in done.stdout and "\x07" not in done.stdout
    assert "[red]x[/red]" in done.stdout


def test_two_nodes_of_one_name_are_both_shown():
    graph = build([link(company="tariffs", theme="tariffs")])
    assert find(graph, "tariffs") == ("company/tariffs", "theme/tariffs")
