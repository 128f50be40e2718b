"""Many documents at once: reads sources, extracts with worker processes and a cache, and counts what could not be read."""

from __future__ import annotations

import gc
import json
import traceback
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path

from themegraph import documents
from themegraph.corpus.cache import Cache
from themegraph.corpus.records import Record, pack, unpack
from themegraph.corpus.workers import Died, Pool
from themegraph.extraction.pipeline import TOGETHER, Extractor
from themegraph.model import Document, Extraction, Problem

__all__ = ["Cache", "Settings", "Tally", "extract_all", "read"]

_BATCH_DOCUMENTS = 200
_WORTH_WORKERS = 150_000  # characters; less is read sooner by one process than others are started


def read(
    sources: Iterable[str | Path],
    on_problem: Callable[[Problem], None] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Document]:
    """The documents of files, folders, globs or `-`; ValueError at what cannot be read, unless `on_problem` takes it."""
    for item in documents.read(sources, columns):
        if isinstance(item, Document):
            yield item
        elif on_problem:
            on_problem(item)
        else:
            raise ValueError(str(item))


@dataclass
class Tally:
    """What became of a corpus."""

    documents: int = 0
    linked: int = 0
    links: int = 0
    known: int = 0
    companies: set[str] = field(default_factory=set)
    themes: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def count(self, extraction: Extraction) -> None:
        """Adds one document."""
        self.documents += 1
        self.linked += bool(extraction.links)
        self.links += len(extraction.links)
        self.companies.update(link.company for link in extraction.links)
        self.themes.update(link.theme for link in extraction.links)


@dataclass(frozen=True)
class Settings:
    """How a corpus is read: by how many processes, with what cache, which columns, and whether mentions are wanted."""

    workers: int = 1
    cache: Cache | None = None
    columns: Mapping[str, str] | None = None
    mentions: bool = True


def extract_all(
    sources: Iterable[str | Path],
    extractor: Extractor,
    tally: Tally,
    on_problem: Callable[[Problem], None],
    on_document: Callable[[], None] = lambda: None,
    settings: Settings = Settings(),
    meter: documents.Meter | None = None,
) -> Iterator[Extraction]:
    """Extractions of all documents of the sources, in their order; the tally is complete when the last was taken.

    Holds some hundred documents at a time. A document over which a worker dies twice is a problem. The meter
    follows how far the sources are read.
    """

    def note(problem: Problem) -> None:
        tally.problems.append(problem)
        on_problem(problem)

    shelf = _Pages(settings.cache) if settings.cache else None
    work = _Work(extractor, settings, tally)
    try:
        for batch in _batches(documents.read(sources, settings.columns, shelf, meter), note):
            work.add(batch)
            while work.full:
                yield from _counted(work.take(), tally, note, on_document)
        while work.waiting:
            yield from _counted(work.take(), tally, note, on_document)
    finally:
        work.close()


def _counted(
    results: Iterable[Extraction | Problem],
    tally: Tally,
    note: Callable[[Problem], None],
    on_document: Callable[[], None],
) -> Iterator[Extraction]:
    for result in results:
        if isinstance(result, Problem):
            note(result)
            continue
        tally.count(result)
        on_document()
        yield result


def _batches(
    items: Iterable[Document | Problem], note: Callable[[Problem], None]
) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for item in items:
        if isinstance(item, Problem):
            note(item)
            continue
        batch.append(item)
        size += len(item.text)
        if size > TOGETHER or len(batch) >= _BATCH_DOCUMENTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class Failed:
    """In place of a record: reading the text ran into a fault of this program."""

    cause: str


