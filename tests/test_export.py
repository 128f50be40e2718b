from __future__ import annotations

import random
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from themegraph import export
from themegraph.export import EXPORTERS
from themegraph.graph import build
from themegraph.model import Citation, Evidence, Link, Role, Stance
from themegraph.namespaces import BASE, OA, TERMS

HOSTILE = "</script><script>alert(1)</script> ]]> \x00\x0b\ufffe \"'& <b> \u202e {{7*7}}"


def hostile_graph():
    citation = Citation("d/1 <x>", HOSTILE, "2026-01-02", "en", HOSTILE, "javascript:alert(1)")
    link = Link(
        citation, "oracle", "power-bottleneck", Role.HURT_BY, Stance.NEGATIVE, 0.8, (Evidence(0, 9, HOSTILE),)
    )
    return build([link])


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_export_is_the_same_whatever_the_order_of_the_documents(
    name, seed_extractions, seed_graph, tmp_path
):
    shuffled = list(seed_extractions)
    random.Random(7).shuffle(shuffled)
    a = export.write(seed_graph, tmp_path / "a", name).read_bytes()
    b = export.write(build(shuffled), tmp_path / "b", name).read_bytes()
    assert a == b and len(a) > 1000


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_export_writes_an_empty_and_a_hostile_graph(name, tmp_path):
    export.write(build([]), tmp_path / "empty", name)
    export.write(hostile_graph(), tmp_path / "hostile", name)


def test_a_writer_that_fails_leaves_the_last_good_file(tmp_path, seed_graph, monkeypatch):
    target = tmp_path / "graph.ttl"
    export.write(seed_graph, target)
    good = target.read_bytes()

    def broken(graph, path, base):
        path.write_text("half")
        raise OSError("disk full")

    monkeypatch.setitem(EXPORTERS, "turtle", export.Exporter("graph.ttl", "", broken))
    with pytest.raises(OSError, match="disk full"):
        export.write(seed_graph, target)
    assert target.read_bytes() == good
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]


def test_an_ending_that_nobody_writes_is_refused(seed_graph, tmp_path):
    with pytest.raises(ValueError, match=r"no exporter writes \.xyz"):
        export.write(seed_graph, tmp_path / "graph.xyz")


def test_turtle_is_read_alike_by_rdflib_and_pyoxigraph(seed_graph, tmp_path):
    path = export.write(seed_graph, tmp_path / "graph.ttl")
    ours = rdflib.Graph().parse(path)
    theirs = list(ox.parse(path=str(path)))
    assert len(ours) == len(theirs) > 500


def test_turtle_has_the_direct_triple_and_the_link_with_its_evidence(seed_graph, tmp_path):
    store = ox.Store()
    store.load(path=str(export.write(seed_graph, tmp_path / "graph.ttl")))
    direct = {
        (str(r["c"]), str(r["p"]), str(r["t"]))
        for r in store.query(
            f"SELECT ?c ?p ?t {{ ?c a <{TERMS}Company> ; ?p ?t . ?t a <http://www.w3.org/2004/02/skos/core#Concept> }}"
        )
    }
    nodes = {
        (str(r["c"]), str(r["p"]), str(r["t"]))
        for r in store.query(
            f"SELECT ?c ?p ?t {{ ?l a <{TERMS}Link> ; <{TERMS}company> ?c ; <{TERMS}theme> ?t ; <{TERMS}role> ?p }}"
        )
    }
    edges = [e for e in seed_graph.edges(data=True) if e[2]["relation"] == "link"]
    assert direct == nodes and len(nodes) == len(edges) > 10
    quotes = {
        r["q"].value
        for r in store.query(
            f"SELECT ?q {{ ?e a <{TERMS}Evidence> ; <{OA}hasTarget>/<{OA}hasSelector>/<{OA}exact> ?q }}"
        )
    }
    assert quotes == {e.quote for _, _, f in edges for k in f["links"] for e in k.evidence}


def test_the_base_iri_is_an_option(seed_graph, tmp_path):
    path = export.write(seed_graph, tmp_path / "graph.ttl", base="https://data.example.net/")
    subjects = {t.subject.value for t in ox.parse(path=str(path)) if isinstance(t.subject, ox.NamedNode)}
    assert "https://data.example.net/company/nvidia" in subjects
    assert not any(s.startswith(BASE) for s in subjects)


def test_gexf_is_read_back_by_networkx_with_the_same_nodes_and_edges(seed_graph, tmp_path):
    path = export.write(seed_graph, tmp_path / "graph.gexf")
    text = (
        path.read_text("utf-8")
        .replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
        .replace('version="1.3"', 'version="1.2"')
    )
    path.write_text(text, "utf-8")
    back = nx.read_gexf(path)
    assert set(back.nodes) == set(seed_graph.nodes)
    assert back.number_of_edges() == seed_graph.number_of_edges()
    name = next(n for n, f in seed_graph.nodes(data=True) if f["kind"] == "company")
    assert back.nodes[name]["label_ko"] == seed_graph.nodes[name]["label_ko"]


def test_gexf_gives_each_relation_its_kind_and_every_node_a_place_colour_and_size(seed_graph, tmp_path):
    tree = ElementTree.parse(export.write(seed_graph, tmp_path / "graph.gexf"))
    ns = {"g": "http://gexf.net/1.3", "v": "http://gexf.net/1.3/viz"}
    nodes = tree.findall(".//g:node", ns)
    assert nodes and all(
        n.find("v:color", ns) is not None
        and n.find("v:position", ns) is not None
        and n.find("v:size", ns) is not None
        for n in nodes
    )
    kinds = {e.get("kind") for e in tree.findall(".//g:edge", ns)}
    assert kinds == {key for _, _, key in seed_graph.edges(keys=True)}


def test_gexf_of_hostile_text_is_well_formed_and_keeps_what_xml_can_hold(tmp_path):
    tree = ElementTree.parse(export.write(hostile_graph(), tmp_path / "graph.gexf"))
    values = [v.get("value") for v in tree.iter("{http://gexf.net/1.3}attvalue")]
    assert any("</script><script>alert(1)</script>" in v and "\x0b" not in v for v in values)
