"""The ontology, its shapes, and every RDF format of the graph."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic, to_isomorphic

import themegraph
from sample import CHIPS, LINKS, VOCABULARY, sample_graph
from themegraph import export
from themegraph.graph import build
from themegraph.model import Citation, Evidence, Link, Role, Stance
from themegraph.namespaces import BASE, TERMS, prefixes
from themegraph.query import cookbook
from themegraph.validate import validate

ONTOLOGY = Path(__file__).resolve().parents[1] / "ontology"
RDF_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "turtle12", "void")
TG = rdflib.Namespace(TERMS)
RDF, RDFS, SKOS, OWL = rdflib.RDF, rdflib.RDFS, rdflib.SKOS, rdflib.OWL
PARSED = {
    "turtle": "turtle",
    "ntriples": "nt",
    "nquads": "nquads",
    "trig": "trig",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}
HOSTILE = "</rdf:Description> ]]> \x00\x0b\ufffe \"\"\"'''\\ <b> \u202e \ud800 @prefix <x> .\n\r\t"
EXTERNAL = ("skos", "schema", "dct", "prov", "oa")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return export.write_all(sample_graph(), tmp_path_factory.mktemp("rdf"), formats=RDF_FORMATS)


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(ONTOLOGY / "themegraph.ttl")


def triples(path: Path, format: str) -> rdflib.Graph:
    """What rdflib reads, named graphs put together."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format=format)
    graph = rdflib.Graph()
    for s, p, o, _ in dataset.quads():
        graph.add((s, p, o))
    return graph


# The ontology


def test_every_term_has_labels_and_comments_in_both_languages(ontology):
    own = {s for s in ontology.subjects(RDFS.isDefinedBy) if str(s).startswith(TERMS)}
    assert len(own) >= 30
    for term in own:
        for predicate in (RDFS.label, RDFS.comment):
            assert sorted(o.language for o in ontology.objects(term, predicate)) == ["en", "ko"], term


def test_properties_have_ranges_and_roles_stand_under_exposure(ontology):
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    own = {s for kind in kinds for s in ontology.subjects(RDF.type, kind) if str(s).startswith(TERMS)}
    includes = rdflib.URIRef("https://schema.org/domainIncludes")
    for term in own:
        assert ontology.value(term, RDFS.range), term
        assert ontology.value(term, RDFS.domain) or list(ontology.objects(term, includes)), term
    under = set(ontology.subjects(RDFS.subPropertyOf, TG.exposedTo))
    assert under == {TG.voices, TG.drives, TG.hurtBy, TG.benefitsFrom}
    node = rdflib.URIRef(BASE + "ontology")
    version = str(ontology.value(node, OWL.versionInfo))
    assert str(ontology.value(node, OWL.versionIRI)) == f"{node}/{version}"


