"""Keeps what was read out of texts in one SQLite file, by the hash of the text, the vocabulary and the code.

The file may be deleted at any time, also while it is in use. A run that is killed leaves what it had
committed, at most some seconds before.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

from themegraph.corpus.records import Record
from themegraph.resources import cache_folder, code_version

_KEPT_DAYS = 14  # that a vocabulary or a version may lie unused
_COMMIT_SECONDS = 2.0
_AT_ONCE = 500  # keys in one question
_TABLES = """
CREATE TABLE IF NOT EXISTS uses(id INTEGER PRIMARY KEY, stamp TEXT UNIQUE NOT NULL, day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS results(use INTEGER, key BLOB, links BLOB, mentions BLOB, PRIMARY KEY(use, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages(use INTEGER, key BLOB, documents BLOB, PRIMARY KEY(use, key)) WITHOUT ROWID;
"""


def default_path() -> Path:
    """The file in the user's cache folder."""
    return cache_folder() / "results.sqlite"


class Cache:
    """Records by text, and parsed pages by their bytes; one process writes, others may read and write beside it."""

    def __init__(self, path: Path, vocabulary: str) -> None:
        """Opens or makes the file; OSError where that is impossible. A file that is no cache is replaced."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
                raise OSError(f"{path}: cannot be used as a cache: {error}") from error
            path.unlink(missing_ok=True)
            try:
                self._open()
            except sqlite3.DatabaseError as again:
                raise OSError(f"{path}: cannot be used as a cache: {again}") from again
        self._stamps = {
            "results": self._use(f"results {vocabulary} {code_version('extraction')}"),
            "pages": self._use(f"pages {code_version('documents')}"),
        }
        self._new: dict[bytes, Record] = {}
        self._pages: dict[bytes, bytes] = {}
        self._written = time.monotonic()

    def _open(self) -> None:
        self._store = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        with contextlib.suppress(OSError):
            self.path.chmod(0o600)  # pages hold the texts that were read
        self._store.execute("PRAGMA synchronous=OFF")
        self._store.executescript(_TABLES)

    def _use(self, stamp: str) -> int:
        """The number of this stamp; forgets stamps that nobody used for long."""
        today = datetime.now(UTC).date()
        with self._transaction():
            self._store.execute(
                "INSERT INTO uses(stamp, day) VALUES(?, ?) ON CONFLICT(stamp) DO UPDATE SET day=excluded.day",
                (stamp, today.isoformat()),
            )
            old = (today - timedelta(days=_KEPT_DAYS)).isoformat()
            gone = [row[0] for row in self._store.execute("SELECT id FROM uses WHERE day < ?", (old,))]
            for number in gone:
                for table in ("results", "pages"):
                    self._store.execute(f"DELETE FROM {table} WHERE use=?", (number,))
                self._store.execute("DELETE FROM uses WHERE id=?", (number,))
        found = self._store.execute("SELECT id FROM uses WHERE stamp=?", (stamp,)).fetchone()
        return int(found[0])

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._store.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._store.execute("ROLLBACK")
            raise
        self._store.execute("COMMIT")

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, texts: Sequence[str], mentions: bool = True) -> list[Record | None]:
        """The record of each text, or nothing where it was not read before, or not for mentions where these are wanted."""
        keys = [_key(text) for text in texts]
        columns = "key, links, mentions" if mentions else "key, links, NULL"
        found: dict[bytes, Record] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT {columns} FROM results WHERE use=? AND key IN ({marks})"
            with contextlib.suppress(sqlite3.DatabaseError):
                for key, links, told in self._store.execute(query, (self._stamps["results"], *some)):
                    if not mentions or told is not None:
                        found[bytes(key)] = Record(bytes(links), None if told is None else bytes(told))
        return [found.get(key) for key in keys]

    def put(self, text: str, record: Record) -> None:
        """Keeps the record of a text; written at the latest when the cache is closed."""
        self._new[_key(text)] = record
        self._tick()

    def get_page(self, key: bytes) -> bytes | None:
        """The parsed documents of a page with this hash."""
        try:
            row = self._store.execute(
                "SELECT documents FROM pages WHERE use=? AND key=?", (self._stamps["pages"], key)
            ).fetchone()
        except sqlite3.DatabaseError:
            return None
        return bytes(row[0]) if row else None

    def put_page(self, key: bytes, documents: bytes) -> None:
        """Keeps the parsed documents of a page."""
        self._pages[key] = documents
        self._tick()

    def _tick(self) -> None:
        if time.monotonic() - self._written > _COMMIT_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Writes what was put; what cannot be written (a full disk) is forgotten, as it is only a cache."""
        self._written = time.monotonic()
        if not (self._new or self._pages):
            return
        use, pages = self._stamps["results"], self._stamps["pages"]
        with contextlib.suppress(sqlite3.DatabaseError), self._transaction():
            self._store.executemany(
                "INSERT OR REPLACE INTO results VALUES(?, ?, ?, ?)",
                [(use, key, r.links, r.mentions) for key, r in sorted(self._new.items())],
            )
            self._store.executemany(
                "INSERT OR REPLACE INTO pages VALUES(?, ?, ?)",
                [(pages, key, documents) for key, documents in sorted(self._pages.items())],
            )
        self._new.clear()
        self._pages.clear()

    def close(self) -> None:
        """Writes what is left and closes the file."""
        self.flush()
        self._store.close()


def open_default(vocabulary: str) -> Cache | None:
    """The cache in the user's folder, or nothing where THEMEGRAPH_CACHE is `off` or no file can be had."""
    if os.environ.get("THEMEGRAPH_CACHE") == "off":
        return None
    try:
        return Cache(default_path(), vocabulary)
    except OSError:
        return None


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
