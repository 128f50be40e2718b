"""Plain text: one article a file, or a listing of many, each closed by a line `author YYYY.MM.DD HH:MM TZ`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from themegraph.documents import dates, stream
from themegraph.model import Document, Problem

_CLOSING = re.compile(
    r"^(?P<author>[^\r\n]{0,60}?)[ \t]+(?P<date>\d{4}\.\d{1,2}\.\d{1,2} \d{1,2}:\d{2} [A-Z]{1,4})[ \t]*\r?$",
    re.MULTILINE,
)
_TAGS = re.compile(r"\A\s*Tags[ \t]*\r?\n")


def read(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The articles of a text: as many as there are closing lines, or the whole as one."""
    text = stream.text(file)
    closings = list(_CLOSING.finditer(text))
    if not closings:
        if text.strip():
            yield Document(id=stem, text=text, title=_headline(text), source=source)
        else:
            yield Problem(source, 0, "is empty")
        return
    tags = _TAGS.match(text)
    start = tags.end() if tags else 0
    seen: dict[str, int] = {}
    for closing in closings:
        body = text[start : closing.start()]
        start = closing.end()
        article = body.strip()
        line = text.count("\n", 0, closing.start()) + 1
        published = dates.iso(closing["date"])
        if not published:
            yield Problem(source, line, f"{closing['date']} is no date")
        if not article:
            yield Problem(source, line, "a closing line with no text before it")
            continue
        stamp = re.sub(r"\D+", "-", closing["date"]).strip("-")
        seen[stamp] = seen.get(stamp, 0) + 1
        id = f"{stem}-{stamp}" + (f"-{seen[stamp]}" if seen[stamp] > 1 else "")
        yield Document(
            id=id, text=article, published=published, publisher=closing["author"].strip(), source=source
        )
    if text[start:].strip():
        line = text.count("\n", 0, start) + 2
        yield Problem(source, line, "text after the last closing line, neither dated nor signed")
        yield Document(id=f"{stem}-rest", text=text[start:].strip(), source=source)


def _headline(text: str) -> str:
    """The first line, where it stands by itself above the text and reads like a headline."""
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    return (
        first if rest.startswith(("\n", "\r\n")) and 0 < len(first) <= 120 and first[-1] not in ".。" else ""
    )
