"""Many documents at once: reads sources, extracts, and keeps count of what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from themegraph import documents
from themegraph.duplicates import signature
from themegraph.extraction.pipeline import Extractor
from themegraph.model import Document, Extraction, Problem


def read(
    sources: Iterable[str | Path], on_problem: Callable[[Problem], None] | None = None
) -> Iterator[Document]:
    """The documents of files, folders, globs or `-`; ValueError at what cannot be read, unless `on_problem` takes it."""
    for item in documents.read(sources):
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


def extract_all(
    sources: Iterable[str | Path],
    extractor: Extractor,
    tally: Tally,
    on_problem: Callable[[Problem], None],
    on_document: Callable[[], None] = lambda: None,
) -> Iterator[Extraction]:
    """Extractions of all documents of the sources; the tally is complete when the last was taken."""

    def note(problem: Problem) -> None:
        tally.problems.append(problem)
        on_problem(problem)

    for document in read(sources, note):
        extraction = extractor.extract(document)
        if extraction.links:
            extraction = replace(extraction, signature=signature(document.text))
        tally.count(extraction)
        on_document()
        yield extraction
