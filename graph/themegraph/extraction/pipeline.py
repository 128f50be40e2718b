"""Puts the steps of an extraction together: scan once, look closely only where a company and a theme can meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from themegraph import vocabulary as vocabularies
from themegraph.duplicates import signature
from themegraph.extraction.companies import CompanyFinder, Found, Undecided
from themegraph.extraction.judge import Judge
from themegraph.extraction.links import Candidate, Linker
from themegraph.extraction.newcomers import introduced, merge, settle
from themegraph.extraction.scanner import Scanner
from themegraph.extraction.suggest import Seen, Suggester, see
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
        self.scanner = Scanner(self.vocabulary, watch=sorted({n for _, n in self.vocabulary.words.classes}))
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
        """Companies, and what cues and word classes say in each sentence, or only in those within reach of a company."""
        reading = Reading(text)
        names, hits = self.scanner.scan(reading)
        found, undecided = self.finder.find(
            reading, names, business=lambda: bool(claims_in(self.scanner.sense(reading, hits)[0]))
        )
        more, companies = introduced(reading, found)
        more, undecided = settle(more, undecided)
        newcomers = {c.id: c for c in companies if any(f.company == c.id for f in more)}
        found = merge(found, more)
        reach = self._in_reach(reading, found)
        house = self.linker.house(reading, found)
        cues, classes = self.scanner.sense(reading, hits, None if everywhere or house else reach)
        return Survey(reading, found, undecided, claims_in(cues), classes, newcomers, reach, house)

    def look(self, text: str, everywhere: bool = True) -> Look:
        """What can be seen in a text, or only in the sentences within reach of a company: candidates are the same."""
        survey = self.survey(text, everywhere)
        reading, found, claims = survey.reading, survey.found, dict(survey.claims)
        for index in survey.reach:
            suggested, shares = self.suggester.suggest(self.see(survey, index), _LEAST, _MOST)
            both = with_suggestions(index, claims.get(index, ()), suggested, shares)
            if both:
                claims[index] = both
        # What one house says is read to the end of its text.
        near = claims if survey.house else {i: claims[i] for i in survey.reach if i in claims}
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
        look = self.look(document.text, everywhere=mentions)
        links = tuple(self._links(document, look))
        return Extraction(
            citation=document.citation,
            mentions=tuple(self._mentions(document, look)) if mentions else (),
            links=links,
            provisional=tuple(look.provisional[id] for id in sorted(look.provisional)),
            signature=signature(document.text) if links else b"",
        )

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

    def _links(self, document: Document, look: Look) -> list[Link]:
        pairs: dict[tuple[str, str], list[tuple[float, Candidate]]] = defaultdict(list)
        allowed = [candidate for candidate in look.candidates if not candidate.denied]
        for probability, candidate in zip(self.probabilities(allowed), allowed, strict=True):
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
                    quote = self._quote(document, look.reading, other)
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
    """Reads documents one by one, in their order; needs no more memory than one of them."""
    extractor = _extractor(vocabulary or default_vocabulary())
    for document in documents:
        yield extractor.extract(document)
