"""Markdown with or without front matter (YAML between two lines of three dashes)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import yaml

from themegraph.documents import dates, stream
from themegraph.model import Document, Problem

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def read(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The one article of a Markdown file; its text is what follows the front matter, as it stands."""
    text = stream.text(file)
    front = _FRONT.match(text)
    facts: dict[str, object] = {}
    if front:
        try:
            loaded = yaml.safe_load(front.group(1) or "")
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            yield Problem(
                source, line, f"front matter is no YAML: {getattr(error, 'problem', None) or error}"
            )
            loaded = None
        if isinstance(loaded, dict):
            facts = {str(key).lower(): value for key, value in loaded.items()}
        elif loaded is not None:
            yield Problem(source, 1, "front matter names no fields")
    elif text.startswith("---\n") or text.startswith("---\r\n"):
        yield Problem(source, 1, "front matter is not closed by a line of three dashes")
    body = text[front.end() :] if front else text
    if not body.strip():
        yield Problem(source, 0, "has no text")
        return
    written = facts.get("date") or facts.get("published")
    published = dates.iso(written)
    if written and not published:
        yield Problem(source, 1, f"date {written!s} is not understood")
    heading = _HEADING.search(body)

    def fact(*names: str) -> str:
        return next((str(facts[n]).strip() for n in names if facts.get(n) not in (None, "")), "")

    yield Document(
        id=fact("id") or stem,
        text=body,
        title=fact("title") or (heading.group(1) if heading else ""),
        published=published,
        language=fact("language", "lang"),
        publisher=fact("publisher", "author"),
        source=fact("url", "source") or source,
    )
