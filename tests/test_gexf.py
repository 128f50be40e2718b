"""GEXF 1.3: valid, read by what reads it, and looking like the page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stories import THEMES, hostile_graph, link, stories, story_graph
from themegraph import export
from themegraph.analyse import annotate
from themegraph.export import flat
from themegraph.export.gexf import STORY, merged
from themegraph.export.html.data import records
from themegraph.export.layout import COLOURS, SHAPES
from themegraph.graph import build

HERE = Path(__file__).parent
BOTH = ("gexf", "gexf-dynamic")
NS = {"g": "http://gexf.net/1.3", "v": "http://gexf.net/1.3/viz"}
GRAPHS = {
    "stories": story_graph,
    "hostile": hostile_graph,
    "empty": lambda: build([]),
    "not analysed": lambda: build([link()]),
    "undated": lambda: annotate(build([link(day=""), link("d2", theme="tariffs", day="2026-02-30")])),
    "ends of time": lambda: annotate(build([link(day="0001-01-01"), link("d2", day="9999-12-31")])),
}


@pytest.fixture(scope="module")
def schema():
    return etree.RelaxNG(etree.parse(HERE / "schemas" / "gexf-1.3" / "gexf.rng"))


def tree_of(graph, folder, name="gexf"):
    return etree.parse(export.write(graph, folder / name, name))


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("name", BOTH)
def test_every_file_is_valid_by_the_relaxng_schema(schema, name, graph, tmp_path):
    schema.assertValid(tree_of(GRAPHS[graph](), tmp_path, name))


def test_what_networkx_writes_is_not_valid_so_the_schema_can_tell(schema, tmp_path):
    nx.write_gexf(nx.path_graph(2), tmp_path / "a.gexf")
    assert not schema.validate(etree.parse(tmp_path / "a.gexf"))


@pytest.fixture(scope="module")
def graphology():
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("node and npm are not there, with which graphology-gexf runs")
    folder = HERE / "gephi"
    if not (folder / "node_modules" / "graphology-gexf").is_dir():
        command = ["npm", "ci", "--silent", "--no-fund", "--no-audit"]
        if subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode:
            pytest.skip("npm cannot install graphology-gexf")

    def read(path):
        done = subprocess.run(
            ["node", str(folder / "read.cjs"), str(path)], check=True, capture_output=True, encoding="utf-8"
        )
        return json.loads(done.stdout)

    return read


@pytest.mark.parametrize("graph", ["stories", "hostile", "undated"])
@pytest.mark.parametrize("name", BOTH)
def test_graphology_reads_the_same_nodes_edges_and_attributes(graphology, name, graph, tmp_path):
    made = GRAPHS[graph]()
    found = graphology(export.write(made, tmp_path / "graph.gexf", name))
    drawn = {"label", "color", "size", "x", "y", "z", "shape", "first_seen_day", "last_seen_day"}

    def attributes(facts, more=()):
        return {
            k: tuple(v) if isinstance(v, list) else v for k, v in facts.items() if k not in drawn | {*more}
        }

    assert {key: attributes(facts) for key, facts in found["nodes"].items()} == {
        n.key: dict(n.values) for n in flat.nodes(made)
    }
    assert {f["key"]: attributes(f, {"key"}) for f in found["edges"]} == {
        e.key: {"source": e.source, "target": e.target, "kind": e.kind, "weight": e.weight, **e.values}
        for e in flat.edges(made)
    }
    assert all(drawn - {"first_seen_day", "last_seen_day"} <= f.keys() for f in found["nodes"].values())


def test_each_relation_is_a_kind_of_its_own_and_every_edge_has_an_id_of_its_own(tmp_path):
    graph = story_graph()
    edges = tree_of(graph, tmp_path).findall(".//g:edge", NS)
    assert {e.get("kind") for e in edges} == {key for *_, key in graph.edges(keys=True)}
    assert len({e.get("id") for e in edges}) == len(edges) == graph.number_of_edges()
    assert len({(e.get("source"), e.get("target"), e.get("kind")) for e in edges}) == len(edges)


def large_graph():
    """A graph of which the page draws only a part at first."""
    return build([*stories(), *(link(f"l{i}", f"made-{i % 97}", THEMES[i % 5]) for i in range(485))])


@pytest.mark.parametrize("made", [story_graph, large_graph])
def test_the_nodes_stand_where_the_page_draws_them_in_its_colours_and_shapes(made, tmp_path):
    graph = made()
    page = {node["id"]: node for node in records(graph).nodes}
    assert any("x" not in node for node in page.values()) == (made is large_graph)
    for node in tree_of(graph, tmp_path).findall(".//g:node", NS):
        at, colour = node.find("v:position", NS), node.find("v:color", NS)
        there = page[node.get("id")]
        if "x" in there:
            assert (float(at.get("x")), -float(at.get("y"))) == (there["x"], there["y"])
        drawn = "#" + "".join(f"{int(colour.get(c)):02x}" for c in "rgb")
        assert drawn == COLOURS[there["kind"]].lower()
        assert node.find("v:shape", NS).get("value") == SHAPES[there["kind"]]
        assert float(node.find("v:size", NS).get("value")) > 5
    script = (Path(export.__file__).parent / "html" / "web" / "palette.js").read_text("utf-8")
    light = dict(re.findall(r'(\w+): "(#\w{6})"', script.partition("DARK")[0]))
    assert {k: v.lower() for k, v in COLOURS.items()} == {k: light[k].lower() for k in COLOURS}


def test_days_are_iso_dates_and_integers_that_a_range_filter_takes(tmp_path):
    tree = tree_of(annotate(build([link(), link("d2", day="2026-03-04")])), tmp_path)
    (edge,) = tree.findall(".//g:edge[@kind='hurt_by']", NS)
    values = {v.get("for"): v.get("value") for v in edge.iter(f"{{{NS['g']}}}attvalue")}
    assert (values["first_seen"], values["last_seen"]) == ("2026-01-02", "2026-03-04")
    assert (values["first_seen_day"], values["last_seen_day"]) == ("20260102", "20260304")
    types = {
        a.get("id"): a.get("type") for a in tree.findall(".//g:attributes[@class='edge']/g:attribute", NS)
    }
    assert types["first_seen_day"] == "integer" and types["confidence"] == "double"


def spells(element):
    return [(s.get("start"), s.get("end")) for s in element.iter(f"{{{NS['g']}}}spell")]


def test_an_edge_is_on_the_timeline_for_four_weeks_after_each_article(tmp_path):
    graph = build([link(), link("d2", day="2026-01-20"), link("d3", day="2026-06-01")])
    tree = tree_of(graph, tmp_path, "gexf-dynamic")
    (edge,) = tree.findall(".//g:edge[@kind='hurt_by']", NS)
    assert spells(edge) == [("2026-01-02", "2026-02-16"), ("2026-06-01", "2026-06-28")]
    root = tree.find("g:graph", NS)
    assert root.get("mode") == "dynamic" and root.get("timerepresentation") == "interval"
    assert (root.get("start"), root.get("end")) == ("2026-01-02", "2026-06-28")


def test_a_node_and_the_themes_above_it_are_on_the_timeline_whenever_one_of_its_edges_is(tmp_path):
    tree = tree_of(story_graph(), tmp_path, "gexf-dynamic")
    nodes = {n.get("id"): spells(n) for n in tree.findall(".//g:node", NS)}
    edges = tree.findall(".//g:edge", NS)

    def within(small, large):
        return not large or (small and all(any(a <= s and e <= b for a, b in large) for s, e in small))

    assert sum(bool(spells(e)) for e in edges) > 10
    for edge in edges:
        for end in ("source", "target"):
            assert within(spells(edge), nodes[edge.get(end)]), edge.get("id")


def test_what_has_no_date_is_on_the_timeline_all_the_time(tmp_path):
    tree = tree_of(build([link(day=""), link("d2", theme="tariffs")]), tmp_path, "gexf-dynamic")
    edges = {e.get("target"): spells(e) for e in tree.findall(".//g:edge[@kind='hurt_by']", NS)}
    assert edges["theme/power-bottleneck"] == [] and edges["theme/tariffs"]
    nodes = {n.get("id"): spells(n) for n in tree.findall(".//g:node", NS)}
    assert nodes["company/oracle"] == [] and nodes["theme/tariffs"]


@given(st.sets(st.dates(date(2020, 1, 1), date(2022, 1, 1)), max_size=40))
def test_spells_cover_each_day_and_never_overlap_or_touch(days):
    found = merged(days)
    assert all(any(a <= day <= b for a, b in found) for day in days)
    gap = timedelta(days=1)
    assert all(b + gap < c for (_, b), (c, _) in pairwise(found))
    assert sum((b - a).days + 1 for a, b in found) <= len(days) * STORY


def test_a_hundred_thousand_edges_are_written_valid_and_with_little_memory(schema, tmp_path):
    code = """
