"""Finds what the vocabulary does not know: companies that texts introduce, and phrases that come again without a theme."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from themegraph.extraction.pipeline import Extractor, Survey
from themegraph.model import Company, Document
from themegraph.vocabulary import stopwords
from themegraph.vocabulary.companies import COLUMNS
from themegraph.vocabulary.korean import PARTICLES, is_hangul, latin_id

_TOKEN = re.compile(r"[A-Za-z][A-Za-z'-]*|[가-힣]+|[^\sA-Za-z가-힣]+")
_TAIL = re.compile(rf"(?:{'|'.join(PARTICLES)})$")
# Endings of Korean verbs, adjectives and adverbs: such a word is no part of a term.
_VERBAL = re.compile(
    r"(?:다|고|며|면|면서|지만|는데|은데|인데|어서|아서|해서|여서|니까|려고|도록|거나|는|던|했던|된|될|할|한|하는|되는|하게|되게|히|적|적인|적으로|있는|없는|같은|지|기|음|함|됨|요|죠|까)$"
)
_MOST_WORDS = 4
_CONTEXTS = 3


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A provisional company of a corpus: in how many documents, how often, how introduced, and sentences with it."""

    company: Company
    documents: int
    mentions: int
    why: tuple[str, ...]
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that recurs beside companies in sentences that claim no theme; `score` is its C-value (Frantzi 2000)."""

    words: str
    language: str
    documents: int
    score: float
    contexts: tuple[str, ...]

    @property
    def id(self) -> str:
        """A theme id to begin with."""
        return latin_id(self.words)


@dataclass
class Discovery:
    """Counts what is unknown, document by document; the order of the documents does not matter."""

    _companies: dict[str, Company] = field(default_factory=dict)
    _seen: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    _why: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _phrases: dict[tuple[str, ...], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, extractor: Extractor, document: Document) -> None:
        """Takes one document in."""
        survey = extractor.survey(document.text)
        sentences = survey.reading.split()
        for place in survey.found:
            if place.company in survey.newcomers:
                company = survey.newcomers[place.company]
                known = self._companies.get(place.company)
                names = dict(sorted({**company.names, **(known.names if known else {})}.items()))
                self._companies[place.company] = Company(place.company, names, provisional=True)
                sentence = survey.reading.sentence_at(place.start)
                start, end = survey.reading.span(sentence.start, sentence.end)
                self._seen[place.company][document.id].append(document.text[start:end])
                self._why[place.company].add(place.why)
        beside = {survey.reading.sentence_at(f.start).index for f in survey.found}
        for index in sorted(beside - survey.claims.keys()):
            start, end = survey.reading.span(sentences[index].start, sentences[index].end)
            for words in set(_terms(survey, index)):
                quote = document.text[start:end]
                self._phrases[words].setdefault(document.id, quote)

    def companies(self, least: int = 1) -> list[Newcomer]:
        """The provisional companies of at least so many documents, those of most documents first."""
        found = [
            Newcomer(
                company, len(self._seen[id]), sum(len(q) for q in self._seen[id].values()),
                tuple(sorted(self._why[id])), _first({d: q[0] for d, q in self._seen[id].items()}),
            )
            for id, company in self._companies.items() if len(self._seen[id]) >= least
        ]  # fmt: skip
        return sorted(found, key=lambda n: (-n.documents, -n.mentions, n.company.id))

    def phrases(self, least: int = 3) -> list[Phrase]:
        """The phrases of at least so many documents, the most telling first; parts of a longer one count less."""
        frequent = {words: quotes for words, quotes in self._phrases.items() if len(quotes) >= least}
        inside: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for words, quotes in frequent.items():
            for size in range(2, len(words)):
                for at in range(len(words) - size + 1):
                    inside[words[at : at + size]].append(len(quotes))
        found = []
        for words, quotes in frequent.items():
            longer = inside.get(words, [])
            own = len(quotes) - (sum(longer) / len(longer) if longer else 0.0)
            score = math.log2(len(words)) * own if len(words) > 1 else 0.0
            if score > 0:
                language = "ko" if is_hangul(words[-1][-1]) else "en"
                found.append(Phrase(" ".join(words), language, len(quotes), round(score, 2), _first(quotes)))
        return sorted(found, key=lambda p: (-p.score, p.words))


def _first(quotes: dict[str, str]) -> tuple[str, ...]:
    return tuple(quotes[d] for d in sorted(quotes)[:_CONTEXTS])


def _terms(survey: Survey, index: int) -> Iterator[tuple[str, ...]]:
    """Runs of two to four content words of a sentence, none of them part of a company's name."""
    sentence = survey.reading.split()[index]
    text = survey.reading.written
    names = [(f.start, f.end) for f in survey.found]
    run: list[str] = []
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        word = _content(match.group())
        if not word or any(a < match.end() and match.start() < b for a, b in names):
            run = []
            continue
        run = [*run, word][-_MOST_WORDS:]
        for size in range(2, len(run) + 1):
            yield tuple(run[-size:])
        if word != match.group() and is_hangul(word[0]):  # a particle ends the run
            run = []


def _content(token: str) -> str:
    if is_hangul(token[0]):
        bare = _TAIL.sub("", token)
        word = bare if len(bare) > 1 else token
        return (
            ""
            if len(word) < 2
            or word in stopwords("term", "ko")
            or token in stopwords("term", "ko")
            or _VERBAL.search(token)
            else word
        )
    if token[0].isalpha():
        word = token.removesuffix("'s").lower()
        return "" if word in stopwords("term", "en") or len(word) < 3 else word
    return ""


def companies_csv(newcomers: Iterable[Newcomer]) -> str:
    """Rows for a user's own companies.csv; names and ids only, as nothing else is known."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for newcomer in newcomers:
        names = newcomer.company.names
        writer.writerow(
            {"id": newcomer.company.id, "name_en": names.get("en", ""), "name_ko": names.get("ko", "")}
        )
    return out.getvalue()


def themes_turtle(phrases: Iterable[Phrase]) -> str:
    """A SKOS scheme of the phrases, for a user to prune, name and extend."""
    lines = [
        "@base <https://themegraph.example/> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix tg: <https://themegraph.example/ontology#> .",
    ]
    for phrase in {p.id: p for p in phrases}.values():
        lines += [
            "",
            f"# in {phrase.documents} documents, for instance: {phrase.contexts[0][:160]!r}",
            f"<theme/{phrase.id}> a skos:Concept ;",
            "    skos:inScheme <themes> ;",
            "    skos:topConceptOf <themes> ;",
            f'    skos:prefLabel "{phrase.words}"@{phrase.language} ;',
            "    tg:defaultRole tg:exposedTo ;",
            "    tg:polarity tg:Neutral .",
        ]
    return "\n".join(lines) + "\n"
