"""Reads documents: from files, folders, globs or standard input, one reader a format."""

from __future__ import annotations

import dataclasses
import glob
import io
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from themegraph.documents import jsonl, markdown, stream, table, text
from themegraph.model import Document, Problem

Reader = Callable[[BinaryIO, str, str, "Mapping[str, str] | None"], Iterator[Document | Problem]]


def _html(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None
) -> Iterator[Document | Problem]:
    from themegraph.documents import html  # lxml and trafilatura take a second to import

    return html.read(file, source, stem, given)


def _feed(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None
) -> Iterator[Document | Problem]:
    from themegraph.documents import feed

    return feed.read(file, source, stem, given)


def _pdf(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None
) -> Iterator[Document | Problem]:
    from themegraph.documents import pdf

    return pdf.read(file, source, stem, given)


# Readers by the ending of the file's name; each may also be packed as .gz or .zst.
READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".csv": table.read_csv,
    ".tsv": table.read_csv,
    ".parquet": table.read_parquet,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".rss": _feed,
    ".atom": _feed,
    ".xml": _feed,
    ".pdf": _pdf,
}
# Those that take longer than the extraction of what they read.
SLOW = (".html", ".htm", ".xhtml", ".rss", ".atom", ".xml", ".pdf")


class Shelf(Protocol):
    """Where the documents of files that take long to parse are kept, by the hash of the file."""

    def get(self, key: bytes) -> list[Document | Problem] | None:
        """What a file with this hash held."""

    def put(self, key: bytes, found: Iterable[Document | Problem]) -> None:
        """Keeps what a file with this hash holds."""


@dataclasses.dataclass
class Meter:
    """How far the sources are read: bytes of files, and of how many in all, as soon as that is known."""

    total: int = 0
    before: int = 0
    _file: BinaryIO | None = None

    @property
    def done(self) -> int:
        """Bytes read so far, those of the file that is open included."""
        try:
            return self.before + (self._file.tell() if self._file and not self._file.closed else 0)
        except (OSError, ValueError):
            return self.before

    def opened(self, file: BinaryIO) -> None:
        """The file that is read now."""
        self._file = file

    def closed(self, size: int) -> None:
        """The file is read."""
        self._file, self.before = None, self.before + size


def read(
    sources: Iterable[str | Path],
    columns: Mapping[str, str] | None = None,
    shelf: Shelf | None = None,
    meter: Meter | None = None,
) -> Iterator[Document | Problem]:
    """All documents of files, folders (with all below them), globs, or `-`; what cannot be read is a Problem.

    Files are read in the order of their paths, whatever the order of the sources, each once. An id that
    was given before to another text gets a number. `columns` names the columns of tables and JSON lines
    (`{"text": "body"}`) where guessing is not enough; the shelf spares parsing a page or PDF again.
    """
    with _Seen() as seen:
        for item in _all(sources, columns, shelf, meter or Meter()):
            if isinstance(item, Problem):
                yield item
                continue
            id = seen.name(item.id, item.text)
            if id:
                yield dataclasses.replace(item, id=id, language=item.language or detect_language(item.text))


_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff]+")


def detect_language(sample: str) -> str:
    """`ko` where at least every tenth letter of the beginning is Hangul, otherwise `en`."""
    sample = sample[:4000]
    tenfold = 10 * sum(map(len, _HANGUL.findall(sample)))
    # There are no more letters than characters, and counting them takes longer.
    return "ko" if tenfold and (tenfold >= len(sample) or tenfold >= sum(map(str.isalpha, sample))) else "en"


class _Seen:
    """Which ids and texts were given, in a temporary file of SQLite's own, so that memory does not grow with them."""

    def __enter__(self) -> _Seen:
        self._store = sqlite3.connect("", isolation_level=None)
        self._store.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN; CREATE TABLE seen(key BLOB PRIMARY KEY) WITHOUT ROWID;"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def _new(self, *parts: str) -> bool:
        key = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        return self._store.execute("INSERT OR IGNORE INTO seen VALUES(?)", (key,)).rowcount > 0

    def name(self, id: str, text: str) -> str:
        """The id under which this text goes, or nothing where it came before."""
        if not self._new(id, text):
            return ""
        name, number = id, 1
        while not self._new(name):
            number += 1
            name = f"{id}~{number}"
        return name


