"""`themegraph push` against the real oxigraph server."""

from __future__ import annotations

import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from sample import HANBIT, LINKS, sample_graph
from themegraph import export
from themegraph.namespaces import BASE
from themegraph.push import Pushed, PushError, push

SERVER = Path(sys.executable).with_name("oxigraph")
OTHERS = "http://other.example/graph"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def server():
    assert SERVER.exists() or shutil.which("oxigraph"), "pip install oxigraph brings the server"
    port = free_port()
    process = subprocess.Popen(
        [str(SERVER), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}/store"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/").close()
            break
        except OSError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


@pytest.fixture
def empty(server):
    call(server, "DELETE")
    return server


def call(server: str, method: str, graph: str = "", body: bytes | None = None) -> bytes:
    headers = (
        {"Accept": "application/n-quads"}
        if not graph and method == "GET"
        else {"Accept": "application/n-triples"}
    )
    if body is not None:
        headers["Content-Type"] = "application/n-triples"
    address = f"{server}?graph={quote(graph, safe='')}" if graph else server
    with urllib.request.urlopen(urllib.request.Request(address, body, headers, method=method)) as response:
        return response.read()


def content(server: str) -> set[str]:
    """Everything in the store but the ledger of pushes."""
    quads = ox.parse(input=call(server, "GET"), format=ox.RdfFormat.N_QUADS)
    return {str(quad) for quad in quads if str(quad.graph_name) != f"<{BASE}push>"}


def exported(folder: Path, links=LINKS, name: str = "nquads") -> Path:
    return export.write(sample_graph(links), folder / export.EXPORTERS[name].file, name)


def test_a_push_loads_one_named_graph_for_each_document_and_one_for_the_corpus(empty, tmp_path):
    path = exported(tmp_path)
    done = push(empty, [path])
    assert done == Pushed(sent=9, unchanged=0, removed=0)
    assert content(empty) == {str(quad) for quad in ox.parse(path=str(path))}


def test_turtle_is_pushed_into_the_same_graphs_as_n_quads(empty, tmp_path):
    push(empty, [exported(tmp_path, name="turtle")])
    assert content(empty) == {str(quad) for quad in ox.parse(path=str(exported(tmp_path)))}


def test_repeating_a_push_changes_nothing_and_sends_nothing(empty, tmp_path):
    path = exported(tmp_path)
    push(empty, [path])
    before = call(empty, "GET")
    assert push(empty, [path]) == Pushed(sent=0, unchanged=9, removed=0)
    assert push(empty, [path], everything=True) == Pushed(sent=9, unchanged=0, removed=0)
    assert sorted(call(empty, "GET").splitlines()) == sorted(before.splitlines())


def test_the_graph_of_a_removed_document_goes_and_the_graphs_of_others_stay(empty, tmp_path):
    call(empty, "PUT", OTHERS, b"<http://o.example/a> <http://o.example/b> <http://o.example/c> .")
    push(empty, [exported(tmp_path)])
    fewer = [link for link in LINKS if link.citation != HANBIT]
    done = push(empty, [exported(tmp_path, fewer)])
    assert done.removed == 1 and done.unchanged == 7 and done.sent == 1
    assert not any("hanbit-1" in quad for quad in content(empty))
    assert len(call(empty, "GET", OTHERS).splitlines()) == 1


def test_a_push_that_was_cut_off_is_mended_by_the_next(empty, tmp_path, monkeypatch):
    from themegraph.push import _Remote

    push(empty, [exported(tmp_path)])
    fewer = [link for link in LINKS if link.citation != HANBIT]
    whole = _Remote.put
    calls = []

    def cut(self, graph, body):
        calls.append(graph)
        if len(calls) == 3:
            raise PushError("cut off")
        whole(self, graph, body)

    monkeypatch.setattr(_Remote, "put", cut)
    with pytest.raises(PushError, match="cut off"):
        push(empty, [exported(tmp_path, fewer[:3])])
    monkeypatch.undo()
    path = exported(tmp_path)
    push(empty, [path])
    assert content(empty) == {str(quad) for quad in ox.parse(path=str(path))}


@pytest.fixture
def failing():
    class Failing(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(500, "out of order")

        do_PUT = do_DELETE = do_GET

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/store"
    server.shutdown()
    server.server_close()


def run(*arguments):
    code = "from themegraph.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "push", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_store_that_is_down_or_broken_is_one_clear_line(failing, tmp_path):
    path = exported(tmp_path)
    down = f"http://127.0.0.1:{free_port()}/store"
    for url, said in ((down, "does not answer"), (failing, "answers 500 to GET")):
        done = run(url, path)
        assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 and said in done.stderr, (
            done.stderr
        )
    wrong = run("ftp://x.example/", path)
    assert wrong.returncode == 2 and len(wrong.stderr.splitlines()) == 1


def test_a_broken_file_is_told_before_the_store_is_touched(empty, tmp_path):
    (tmp_path / "bad.ttl").write_text("@prefix x: <http://x.example/> .\nx:a y:b x:c .\n", "utf-8")
    done = run(empty, tmp_path / "bad.ttl")
    assert done.returncode == 1 and "bad.ttl:2:" in done.stderr and len(done.stderr.splitlines()) == 1
    assert content(empty) == set()


def test_the_command_says_what_it_did(empty, tmp_path):
    path = exported(tmp_path)
    assert run(empty, path).stderr == "9 graphs sent, 0 already there, 0 removed\n"
    assert run(empty, path).stderr == "0 graphs sent, 9 already there, 0 removed\n"
