"""What may be found: the themes of ontology/themes.ttl with their cues, and the companies of seeds/companies.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import overload

from themegraph import resources
from themegraph.model import Company, Theme
from themegraph.vocabulary.companies import CompanyError, read_companies
from themegraph.vocabulary.cues import Cue, CueError, Words, label_cues, read_cues, read_list, read_words
from themegraph.vocabulary.themes import ThemeError, read_themes

__all__ = ["CompanyError", "CueError", "ThemeError", "Vocabulary", "VocabularyError", "load", "stopwords"]

VocabularyError = (CompanyError, CueError, ThemeError)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All companies, themes, cues and word classes that an extraction works with.

    `files` is a hash of the files that it was read from, nothing where it was put together by hand.
    """

    companies: Mapping[str, Company]
    themes: Mapping[str, Theme]
    cues: Sequence[Cue]
    words: Words
    files: str = ""

    @cached_property
    def fingerprint(self) -> str:
        """A hash of its files, or of everything in it; the same in every process and on every machine."""
        if self.files:
            return self.files
        digest = blake2b(digest_size=8)
        for part in (self.companies.values(), self.themes.values(), self.cues, self.words.classes.items()):
            for line in sorted(map(_plain, part)):
                digest.update(line.encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()


def load(
    companies: tuple[Path, ...] = (), themes: tuple[Path, ...] = (), cues: tuple[Path, ...] = ()
) -> Vocabulary:
    """The project's own vocabulary, with a user's files on top: a row or concept of the same id replaces.

    `cues` are folders of cue files; CompanyError, ThemeError or CueError name the file and line at fault.
    """
    ontology = resources.folder("ontology")
    company_files = (resources.folder("seeds") / "companies.csv", *companies)
    theme_files = (ontology / "themes.ttl", *themes)
    all_themes = {theme.id: theme for path in theme_files for theme in read_themes(path)}
    words = read_words(ontology / "words")
    cue_files: dict[str, Path] = {}
    for folder in (ontology / "cues", *cues):
        cue_files |= {path.stem: path for path in sorted(folder.glob("*.txt"))}
    for theme, path in sorted(cue_files.items()):
        if theme not in all_themes:
            raise CueError(f"{path}: there is no theme {theme}")
        if path.parent in cues:
            read_cues(path, words)  # a user's mistakes are told at once
    return Vocabulary(
        companies={company.id: company for path in company_files for company in read_companies(path)},
        themes=dict(sorted(all_themes.items())),
        cues=_Cues(all_themes.values(), cue_files, words),
        words=words,
        files=_hash(
            [
                *company_files,
                *theme_files,
                *sorted((ontology / "words").glob("*.txt")),
                *sorted((ontology / "stopwords").glob("*.txt")),
                *cue_files.values(),
            ]
        ),
    )


@lru_cache
def stopwords(name: str, language: str) -> frozenset[str]:
    """The words of a list of ontology/stopwords, read once."""
    return frozenset(read_list(resources.folder("ontology") / "stopwords" / f"{name}.txt")[language])


class _Cues(Sequence[Cue]):
    """The cues of themes and cue files, read when first asked for: compiled tables do without them."""

    def __init__(self, themes: Iterable[Theme], files: Mapping[str, Path], words: Words) -> None:
        self._themes, self._files, self._words = tuple(themes), dict(sorted(files.items())), words

    @cached_property
    def _read(self) -> tuple[Cue, ...]:
        cues: list[Cue] = [cue for theme in self._themes for cue in label_cues(theme)]
        for path in self._files.values():
            cues.extend(read_cues(path, self._words))
        return tuple(cues)

    @overload
    def __getitem__(self, index: int) -> Cue: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Cue, ...]: ...
    def __getitem__(self, index: int | slice) -> Cue | tuple[Cue, ...]:
        return self._read[index]

    def __len__(self) -> int:
        return len(self._read)


def _hash(files: Iterable[Path]) -> str:
    """A hash of what stands in these files, in this order, and of the names that mean something."""
    digest = blake2b(digest_size=8)
    for path in files:
        digest.update(path.stem.encode("utf-8", "surrogatepass") + b"\0")
        try:
            digest.update(blake2b(path.read_bytes()).digest())
        except OSError as error:
            raise CueError(f"{path}: {error.strerror}") from error
    return digest.hexdigest()


def _plain(value: object) -> str:
    """A value in letters, sets in order."""
    if isinstance(value, frozenset):
        return repr(sorted(value))
    if isinstance(value, tuple):
        return repr([_plain(item) for item in value])
    if isinstance(value, Mapping):
        return repr(sorted((key, _plain(item)) for key, item in value.items()))
    if is_dataclass(value):
        return repr([_plain(getattr(value, field.name)) for field in fields(value)])
    return repr(value)
