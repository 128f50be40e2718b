"""Reads documents: from files, folders, globs or standard input, one reader a format."""

from __future__ import annotations

import dataclasses
import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from themegraph.documents import jsonl, markdown, text
from themegraph.model import Document, Problem

Reader = Callable[[str, str, str], Iterator[Document | Problem]]

# Readers of a whole text, by the ending of the file's name. JSON lines are read as a stream instead.
READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
}
STREAMS = {".jsonl": jsonl.read_lines, ".ndjson": jsonl.read_lines}


def read(sources: Iterable[str | Path]) -> Iterator[Document | Problem]:
    """All documents of files, folders (with all below them), globs, or `-`; what cannot be read is a Problem.

    Files are read in the order of their paths, whatever the order of the sources, each once. An id that
    was given before to another text gets a number.
    """
    seen: dict[str, int] = {}
    texts: set[tuple[str, int]] = set()
    for item in _all(sources):
        if isinstance(item, Problem):
            yield item
            continue
        key = (item.id, hash(item.text))
        if key in texts:
            continue
        texts.add(key)
        seen[item.id] = seen.get(item.id, 0) + 1
        changes = {} if seen[item.id] == 1 else {"id": f"{item.id}~{seen[item.id]}"}
        yield dataclasses.replace(item, language=item.language or detect_language(item.text), **changes)


def detect_language(sample: str) -> str:
    """`ko` where at least every tenth letter of the beginning is Hangul, otherwise `en`."""
    letters = [c for c in sample[:4000] if c.isalpha()]
    hangul = sum("\uac00" <= c <= "\ud7a3" or "\u1100" <= c <= "\u11ff" for c in letters)
    return "ko" if letters and hangul * 10 >= len(letters) else "en"


def _all(sources: Iterable[str | Path]) -> Iterator[Document | Problem]:
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
                    if p.suffix.lower() in READERS.keys() | STREAMS.keys() and p.is_file()
                    and not any(part.startswith(".") for part in p.relative_to(path).parts)
                ]  # fmt: skip
                if not inside:
                    endings = " ".join(sorted(READERS.keys() | STREAMS.keys()))
                    yield Problem(name, 0, f"the folder holds nothing that can be read ({endings})")
                for p in inside:
                    files.setdefault(p.resolve(), p.relative_to(path).with_suffix("").as_posix())
            elif path.exists():
                files.setdefault(path.resolve(), path.stem)
            else:
                matches = [Path(p) for p in glob.glob(name, recursive=True)] if glob.has_magic(name) else []  # noqa: PTH207
                if not matches:
                    yield Problem(name, 0, "there is no such file or folder")
                for p in matches:
                    if p.is_file():
                        files.setdefault(p.resolve(), p.stem)
        except (OSError, ValueError) as error:
            yield Problem(name, 0, getattr(error, "strerror", None) or str(error))
    for path, stem in sorted(files.items()):
        yield from _read_file(path, stem)
    if stdin:
        yield from _read_stdin()


def _read_file(path: Path, stem: str) -> Iterator[Document | Problem]:
    shown = _shown(path)
    try:
        stream = STREAMS.get(path.suffix.lower())
        if stream:
            with path.open("rb") as lines:
                yield from stream(lines, shown, stem)
            return
        data = path.read_bytes()
    except OSError as error:
        yield Problem(shown, 0, error.strerror or str(error))
        return
    yield from _read_bytes(data, READERS.get(path.suffix.lower(), text.read), shown, stem)


def _read_stdin() -> Iterator[Document | Problem]:
    data = sys.stdin.buffer.read()
    if data.lstrip()[:1] == b"{":
        yield from jsonl.read_lines(data.splitlines(), "-", "stdin")
    else:
        yield from _read_bytes(data, text.read, "-", "stdin")


def _read_bytes(data: bytes, reader: Reader, shown: str, stem: str) -> Iterator[Document | Problem]:
    if b"\0" in data[:8192]:
        yield Problem(shown, 0, "is not text")
        return
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Problem(shown, line, "is not UTF-8; save it as UTF-8 and try again")
        return
    yield from reader(content, shown, stem)


def _shown(path: Path) -> str:
    """The path as a reader of the exports would want it: relative where it lies below the working folder."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
