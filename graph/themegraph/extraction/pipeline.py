"""Puts the steps of an extraction together: scan once, look closely only where a company and a theme can meet.

Many documents are read together, step by step: what each step needs then stays near the processor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from themegraph import vocabulary as vocabularies
from themegraph.duplicates import signature
from themegraph.extraction.companies import CompanyFinder, Found, Undecided
from themegraph.extraction.compiled import tables
from themegraph.extraction.cues import CueFinder
from themegraph.extraction.judge import Judge
from themegraph.extraction.links import Candidate, Linker
from themegraph.extraction.newcomers import introduced, merge, settle
from themegraph.extraction.scanner import Scan, Scanner
from themegraph.extraction.suggest import Seen, Suggested, Suggester, see
from themegraph.extraction.text import Reading
from themegraph.extraction.themes import Claim, claims_in, with_suggestions
from themegraph.model import Company, Document, Evidence, Extraction, Link, Mention, Polarity, Role, Stance
from themegraph.vocabulary import Vocabulary

# The model of themes is asked about sentences this far after a company's, for so many themes of at least this probability.
_AHEAD = 3
_MOST = 4
_LEAST = 0.05
_SURE = 0.5
# Of the themes that reports of one house name outright, three in four were its links (development texts).
_HOUSE = 0.75
# A sentence is evidence for a link where it is nearly as likely to carry it as the likeliest.
_CARRIES = 0.7
# So many characters are read together: less takes longer, more takes memory and gains nothing.
TOGETHER = 50_000


@dataclass(frozen=True)
class Survey:
    """What lists and cues say of one document, before the model of themes is asked."""

    reading: Reading
    found: Sequence[Found]
    undecided: Sequence[Undecided]
    claims: Mapping[int, Sequence[Claim]]
    classes: Mapping[int, Mapping[str, Sequence[tuple[int, int]]]]
    newcomers: Mapping[str, Company]
    reach: Sequence[int]  # the sentences that may speak of a company
    house: Found | None  # where the text reports the view of one house


@dataclass(frozen=True)
class Look:
    """Everything seen in one document before anything is judged; for extraction, training and explanation alike."""

    reading: Reading
    found: Sequence[Found]
    undecided: Sequence[Undecided]
    claims: Mapping[int, Sequence[Claim]]
    candidates: Sequence[Candidate]
    provisional: Mapping[str, Company]


class Extractor:
    """A vocabulary made ready to read documents with; building one takes about a second."""

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        judge: Judge | None = None,
        suggester: Suggester | None = None,
    ) -> None:
        self.vocabulary = vocabulary or default_vocabulary()
        made = tables(self.vocabulary, watch=tuple(sorted({n for _, n in self.vocabulary.words.classes})))
        self.scanner = Scanner(made)
        self.cues = CueFinder(made)
        self.finder = CompanyFinder(self.vocabulary.companies.values())
        self.linker = Linker(self.vocabulary.companies, self.vocabulary.themes)
        self._judge = judge
        self._suggester = suggester

    @property
    def suggester(self) -> Suggester:
        """The fitted model of themes, read when first needed."""
        if self._suggester is None:
            self._suggester = Suggester.load()
        return self._suggester

    @property
    def judge(self) -> Judge:
        """The fitted models, read when first needed."""
        if self._judge is None:
            self._judge = Judge.load()
        return self._judge

    def survey(self, text: str, everywhere: bool = True) -> Survey:
        """What lists and cues say of one text."""
        return self.surveys([text], everywhere)[0]

    def surveys(self, texts: Sequence[str], everywhere: bool = True) -> list[Survey]:
        """Companies, and what cues and word classes say in each sentence, or only in those within reach of a company."""
        if not texts:
            return []
        scan = self.scanner.scan([Reading(text) for text in texts])
        named = [self._named(scan, n) for n in range(len(texts))]
        wanted = [None if everywhere or one.house else one.reach for one in named]
        return [
            replace(one, claims=claims_in(sensed.cues), classes=sensed.classes)
            for one, sensed in zip(named, self.cues.find(scan, wanted), strict=True)
        ]

    def _named(self, scan: Scan, n: int) -> Survey:
        """The companies of one of the texts that were scanned."""
        reading = scan.readings[n]

        def business() -> bool:
            only: list[Sequence[int] | None] = [()] * len(scan.readings)
            only[n] = None
            return bool(claims_in(self.cues.find(scan, only)[n].cues))

        found, undecided = self.finder.find(reading, scan.names[n], business)
        more, companies = introduced(reading, found)
        more, undecided = settle(more, undecided)
        newcomers = {c.id: c for c in companies if any(f.company == c.id for f in more)}
        found = merge(found, more)
        reach = self._in_reach(reading, found)
        return Survey(reading, found, undecided, {}, {}, newcomers, reach, self.linker.house(reading, found))

    def look(self, text: str, everywhere: bool = True) -> Look:
        """What can be seen in one text."""
        return self.looks([text], everywhere)[0]

    def looks(self, texts: Sequence[str], everywhere: bool = True) -> list[Look]:
        """What can be seen in some texts, or only in the sentences within reach of a company: candidates are the same."""
        surveys = self.surveys(texts, everywhere)
        suggested = iter(
            self.suggester.suggest([self.see(s, index) for s in surveys for index in s.reach], _LEAST, _MOST)
        )
        claims = [self._claims(survey, suggested) for survey in surveys]
        return [self._look(survey, told) for survey, told in zip(surveys, claims, strict=True)]

    @staticmethod
    def _claims(survey: Survey, suggested: Iterator[Suggested]) -> Mapping[int, Sequence[Claim]]:
        """The claims of a text by its cues and by the model of themes, which is asked where a company is in reach."""
        claims = dict(survey.claims)
        for index in survey.reach:
            both = with_suggestions(index, claims.get(index, ()), *next(suggested))
            if both:
                claims[index] = both
        return claims

    def _look(self, survey: Survey, claims: Mapping[int, Sequence[Claim]]) -> Look:
        # What one house says is read to the end of its text.
        near = claims if survey.house else {i: claims[i] for i in survey.reach if i in claims}
        reading, found = survey.reading, survey.found
        candidates = (
            self.linker.candidates(reading, found, near, survey.classes, survey.house) if near else []
        )
        return Look(reading, found, survey.undecided, claims, candidates, survey.newcomers)

    @staticmethod
    def _in_reach(reading: Reading, found: Sequence[Found]) -> list[int]:
        """The sentences that may speak of a company: its own, the one before and a few after."""
        if not found:
            return []
        last = len(reading.split()) - 1
        near = {
            index
            for at in {reading.sentence_at(f.start).index for f in found}
            for index in range(max(0, at - 1), min(last, at + _AHEAD) + 1)
        }
        return sorted(near)

    def see(self, survey: Survey, index: int) -> Seen:
        """A sentence as the model of themes sees it."""
        sentence = survey.reading.split()[index]
        places = []
        for f in survey.found:
            if sentence.start <= f.start < sentence.end:
                company = self.vocabulary.companies.get(f.company)
                places.append((f.start, f.end, company.industry if company else ""))
        told = [(c.theme, c.start, c.end) for c in survey.claims.get(index, ())]
        return see(survey.reading, sentence, places, survey.classes.get(index, {}), told)

    def extract(self, document: Document, mentions: bool = True) -> Extraction:
        """The mentions and links of one document; without mentions, most of a text need not be looked at."""
        return self.extract_all([document], mentions)[0]

    def extract_all(self, documents: Sequence[Document], mentions: bool = True) -> list[Extraction]:
        """The same for many documents, which are sooner read together than one by one."""
        return [extraction for some in _runs(documents) for extraction in self._together(some, mentions)]

    def _together(self, documents: Sequence[Document], mentions: bool) -> list[Extraction]:
        """Step by step for all of them, so that what a step needs stays near the processor."""
        looks = self.looks([document.text for document in documents], everywhere=mentions)
        allowed = [[c for c in look.candidates if not c.denied] for look in looks]
        probabilities = iter(self.probabilities([c for several in allowed for c in several]))
        found = [
            tuple(self._links(document, look.reading, [(next(probabilities), c) for c in several]))
            for document, look, several in zip(documents, looks, allowed, strict=True)
        ]
        return [
            Extraction(
                citation=document.citation,
                mentions=tuple(self._mentions(document, look)) if mentions else (),
                links=links,
                provisional=tuple(look.provisional[id] for id in sorted(look.provisional)),
                signature=signature(document.text) if links else b"",
            )
            for document, look, links in zip(documents, looks, found, strict=True)
        ]

    def _mentions(self, document: Document, look: Look) -> Iterator[Mention]:
        places = [(f.start, f.end, f.kind, f.company) for f in look.found]
        places += [
            (c.start, c.end, "theme", c.theme)
            for several in look.claims.values()
            for c in several
            if c.told or c.likely >= _SURE
        ]
        for start, end, kind, id in sorted(places):
            first, last = look.reading.span(start, end)
            yield Mention(document.id, first, last, kind, id, document.text[first:last])

    def probabilities(self, candidates: Sequence[Candidate]) -> list[float]:
        """How likely a careful reader makes these links; a house's own report is believed without its features."""
        judged = self.judge.probabilities([c.features for c in candidates], [c.wording for c in candidates])
        return [_HOUSE if c.house else p for c, p in zip(candidates, judged, strict=True)]

    def _links(
        self, document: Document, reading: Reading, judged: Iterable[tuple[float, Candidate]]
    ) -> list[Link]:
        pairs: dict[tuple[str, str], list[tuple[float, Candidate]]] = defaultdict(list)
        for probability, candidate in judged:
            pairs[candidate.company, candidate.claim.theme].append((probability, candidate))
        themes = self.vocabulary.themes
        links: list[Link] = []
        for (company, theme), several in sorted(pairs.items()):
            several.sort(key=lambda s: (-s[0], s[1].sentences, s[1].claim.start))
            best, candidate = several[0]
            if best < self.judge.threshold:
                continue
            if candidate.house:
                role = Role.VOICES
            else:
                shares = self.judge.role((*candidate.features, *candidate.wording()))
                role = max(shares, key=lambda r: (shares[r], -list(Role).index(r)))
            polarity = themes[theme].polarity if theme in themes else Polarity.NEUTRAL
            evidence: dict[tuple[int, int], Evidence] = {}
            for probability, other in several:
                if probability >= max(self.judge.threshold, _CARRIES * best):
                    quote = self._quote(document, reading, other)
                    evidence[quote.start, quote.end] = quote
            links.append(
                Link(
                    citation=document.citation,
                    company=company,
                    theme=theme,
                    role=role,
                    stance=stance(role, polarity, candidate.features),
                    confidence=round(best, 3),
                    evidence=tuple(sorted(evidence.values())),
                )
            )
        return links

    @staticmethod
    def _quote(document: Document, reading: Reading, candidate: Candidate) -> Evidence:
        """The sentence of the claim, with the company's where that is the one before or after."""
        sentences = reading.split()
        first, last = candidate.sentences[0], candidate.sentences[-1]
        if last - first > 1:
            first = last = candidate.claim.sentence
        start, end = reading.span(sentences[first].start, sentences[last].end)
        return Evidence(start, end, document.text[start:end])