import resource, sys, time
import networkx as nx
from pathlib import Path
from themegraph.export import gexf
from themegraph.model import Role
graph = nx.MultiDiGraph(name="big")
for i in range(2000):
    graph.add_node(f"company/c{i}", kind="company", id=f"c{i}", label_en=f"Company {i}", label_ko=f"회사 {i}")
for i in range(100):
    graph.add_node(f"theme/t{i}", kind="theme", id=f"t{i}", label_en=f"Theme {i}", label_ko=f"테마 {i}")
for i in range(100_000):
    company, theme, role = i // 50, (i // 5 * 7) % 100, list(Role)[i % 5]
    graph.add_edge(f"company/c{company}", f"theme/t{theme}", key=role.value, relation="link", role=role.value, links=())
print(graph.number_of_edges())
from themegraph.export.layout import layout
layout(graph)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
gexf.write(graph, Path(sys.argv[1]), "")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    path = tmp_path / "big.gexf"
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    edges, grown = map(int, done.stdout.split())
    assert edges == 100_000
    tree = etree.parse(path)
    (parent,) = tree.findall(".//g:edges", NS)
    assert len(parent) == edges
    for number, edge in enumerate(list(parent)):
        if number % 50:
            parent.remove(edge)
    schema.assertValid(tree)  # libxml2 takes 20 seconds for all of them, and they are alike
    assert grown < 200_000  # kilobytes: the file is written as a stream
