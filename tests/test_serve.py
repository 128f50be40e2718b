"""`themegraph serve` over real HTTP, with SPARQLWrapper and plain requests."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import quote, urlencode

import pytest
import rdflib
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from sample import LINKS, WINTER, sample_graph
from themegraph import export
from themegraph.model import Citation, Evidence, Link, Role, Stance
from themegraph.namespaces import BASE, resource

TG = "PREFIX tg: <https://themegraph.example/ontology#> "
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT DISTINCT ?a ?c ?d ?f ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"
HOSTILE = "<script>alert(1)</script>"


class Server:
    def __init__(self, folder, *options):
        code = "from themegraph.cli import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", str(folder), "--port", "0", *options],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        line = self.process.stderr.readline()
        found = re.match(r"(http://127\.0\.0\.1:\d+)/", line)
        assert found, line
        self.url = found.group(1)

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stderr.close()

    def get(self, path, accept="", method="GET", body=None, media=""):
        headers = {k: v for k, v in {"Accept": accept, "Content-Type": media}.items() if v}
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def ask(self, query, accept="application/sparql-results+json", **more):
        return self.get("/sparql?" + urlencode({"query": query, **more}), accept)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    hostile = Link(
        Citation("hostile", HOSTILE, "2026-03-01", "en", HOSTILE, "javascript:alert(1)"),
        "oracle", "power-bottleneck", Role.VOICES, Stance.NEUTRAL, 0.5, (Evidence(0, len(HOSTILE), HOSTILE),),
    )  # fmt: skip
    export.write_all(sample_graph((*LINKS, hostile)), folder, formats=["html", "turtle", "trig"])
    return folder


@pytest.fixture(scope="module")
def server(folder):
    running = Server(folder, "--timeout", "3", "--memory", "64")
    yield running
    running.close()


def test_the_page_is_at_the_root(server, folder):
    status, headers, body = server.get("/")
    assert (status, headers.get_content_type()) == (200, "text/html")
    assert body == (folder / "graph.html").read_bytes()


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("format", [JSON, XML, CSV, TURTLE])
def test_a_sparql_client_gets_every_format_by_get_and_post(server, method, format):
    client = SPARQLWrapper(server.url + "/sparql")
    client.setMethod(method)
    client.setReturnFormat(format)
    if format == TURTLE:
        client.setQuery(TG + "CONSTRUCT { ?c tg:hurtBy ?t } WHERE { ?c tg:hurtBy ?t }")
        assert len(rdflib.Graph().parse(data=client.query().convert(), format="turtle")) == 4
        return
    client.setQuery(TG + "SELECT ?c { ?c a tg:Company } ORDER BY ?c")
    answer = client.query().convert()
    if format == JSON:
        found = [row["c"]["value"] for row in answer["results"]["bindings"]]
    elif format == XML:
        found = [node.firstChild.data for node in answer.getElementsByTagName("uri")]
    else:
        found = answer.decode().split()[1:]
    assert len(found) == 7 and found[0] == BASE + "company/acme-grid"


def test_a_query_may_be_posted_as_it_is_and_any_site_may_read_the_answer(server):
    request = urllib.request.Request(
        server.url + "/sparql", b"ASK { ?s ?p ?o }",
        {"Content-Type": "application/sparql-query", "Origin": "https://elsewhere.example"},
    )  # fmt: skip
    with urllib.request.urlopen(request) as response:
        assert json.load(response)["boolean"] is True
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Accept" in response.headers["Vary"]


def test_named_graphs_can_be_chosen_and_the_default_is_their_union(server):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def number(**more):
        return int(json.loads(server.ask(count, **more)[2])["results"]["bindings"][0]["n"]["value"])

    one = {"default-graph-uri": resource("graph", WINTER.document)}
    assert 20 < number(**one) < number()
    by_graph = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert json.loads(server.ask(by_graph)[2])["results"]["bindings"][0]["n"]["value"] == "10"


def test_without_a_query_the_endpoint_describes_itself(server):
    status, headers, body = server.get("/sparql", "text/turtle")
    graph = rdflib.Graph().parse(data=body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert status == 200 and headers.get_content_type() == "text/turtle"
    assert [str(o) for o in graph.objects(None, sd.endpoint)] == [server.url + "/sparql"]
    assert (None, sd.supportedLanguage, sd.SPARQL11Query) in graph and len(
        set(graph.objects(None, sd.name))
    ) == 10
    for accept in ("application/rdf+xml", "application/ld+json", "application/n-triples"):
        assert server.get("/sparql", accept)[1].get_content_type() == accept


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM <http://elsewhere.example/data.ttl> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://elsewhere.example/data.ttl> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { <http://a.example/> <http://b.example/> 1 }",
        "PREFIX x: <http://x.example/> DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_whatever_reaches_outside_or_changes_the_data_is_refused(server, query):
    status, headers, body = server.ask(query)
    assert status == 403 and headers.get_content_type() == "text/plain" and len(body.splitlines()) == 1
    assert server.get("/sparql", method="POST", body=b"update=" + quote(query).encode(), media="application/x-www-form-urlencoded")[0] == 403  # fmt: skip


def test_a_service_call_that_slipped_through_could_not_connect_anywhere(tmp_path):
    """The second wall: a child that answers has no file descriptor left to open a connection with."""
    import asyncio
    import socket
    from concurrent.futures import ThreadPoolExecutor

    from themegraph.serve import Keeper, Limits
    from themegraph.serve.messages import Question, Reply

    def answer(question):
        try:
            socket.create_connection(("127.0.0.1", 9), timeout=1)
        except OSError as error:
            return Reply.line(200, type(error).__name__ + " " + str(error.errno))
        return Reply.line(200, "connected")

    async def asked():
        keeper = Keeper(answer, Limits())

        async def here():
            return False

        try:
            return await keeper.ask(Question(), here)
        finally:
            keeper.close()

    with ThreadPoolExecutor(1) as thread:  # a browser of another test may hold this thread's event loop
        assert b"OSError 24" in thread.submit(lambda: asyncio.run(asked())).result().body


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/sparql?query=SELECT", "", 400),
        ("/sparql?query=" + quote("SELECT ?s {\n ?s ?p }"), "", 400),
        ("/sparql?query=", "", 400),
        ("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", "", 400),
        ("/sparql?query=ASK%20%7B%7D", "image/png", 406),
        ("/sparql?query=ASK%20%7B%7D&default-graph-uri=file:///etc/passwd", "", 403),
        ("/sparql", "image/png", 406),
        ("/company/nobody", "", 404),
        ("/company/oracle", "image/png", 406),
        ("/static/..%2f..%2f__init__.py", "", 404),
        ("/../../etc/passwd", "", 404),
        ("/nothing", "", 404),
    ],
)
def test_what_is_wrong_with_a_request_is_one_line_and_a_proper_status(server, path, accept, status):
    got, headers, body = server.get(path, accept)
    assert got == status and headers.get_content_type() == "text/plain" and len(body.splitlines()) == 1
    if "%0A" in path:
        assert body.startswith(b"2:")


def test_requests_of_other_kinds_are_refused(server):
    assert server.get("/sparql", method="DELETE")[0] == 405
    assert server.get("/company/oracle", method="PUT", body=b"x")[0] == 405
    assert server.get("/sparql", method="POST", body=b"x", media="application/sparql-update")[0] == 403
    assert server.get("/sparql", method="POST", body=b"x", media="text/plain")[0] == 415
    assert server.get("/sparql", method="POST", body=b"\xff", media="application/sparql-query")[0] == 400
    assert (
        server.get("/sparql", method="POST", body=b"#" * (1 << 21), media="application/sparql-query")[0]
        == 413
    )


def test_a_query_that_takes_too_long_is_ended_with_a_status_and_no_half_answer(server):
    start = time.monotonic()
    status, headers, body = server.ask(HEAVY)
    assert status == 503 and b"after its 3 seconds" in body and headers["Retry-After"]
    assert 2.5 < time.monotonic() - start < 20


def test_a_query_that_takes_too_much_memory_is_ended_with_a_status(server):
    status, _, body = server.ask(HUNGRY)
    assert status == 507 and b"64 MB of memory" in body
    assert server.ask("ASK { ?s ?p ?o }")[0] == 200


def test_a_query_nested_so_deep_that_it_breaks_its_parser_breaks_only_its_own_process(server):
    deep = "SELECT * { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }"
    body = urlencode({"query": deep}).encode()
    status, _, _ = server.get("/sparql", method="POST", body=body, media="application/x-www-form-urlencoded")
    assert status in (400, 503, 507)
    assert server.ask("ASK { ?s ?p ?o }")[0] == 200


def test_twenty_clients_with_heavy_queries_do_not_stop_a_light_one(server):
    statuses = []
    threads = [threading.Thread(target=lambda: statuses.append(server.ask(HEAVY)[0])) for _ in range(20)]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    light = [server.ask("ASK { ?s ?p ?o }")[0] for _ in range(5)]
    still_running = 20 - len(statuses)
    for thread in threads:
        thread.join()
    assert light == [200] * 5 and still_running > 0
    assert statuses == [503] * 20


def test_a_client_that_goes_away_takes_its_query_with_it(folder):
    running = Server(folder, "--timeout", "60")
    try:
        import psutil

        connection = http.client.HTTPConnection(running.url.removeprefix("http://"))
        connection.request("GET", "/sparql?" + urlencode({"query": HEAVY}))

        def children():
            return len(psutil.Process(running.process.pid).children(recursive=True))

        wait_until(lambda: children() == 2)
        connection.close()
        wait_until(lambda: children() == 1)
    finally:
        running.close()


def wait_until(happens, seconds=20):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.05)


LINK = next(
    q.subject.value.removeprefix(BASE)
    for q in export.rdf.quads.quads(sample_graph(), BASE)
    if q.object.value.endswith("#Link")
)


@pytest.mark.parametrize(
    ("path", "name"),
    [("company/oracle", "오라클"), ("theme/power-bottleneck", "전력 병목"), (LINK, "Acme Grid"),
     ("document/" + resource("document", WINTER.document, ""). removeprefix("document/"), "겨울 전력")],
)  # fmt: skip
def test_everything_has_a_page_and_its_rdf_at_its_own_path(server, path, name):
    status, headers, body = server.get("/" + path, "text/html,*/*;q=0.1")
    assert (status, headers.get_content_type()) == (200, "text/html") and name in body.decode()
    iri = rdflib.URIRef(BASE + path)
    for accept, format in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        status, headers, body = server.get("/" + path, accept)
        graph = rdflib.Graph().parse(data=body, format=format)
        assert status == 200 and headers.get_content_type() == accept
        assert len(list(graph.predicate_objects(iri))) > 3
        assert server.get(f"/{path}?format={'turtle' if format == 'turtle' else 'jsonld'}")[2] == body


def test_a_page_shows_its_evidence_and_no_word_of_a_document_becomes_html(server):
    page = server.get("/company/oracle", "text/html")[2].decode()
    assert "오라클은 전력망이 따라주지 못해" in page and 'href="/theme/show-me-story"' in page
    assert HOSTILE not in page and "&lt;script&gt;alert(1)" in page
    document = server.get("/document/hostile", "text/html")[2].decode()
    assert (
        HOSTILE not in document and 'href="javascript' not in document and "javascript:alert(1)" in document
    )
    policy = server.get("/document/hostile", "text/html")[1]["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "default-src 'none'" in policy


def test_turtle_alone_is_served_as_well_and_a_folder_without_data_is_one_clear_line(tmp_path):
    export.write_all(sample_graph(), tmp_path, formats=["turtle"], base="https://data.example.net/")
    running = Server(tmp_path)
    try:
        assert running.get("/company/oracle", "text/turtle")[0] == 200
        assert b"<https://data.example.net/company/>" in running.get("/company/oracle", "text/turtle")[2]
        assert running.get("/")[0] == 404
    finally:
        running.close()
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "none"):
        done = subprocess.run(
            [sys.executable, "-c", "from themegraph.cli import main; main()", "serve", str(folder)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 and str(folder) in done.stderr


def test_a_base_that_ends_in_a_hash_is_served_like_any_other(tmp_path):
    base = "https://data.example.net/market#"
    export.write_all(sample_graph(), tmp_path, formats=["nquads"], base=base)
    running = Server(tmp_path)
    try:
        assert f"<{base}company/>".encode() in running.get("/company/oracle", "text/turtle")[2]
        assert 'href="/theme/show-me-story"' in running.get("/company/oracle", "text/html")[2].decode()
        status, _, body = running.get("/sparql", "text/turtle")
        assert status == 200
        told = rdflib.Graph().parse(data=body, format="turtle")
        assert rdflib.URIRef(base + "graph") in set(told.objects())
    finally:
        running.close()


def test_the_examples_are_the_cookbook_and_every_one_of_them_runs_here(server):
    recipes = json.loads(server.get("/examples.json")[2])["recipes"]
    assert len(recipes) >= 15
    for recipe in recipes:
        assert server.ask(recipe["query"], "*/*")[0] == 200, recipe["name"]
