"""The words of reports, differences and cards, in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from themegraph.analyse import Graph

LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Words:
    """The words of one language (words.toml)."""

    language: str
    table: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.table[key]

    def say(self, key: str, **values: object) -> str:
        """The words with numbers and names filled in."""
        return self.table[key].format(**values)

    def sources(self, count: int) -> str:
        """A number of independent sources: `1 source`, `3개 출처`."""
        return self._count(count, "source", "several_sources")

    def articles(self, count: int) -> str:
        """A number of articles."""
        return self._count(count, "article", "articles")

    def name(self, graph: Graph[str], key: str) -> str:
        """The label of a node in this language."""
        return str(graph.nodes[key].get(f"label_{self.language}") or key)

    def _count(self, count: int, one: str, many: str) -> str:
        word = self.table[one if count == 1 else many]
        return f"{count}{word}" if self.language == "ko" else f"{count} {word}"


@lru_cache
def words(language: str) -> Words:
    """The words of `en` or `ko`."""
    table = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return Words(language, table[language])