def errors(graph: rdflib.Graph) -> list[str]:
    """What the OWL 2 RL rules find inconsistent."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(o) for _, p, o in graph if str(p).endswith("agent-ont#error")]


def test_ontology_themes_and_data_are_consistent_under_owl_2_rl(ontology, files):
    together = ontology + triples(files["turtle"], "turtle")
    assert not errors(together)
    oracle, bottleneck = (rdflib.URIRef(BASE + path) for path in ("company/oracle", "theme/power-bottleneck"))
    assert (oracle, TG.exposedTo, bottleneck) in together  # a role says exposure too
    themes = ontology + rdflib.Graph().parse(ONTOLOGY / "themes.ttl")
    assert not errors(themes)


@pytest.mark.parametrize(
    ("predicate", "object"),
    [(RDF.type, SKOS.Concept), (RDF.type, TG.Link), (TG.copyOf, rdflib.URIRef(BASE + "theme/show-me-story"))],
)
def test_what_contradicts_the_ontology_is_found(predicate, object, ontology, files):
    wrong = ontology + triples(files["turtle"], "turtle")
    wrong.add((rdflib.URIRef(BASE + "company/oracle"), predicate, object))
    assert errors(wrong)


def used(graph: rdflib.Graph) -> set[str]:
    """Predicates and classes, and the terms of our own that stand as objects."""
    terms = {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}
    return terms | {str(o) for o in graph.objects() if str(o).startswith(TERMS)}


def test_no_export_uses_a_term_that_the_ontology_does_not_declare(ontology, files):
    declared = {str(s) for s in ontology.subjects(RDF.type)}
    standard = (str(RDF), str(RDFS), str(OWL), "http://www.w3.org/ns/shacl#")
    for name, path in files.items():
        if name in PARSED:
            missing = {t for t in used(triples(path, PARSED[name])) - declared if not t.startswith(standard)}
            assert not missing, name
    assert used(rdflib.Graph().parse(ONTOLOGY / "themes.ttl")) <= declared | {str(RDF.type)}
    for path in (ONTOLOGY / "shapes.ttl", *(ONTOLOGY / "queries").glob("*.rq")):
        found = {TERMS + name for name in re.findall(r"\btg:(\w+)", path.read_text("utf-8"))}
        assert found and found <= declared, path.name


def test_prefixes_of_the_context_are_those_of_the_namespaces():
    context = json.loads((ONTOLOGY / "context.jsonld").read_text("utf-8"))["@context"]
    assert {k: v for k, v in context.items() if isinstance(v, str) and "/" in v}.items() <= prefixes().items()


# SKOS


@pytest.fixture(params=["themes.ttl", "export"])
def scheme(request, files):
    path = files["turtle"] if request.param == "export" else ONTOLOGY / "themes.ttl"
    return rdflib.Graph().parse(path)


def test_every_theme_has_one_preferred_label_a_language(scheme):
    for concept in scheme.subjects(RDF.type, SKOS.Concept):
        assert sorted(label.language for label in scheme.objects(concept, SKOS.prefLabel)) == ["en", "ko"]


def test_no_theme_is_an_orphan_or_broader_than_itself(scheme):
    concepts = set(scheme.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        above = set(scheme.transitive_objects(concept, SKOS.broader)) - {concept}
        direct = set(scheme.objects(concept, SKOS.broader))
        assert direct <= concepts and concept not in direct
        assert not any(concept in scheme.transitive_objects(parent, SKOS.broader) for parent in direct)
        tops = [c for c in {concept, *above} if scheme.value(c, SKOS.topConceptOf)]
        assert tops, concept


# Formats


def test_each_format_read_back_by_rdflib_is_the_same_graph(files):
    expected = to_isomorphic(triples(files["ntriples"], "nt"))
    assert len(expected) > 400
    for name, format in PARSED.items():
        assert isomorphic(to_isomorphic(triples(files[name], format)), expected), name


def test_each_format_read_back_by_pyoxigraph_is_the_same_graph(files):
    expected = {str(t.triple if isinstance(t, ox.Quad) else t) for t in ox.parse(path=str(files["ntriples"]))}
    for name in PARSED:
        assert {str(q.triple) for q in ox.parse(path=str(files[name]))} == expected, name


def test_the_same_holds_of_hostile_text(tmp_path):
    graph = hostile_graph(HOSTILE)
    paths = export.write_all(graph, tmp_path, formats=RDF_FORMATS)
    expected = triples(paths["ntriples"], "nt")
    for name, format in PARSED.items():
        found = triples(paths[name], format)
        assert len(found) == len(expected)
        if name != "rdfxml":  # XML cannot hold some characters
            assert isomorphic(found, expected), name


def hostile_graph(text: str):
    citation = Citation(text, text, text, "en", text, text)
    evidence = (Evidence(0, max(len(text), 1), text or "x"),)
    link = Link(citation, "oracle", "power-bottleneck", Role.HURT_BY, Stance.NEGATIVE, 1e-7, evidence)
    return build([link], VOCABULARY, groups={})


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_at_all_is_written_and_read_back_alike_in_every_format(tmp_path_factory, text):
    paths = export.write_all(hostile_graph(text), tmp_path_factory.mktemp("any"), formats=RDF_FORMATS)
    expected = {str(t) for t in ox.parse(path=str(paths["ntriples"]))}
    for name in ("turtle", "trig", "nquads", "jsonld"):
        assert {str(q.triple) for q in ox.parse(path=str(paths[name]))} == expected, name
    assert len(triples(paths["rdfxml"], "xml")) == len(expected)


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_the_bytes_do_not_depend_on_the_order_of_the_links_or_on_the_process(name, files, tmp_path):
    shuffled = list(LINKS)
    random.Random(3).shuffle(shuffled)
    again = export.write(sample_graph(shuffled), tmp_path / "again", name).read_bytes()
    assert again == files[name].read_bytes()
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\nfrom sample import sample_graph\nfrom themegraph import export\nexport.write(sample_graph(), {str(tmp_path / 'other')!r}, {name!r})"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONHASHSEED": "7"})
    assert (tmp_path / "other").read_bytes() == again


def test_each_document_has_a_named_graph_of_its_own(files):
    quads = list(ox.parse(path=str(files["nquads"])))
    graphs = {str(q.graph_name) for q in quads}
    assert graphs == {str(q.graph_name) for q in ox.parse(path=str(files["trig"]))}
    assert len(graphs) == 1 + len({link.citation for link in LINKS})
    mine = [q for q in quads if "hanbit-2" in str(q.graph_name)]
    quotes = {q.object.value for q in mine if q.predicate.value.endswith("#exact")}
    assert quotes == {e.quote for link in LINKS if link.citation == CHIPS for e in link.evidence}
    without = [link for link in LINKS if link.citation != CHIPS]
    left = {str(q.graph_name) for q in export.rdf.quads.quads(sample_graph(without), BASE)}
    assert graphs - left == {str(mine[0].graph_name)}


def test_loading_a_file_twice_leaves_each_triple_once(files):
    store = ox.Store()
    for _ in range(2):
        store.load(path=str(files["turtle"]))
    assert len(store) == len(list(ox.parse(path=str(files["ntriples"]))))


def test_json_ld_is_compact_and_its_context_is_inside(files):
    document = json.loads(files["jsonld"].read_text("utf-8"))
    (oracle,) = [node for node in document["@graph"] if node["id"] == "company:oracle"]
    assert oracle["label"] == {"en": "Oracle", "ko": "오라클"} and oracle["tickerSymbol"] == "ORCL"
    assert oracle["hurtBy"] == ["theme:power-bottleneck", "theme:show-me-story"]
    (link,) = [
        n
        for n in document["@graph"]
        if n.get("ofTheme") == "theme:memory-supercycle" and n["role"] == "tg:drives"
    ]
    assert (link["documents"], link["confidence"], link["firstSeen"]) == (1, "0.85", "2025-12-19")
    keys = {key for node in document["@graph"] for key in node}
    assert not any(":" in key for key in keys)


def test_rdf_1_2_ties_each_link_to_the_direct_triple_that_it_is_about(files):
    read = list(ox.parse(path=str(files["turtle12"]), format=ox.RdfFormat.TURTLE))
    plain = {str(q.triple) for q in ox.parse(path=str(files["turtle"]))}
    extra = [q.triple for q in read if str(q.triple) not in plain]
    links = sum(1 for _, _, e in sample_graph().edges(data=True) if e["relation"] == "link")
    assert len(extra) == links and {t.predicate.value for t in extra} == {str(RDF) + "reifies"}
    assert all(str(t.object) in plain for t in extra)


def test_void_counts_what_is_there_and_names_every_distribution(files):
    graph = rdflib.Graph().parse(files["void"])
    void, dcat = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    dataset = rdflib.URIRef(BASE + "dataset")
    data = triples(files["ntriples"], "nt")
    assert int(graph.value(dataset, void.triples)) == len(data)
    assert int(graph.value(dataset, void.distinctSubjects)) == len(set(data.subjects()))
    for part in graph.objects(dataset, void.classPartition):
        size = len(set(data.subjects(RDF.type, graph.value(part, void["class"]))))
        assert int(graph.value(part, void.entities)) == size > 0
    for part in graph.objects(dataset, void.propertyPartition):
        size = len(list(data.subject_objects(graph.value(part, void.property))))
        assert int(graph.value(part, void.triples)) == size > 0
    offered = {str(u).removeprefix(BASE) for u in graph.objects(None, dcat.downloadURL)}
    assert offered == {export.EXPORTERS[name].file for name in PARSED}


def test_a_notebook_gets_the_same_graph_from_to_rdflib(files):
    dataset = themegraph.to_rdflib(sample_graph())
    ours = rdflib.Graph()
    for s, p, o, _ in dataset.quads():
        ours.add((s, p, o))
    assert isomorphic(ours, triples(files["ntriples"], "nt"))
    rows = list(dataset.query("SELECT ?c { ?c a tg:Company }"))
    assert len(rows) == 7


@pytest.mark.parametrize("base", ["https://data.example.net/market#", "https://data.example.net/", "urn:x:"])
def test_another_base_changes_every_resource_and_no_term_in_every_format(tmp_path, files, base):
    for name, path in export.write_all(sample_graph(), tmp_path, base=base, formats=RDF_FORMATS).items():
        if name == "turtle12":
            assert all(q.subject.value.startswith(base) for q in ox.parse(path=path))
            continue
        graph = triples(path, PARSED.get(name, "turtle"))
        assert all(str(s).startswith(base) for s in graph.subjects()), name
        assert used(graph) == used(triples(files[name], PARSED.get(name, "turtle"))), name


def test_a_base_with_a_fragment_leads_to_files_that_can_be_fetched(tmp_path):
    path = export.write(sample_graph(), tmp_path / "void.ttl", "void", "https://data.example.net/market#")
    found = re.findall("downloadURL> <([^>]*)>|downloadURL <([^>]*)>", path.read_text("utf-8"))
    assert "https://data.example.net/graph.ttl" in {one or other for one, other in found}


# Shapes


def change(files, tmp_path, pattern: str, replacement: str) -> Path:
    """The sample's N-Triples with one line, or what a pattern finds first in it, changed."""
    text = files["ntriples"].read_text("utf-8").replace(TERMS, "TG:").replace(BASE, "B:")
    changed, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1, pattern
    path = tmp_path / "changed.nt"
    path.write_text(changed.replace("TG:", TERMS).replace("B:", BASE), "utf-8")
    return path


