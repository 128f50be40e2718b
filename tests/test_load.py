"""An exported graph read back is the graph that was written."""

from __future__ import annotations

import pytest

from stories import link, stories, story_graph
from themegraph import export
from themegraph.analyse import annotate, pairs
from themegraph.export import EXPORTERS
from themegraph.graph import build
from themegraph.load import READERS, LoadError, load

RDF = [name for ending, name in READERS.items() if ending != ".json"]


def same(a, b):
    return (
        dict(a.nodes(data=True)) == dict(b.nodes(data=True))
        and list(a.edges(keys=True, data=True)) == list(b.edges(keys=True, data=True))
        and a.graph == b.graph
    )


def test_node_link_json_gives_the_graph_back_whole(tmp_path):
    graph = build(stories(), groups={"d2": "d1"})
    assert same(load(export.write(graph, tmp_path / "graph.json")), graph)


def test_analysis_of_what_was_read_back_is_that_of_the_graph(tmp_path):
    graph = story_graph()
    assert same(annotate(load(export.write(graph, tmp_path / "graph.json"))), graph)


@pytest.mark.parametrize("name", RDF)
def test_rdf_gives_companies_themes_links_and_evidence_back(name, tmp_path):
    graph = story_graph()
    back = annotate(load(export.write(graph, tmp_path / EXPORTERS[name].file, name)))
    assert pairs(back) == pairs(graph)
    assert back.graph["copies"] == graph.graph["copies"]
    for key, facts in graph.nodes(data=True):
        for column in ("label_en", "label_ko", "kind", "id", "pagerank", "community", "trend"):
            assert back.nodes[key].get(column) == facts.get(column), (key, column)
    for a, b, key, facts in graph.edges(keys=True, data=True):
        read = back.edges[a, b, key]
        assert {e for k in read.get("links", ()) for e in k.evidence} == {
            e for k in facts.get("links", ()) for e in k.evidence
        }
        assert [k.citation for k in read.get("links", ())] == [k.citation for k in facts.get("links", ())]


def test_a_base_of_ones_own_does_not_matter(tmp_path):
    graph = build([link()])
    path = export.write(graph, tmp_path / "graph.ttl", base="https://data.example.net/x/")
    assert pairs(load(path)) == pairs(graph)


def test_in_a_folder_the_graph_is_found(tmp_path):
    graph = build([link()])
    export.write(graph, tmp_path / "graph.ttl")
    assert pairs(load(tmp_path)) == pairs(graph)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.json", '{"nodes": [,', r"a\.json:1: "),
        ("a.json", '{"nodes": []}', r"a\.json: is no graph that themegraph wrote"),
        ("a.json", '["x"]', r"a\.json: is no graph that themegraph wrote"),
        ("a.ttl", "<a> <b>\n<c> .\nx", r"a\.ttl:\d+: "),
        ("a.ttl", "", r"a\.ttl: is no graph that themegraph wrote"),
        ("a.xyz", "", r"a\.xyz: is no format that is read back"),
    ],
)
def test_what_is_no_graph_is_told_in_one_line(name, text, says, tmp_path):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(LoadError, match=says) as caught:
        load(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_graph_and_a_file_that_is_not_there_are_told(tmp_path):
    with pytest.raises(LoadError, match="holds no graph"):
        load(tmp_path)
    with pytest.raises(LoadError, match="No such file"):
        load(tmp_path / "graph.json")
