"""What is written can be read back: the same nodes, edges and attributes, in every format of the registry."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from stories import hostile_graph, stories, story_graph
from themegraph import export
from themegraph.analyse import annotate
from themegraph.export import EXPORTERS, flat
from themegraph.export.flat import EDGE_COLUMNS, NODE_COLUMNS, Type
from themegraph.graph import build

GRAPHS = {
    "stories": story_graph,
    "one link": lambda: annotate(build(stories(1))),
    "empty": lambda: annotate(build([])),
    "hostile": hostile_graph,
}


def nodes_of(graph):
    return {n.key: {"label": n.label, **n.values} for n in flat.nodes(graph)}


def edges_of(graph):
    return {(e.source, e.target, e.kind): {"weight": e.weight, **e.values} for e in flat.edges(graph)}


def typed(values, columns, split):
    """Values as text, in the types of their columns; what is empty is absent."""
    read = {
        Type.TEXT: str,
        Type.TEXTS: split,
        Type.BOOLEAN: lambda v: {"true": True, "false": False}[str(v).lower()],
        Type.INTEGER: int,
        Type.DOUBLE: float,
    }
    return {n: read[columns[n]](v) for n, v in values.items() if n in columns and v not in ("", None)}


def read_gexf(path):
    """By networkx, which reads GEXF when it is called 1.2."""
    text = path.read_text("utf-8").replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
    other = path.with_suffix(".1.2.gexf")
    other.write_text(text.replace('version="1.3"', 'version="1.2"'), "utf-8")
    back = nx.read_gexf(other)
    nodes = {
        n: {"label": f["label"], **typed(f, NODE_COLUMNS, lambda v: tuple(json.loads(v)))}
        for n, f in back.nodes(data=True)
    }
    edges = {
        (a, b, f["kind"] if "kind" in f else f["id"].split()[-2]): {
            "weight": f["weight"],
            **typed(f, EDGE_COLUMNS, lambda v: tuple(json.loads(v))),
        }
        for a, b, f in back.edges(data=True)
    }
    return nodes, edges


def barred(text):
    return tuple(text.split(" | "))


def read_graphml(path):
    back = nx.read_graphml(path, force_multigraph=True)
    nodes = {n: {"label": f["label"], **typed(f, NODE_COLUMNS, barred)} for n, f in back.nodes(data=True)}
    edges = {
        (a, b, f["label"].replace(" ", "_")): {"weight": f["weight"], **typed(f, EDGE_COLUMNS, barred)}
        for a, b, f in back.edges(data=True)
    }
    return nodes, edges


def read_node_link(path):
    back = nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="links")
    nodes = {n: {"label": f["label"], **typed(f, NODE_COLUMNS, tuple)} for n, f in back.nodes(data=True)}
    edges = {}
    for a, b, key, facts in back.edges(keys=True, data=True):
        edges[a, b, key] = {"weight": facts["weight"], **typed(facts, EDGE_COLUMNS, tuple)}
        quotes = dict.fromkeys(
            flat.fit(e["quote"]) for c in facts.get("citations", ()) for e in c["evidence"]
        )
        if quotes:
            edges[a, b, key]["evidence"] = tuple(quotes)
    return nodes, edges


def read_cytoscape(path):
    back = nx.cytoscape_graph(json.loads(path.read_text("utf-8")))
    nodes = {n: {"label": f["label"], **typed(f, NODE_COLUMNS, tuple)} for n, f in back.nodes(data=True)}
    edges = {
        (a, b, key): {"weight": f["weight"], **typed(f, EDGE_COLUMNS, tuple)}
        for a, b, key, f in back.edges(keys=True, data=True)
    }
    return nodes, edges


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {k: v[1:] if re.match(r"'[=+\-@\t\r]", v) else v for k, v in row.items()}
            for row in csv.DictReader(file)
        ]


def read_gephi_nodes(path):
    return {r["Id"]: {"label": r["Label"], **typed(r, NODE_COLUMNS, barred)} for r in rows(path)}, None


def read_gephi_edges(path):
    assert all(r["Type"] == "Directed" for r in rows(path))
    return None, {
        (r["Source"], r["Target"], r["Kind"]): {
            "weight": float(r["Weight"]),
            **typed(r, EDGE_COLUMNS, barred),
        }
        for r in rows(path)
    }


def bare(row):
    return {name.partition(":")[0]: value for name, value in row.items()}


def semicolons(text):
    return tuple(text.split(";"))


def read_neo4j_nodes(path):
    return {
        r["key:ID"]: {"label": r["label"], **typed(bare(r), NODE_COLUMNS, semicolons)} for r in rows(path)
    }, None


def read_neo4j_edges(path):
    return None, {
        (r[":START_ID"], r[":END_ID"], r[":TYPE"].lower()): {
            "weight": float(r["weight:double"]),
            **typed(bare(r), EDGE_COLUMNS, semicolons),
        }
        for r in rows(path)
    }


def read_parquet(path):
    import pyarrow.parquet as pq

    found = pq.read_table(path).to_pylist()
    if path.name == EXPORTERS["parquet-nodes"].file:
        return {r["key"]: {"label": r["label"], **typed(r, NODE_COLUMNS, tuple)} for r in found}, None
    return None, {
        (r["source"], r["target"], r["key"]): {"weight": r["weight"], **typed(r, EDGE_COLUMNS, tuple)}
        for r in found
    }


READERS = {
    "gexf": read_gexf,
    "gexf-dynamic": read_gexf,
    "graphml": read_graphml,
    "node-link": read_node_link,
    "cytoscape": read_cytoscape,
    "csv-nodes": read_gephi_nodes,
    "csv-edges": read_gephi_edges,
    "neo4j-nodes": read_neo4j_nodes,
    "neo4j-edges": read_neo4j_edges,
    "parquet-nodes": read_parquet,
    "parquet-edges": read_parquet,
}
# What has no attributes of this graph to read back: a page, and RDF, whose own tests compare triples.
ELSEWHERE = {"html", "turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "turtle12", "void"}


# Formats without lists of texts, or without carriage returns, write the nearest that they can hold.
def as_written(name, values):
    def text(value):
        if name == "graphml":
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return value

    def texts(value):
        if name.startswith("csv"):
            return barred(" | ".join(v.replace("|", ",") for v in value))
        if name.startswith("neo4j"):
            return tuple(v.replace(";", ",") for v in value)
        if name == "graphml":
            return barred(" | ".join(text(v) for v in value))
        return value

    return {
        n: texts(v) if isinstance(v, tuple) else text(v) if isinstance(v, str) else v
        for n, v in values.items()
    }


def test_every_exporter_of_the_registry_is_read_back_here_or_says_why_not():
    assert set(EXPORTERS) == READERS.keys() | ELSEWHERE


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("name", READERS)
def test_what_is_read_back_has_the_nodes_edges_and_attributes_of_the_graph(name, graph, tmp_path):
    if name.startswith("parquet"):
        pytest.importorskip("pyarrow")
    made = GRAPHS[graph]()
    path = export.write(made, tmp_path / EXPORTERS[name].file, name)
    nodes, edges = READERS[name](path)
    assert nodes is not None or edges is not None
    if nodes is not None:
        assert nodes == {n: as_written(name, v) for n, v in nodes_of(made).items()}
        assert len(nodes) == made.number_of_nodes()
    if edges is not None:
        assert edges == {e: as_written(name, v) for e, v in edges_of(made).items()}
        assert len(edges) == made.number_of_edges()


def test_the_values_that_are_compared_are_those_of_the_networkx_graph():
    graph = story_graph()
    renamed = {"identifier": "id"}
    for name, values in nodes_of(graph).items():
        facts = graph.nodes[name]
        for column in NODE_COLUMNS:
            known = facts.get(renamed.get(column, column))
            assert values.get(column) == (None if known in ("", (), None) else known), column
    for (a, b, key), values in edges_of(graph).items():
        facts = graph.edges[a, b, key]
        for column in EDGE_COLUMNS.keys() - {"documents", "publishers", "evidence"}:
            known = facts.get(column)
            assert values.get(column) == (None if known in ("", (), None) else known), column
        if facts["relation"] == "link":
            assert values["documents"] == facts["weight"]
            assert set(values["evidence"]) == {e.quote for k in facts["links"] for e in k.evidence}


@pytest.mark.parametrize("name", READERS)
def test_the_same_links_in_any_order_give_the_same_bytes(name, tmp_path):
    if name.startswith("parquet"):
        pytest.importorskip("pyarrow")
    links = stories()
    first = export.write(annotate(build(links)), tmp_path / "a", name).read_bytes()
    random.Random(1).shuffle(links)
    assert export.write(annotate(build(links)), tmp_path / "b", name).read_bytes() == first


def test_the_same_links_give_the_same_bytes_whatever_seed_python_hashes_with(tmp_path):
    code = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from stories import story_graph
from themegraph import export
from themegraph.report.findings import findings
from themegraph.report.render import RENDERERS
from themegraph.report.words import words
graph, folder = story_graph(), Path(sys.argv[2])
for name in sys.argv[3:]:
    export.write(graph, folder / name, name)
(folder / "report").write_text(RENDERERS[".html"](graph, findings(graph, 4), words("en")))
"""
    names = [name for name in READERS if not name.startswith("parquet")]
    for seed in ("0", "1"):
        (tmp_path / seed).mkdir()
        command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / seed), *names]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    for name in [*names, "report"]:
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes(), name


def test_a_cell_that_a_spreadsheet_would_run_is_text(tmp_path):
    from stories import link

    graph = build([link(quote="=HYPERLINK(1)"), link("d2", quote="+1", theme="tariffs")])
    for name in ("csv-edges", "neo4j-edges"):
        with export.write(graph, tmp_path / name, name).open(encoding="utf-8", newline="") as file:
            cells = [cell for row in list(csv.reader(file))[1:] for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