def readings(extractor: Extractor, texts: Sequence[str], mentions: bool = True) -> list[Record | Failed]:
    """Records, or why there is none: one text that finds a fault must not end the reading of a million."""
    try:
        return [*records_of(extractor, texts, mentions)]
    except Exception as error:
        if len(texts) > 1:
            return [made for text in texts for made in readings(extractor, [text], mentions)]
        place = traceback.extract_tb(error.__traceback__)[-1]
        cause = " ".join(str(error).split())[:100]
        return [Failed(f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {cause}")]


def records_of(extractor: Extractor, texts: Sequence[str], mentions: bool = True) -> list[Record]:
    """What texts say, a record each; the same wherever, and beside whatever, it is made."""
    found = extractor.extract_all([Document("", text) for text in texts], mentions)
    return [pack(extraction, mentions) for extraction in found]


@dataclass
class _Batch:
    documents: list[Document]
    records: list[Record | None]
    new: list[str]  # the texts without a record
    ticket: int | None = None


class _Work:
    """Batches on their way: looked up, handed to the workers where they are new, and taken back in order."""

    def __init__(self, extractor: Extractor, settings: Settings, tally: Tally) -> None:
        self._extractor = extractor
        self._settings = settings
        self._tally = tally
        self._pool: Pool[str, Record | Failed] | None = None
        self._characters = 0
        self.waiting: deque[_Batch] = deque()

    @property
    def full(self) -> bool:
        """Whether a batch must be taken back before another is added."""
        return len(self.waiting) > (self._pool.capacity if self._pool else 0)

    def add(self, batch: list[Document]) -> None:
        """Looks a batch up and starts on what is new in it."""
        cache, mentions = self._settings.cache, self._settings.mentions
        records: list[Record | None] = [None] * len(batch)
        if cache:
            records = cache.get([d.text for d in batch], mentions)
        new = [d.text for d, record in zip(batch, records, strict=True) if record is None]
        self._tally.known += len(batch) - len(new)
        self._characters += sum(map(len, new))
        if not self._pool and self._settings.workers > 1 and self._characters > _WORTH_WORKERS:
            extractor = self._extractor
            # Whatever is made at the first reading, forked workers then share.
            readings(extractor, ["Oracle"])
            gc.freeze()  # what was made so far is not looked through, and so not copied, in the workers
            self._pool = Pool(_Reader(extractor, mentions), self._settings.workers)
        ticket = self._pool.submit(new) if self._pool and new else None
        self.waiting.append(_Batch(batch, records, new, ticket))

    def take(self) -> Iterator[Extraction | Problem]:
        """The extractions of the batch that was added first."""
        batch = self.waiting.popleft()
        fresh: Iterator[Record | Failed | Died]
        if batch.ticket is not None and self._pool:
            fresh = iter(self._pool.results(batch.ticket))
        else:
            fresh = iter(self._read(batch.new))
        for document, known in zip(batch.documents, batch.records, strict=True):
            if known is not None:
                try:
                    yield unpack(known, document, self._settings.mentions)
                    continue
                except (ValueError, TypeError, KeyError, IndexError):  # not what this program wrote
                    self._tally.known -= 1
            made = self._read([document.text])[0] if known else next(fresh)
            if not isinstance(made, Record):
                why = "ended the process that read it, twice" if isinstance(made, Died) else made.cause
                yield Problem(document.source, 0, f"document {document.id} is left out: {why}")
                continue
            if self._settings.cache:
                self._settings.cache.put(document.text, made)
            yield unpack(made, document, self._settings.mentions)

    def _read(self, texts: Sequence[str]) -> list[Record | Failed]:
        return readings(self._extractor, texts, self._settings.mentions) if texts else []

    def close(self) -> None:
        """Ends the workers."""
        if self._pool:
            self._pool.close()


@dataclass(frozen=True)
class _Reader:
    """What a worker does with texts."""

    extractor: Extractor
    mentions: bool

    def __call__(self, texts: Sequence[str]) -> list[Record | Failed]:
        return readings(self.extractor, texts, self.mentions)


@dataclass(frozen=True)
class _Pages:
    """Parsed pages in the cache: what trafilatura and pypdf took long to find."""

    cache: Cache

    def get(self, key: bytes) -> list[Document | Problem] | None:
        """The documents and problems of a file with this hash."""
        found = self.cache.get_page(key)
        if found is None:
            return None
        try:
            rows = json.loads(zlib.decompress(found))
            return [Document(*row) if kind == "document" else Problem(*row) for kind, row in rows]
        except (ValueError, TypeError, zlib.error):
            return None

    def put(self, key: bytes, found: Iterable[Document | Problem]) -> None:
        """Keeps them."""
        rows = [("document" if isinstance(f, Document) else "problem", astuple(f)) for f in found]
        self.cache.put_page(key, zlib.compress(json.dumps(rows).encode(), 1))
