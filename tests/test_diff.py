"""What changed between two graphs, as functions and on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from stories import HOSTILE, link, stories
from themegraph import export
from themegraph.analyse import Change, between, differences, pairs, two_days
from themegraph.cli import main
from themegraph.graph import build
from themegraph.model import Role, Stance


def run(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


def changes(old, new):
    return [(d.change, d.theme.partition("/")[2]) for d in differences(build(old), build(new))]


def test_each_kind_of_change_is_told():
    old = [
        link("a", theme="tariffs"), link("b", theme="ipo"), link("c", theme="ai-capex"),
        link("d", theme="show-me-story"), link("e", theme="show-me-story"), link("f", theme="power-bottleneck"),
    ]  # fmt: skip
    new = [
        link("a", theme="tariffs", stance=Stance.POSITIVE),
        link("b", theme="ipo", role=Role.BENEFITS_FROM),
        link("c", theme="ai-capex"), link("g", theme="ai-capex"),
        link("d", theme="show-me-story"),
        link("h", theme="economic-growth"),
    ]  # fmt: skip
    assert changes(old, new) == [
        (Change.NEW, "economic-growth"),
        (Change.GONE, "power-bottleneck"),
        (Change.FLIPPED, "ipo"),
        (Change.FLIPPED, "tariffs"),
        (Change.STRONGER, "ai-capex"),
        (Change.FADED, "show-me-story"),
    ]


def test_a_copy_more_makes_no_link_stronger():
    old, new = build([link("a")]), build([link("a"), link("b")], groups={"b": "a"})
    assert differences(old, new) == ()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 30), st.integers(0, 99), st.integers(0, 99))
def test_a_graph_does_not_differ_from_itself_and_new_turned_round_is_gone(count, a, b):
    one, other = build(stories(count, a)), build(stories(count, b))
    assert differences(one, one) == ()
    forth = {(d.company, d.theme): d for d in differences(one, other)}
    back = {(d.company, d.theme): d for d in differences(other, one)}
    assert forth.keys() == back.keys()
    mirror = {Change.NEW: Change.GONE, Change.STRONGER: Change.FADED, Change.FLIPPED: Change.FLIPPED}
    mirror |= {v: k for k, v in mirror.items()}
    assert all(back[p].change == mirror[d.change] and back[p].old == d.new for p, d in forth.items())


def test_two_days_of_one_graph_share_no_source_unless_all_history_is_asked_for():
    graph = build([link("a", day="2026-01-10"), link("b", day="2026-02-10"), link("c", day="")])
    old, new = two_days(graph, "2026-01-31", "2026-02-28")
    assert [r.source for r in pairs(old)["company/oracle", "theme/power-bottleneck"]] == ["a"]
    assert [r.source for r in pairs(new)["company/oracle", "theme/power-bottleneck"]] == ["b"]
    _, everything = two_days(graph, "2026-01-31", "2026-02-28", 0)
    assert len(pairs(everything)["company/oracle", "theme/power-bottleneck"]) == 2
    with pytest.raises(ValueError, match="does not come after"):
        two_days(graph, "2026-02-28", "2026-02-28")


def test_a_part_of_the_graph_keeps_the_themes_above_its_themes():
    part = between(build([link(), link("d2", theme="tariffs", day="2026-05-01")]), "2026-01-01", "2026-01-31")
    assert "theme/ai-infrastructure" in part and "theme/tariffs" not in part


@pytest.fixture
def folders(tmp_path):
    export.write(build([link("a"), link("c", theme="ipo")]), tmp_path / "old" / "graph.ttl")
    export.write(build([link("a"), link("b", theme="tariffs")]), tmp_path / "new" / "graph.json")
    return tmp_path


def test_the_exit_code_is_that_of_diff(folders):
    assert run("diff", folders / "old", folders / "old").exit_code == 0
    assert run("diff", folders / "old", folders / "new").exit_code == 1
    for wrong in (
        [folders / "old"],
        [folders / "old", folders / "nowhere"],
        [folders / "old", "--at", "2026-01-01"],
    ):
        done = run("diff", *wrong)
        assert done.exit_code == 2 and len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_text_names_pairs_in_the_users_language(folders):
    lines = run("diff", folders / "old", folders / "new", "--language", "en").stdout.splitlines()
    assert lines[0].startswith("+ new: Oracle / Tariffs and trade: hurt by, negative, 1 source, 2026-01-02")
    assert lines[1].startswith("- gone: Oracle / ")
    assert (
        "오라클 / 관세·무역: 타격" in run("diff", folders / "old", folders / "new", "--language", "ko").stdout
    )


def test_json_holds_both_sides(folders):
    found = json.loads(run("diff", folders / "old", folders / "new", "--format", "json").stdout)
    assert [d["change"] for d in found] == ["new", "gone"]
    assert found[0]["company"] == "oracle" and found[0]["old"] is None
    assert found[0]["new"] == {
        "role": "hurt_by", "stance": "negative", "sources": 1, "first_seen": "2026-01-02", "last_seen": "2026-01-02",
    }  # fmt: skip


def test_markdown_is_a_table_in_which_names_stay_text(tmp_path):
    export.write(build([]), tmp_path / "old.json")
    export.write(build([link(company="x|<img src=x onerror=alert(1)>")]), tmp_path / "new.json")
    done = run(
        "diff", tmp_path / "old.json", tmp_path / "new.json", "--format", "markdown", "--language", "en"
    )
    row = next(line for line in done.stdout.splitlines() if "img" in line)
    assert "<" not in row and row.replace("\\|", "").count("|") == 5


def test_two_days_on_the_command_line(tmp_path):
    graph = build([link("a", day="2026-01-10"), link("b", theme="tariffs", day="2026-02-10")])
    path = export.write(graph, tmp_path / "graph.json")
    done = run("diff", path, "--at", "2026-01-31", "--at", "2026-02-28", "--language", "en")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["+ new", "- gone"]
    assert run("diff", path, "--at", "2026-03-01", "--at", "2026-02-28").exit_code == 2


def test_hostile_names_do_not_steer_the_terminal(tmp_path):
    old = export.write(build([]), tmp_path / "old.json")
    new = export.write(build([link(company="\x1b[31m" + HOSTILE)]), tmp_path / "new.json")
    done = run("diff", old, new)
    assert done.exit_code == 1 and "\x1b" not in done.stdout and "\x00" not in done.stdout
