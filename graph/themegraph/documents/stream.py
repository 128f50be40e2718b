"""Bytes of a source, unpacked and kept within bounds: no file makes a reader take endless time or memory."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

MOST_BYTES = 64 << 20  # of a file that is read whole
MOST_LINE = 16 << 20  # bytes of one line, which holds one article
_MOST_RATIO = 250  # prose packs 3 to 20 times, markup up to 100
_FREE_BYTES = 8 << 20  # unpacked before the ratio is looked at
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
PACKED = (".gz", ".zst")


class Unreadable(ValueError):
    """A source that cannot be read, and why, in one line; `line` is 0 where the whole is meant."""

    def __init__(self, cause: str, line: int = 0) -> None:
        super().__init__(cause)
        self.line = line


class _Source(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a packed file; Unreadable where they outgrow it beyond belief."""

    def __init__(self, inner: _Source, packed: BinaryIO, name: str) -> None:
        self._inner = inner
        self._packed = packed
        self._name = name
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(min(len(buffer), 1 << 16))
        except (EOFError, OSError, zlib.error, ValueError) as error:
            raise Unreadable(f"is no whole {self._name} file: {error}") from error
        except Exception as error:  # zstandard has an error class of its own, which may not be installed
            raise Unreadable(f"is no {self._name} file: {error}") from error
        self._count += len(data)
        if self._count > _FREE_BYTES and self._count > _MOST_RATIO * max(1, self._packed.tell()):
            raise Unreadable(f"unpacks to more than {_MOST_RATIO} times its size, as no text does")
        buffer[: len(data)] = data
        return len(data)


def _buffered(raw: io.RawIOBase) -> BinaryIO:
    return io.BufferedReader(raw)


def unpacked(file: BinaryIO, ending: str) -> BinaryIO:
    """The bytes inside a `.gz` or `.zst` file, as a stream; any other file as it is."""
    if ending == ".gz":
        return _buffered(_Unpacked(gzip.GzipFile(fileobj=file), file, "gzip"))
    if ending == ".zst":
        try:
            import zstandard
        except ImportError:
            raise Unreadable("needs zstandard: pip install 'themegraph[zstd]'") from None
        inner = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
            file, read_across_frames=True
        )
        return _buffered(_Unpacked(inner, file, "zstd"))
    return file


def magic(file: io.BufferedReader) -> str:
    """The ending that the first bytes of a stream speak for; `.txt` where they tell nothing."""
    start = file.peek(4096)[:4096]
    bare = start.lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if start[:2] == b"\x1f\x8b":
        return ".gz"
    if start[:4] == b"\x28\xb5\x2f\xfd":
        return ".zst"
    if start[:5] == b"%PDF-":
        return ".pdf"
    if bare[:1] == b"{":
        return ".jsonl"
    if bare[:5] == b"<?xml" or bare[:4] == b"<rss" or bare[:5] == b"<feed":
        return ".html" if b"<html" in bare or b"<!doctype html" in bare else ".xml"
    if bare[:9] == b"<!doctype" or b"<html" in bare or b"<body" in bare or b"<!-- saved from" in bare:
        return ".html"
    return ".txt"


def whole(file: BinaryIO) -> bytes:
    """All bytes of a file; Unreadable where they are too many."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES >> 20} MB; split it")
    return data


def text(file: BinaryIO) -> str:
    """The text of a UTF-8 file as it stands; Unreadable names the line that is not."""
    data = whole(file)
    if b"\0" in data[:8192]:
        raise Unreadable("is not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("is not UTF-8; save it as UTF-8 and try again", line) from None


def markup(file: BinaryIO) -> str:
    """The text of a page: by its byte order mark, as UTF-8, by the character set it names, or as Korean (CP949)."""
    data = whole(file)
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("is empty")
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    if b"\0" in data[:1024]:
        raise Unreadable("is not text")
    told = _XML_ENCODING.search(data[:1024]) or _CHARSET.search(data[:8192])
    name = told.group(1).decode("ascii").lower() if told else ""
    name = "cp949" if name in ("euc-kr", "ks_c_5601-1987", "ksc5601", "euc_kr") else name
    for candidate in ("utf-8", name, "cp949"):
        try:
            if candidate:
                return data.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        return data.decode(name or "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line; None in place of a line that is too long, which is skipped, not kept."""
    number = 0
    while raw := file.readline(MOST_LINE + 1):
        number += 1
        if len(raw) <= MOST_LINE:
            yield number, raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(MOST_LINE)
        yield number, None


def endings(path: Path) -> tuple[str, str]:
    """What a file's name says it is, and in what it is packed: `a.jsonl.gz` is (`.jsonl`, `.gz`)."""
    last = path.suffix.lower()
    if last in PACKED:
        return Path(path.stem).suffix.lower(), last
    return last, ""


def stem(path: Path) -> str:
    """A path without the endings that say what it is."""
    kind, packed = endings(path)
    bare = path.with_suffix("") if packed else path
    return (bare.with_suffix("") if kind else bare).as_posix()
