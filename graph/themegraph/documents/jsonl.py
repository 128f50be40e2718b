"""JSON lines: one article a line, `{"id", "text", "title"?, "date"?, "language"?, "publisher"?, "url"?}`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from themegraph.documents import columns, stream
from themegraph.model import Document, Problem


def read(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The articles of a JSONL file, line by line; a line that is wrong is named and the others are read.

    A `text` is taken as it stands. Other field names are guessed, and then title and lead count as text.
    """
    for number, raw in stream.lines(file):
        if raw is None:
            yield Problem(source, number, f"is longer than {stream.MOST_LINE >> 20} MB")
        elif raw.strip():
            yield from read_line(raw, source, stem, number, given)


def read_line(
    raw: bytes, source: str, stem: str, number: int, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The article of one line."""
    try:
        row = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        yield Problem(source, number, f"is not UTF-8 at byte {error.start + 1} of the line")
        return
    except (ValueError, RecursionError) as error:
        cause = "nested too deep" if isinstance(error, RecursionError) else str(error)
        if isinstance(error, json.JSONDecodeError):
            cause = f"{error.msg} at column {error.colno}"
        yield Problem(source, number, f"is no JSON: {cause}")
        return
    if not isinstance(row, dict):
        yield Problem(source, number, "is no JSON object")
        return
    known = columns.guess(row, given)
    plain = not given and "text" in row
    yield from columns.document(row, known, source, stem, number, as_it_stands=plain)
