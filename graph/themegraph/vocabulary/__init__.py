"""What may be found: the themes of ontology/themes.ttl with their cues, and the companies of seeds/companies.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from themegraph import resources
from themegraph.model import Company, Theme
from themegraph.vocabulary.companies import CompanyError, read_companies
from themegraph.vocabulary.cues import Cue, CueError, Words, label_cues, read_cues, read_words
from themegraph.vocabulary.themes import ThemeError, read_themes

__all__ = ["CompanyError", "CueError", "ThemeError", "Vocabulary", "VocabularyError", "load"]

VocabularyError = (CompanyError, CueError, ThemeError)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All companies, themes, cues and word classes that an extraction works with."""

    companies: Mapping[str, Company]
    themes: Mapping[str, Theme]
    cues: tuple[Cue, ...]
    words: Words

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything in it: the same vocabulary has the same, whatever files it came from."""
        parts = (sorted(map(repr, self.companies.values())), sorted(map(repr, self.themes.values())))
        parts_all = (*parts, sorted(map(repr, self.cues)), sorted(map(repr, self.words.classes.items())))
        return sha256(repr(parts_all).encode()).hexdigest()[:16]


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
    all_cues: list[Cue] = [cue for theme in all_themes.values() for cue in label_cues(theme)]
    for theme, path in sorted(cue_files.items()):
        if theme not in all_themes:
            raise CueError(f"{path}: there is no theme {theme}")
        all_cues.extend(read_cues(path, words))
    return Vocabulary(
        companies={company.id: company for path in company_files for company in read_companies(path)},
        themes=dict(sorted(all_themes.items())),
        cues=tuple(all_cues),
        words=words,
    )