def stance(role: Role, polarity: Polarity, features: Collection[str]) -> Stance:
    """What the text says of the company's side: by the role, and where that is open, by theme and predicate."""
    if role is Role.BENEFITS_FROM:
        return Stance.POSITIVE
    if role is Role.HURT_BY:
        return Stance.NEGATIVE
    good, bad = "c=gain" in features, "c=harm" in features
    if role is Role.EXPOSED_TO and good and bad:
        return Stance.MIXED
    if role is Role.VOICES:
        return {Polarity.POSITIVE: Stance.POSITIVE, Polarity.NEGATIVE: Stance.NEGATIVE}.get(
            polarity, Stance.NEUTRAL
        )
    if good != bad:
        return Stance.POSITIVE if good else Stance.NEGATIVE
    return Stance.NEUTRAL


@lru_cache(maxsize=1)
def default_vocabulary() -> Vocabulary:
    """The project's own vocabulary, read once."""
    return vocabularies.load()


@lru_cache(maxsize=4)
def _extractor(vocabulary: Vocabulary) -> Extractor:
    return Extractor(vocabulary)


def extract(documents: Iterable[Document], vocabulary: Vocabulary | None = None) -> Iterator[Extraction]:
    """Reads documents in their order; needs no more memory than a few of them."""
    extractor = _extractor(vocabulary or default_vocabulary())
    for some in _runs(documents):
        yield from extractor.extract_all(some)


def _runs(documents: Iterable[Document]) -> Iterator[list[Document]]:
    run: list[Document] = []
    size = 0
    for document in documents:
        run.append(document)
        size += len(document.text)
        if size > TOGETHER:
            yield run
            run, size = [], 0
    if run:
        yield run
