"""Links as partitioned Parquet, as the Spark engine leaves them, read back as extractions.

OUT/themegraph.json       how many documents were read, and by what vocabulary and code
OUT/links/month=2026-03/  a row for each link, with its document and evidence
OUT/companies/            companies that only a document introduces
OUT/groups/               document -> the document that stands for all copies of it
OUT/edges/                links of one company, theme and role together
OUT/problems/             what could not be read
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from themegraph.corpus.records import Record, unpack_companies
from themegraph.model import Citation, Company, Evidence, Extraction, Link, Problem, Role, Stance

MANIFEST = "themegraph.json"
_CITATION = ("document", "title", "published", "language", "publisher", "source")


class TablesError(ValueError):
    """A folder of tables that cannot be read; the message names it."""


@dataclass(frozen=True)
class Tables:
    """What stands in a folder: the extractions that hold links, groups of copies, problems, and how many were read."""

    documents: int
    extractions: tuple[Extraction, ...]
    groups: dict[str, str]
    problems: tuple[Problem, ...]


def is_tables(path: Path) -> bool:
    """Whether the Spark engine wrote this folder."""
    return (path / MANIFEST).is_file()


def read(path: Path) -> Tables:
    """The tables of a folder; TablesError where they are not whole."""
    try:
        import pyarrow as pa
        import pyarrow.dataset as ds
    except ImportError:
        raise TablesError(f"{path}: needs pyarrow: pip install 'themegraph[parquet]'") from None
    try:
        facts = json.loads((path / MANIFEST).read_text("utf-8"))

        def rows(name: str) -> Iterator[dict[str, Any]]:
            if (path / name).is_dir() and any((path / name).rglob("*.parquet")):
                # Months are columns of the rows, too, so the names of folders need not be read.
                for batch in ds.dataset(path / name, format="parquet").to_batches():
                    yield from batch.to_pylist()

        introduced: dict[str, tuple[Company, ...]] = {
            row["document"]: unpack_companies(Record(row["record"].encode())) for row in rows("companies")
        }
        links = sorted(map(_link, rows("links")))
        extractions = [
            Extraction(citation, links=tuple(several), provisional=introduced.get(citation.document, ()))
            for citation, several in groupby(links, key=lambda link: link.citation)
        ]
        return Tables(
            documents=int(facts["documents"]),
            extractions=tuple(extractions),
            groups={row["document"]: row["stands_for"] for row in rows("groups")},
            problems=tuple(
                sorted(Problem(row["source"], row["line"], row["cause"]) for row in rows("problems"))
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException) as error:
        raise TablesError(
            f"{path}: is no whole output of the Spark engine: {str(error).splitlines()[0]}"
        ) from error


def _link(row: dict[str, Any]) -> Link:
    return Link(
        Citation(*(row[name] for name in _CITATION)), row["company"], row["theme"], Role(row["role"]), Stance(row["stance"]),
        row["confidence"], tuple(Evidence(e["start"], e["end"], e["quote"]) for e in row["evidence"]),
    )  # fmt: skip
