"""The cookbook answers what it says, and `themegraph query` asks it and any other query."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import themegraph
from sample import sample_graph
from themegraph import export
from themegraph.namespaces import BASE
from themegraph.query import QueryError, ask, bind, check, cookbook, load, names, term, write

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = Path(__file__).parent / "answers"
FORMATS = ("json", "xml", "csv", "tsv", "table")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return export.write(sample_graph(), tmp_path_factory.mktemp("query") / "graph.ttl")


@pytest.fixture(scope="module")
def store(file):
    return load([file])


@pytest.fixture(scope="module")
def dataset():
    return themegraph.to_rdflib(sample_graph())


def run(*arguments, stdin=None, cwd=None):
    done = subprocess.run(
        [sys.executable, "-c", "from themegraph.cli import main; main()", "query", *map(str, arguments)],
        input=stdin, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("name", cookbook())
def test_each_recipe_has_its_full_answer(name, store):
    shown = write(ask(store, cookbook()[name].text), "table", BASE).decode()
    assert shown == (ANSWERS / f"{name}.txt").read_text("utf-8")
    assert len(shown.splitlines()) > 2 or name == "is-exposed"


@pytest.mark.parametrize("name", cookbook())
def test_rdflib_gives_the_same_answer_to_each_recipe(name, store, dataset):
    text = cookbook()[name].text
    ours, theirs = ask(store, text), dataset.query(text)
    if theirs.type == "ASK":
        assert bool(ours) == theirs.askAnswer
    elif theirs.type == "CONSTRUCT":
        assert {str(t) for t in ours} == {" ".join(x.n3() for x in t) for t in theirs.graph}
    else:
        rows = list(csv.reader(io.StringIO(theirs.serialize(format="csv").decode())))[1:]
        mine = list(csv.reader(io.StringIO(write(ours, "csv", BASE).decode())))[1:]
        assert sorted(mine) == sorted(rows) and rows


@pytest.mark.parametrize("name", cookbook())
def test_each_recipe_is_described_in_both_languages_in_the_convention_of_sib(name):
    recipe = cookbook()[name]
    path = ROOT / "ontology" / "queries" / f"{name}.ttl"
    graph = rdflib.Graph().parse(path)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    subject = next(graph.subjects(rdflib.RDF.type, sh.SPARQLExecutable))
    said = [
        *graph.objects(subject, sh.select),
        *graph.objects(subject, sh.construct),
        *graph.objects(subject, sh.ask),
    ]
    assert [str(text) for text in said] == [recipe.text]
    assert set(recipe.titles) == set(recipe.comments) == {"en", "ko"}
    assert recipe.text.startswith(f"# {recipe.titles['en']}\n# {recipe.titles['ko']}\n")
    assert len(list(graph.objects(subject, rdflib.URIRef("https://schema.org/keywords")))) > 0
    kinds = {str(kind).rpartition("#")[2] for kind in graph.objects(subject, rdflib.RDF.type)}
    assert kinds & {"SPARQLSelectExecutable", "SPARQLConstructExecutable", "SPARQLAskExecutable"}


def test_there_are_recipes_for_what_users_ask():
    assert len(cookbook()) >= 15 and {p.stem for p in ANSWERS.glob("*.txt")} == set(cookbook())


def rows(store, name, **given):
    terms = {key: term(key, value, store, BASE) for key, value in given.items()}
    answer = ask(store, bind(cookbook()[name].text, terms))
    return [[None if v is None else v.value.removeprefix(BASE) for v in row] for row in answer]


def test_parameters_narrow_a_recipe(store):
    assert [row[1] for row in rows(store, "companies-of-theme", theme="show-me-story")] == [
        "Oracle",
        "Meta",
        "Meta",
    ]
    assert [row[0] for row in rows(store, "new-since", since="2026-01-06")] == [
        "2026-02-02",
        "2026-02-02",
        "2026-01-20",
    ]
    assert {
        row[4]
        for row in rows(store, "themes-of-company", company="oracle", since="2025-12-12", until="2025-12-31")
    } == {"2025-12-12"}
    assert rows(store, "peers", company="meta")[0][1:3] == ["Oracle", "2"]
    assert {row[0] for row in rows(store, "rising-themes", since="2026-01-15")} == {"2026-01", "2026-02"}
    assert rows(store, "hurt-and-gaining", theme="memory-supercycle", language="ko")[0][2] == "삼성전자"
    assert len(rows(store, "provenance", company="oracle", theme="power-bottleneck")) == 3
    assert {row[2] for row in rows(store, "by-ticker", ticker="ORCL")} == {"company/oracle"}


@pytest.mark.parametrize(
    "said", ["oracle", "Oracle", "오라클", "ORCL", "nyse:orcl", f"<{BASE}company/oracle>"]
)
def test_a_company_is_named_as_people_name_it(store, said):
    assert term("company", said, store, BASE) == ox.NamedNode(BASE + "company/oracle")


@given(st.text())
def test_whatever_a_parameter_holds_it_is_only_a_value(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    query = bind("SELECT ?x (1 AS ?one) WHERE { } # {", {"x": ox.Literal(text)})
    (row,) = ox.Store().query(query)
    assert row["x"].value == text


@given(st.text(alphabet="oracle\"'<>{}\\ ;|#?\n"))
def test_an_iri_that_would_end_its_brackets_is_no_parameter(text):
    try:
        value = term("x", f"<http://a.example/{text}>", ox.Store(), BASE)
    except QueryError:
        return
    (row,) = ox.Store().query(bind("SELECT ?x { }", {"x": value}))
    assert row["x"] == value


def test_a_parameter_is_bound_where_the_pattern_is_and_nowhere_else():
    text = '# ?no {\nCONSTRUCT { ?a <http://x.example/{> ?b } WHERE { ?a ?p ?b . FILTER(?b != "{?c}") }'
    with pytest.raises(QueryError):
        check(text)
    text = text.replace("<http://x.example/{>", "<http://x.example/p>")
    assert names(text) == ("a", "b", "p")
    bound = bind(text, {"b": ox.Literal("1")})
    assert bound.index("VALUES") > bound.index("WHERE") and bound.count("VALUES") == 1
    with pytest.raises(QueryError, match="gives this a value itself"):
        bind("SELECT * { BIND(1 AS ?x) }", {"x": ox.Literal("2")})
    with pytest.raises(QueryError, match="no WHERE group"):
        bind("DESCRIBE <http://x.example/>", {"x": ox.Literal("2")})


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("SELECT * { SERVICE ?s { ?a ?b ?c } }", True),
        ("SELECT * { ?a ?b ?c # x\n Service Silent<http://x.example/>{ ?a ?b ?c } }", True),
        ("SELECT * { ?service ?b 'SERVICE <x> { }' . ?a <http://x.example/SERVICE> \"\"\"SERVICE \"a\" \"\"\" } # SERVICE", False),
        ("SELECT * { ?a ?b ?x, ?y FILTER(?x<?y&&'>'='>') SERVICE <http://x.example/> { ?s ?p ?o } FILTER('a'='a') }", True),
        ("PREFIX service: <http://x.example/> SELECT * { ?a service:service ?c ; service:a service: }", False),
    ],
)  # fmt: skip
def test_only_a_real_service_call_is_refused(text, refused):
    if refused:
        with pytest.raises(QueryError, match="SERVICE would ask another server"):
            check(text)
    else:
        check(text)


def test_the_command_answers_in_every_format(file):
    asked = ("companies-of-theme", file, "--theme", "show-me-story")
    told = {name: run(*asked, "--format", name) for name in FORMATS}
    assert all(done.returncode == 0 for done in told.values())
    assert len(json.loads(told["json"].stdout)["results"]["bindings"]) == 3
    assert [row["companyName"] for row in csv.DictReader(io.StringIO(told["csv"].stdout))] == [
        "Oracle",
        "Meta",
        "Meta",
    ]
    assert told["tsv"].stdout.startswith("?themeName\t?companyName")
    assert "<sparql" in told["xml"].stdout and "tg:hurtBy" in told["table"].stdout
    built = run("company-graph", file, "--company=meta")
    assert len(rdflib.Graph().parse(data=built.stdout, format="turtle")) == 9
    assert run("is-exposed", file, "--company", "SK hynix", "--theme", "ai-infrastructure").stdout == "yes\n"
    assert run("is-exposed", file, "--company", "sk-hynix", "--theme", "show-me-story").stdout == "no\n"


def test_own_queries_come_from_a_file_or_standard_input_and_go_to_a_file(file, tmp_path):
    text = "SELECT ?label { ?c a <https://themegraph.example/ontology#Company> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label"
    (tmp_path / "q.rq").write_text(text, "utf-8")
    a = run(tmp_path / "q.rq", file, "--format", "csv", "--label", "Meta")
    b = run("-", file, "-f", "csv", stdin=text)
    assert a.returncode == b.returncode == 0 and len(b.stdout.split()) > 7
    assert a.stdout.split() == ["label"]  # a string, and labels have a language
    done = run(tmp_path / "q.rq", file, "-f", "csv", "--out", tmp_path / "deep" / "a.csv")
    assert done.stdout == "" and (tmp_path / "deep" / "a.csv").read_text("utf-8") == b.stdout


def test_an_export_with_named_graphs_and_a_folder_answer_alike(file, tmp_path):
    asked = ("themes-of-company", "--company", "oracle", "--format", "csv")
    first = run(asked[0], file, *asked[1:]).stdout
    for name in ("nquads", "trig", "jsonld", "rdfxml", "ntriples"):
        path = export.write(sample_graph(), tmp_path / name / export.EXPORTERS[name].file, name)
        assert run(asked[0], path.parent, *asked[1:]).stdout == first
    (tmp_path / "exports").mkdir()
    export.write(sample_graph(), tmp_path / "exports" / "graph.ttl")
    assert run(*asked, cwd=tmp_path).stdout == first


def test_the_whole_scheme_shows_the_gaps_when_it_is_loaded_beside(file):
    done = run("gaps", file, ROOT / "ontology" / "themes.ttl", "--format", "csv")
    assert done.returncode == 0 and len(done.stdout.splitlines()) > 50


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["peers", "FILE", "--compny", "x"], 2, "'--compny'"),
        (
            ["peers", "FILE", "--company", "nobody"],
            1,
            "--company nobody: there is no such company in the data",
        ),
        (["new-since", "FILE", "--since", "yesterday"], 1, "--since yesterday: is no date like 2026-01-31"),
        (["nonsuch", "FILE"], 2, "is no recipe"),
        (["nonsuch.rq", "FILE"], 1, "nonsuch.rq: No such file"),
        (["peers", "none.ttl"], 1, "none.ttl: No such file"),
        (["peers", "bad.ttl"], 1, "bad.ttl:2:9: The prefix y: has not been declared"),
        (["peers", "bad.xyz"], 1, "bad.xyz: is no RDF file"),
        (["bad.rq", "FILE"], 1, "bad.rq:2:9: cannot be read as SPARQL"),
        (["prefix.rq", "FILE"], 1, "prefix.rq:1:15: the prefix y: is not declared"),
        (["update.rq", "FILE"], 1, "INSERT would change the data"),
        (["service.rq", "FILE"], 1, "service.rq:1:12: SERVICE would ask another server"),
        (["from.rq", "FILE"], 1, "nothing is fetched"),
        (["peers", "FILE", "--format", "turtle"], 1, "this query makes rows"),
        (["company-graph", "FILE", "--format", "csv"], 1, "this query makes a graph"),
    ],
)
def test_a_users_mistake_is_one_clear_line(arguments, code, said, file, tmp_path):
    (tmp_path / "bad.ttl").write_text("@prefix x: <http://x.example/> .\nx:a x:b y:c .\n", "utf-8")
    (tmp_path / "bad.xyz").write_text("", "utf-8")
    (tmp_path / "bad.rq").write_text("SELECT ?s {\n ?s ?p }", "utf-8")
    (tmp_path / "prefix.rq").write_text("SELECT * { ?s y:p ?o }", "utf-8")
    (tmp_path / "update.rq").write_text("INSERT DATA { <http://a.example/> <http://b.example/> 1 }", "utf-8")
    (tmp_path / "service.rq").write_text("SELECT * { SERVICE <http://x.example/> { ?a ?b ?c } }", "utf-8")
    (tmp_path / "from.rq").write_text("SELECT * FROM <file:///etc/passwd> { ?a ?b ?c }", "utf-8")
    done = run(*(str(file) if a == "FILE" else a for a in arguments), "--out", "out.txt", cwd=tmp_path)
    assert done.returncode == code and done.stdout == ""
    told = [line for line in done.stderr.splitlines() if line and not line.startswith(("Usage:", "Try "))]
    assert len(told) == 1 and said in told[0], done.stderr
    assert not (tmp_path / "out.txt").exists()


def test_answers_cannot_steer_the_terminal(file):
    done = run("-", file, stdin='SELECT ("a\\u001b[31mb" AS ?x) { }')
    assert done.returncode in (0, 1) and "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("query", "format"),
    [("SELECT ?o { ?s ?p ?o }", "xml"), ("CONSTRUCT WHERE { ?s ?p ?o }", "rdfxml")],
)
def test_answers_in_xml_are_well_formed_whatever_a_text_holds(query, format):
    store, node = ox.Store(), ox.NamedNode("http://x.example/a")
    store.add(ox.Quad(node, node, ox.Literal("a\x00\x0b\ufffe]]><b>&")))
    root = ElementTree.fromstring(write(ask(store, query), format, BASE))
    assert "a]]><b>&" in "".join(root.itertext())


def test_help_shows_the_cookbook_and_what_a_recipe_takes():
    assert "contested" in run("--list").stdout and "의견이 갈리는 짝" in run("--list").stdout
    told = run("companies-of-theme", "--help").stdout
    assert "독립 출처" in told and "--theme VALUE" in told and "--companyName" not in told