def gone(line: str) -> tuple[str, str]:
    return rf"^{line}.*\n", ""


ORACLE, THEME, LINK, PROOF = (
    r"<B:company/oracle>",
    r"<B:theme/power-bottleneck>",
    r"<B:link/3932f1307bd62939>",
    r"<B:evidence/\w+>",
)
PREF, LABEL = re.escape(f"<{SKOS.prefLabel}>"), re.escape(f"<{RDFS.label}>")
DCT, OA, PROV = r"<http://purl.org/dc/terms/", r"<http://www.w3.org/ns/oa#", r"<http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
MUTATIONS = {
    "rdfs:label": [(rf"^({ORACLE} {LABEL}) .*@ko .$", r'\1 "Oracle2"@en .'), (rf"^({ORACLE} {LABEL}) .*@en .$", r'\1 "Oracle" .')],
    "tg:listing": [(rf"^({ORACLE} <TG:listing>) .*$", r'\1 "ORCL" .')],
    "tg:country": [(rf"^({ORACLE} <TG:country>) .*$", r'\1 "Korea" .')],
    "no theme": [(rf"^({ORACLE} <TG:hurtBy>) .*$", r"\1 <B:company/meta> .")],
    "skos:prefLabel": [(rf"^({THEME} {PREF}) .*@ko .$", r'\1 "again"@en .')],
    "skos:inScheme": [gone(rf"{THEME} {re.escape(f'<{SKOS.inScheme}>')}")],
    "orphan": [gone(rf"{THEME} {re.escape(f'<{SKOS.broader}>')}")],
    "under something": [(rf"^({THEME} {re.escape(f'<{SKOS.broader}>')}) .*$", r"\1 <B:theme/none> .")],
    "broader than itself": [(rf"^({THEME} {re.escape(f'<{SKOS.broader}>')}) .*$", rf"\1 {THEME} .")],
    "preferred and alternative": [(rf"^({THEME} {re.escape(f'<{SKOS.altLabel}>')}) .*@en .$", r'\1 "Power bottleneck"@en .')],
    "tg:company": [gone(rf"{LINK} <TG:company>")],
    "tg:theme)": [gone(rf"{LINK} <TG:theme>")],
    "tg:role": [gone(rf"{LINK} <TG:role>"), (rf"^({LINK} <TG:role>) .*$", r"\1 <TG:supports> .")],
    "tg:stance": [gone(rf"{LINK} <TG:stance>"), gone(rf"{PROOF} <TG:stance>")],
    "tg:confidence": [(rf"^({LINK} <TG:confidence>) .*$", rf'\1 "1.2"^^<{XSD}decimal> .'), gone(rf"{PROOF} <TG:confidence>")],
    "tg:documents": [(rf"^({LINK} <TG:documents>) .*$", rf'\1 "0"^^<{XSD}integer> .')],
    "tg:independentSources": [(rf"^({LINK} <TG:independentSources>) .*$", rf'\1 "9"^^<{XSD}integer> .')],
    "tg:firstSeen": [(rf"^({LINK} <TG:firstSeen>) .*$", r'\1 "last winter" .')],
    "tg:lastSeen": [(rf"^({LINK} <TG:lastSeen>) .*$", r'\1 "this winter" .')],
    "before it was first seen": [(rf"^({LINK} <TG:lastSeen>) .*$", rf'\1 "2001-01-01"^^<{XSD}date> .')],
    "rests on no evidence": [(r"<TG:supports> <B:link/084582bab7db9fa7>", rf"<TG:supports> {LINK}")],
    "no direct triple": [gone(rf"{ORACLE} <TG:hurtBy> <B:theme/power-bottleneck>")],
    "supports no link": [gone(rf"{PROOF} <TG:supports>")],
    "(dct:date)": [(rf"^({PROOF} {DCT}date>) .*$", r'\1 "soon" .'), (rf"^(<B:document/hanbit-1> {DCT}date>) .*$", r'\1 "soon" .')],
    "comes from no document": [gone(rf"{PROOF} {PROV}wasDerivedFrom>")],
    "does not say what made it": [gone(rf"{PROOF} {PROV}wasGeneratedBy>")],
    "oa:start": [gone(rf"<B:evidence/\w+[.]position> {OA}start>")],
    "oa:end": [gone(rf"<B:evidence/\w+[.]position> {OA}end>")],
    "quotes nothing": [gone(rf"<B:evidence/\w+[.]quote> {OA}exact>")],
    "not as long as": [(rf"^(<B:evidence/\w+[.]quote> {OA}exact>) .*$", r'\1 "short" .')],
    "points into another document": [(rf"^(<B:evidence/\w+[.]target> {OA}hasSource>) .*$", r"\1 <B:document/ledger-1> .")],
    "dct:identifier": [gone(rf"<B:document/hanbit-1> {DCT}identifier>")],
    "more than one title": [(rf"^(<B:document/hanbit-1> {DCT}title>) .*$", r'\1 "a", "b" .'.replace('"a", ', '"a" .\n<B:document/hanbit-1> <http://purl.org/dc/terms/title> '))],
    "dct:issued": [(rf"^(<B:document/hanbit-2> {DCT}issued>) .*$", r'\1 "noon" .')],
    "no organization": [(rf"^(<B:document/hanbit-1> {DCT}publisher>) .*$", r"\1 <B:company/meta> .")],
    "tg:copyOf": [(r"^(<B:document/ledger-copy> <TG:copyOf>) .*$", r"\1 <B:company/meta> .")],
    "does not declare it": [(r"<TG:listing>", "<TG:listed>")],
}  # fmt: skip


