"""JSON lines: one article a line, `{"id", "text", "title"?, "date"?, "language"?, "publisher"?, "url"?}`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from themegraph.documents import dates
from themegraph.model import Document, Problem


def read_lines(lines: Iterable[bytes], source: str, stem: str) -> Iterator[Document | Problem]:
    """The articles of a JSONL file, line by line; a line that is wrong is named and the others are read."""
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            row = json.loads(line)
        except UnicodeDecodeError as error:
            yield Problem(source, number, f"is not UTF-8 at byte {error.start + 1} of the line")
            continue
        except (json.JSONDecodeError, RecursionError) as error:
            cause = (
                f"{error.msg} at column {error.colno}"
                if isinstance(error, json.JSONDecodeError)
                else "nested too deep"
            )
            yield Problem(source, number, f"is no JSON: {cause}")
            continue
        if not isinstance(row, dict):
            yield Problem(source, number, "is no JSON object")
            continue
        text = row.get("text")
        if not isinstance(text, str) or not text.strip():
            yield Problem(source, number, "has no text")
            continue
        if any("\ud800" <= c <= "\udfff" for c in text):
            yield Problem(source, number, "its text holds half a surrogate pair, which is no character")
            continue
        given = row.get("date") or row.get("published")
        published = dates.iso(given)
        if given and not published:
            yield Problem(
                source, number, f"date {str(given)[:40]} is not understood; the article is kept without"
            )
        id = row.get("id")

        def field(name: str, row: dict[str, object] = row) -> str:
            value = row.get(name)
            return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""

        yield Document(
            id=str(id) if isinstance(id, str | int) and str(id) else f"{stem}-{number}",
            text=text,
            title=field("title"),
            published=published,
            language=field("language"),
            publisher=field("publisher"),
            source=field("url") or source,
        )
