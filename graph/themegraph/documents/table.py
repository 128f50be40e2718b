"""Tables: CSV and TSV, and Parquet, one article a row; the columns are guessed by their names, or given."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from themegraph.documents import columns, stream
from themegraph.model import Document, Problem

csv.field_size_limit(stream.MOST_LINE)
_ROWS_AT_ONCE = 256


def read_csv(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The articles of a table with a line of column names; commas, semicolons or tabs part the cells."""
    lines = _text_lines(file)
    header = next(lines, "")
    mark = max("\t;,", key=header.count)
    try:
        names = next(csv.reader([header], delimiter=mark), [])
        known = columns.guess(names, given)
        if "text" not in known and "title" not in known:
            raise stream.Unreadable(_no_text(names), 1)
        rows = csv.reader(lines, delimiter=mark)
        for cells in rows:
            if not cells:
                continue
            line = rows.line_num + 1
            if len(cells) != len(names):
                yield Problem(source, line, f"has {len(cells)} cells where the first line names {len(names)}")
                continue
            yield from columns.document(dict(zip(names, cells, strict=True)), known, source, stem, line)
    except csv.Error as error:
        raise stream.Unreadable(f"is no table from here on: {error}", rows.line_num + 1) from error


def read_parquet(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The articles of a Parquet file, some hundred rows at a time, of the columns that are needed only."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise stream.Unreadable("needs pyarrow: pip install 'themegraph[parquet]'") from None
    if not file.seekable():
        raise stream.Unreadable("is Parquet inside another packing; Parquet packs itself")
    try:
        table = pq.ParquetFile(file)
        names = table.schema_arrow.names
        known = columns.guess(names, given)
        if "text" not in known and "title" not in known:
            raise stream.Unreadable(_no_text(names))
        number = 0
        for batch in table.iter_batches(_ROWS_AT_ONCE, columns=sorted(set(known.values()))):
            for row in batch.to_pylist():
                number += 1
                yield from columns.document(row, known, source, stem, number)
    except (pa.ArrowException, OSError) as error:
        raise stream.Unreadable(f"is no whole Parquet file: {str(error).splitlines()[0]}") from error


def _no_text(names: list[str]) -> str:
    shown = ", ".join(name[:30] for name in names[:12]) or "none"
    return f"no column is the text ({shown}); name it with --columns text=NAME"


def _text_lines(file: BinaryIO) -> Iterator[str]:
    for number, raw in stream.lines(file):
        if raw is None:
            raise stream.Unreadable(f"is longer than {stream.MOST_LINE >> 20} MB", number)
        if number == 1 and b"\0" in raw:
            raise stream.Unreadable("is not text")
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8").replace("\0", "")
        except UnicodeDecodeError:
            raise stream.Unreadable("is not UTF-8; save it as UTF-8 and try again", number) from None