def test_an_export_keeps_every_shape(files):
    for name in ("turtle", "trig", "jsonld", "rdfxml"):
        assert validate([files[name]]) == ()


@pytest.mark.parametrize("said", MUTATIONS)
def test_each_shape_can_break_and_says_so_in_words(said, files, tmp_path):
    for pattern, replacement in MUTATIONS[said]:
        breaches = validate([change(files, tmp_path, pattern, replacement)])
        assert any(said in breach.said("en") for breach in breaches), [b.said("en") for b in breaches]
        assert all(re.search("[가-힣]", breach.said("ko")) for breach in breaches)


def test_every_message_of_the_shapes_is_broken_by_one_of_these_tests():
    shapes = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")
    messages = list(shapes.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#message")))
    english = [str(m) for m in messages if m.language == "en"]
    assert len(english) * 2 == len(messages) and len(english) > 30
    assert not [m for m in english if not any(said in m for said in MUTATIONS)]


def run(*arguments):
    code = "from themegraph.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "validate", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_what_breaks_and_ends_with_1(files, tmp_path):
    good = run(files["turtle"])
    assert good.returncode == 0 and good.stdout == "" and "keeps every shape" in good.stderr
    bad = run(change(files, tmp_path, rf"^({LINK} <TG:confidence>) .*$", rf'\1 "1.2"^^<{XSD}decimal> .'))
    assert bad.returncode == 1
    assert bad.stdout == "link/3932f1307bd62939 needs a confidence from 0 to 1 (tg:confidence): 1.2\n"
    (tmp_path / "broken.ttl").write_text("@prefix x: <http://x.example/> .\nx:a", "utf-8")
    broken = run(tmp_path / "broken.ttl")
    assert broken.returncode == 1 and "broken.ttl:2" in broken.stderr and len(broken.stderr.splitlines()) == 1


def test_the_cookbook_only_names_terms_that_an_export_has(files):
    there = {
        p.value
        for q in ox.parse(path=str(files["turtle"]))
        for p in (q.predicate, q.object)
        if isinstance(p, ox.NamedNode)
    }
    for recipe in cookbook().values():
        for name in re.findall(r"\btg:(\w+)", recipe.text):
            assert TERMS + name in there, (recipe.name, name)
