"""Collecting from a real server: what is kept, what is not asked for twice, and what is refused."""

from __future__ import annotations

import gzip
import itertools
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from themegraph import read
from themegraph.collect import Collector, Kept, Missed

ARTICLE = "<html lang='en'><head><title>{0}</title></head><body><article><p>{0}: Oracle delayed two sites because the grid cannot keep up with demand.</p></article></body></html>"


@pytest.fixture
def site():
    """A server whose pages a test sets; `asked` tells what was asked for, and when."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append((self.path, time.monotonic(), self.headers["User-Agent"]))
            status, headers, body = server.pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if callable(body):
                body(self.wfile)
            else:
                self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.pages, server.asked = {}, []
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def page(text, kind="text/html; charset=utf-8"):
    return (200, {"Content-Type": kind}, text if isinstance(text, bytes) else text.encode())


def feed(*links):
    items = "".join(
        f"<item><title>Item {n}</title><link>{link}</link><guid>{n}</guid><pubDate>Tue, 10 Mar 2026 18:42:00 +0900</pubDate>"
        f"<description>Summary {n} of Oracle.</description></item>"
        for n, link in enumerate(links)
    )
    return page(
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>",
        "application/rss+xml",
    )


def collect(site, folder, *paths, pause=0.0):
    return list(Collector(folder, pause).collect([site.url + path for path in paths]))


def asked(site):
    return [path for path, _, _ in site.asked if path != "/robots.txt"]


def test_a_feed_becomes_a_file_for_each_article_which_a_build_can_read(site, tmp_path):
    site.pages = {
        "/rss": feed(site.url + "/a", site.url + "/b"),
        "/a": page(ARTICLE.format("First")),
        "/b": page(ARTICLE.format("둘째")),
    }
    results = collect(site, tmp_path, "/rss")
    assert [type(r) for r in results] == [Kept, Kept]
    found = {d.title: d for d in read([tmp_path])}
    assert set(found) == {"First", "둘째"}
    assert found["First"].source == site.url + "/a"
    assert "Oracle delayed two sites" in found["First"].text


def test_what_is_there_is_not_asked_for_again(site, tmp_path):
    site.pages = {"/rss": feed(site.url + "/a"), "/a": page(ARTICLE.format("First"))}
    collect(site, tmp_path, "/rss")
    site.pages["/rss"] = feed(site.url + "/a", site.url + "/b")
    site.pages["/b"] = page(ARTICLE.format("Second"))
    (new,) = collect(site, tmp_path, "/rss")
    assert new.url.endswith("/b")
    assert asked(site) == ["/rss", "/a", "/rss", "/b"]


def test_robots_txt_is_kept_to_and_the_feed_then_speaks_for_the_article(site, tmp_path):
    site.pages = {
        "/robots.txt": page("User-agent: *\nDisallow: /private", "text/plain"),
        "/rss": feed(site.url + "/private/a"),
        "/private/a": page(ARTICLE.format("First")),
    }
    (kept,) = collect(site, tmp_path, "/rss")
    assert asked(site) == ["/rss"]
    (document,) = read([tmp_path])
    assert document.text.strip() == "Item 0\n\nSummary 0 of Oracle."
    assert (document.published, document.publisher) == ("2026-03-10T18:42:00+09:00", "Wire")
    assert kept.path.suffix == ".md"


def test_a_server_whose_robots_txt_fails_is_left_alone(site, tmp_path):
    site.pages = {"/robots.txt": (503, {}, b""), "/a": page(ARTICLE.format("First"))}
    (missed,) = collect(site, tmp_path, "/a")
    assert isinstance(missed, Missed) and "robots.txt" in missed.cause and not asked(site)


def test_requests_to_a_host_keep_their_distance_and_say_who_asks(site, tmp_path):
    site.pages = {f"/{n}": page(ARTICLE.format(n)) for n in range(3)}
    collect(site, tmp_path, "/0", "/1", "/2", pause=0.2)
    times = [when for _, when, _ in site.asked]
    assert all(b - a >= 0.19 for a, b in itertools.pairwise(times))
    assert all(agent.startswith("themegraph/") for _, _, agent in site.asked)


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd",
        "ftp://x.example/a",
        "http://169.254.169.254/latest",
        "http://localhost:1/a",
        "http://[::1]:1/",
    ],
)
def test_a_feed_cannot_send_the_collector_to_files_or_the_local_network(site, tmp_path, link):
    site.pages = {"/rss": feed(link)}
    collect(site, tmp_path, "/rss")
    assert asked(site) == ["/rss"]
    assert [d.text.strip() for d in read([tmp_path])] == ["Item 0\n\nSummary 0 of Oracle."]


def test_a_redirect_to_the_local_network_is_refused(site, tmp_path):
    site.pages = {
        "/a": (302, {"Location": "http://localhost:1/secret"}, b""),
        "/b": (302, {"Location": "file:///etc/passwd"}, b""),
    }
    results = collect(site, tmp_path, "/a", "/b")
    assert all(isinstance(r, Missed) for r in results) and len(results) == 2
    assert "local network" in results[0].cause


def test_an_answer_without_end_is_cut_off(site, tmp_path):
    def endless(out):
        try:
            while True:
                out.write(b"x" * 65536)
        except OSError:
            pass

    bomb = gzip.compress(b"x" * 50_000_000)
    site.pages = {
        "/a": (200, {"Content-Type": "text/html"}, endless),
        "/b": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, bomb),
    }
    causes = [r.cause for r in collect(site, tmp_path, "/a", "/b")]
    assert "larger than" in causes[0] and "unpacks to more" in causes[1]
    assert not list(tmp_path.rglob("*.html"))


def test_file_names_are_tame_whatever_the_address(site, tmp_path):
    paths = ["/../../etc/passwd", "/a%2F..%2F..%2Fb", "/" + "long/" * 100, "/q?x=<script>&y=1", "/한글/기사"]
    site.pages = {}
    from urllib.parse import quote

    for path in paths:
        site.pages[quote(path, safe="/%:=&?~#+!$,;'@()*[]")] = page(ARTICLE.format("T"))
    results = collect(site, tmp_path, *paths)
    assert all(isinstance(r, Kept) for r in results)
    for r in results:
        assert tmp_path in r.path.resolve().parents and len(r.path.name) < 100 and r.path.name.isascii()
    assert len({r.path for r in results}) == len(paths)


def test_the_command_says_what_it_kept_and_what_it_missed(site, tmp_path):
    site.pages = {"/a": page(ARTICLE.format("First")), "/b.zip": page(b"PK", "application/zip")}
    command = [
        sys.executable,
        "-c",
        "from themegraph.cli import main; main()",
        "collect",
        "--into",
        str(tmp_path),
        "--pause",
        "0",
    ]
    done = subprocess.run(
        [*command, site.url + "/a", site.url + "/b.zip", site.url + "/none"], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert (
        "1 new files" in done.stderr
        and "application/zip" in done.stderr
        and "the server answers 404" in done.stderr
    )
    assert subprocess.run([*command, "file:///etc/passwd"], capture_output=True).returncode == 2
