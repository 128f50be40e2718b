"""Feeds, RSS 0.9 to 2.0 and Atom (RFC 4287), by feedparser: one document an entry."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, BinaryIO

from themegraph.documents import columns, dates, html, stream
from themegraph.model import Document, Problem

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def read(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The entries of a feed: title, and its content where it has any, otherwise its summary."""
    feed, entries = parse(stream.whole(file))
    for number, entry in enumerate(entries, 1):
        content = max((str(c.get("value") or "") for c in entry.get("content", ())), key=len, default="")
        try:
            title = html.plain(str(entry.get("title") or ""))
            body = html.plain(content or str(entry.get("summary") or ""))
        except stream.Unreadable as error:
            yield Problem(source, 0, f"entry {number} {error}")
            continue
        text = columns.compose(title, "", body)
        if not text.strip():
            yield Problem(source, 0, f"entry {number} has no text")
            continue
        link = address(entry)
        key = str(entry.get("id") or link or text)
        yield Document(
            id=f"{stem}-{blake2b(key.encode('utf-8', 'replace'), digest_size=5).hexdigest()}",
            text=text.encode("utf-8", "replace").decode(),
            title=title,
            published=published(entry),
            language=str(feed.get("language") or "")[:2].lower().replace("un", ""),
            publisher=html.plain(str(feed.get("title") or "")),
            source=link or source,
        )


def parse(data: bytes) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """What a feed says of itself, and its entries; Unreadable where it is none."""
    import feedparser

    if _ENTITY.search(data[:65536]):
        raise stream.Unreadable("declares entities of its own, as no feed needs to")
    try:
        parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # what is no XML at all may break it in any way
        raise stream.Unreadable(f"is no feed: {' '.join(str(error).split())[:120]}") from None
    if not parsed.get("version") and not parsed.get("entries"):
        broken = parsed.get("bozo_exception")
        cause = f": {' '.join(str(broken).split())[:120]}" if broken else " (RSS or Atom)"
        raise stream.Unreadable(f"is no feed{cause}")
    if not parsed["entries"]:
        raise stream.Unreadable("is a feed without entries")
    return parsed["feed"], parsed["entries"]


def address(entry: Mapping[str, Any]) -> str:
    """Where an entry's article stands, http or https only."""
    link = str(entry.get("link") or "")
    return link if link.startswith(("http://", "https://")) else ""


def published(entry: Mapping[str, Any]) -> str:
    """An entry's date with its own zone where it is written so that it can be read, in UTC otherwise."""
    written = entry.get("published") or entry.get("updated") or ""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return dates.iso(written) or (
            datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else ""
        )
    except (ValueError, OverflowError):
        return ""