def _all(
    sources: Iterable[str | Path], columns: Mapping[str, str] | None, shelf: Shelf | None, meter: Meter
) -> Iterator[Document | Problem]:
    files: dict[Path, str] = {}
    stdin = False
    for source in sources:
        name = str(source)
        if name == "-":
            stdin = True
            continue
        path = Path(name)
        try:
            if path.is_dir():
                inside = [
                    p for p in path.rglob("*")
                    if stream.endings(p)[0] in READERS and p.is_file()
                    and not any(part.startswith(".") for part in p.relative_to(path).parts)
                ]  # fmt: skip
                if not inside:
                    endings = " ".join(sorted(READERS))
                    yield Problem(name, 0, f"the folder holds nothing that can be read ({endings})")
                for p in inside:
                    files.setdefault(p.resolve(), stream.stem(p.relative_to(path)))
            elif path.exists():
                files.setdefault(path.resolve(), stream.stem(Path(path.name)))
            else:
                matches = [Path(p) for p in glob.glob(name, recursive=True)] if glob.has_magic(name) else []  # noqa: PTH207
                if not matches:
                    yield Problem(name, 0, "there is no such file or folder")
                for p in matches:
                    if p.is_file():
                        files.setdefault(p.resolve(), stream.stem(Path(p.name)))
        except (OSError, ValueError) as error:
            yield Problem(name, 0, getattr(error, "strerror", None) or str(error))
    sizes = {path: _size(path) for path in files}
    meter.total = 0 if stdin else sum(sizes.values())
    for path, stem in sorted(files.items()):
        yield from _read_file(path, stem, columns, shelf, meter)
        meter.closed(sizes[path])
    if stdin:
        yield from _read_stream(sys.stdin.buffer, "-", "stdin", columns)


def _read_file(
    path: Path, stem: str, columns: Mapping[str, str] | None, shelf: Shelf | None, meter: Meter
) -> Iterator[Document | Problem]:
    shown = _shown(path)
    try:
        with path.open("rb") as file:
            meter.opened(file)
            kind, packed = stream.endings(path)
            if kind in SLOW and shelf:
                yield from _remembered(file, kind, packed, shown, stem, shelf)
            elif kind in READERS:
                yield from _unpack_and_read(file, kind, packed, shown, stem, columns)
            else:
                yield from _read_stream(file, shown, stem, columns)
    except OSError as error:
        yield Problem(shown, 0, error.strerror or str(error))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _unpack_and_read(
    file: BinaryIO, kind: str, packed: str, shown: str, stem: str, columns: Mapping[str, str] | None
) -> Iterator[Document | Problem]:
    try:
        inner = stream.unpacked(file, packed)
    except stream.Unreadable as error:
        yield Problem(shown, error.line, str(error))
        return
    yield from _read_as(kind, inner, shown, stem, columns)


def _remembered(
    file: BinaryIO, kind: str, packed: str, shown: str, stem: str, shelf: Shelf
) -> Iterator[Document | Problem]:
    """What a slow reader finds in a file, from the shelf where these bytes were read under this name before."""
    digest = blake2b(f"{kind}\0{packed}\0{shown}\0{stem}\0".encode("utf-8", "surrogatepass"), digest_size=16)
    while part := file.read(1 << 20):
        digest.update(part)
    key = digest.digest()
    found = shelf.get(key)
    if found is None:
        file.seek(0)
        found = list(_unpack_and_read(file, kind, packed, shown, stem, None))
        shelf.put(key, found)
    yield from found


def _read_stream(
    file: BinaryIO, shown: str, stem: str, columns: Mapping[str, str] | None
) -> Iterator[Document | Problem]:
    """Reads what has no telling name by its first bytes."""
    try:
        file = _peekable(file)
        kind = stream.magic(file)
        if kind in stream.PACKED:
            file = _peekable(stream.unpacked(file, kind))
            kind = stream.magic(file)
    except stream.Unreadable as error:
        yield Problem(shown, error.line, str(error))
        return
    if columns and kind == ".txt":
        kind = ".csv"
    yield from _read_as(kind, file, shown, stem, columns)


def _peekable(file: BinaryIO) -> io.BufferedReader:
    return file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", file))


def _read_as(
    kind: str, file: BinaryIO, shown: str, stem: str, columns: Mapping[str, str] | None
) -> Iterator[Document | Problem]:
    try:
        yield from READERS.get(kind, text.read)(file, shown, stem, columns)
    except stream.Unreadable as error:
        yield Problem(shown, error.line, str(error))


def _shown(path: Path) -> str:
    """The path as a reader of the exports would want it: relative where it lies below the working folder."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
