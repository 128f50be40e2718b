"""Writes a graph to files, one writer a format."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from themegraph.export import cytoscape, gexf, graphml, nodelink, parquet, rdf, tables
from themegraph.export import html as html
from themegraph.namespaces import BASE

Writer = Callable[["nx.MultiDiGraph[str]", Path, str], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its file in an export folder, what it is for, its writer, and whether it is written unasked."""

    file: str
    purpose: str
    write: Writer
    default: bool = False


EXPORTERS: dict[str, Exporter] = {
    "html": Exporter("graph.html", "browse it: open this file in any browser", html.write, default=True),
    "turtle": Exporter(
        "graph.ttl", "query it with SPARQL, or load it into a store", rdf.turtle, default=True
    ),
    "gexf": Exporter("graph.gexf", "open it in Gephi", gexf.write, default=True),
    "gexf-dynamic": Exporter(
        "graph-dynamic.gexf", "play it on Gephi's timeline", gexf.write_dynamic, default=True
    ),
    "graphml": Exporter("graph.graphml", "open it in yEd, Cytoscape or igraph", graphml.write),
    "node-link": Exporter("graph.json", "draw it with d3, or read it back with NetworkX", nodelink.write),
    "cytoscape": Exporter("graph.cyjs", "open it in Cytoscape or Cytoscape.js", cytoscape.write),
    "csv-nodes": Exporter("nodes.csv", "import it into Gephi or a spreadsheet", tables.gephi_nodes),
    "csv-edges": Exporter("edges.csv", "import it into Gephi or a spreadsheet", tables.gephi_edges),
    "neo4j-nodes": Exporter("neo4j-nodes.csv", "load it with neo4j-admin import", tables.neo4j_nodes),
    "neo4j-edges": Exporter("neo4j-edges.csv", "load it with neo4j-admin import", tables.neo4j_edges),
    "parquet-nodes": Exporter("nodes.parquet", "query it with DuckDB, Polars or Spark", parquet.nodes),
    "parquet-edges": Exporter("edges.parquet", "query it with DuckDB, Polars or Spark", parquet.edges),
    "ntriples": Exporter("graph.nt", "one triple a line, for tools that read lines", rdf.ntriples),
    "nquads": Exporter("graph.nq", "one quad a line: a named graph for each document", rdf.nquads),
    "trig": Exporter("graph.trig", "Turtle with a named graph for each document", rdf.trig),
    "jsonld": Exporter("graph.jsonld", "JSON-LD with a compact context", rdf.jsonld),
    "rdfxml": Exporter("graph.rdf", "RDF/XML, for older tools", rdf.rdfxml),
    "turtle12": Exporter(
        "graph-1.2.ttl", "RDF 1.2: the direct triples with the links that reify them", rdf.turtle12
    ),
    "void": Exporter("void.ttl", "what the data set holds, in VoID and DCAT", rdf.void),
}
DEFAULT = tuple(name for name, exporter in EXPORTERS.items() if exporter.default)


def write(graph: nx.MultiDiGraph[str], path: Path | str, format: str = "", base: str = BASE) -> Path:
    """Writes a graph to one file; the format is named, or told by the file's ending.

    The file is written under a temporary name and moved into place, so that whoever reads it never sees
    half of it. ValueError where no exporter has this name or ending; OSError where it cannot be written.
    """
    path = Path(path)
    if not format:
        endings: dict[str, str] = {}
        for name, exporter in EXPORTERS.items():
            endings.setdefault(Path(exporter.file).suffix, name)
        if path.suffix not in endings:
            raise ValueError(
                f"{path.name}: no exporter writes {path.suffix or 'files without an ending'} ({', '.join(sorted(endings))})"
            )
        format = endings[path.suffix]
    if format not in EXPORTERS:
        raise ValueError(f"there is no exporter {format} ({', '.join(EXPORTERS)})")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    os.close(handle)
    temporary = Path(made)
    try:
        EXPORTERS[format].write(graph, temporary, base)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def write_all(
    graph: nx.MultiDiGraph[str], folder: Path | str, base: str = BASE, formats: Iterable[str] = DEFAULT
) -> dict[str, Path]:
    """Writes these formats into a folder, under the names of the registry."""
    return {name: write(graph, Path(folder) / EXPORTERS[name].file, name, base) for name in formats}
