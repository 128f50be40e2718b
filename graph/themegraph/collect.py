"""Fetches feeds and pages into a folder, politely; the folder is the only state, so what is there is not asked for again.

Polite: robots.txt is kept to (RFC 9309), one request at a time to a host with a pause between, a name that
says who asks, and no page twice. Wary: only http and https, no address of the local network unless the user
named it, no more than some megabytes, no endless wait.
"""

from __future__ import annotations

import gzip
import ipaddress
import re
import socket
import tempfile
import time
import urllib.error
import urllib.request
import urllib.robotparser
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import yaml

from themegraph import __version__
from themegraph.documents import columns, feed, html, stream

AGENT = f"themegraph/{__version__}"
_MOST_BYTES = 8 << 20
_SECONDS = 20.0
_MOST_PAUSE = 30.0
_ENDINGS = {"application/pdf": ".pdf"}


class Refused(ValueError):
    """An address that is not fetched, and why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was added, and where it came from."""

    path: Path
    url: str


@dataclass(frozen=True, slots=True)
class Missed:
    """An address that gave nothing, and why."""

    url: str
    cause: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent."""

    url: str
    kind: str
    charset: str
    data: bytes


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, allow: Callable[[str], None]) -> None:
        self._allow = allow

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        self._allow(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class Collector:
    """Fetches one address after another; `trusted` hosts may be of the local network."""

    folder: Path
    pause: float = 1.0
    trusted: set[str] = field(default_factory=set)
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)

    def collect(self, urls: Iterable[str]) -> Iterator[Kept | Missed]:
        """Keeps each page, and each article of each feed; says what came of every one that was not there before."""
        for url in dict.fromkeys(urls):
            try:
                self.trusted.add(urlsplit(url).hostname or "")
                if self._path(url):
                    continue
                answer = self._fetch(url)
                if _is_feed(answer):
                    yield from self._feed(answer)
                else:
                    yield self._keep(answer, url)
            except (Refused, stream.Unreadable, OSError, ValueError, HTTPException) as error:
                yield Missed(url, _cause(error))

    def _feed(self, answer: Answer) -> Iterator[Kept | Missed]:
        about, entries = feed.parse(answer.data)
        for entry in entries:
            link = feed.address(entry)
            link = urljoin(answer.url, link) if link else ""
            key = link or f"{answer.url}#{entry.get('id') or entry.get('title') or ''}"
            if self._path(key):
                continue
            try:
                if not link:
                    raise Refused("it has no address")
                yield self._keep(self._fetch(link), link)
            except (Refused, stream.Unreadable, OSError, ValueError, HTTPException) as error:
                # What the feed itself says of the article is better than nothing.
                kept = self._keep_entry(about, entry, key)
                yield kept or Missed(key, _cause(error))

    def _fetch(self, url: str) -> Answer:
        """What stands at an address; Refused, OSError, ValueError or HTTPException where nothing can be had."""
        url = _ascii(url)
        self._allow(url)
        robots = self._robots_of(url)
        if not robots.can_fetch(AGENT, url):
            raise Refused("robots.txt does not allow it")
        return self._ask(url, float(robots.crawl_delay(AGENT) or 0))

    def _allow(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host:
            raise Refused("is no http or https address")
        if host in self.trusted:
            return
        for found in socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM):
            if not ipaddress.ip_address(found[4][0]).is_global:
                raise Refused("is an address of the local network")

    def _robots_of(self, url: str) -> urllib.robotparser.RobotFileParser:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = urllib.robotparser.RobotFileParser()
            try:
                rules.parse(self._ask(f"{site}/robots.txt", 0).data.decode("utf-8", "replace").splitlines())
            except urllib.error.HTTPError as error:
                # RFC 9309, 2.3.1: no such file allows all, a server in trouble nothing.
                rules.allow_all, rules.disallow_all = error.code < 500, error.code >= 500  # type: ignore[attr-defined]
            except (OSError, ValueError, HTTPException):
                rules.disallow_all = True  # type: ignore[attr-defined]
            self._robots[site] = rules
        return self._robots[site]

    def _ask(self, url: str, delay: float) -> Answer:
        host = urlsplit(url).netloc
        wait = min(max(self.pause, delay), _MOST_PAUSE) - (time.monotonic() - self._asked.get(host, -1e9))
        if wait > 0:
            time.sleep(wait)
        request = urllib.request.Request(
            url, headers={"User-Agent": AGENT, "Accept": "text/html, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5", "Accept-Encoding": "gzip"},
        )  # fmt: skip
        opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(), _Redirects(self._allow),
        ):  # fmt: skip
            opener.add_handler(handler)
        until = time.monotonic() + 3 * _SECONDS
        try:
            with opener.open(request, timeout=_SECONDS) as response:
                data = bytearray()
                while part := response.read1(1 << 16):
                    data += part
                    if len(data) > _MOST_BYTES:
                        raise Refused(f"is larger than {_MOST_BYTES >> 20} MB")
                    if time.monotonic() > until:
                        raise Refused(f"takes longer than {3 * _SECONDS:.0f} s")
                body = (
                    _unzipped(bytes(data))
                    if response.headers.get("Content-Encoding") == "gzip"
                    else bytes(data)
                )
                return Answer(
                    response.geturl(), response.headers.get_content_type(), response.headers.get_content_charset() or "", body
                )  # fmt: skip
        finally:
            self._asked[host] = time.monotonic()

    def _path(self, url: str, ending: str = "") -> Path | None:
        """Where an address is kept, if it is; with an ending, where it goes."""
        parts = urlsplit(_ascii(url))
        host = re.sub(r"[^a-z0-9.-]+", "-", (parts.hostname or "unknown").lower()).strip(".-") or "unknown"
        words = re.sub(r"[^a-zA-Z0-9]+", "-", parts.path).strip("-")[-60:].strip("-").lower()
        mark = blake2b(_ascii(url).encode(), digest_size=6).hexdigest()
        stem = self.folder / host / "-".join(filter(None, (words, mark)))
        if ending:
            return stem.with_name(stem.name + ending)
        return next(
            (p for e in (".html", ".pdf", ".md") if (p := stem.with_name(stem.name + e)).exists()), None
        )

    def _keep(self, answer: Answer, url: str) -> Kept:
        ending = _ENDINGS.get(answer.kind, "")
        data = answer.data
        if not ending:
            if answer.kind not in ("text/html", "application/xhtml+xml", "text/plain"):
                raise Refused(f"is {answer.kind}, neither a page nor a feed")
            ending = ".html"
            text = _decoded(answer)
            # Where a browser notes it, too; readers of the folder take the address from there.
            data = f"<!-- saved from url=({len(answer.url):04d}){answer.url} -->\n{text}".encode()
        path = self._path(url, ending)
        assert path is not None
        return _write(path, data, url)

    def _keep_entry(self, about: Mapping[str, Any], entry: Mapping[str, Any], url: str) -> Kept | None:
        title = html.plain(str(entry.get("title") or ""))
        content = max((str(c.get("value") or "") for c in entry.get("content", ())), key=len, default="")
        body = html.plain(content or str(entry.get("summary") or ""))
        text = columns.compose(title, "", body)
        if not text.strip():
            return None
        facts = {
            "title": title, "date": feed.published(entry), "publisher": html.plain(str(about.get("title") or "")),
            "url": feed.address(entry),
        }  # fmt: skip
        front = yaml.safe_dump({k: v for k, v in facts.items() if v}, allow_unicode=True, sort_keys=True)
        path = self._path(url, ".md")
        assert path is not None
        return _write(path, f"---\n{front}---\n{text}\n".encode("utf-8", "replace"), url)


def _write(path: Path, data: bytes, url: str) -> Kept:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".tmp", delete=False) as file:
        file.write(data)
    temporary = Path(file.name)
    temporary.chmod(0o644)
    temporary.replace(path)
    return Kept(path, url)


def _decoded(answer: Answer) -> str:
    import io

    if answer.charset:
        try:
            return answer.data.decode(answer.charset, "replace")
        except LookupError:
            pass
    return stream.markup(io.BytesIO(answer.data))


def _is_feed(answer: Answer) -> bool:
    start = answer.data[:2000].lstrip().lower()
    return "rss" in answer.kind or "atom" in answer.kind or (
        start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and any(m in start for m in (b"<rss", b"<feed", b"<rdf"))
    )  # fmt: skip


def _unzipped(data: bytes) -> bytes:
    import io

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            whole = file.read(_MOST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused(f"is no whole gzip answer: {error}") from error
    if len(whole) > _MOST_BYTES:
        raise Refused(f"unpacks to more than {_MOST_BYTES >> 20} MB")
    return whole


def _ascii(url: str) -> str:
    """An address as it goes over the wire: no fragment, everything outside ASCII percent-encoded."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    port = f":{parts.port}" if parts.port else ""
    safe = "/%:=&?~#+!$,;'@()*[]"
    return urlunsplit(
        (parts.scheme.lower(), host + port, quote(parts.path, safe), quote(parts.query, safe), "")
    )


def _cause(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answers {error.code}"
    if isinstance(error, urllib.error.URLError):
        error = error.reason if isinstance(error.reason, Exception) else error
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:160]
