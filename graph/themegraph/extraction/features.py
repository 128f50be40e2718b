"""Names what speaks for and against a connection of a company with a claim, and for each role.

A feature is a name; the weights of weights.json go by it. What belongs to a sentence or a claim is worked out
once for all pairs that share it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from themegraph.extraction.companies import Found
from themegraph.extraction.grouping import Group
from themegraph.extraction.text import Reading, Sentence
from themegraph.extraction.themes import Claim
from themegraph.model import Company, Theme
from themegraph.vocabulary.korean import is_korean

# Word classes whose presence near a company or a cue says something of the connection.
_PREDICATES = frozenset((
    "gain", "harm", "act", "speak", "no-link",
    "rise", "surge", "fall", "plunge", "grow", "shrink", "stall", "shortage", "fall-behind", "delay", "queue", "sold-out",
    "order", "build", "expand", "close-down", "spend", "invest", "borrow", "raise-capital", "save-cost", "cut", "lay-off",
    "acquire", "divest", "beat", "miss", "price-up", "price-down", "profit-up", "profit-down", "record", "compete",
    "win-share", "lose-share", "launch", "adopt", "restrict", "fine", "sue", "investigate", "approve", "strike", "attack",
    "outage", "doubt", "prove", "fear", "hope", "warn", "say", "expect", "deny", "retreat", "pivot", "recover", "sign-contract",
))  # fmt: skip
_CORE = frozenset(("gain", "harm", "act", "speak", "no-link"))
_SPEAKERS = frozenset(
    ("broker", "bank", "asset-manager", "research", "consulting", "ratings", "private-equity", "insurance")
)

_ANAPHOR_ONE = re.compile(
    r"(?:이|그|해당|동)\s?(?:회사|기업|업체|은행|그룹|항공사|제조사|운용사|증권사|보험사|조선사|제약사|통신사|유통사|스타트업|플랫폼|거래소)|"
    r"(?:^|[\s\"'(])(?:회사|당사|동사|자사|업체|그룹|은행|본사)(?:은|는|이|가|의|측|도|로서)|회사\s?측|"
    r"\bthe (?:[a-z\-]+ ){0,2}(?:company|firm|group|maker|giant|bank|lender|carrier|chipmaker|carmaker|automaker|airline|retailer|utility|"
    r"insurer|developer|start-?up|manufacturer|supplier|operator|miner|producer|drugmaker|broker|brokerage|business|concern|builder|"
    r"shipbuilder|yard|fund|platform|streamer|owner|landlord|conglomerate|foundry|lab|agency|chain|grocer|brewer|refiner|major)\b|"
    r"\b(?:its|it|it's|itself)\b"
)
_ANAPHOR_MANY = re.compile(
    r"(?:양사|이들|두 회사|세 회사|네 회사|두 기업|세 기업|두 업체|세 업체|양측|각사|[2-9]개사|3사|4사|5사|모두 |나란히|이 회사들|이들 기업|이들 업체|삼사|삼총사)|"
    r"\b(?:both|they|their|them|the (?:two|three|four|five|pair|trio|quartet|duo)|neither|all (?:three|four|five|of them)|each of them|the companies|the firms|the former|the latter)\b"
)
_ANAPHOR_PERSON = re.compile(r"\b(?:he|she|his|her)\b|(?:^|[\s\"'])(?:그는|그녀는|그가|그의)")
_HYPOTHETICAL = re.compile(
    r"\b(?:if|would|could|might|may|should|were to|unless|scenario|suppose)\b|만약|만일|경우|[가-힣]다면|을 수 있|ㄹ 수 있|수 있다|가정|시나리오|모른다|[가-힣]라면"
)
_NEGATION = re.compile(
    r"\b(?:not?|never|none|neither|nor|without|nothing|cannot|hardly|nobody|denie[sd])\b|n't\b|"
    r"않|못[하한했]|아니|없[다는이었을고어으]|무관|상관없|부인|관계없|거리가 멀|안 "
)
_DENIAL = re.compile(
    r"\b(?:not (?:by|because|due|about|a matter|from|to|on|in|an?|the)\b|nothing to do with|ha(?:s|ve) no|"
    r"no (?:plan|intention|exposure|link|connection|need)|(?:does|do|did|is|was|are|were) not|(?:does|do|did|is|was|are|were)n't|"
    r"rather than|instead of|unrelated|irrespective|regardless|far from)|"
    r"아니라|아니다|아니었|아니며|아닌|무관|상관없|관계없|거리가 멀|계획이 없|적도 없|적이 없|부인|사실무근|남의 일|비켜|해당되지|해당하지|보기 어렵|때문이 아|영향[이은] 없|[와과]는 별개"
)
_FORMER = re.compile(
    r"\b(?:former|formerly|ex-|once worked|who left|left|previously (?:at|of|with)|alumn|veteran of|used to (?:work|run)|a stint at|partner at)\b[^.]{0,30}$|출신|전직|전 (?:직원|임원|대표|회장|부사장)|몸담"
)
_PRICE_MOVE = re.compile(r"(?:주가|주식|증시|shares?|stock)|[\d.]+\s?(?:%|percent|per cent|퍼센트)")
_ONCE = re.compile(r"\s?(?:출신|전 )")
_TURN = re.compile(
    r"(?:그러나|하지만|반면|다만|그런데|but|yet|however|by contrast|meanwhile|elsewhere|separately|한편)"
)
_GOES_ON = re.compile(
    r"(?:also|and|그리고|또|또한|이에|이로|덕분|그 결과|that|this|these|those|as a result|so )"
)
_SUBJECTS = frozenset(("ko-topic", "ko-subject", "en-subject", "en-start"))
# Features with this beginning are many, and asked for only where a link is not out of the question.
WORDING = "words:"
_FOLLOWING = 4
# Word classes that turn what a theme means to a company round: dear oil is good for one and bad for another.
_DIRECTIONS = frozenset(
    ("rise", "surge", "fall", "plunge", "price-up", "price-down", "cut", "gain", "harm", "act", "speak", "miss", "beat", "expand", "launch", "restrict", "approve")
)  # fmt: skip
_STEM = re.compile(r"[a-z]{2,6}|[가-힣]{1,3}|[%$+]")


Places = Mapping[str, Sequence[tuple[int, int]]]
Names = list[str]
Features = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence holds, whichever of its claims and companies is looked at."""

    sentence: Sentence
    text: str
    korean: bool
    groups: Sequence[Group]
    classes: Places
    predicates: Sequence[tuple[str, Sequence[tuple[int, int]]]]
    one: bool
    many: bool
    person: bool
    hypothetical: bool
    price: bool
    turn: bool
    goes_on: bool
    negations: Sequence[tuple[int, int]]
    denials: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, reading: Reading, sentence: Sentence, groups: Sequence[Group], classes: Places) -> _Said:
        text = reading.folded[sentence.start : sentence.end]
        return cls(
            sentence, text, is_korean(text), groups, classes,
            [(name, places) for name, places in classes.items() if name in _PREDICATES],
            bool(_ANAPHOR_ONE.search(text)), bool(_ANAPHOR_MANY.search(text)), bool(_ANAPHOR_PERSON.search(text)),
            bool(_HYPOTHETICAL.search(text)), bool(_PRICE_MOVE.search(text)),
            bool(_TURN.match(text)), bool(_GOES_ON.match(text)),
            _places(_NEGATION, reading, sentence), _places(_DENIAL, reading, sentence),
        )  # fmt: skip


class Featurizer:
    """The features of the pairs of one text."""

    def __init__(
        self, reading: Reading, groups: Mapping[int, Sequence[Group]], claims: Mapping[int, Sequence[Claim]],
        classes: Mapping[int, Places], companies: Mapping[str, Company], themes: Mapping[str, Theme],
        above: Mapping[str, frozenset[str]],
    ) -> None:  # fmt: skip
        self._reading = reading
        self._groups = groups
        self._claims = claims
        self._classes = classes
        self._companies = companies
        self._themes = themes
        self._above = above
        self._first = ""
        self._count: dict[str, int] = defaultdict(int)
        for index in sorted(groups):
            for group in groups[index]:
                for member in group.members:
                    self._first = self._first or member.company
                    self._count[member.company] += 1
        self._told: dict[str, int] = defaultdict(int)
        self._likely: dict[str, dict[int, float]] = defaultdict(dict)
        for index, several in claims.items():
            for claim in several:
                self._told[claim.theme] += claim.told
                self._likely[claim.theme][index] = claim.likely
        self._known: dict[int, _Said] = {}
        self._of_claim: dict[tuple[int, str], Names] = {}

    def said(self, index: int) -> _Said:
        """What the sentence of this number holds."""
        if index not in self._known:
            sentence = self._reading.split()[index]
            here, classes = self._groups.get(index, ()), self._classes.get(index, {})
            self._known[index] = _Said.of(self._reading, sentence, here, classes)
        return self._known[index]

    def of_link(self, claim: Claim, group: Group, member: Found, where: str, rank: int) -> Features:
        """What speaks for and against a link; `where` the company stands, seen from the claim, `rank`: how near."""
        said = self.said(claim.sentence)
        company = self._companies.get(member.company)
        names = ["bias", f"lang={'ko' if said.korean else 'en'}", f"d={where}"]
        names += self._claimed(claim)
        names += self._company(claim, group, member, where, company)
        if where == "same":
            names += self._clauses(said, claim, group, rank)
            low, high = min(group.start, claim.start), max(group.end, claim.end)
        else:
            names += self._across(said, claim, group, member, where, company)
            low, high = said.sentence.start, said.sentence.end
        names += self._denials(said, claim, group, where, low, high)
        names += self._predicates(said, claim, group, where, company)
        return tuple(dict.fromkeys(names))

    def _claimed(self, claim: Claim) -> Names:
        """Of the claim, its theme and the text, whatever the company."""
        key = (claim.sentence, claim.theme)
        if key in self._of_claim:
            return self._of_claim[key]
        theme = self._themes.get(claim.theme)
        here = self._claims[claim.sentence]
        how = _how(claim)
        names = [f"theme={claim.theme}", f"claims={_bucket(claim.claims, 0, 1, 2, 4)}", f"how={how}"]
        if claim.labels:
            names += ["label"] if claim.claims else ["label", "label-only"]
        likely = _bucket(int(claim.likely * 100), 2, 5, 10, 20, 35, 50, 70, 85, 95)
        elsewhere = max((p for s, p in self._likely[claim.theme].items() if s != claim.sentence), default=0.0)
        top = max(c.likely for c in here)
        names += [
            f"likely={likely}",
            f"{how}:likely={likely}",
            f"{how}:place={_bucket(claim.rank, 0, 1, 2, 4)}",
            f"elsewhere={_bucket(int(elsewhere * 100), 0, 10, 30, 60)}",
            f"behind={_bucket(int((top - claim.likely) * 100), 0, 10, 30, 60)}",
            f"sentences={_bucket(len(self._reading.split()), 3, 5, 9, 16)}",
            f"companies={_bucket(len(self._count), 1, 2, 4, 8)}",
            f"themes-here={_bucket(len(here), 1, 2, 3, 5)}",
            f"theme-sentences={_bucket(self._told[claim.theme], 1, 2, 3)}",
            *(f"cue-role={role}" for role in claim.roles),
        ]
        if claim.hints:
            names.append("hint")
        if claim.wide:
            names.append("wide")
        if theme:
            names += [f"default={theme.role}", f"polarity={theme.polarity}"]
            if not theme.broader:
                names.append("top-theme")
        if any(claim.theme in self._above.get(c.theme, ()) for c in here):
            names.append("narrower-here")
        covering = [c for c in here if c.theme != claim.theme and c.start < claim.end and claim.start < c.end]
        if covering:
            names.append("overlaps")
            if any(c.claims > claim.claims for c in covering):
                names.append("outnumbered")
            if any(c.end - c.start < claim.end - claim.start for c in covering):
                names.append("looser")
        self._of_claim[key] = names
        return names

    def _company(
        self, claim: Claim, group: Group, member: Found, where: str, company: Company | None
    ) -> Names:
        """Of the company, and how it fits the theme."""
        near, theme, said = _near(where), self._themes.get(claim.theme), self.said(claim.sentence)
        own = self._reading.split()[group.sentence]
        names = [
            f"{near}:case={group.case}",
            f"kind={member.kind}",
            f"{near}:groups={_bucket(len(said.groups), 0, 1, 2, 3)}",
            f"{near}:nothing={_bucket(int(claim.nothing * 100), 5, 20, 50, 80)}",
            f"salience={_bucket(self._count[member.company], 1, 2, 4)}",
        ]
        if self._first == member.company:
            names.append("first-company")
        if company is None or company.provisional:
            names.append("provisional")
        if company and company.industry:
            names.append(f"industry={company.industry}")
            if theme:
                fits = company.industry in theme.industries
                names.append(f"{_how(claim)}:{'fit' if fits else 'no-fit'}")
                if fits:
                    names += ["fit", f"{near}:fit"]
                elif theme.industries:
                    names += ["no-fit", f"{near}:no-fit"]
        if speaks_for_a_living(company):
            names += ["speaker", f"{near}:speaker"]
            if theme and company and company.industry in theme.industries:
                names.append("speaker-fit")
        if len(group.members) > 1:
            names.append("list")
        folded = self._reading.folded
        if _FORMER.search(folded[max(own.start, member.start - 60) : member.start]) or _ONCE.match(
            folded, member.end, member.end + 4
        ):
            names.append("former")
        return names

    def _clauses(self, said: _Said, claim: Claim, group: Group, rank: int) -> Names:
        """How company and claim stand to each other inside one sentence."""
        lang = "ko" if said.korean else "en"
        names: Names = []
        if claim.start < group.end and group.start < claim.end:
            breaks, contrast = 0, False
            names.append("inside")
        elif group.start < claim.start:
            breaks, contrast = self._reading.between(said.sentence, group.end, claim.start)
            names += ["company-first", f"company-first:{group.case}"]
        else:
            breaks, contrast = self._reading.between(said.sentence, claim.end, group.start)
            names += ["theme-first", f"theme-first:{group.case}"]
        names.append(f"{lang}:breaks={_bucket(breaks, 0, 1, 2, 3)}")
        if contrast:
            names += ["contrast-between", f"contrast-between:rank={_bucket(rank, 0, 1)}"]
        names += [
            f"rank={_bucket(rank, 0, 1, 2)}",
            f"{lang}:gap={_bucket(gap(group, claim), 0, 15, 40, 80, 140)}",
        ]
        low, high = min(group.end, claim.end), max(group.start, claim.start)
        others = [g for g in said.groups if g is not group and low <= g.start < high]
        if others:
            names.append("other-between")
            if any(g.case in _SUBJECTS for g in others):
                names.append("other-subject-between")
        if group is said.groups[0]:
            names.append("first-group")
        return names

    def _across(
        self, said: _Said, claim: Claim, group: Group, member: Found, where: str, company: Company | None
    ) -> Names:
        """How a claim may go on about a company of another sentence."""
        near = _near(where)
        names: Names = []
        if said.one:
            names.append(f"{near}:anaphor-one")
        if said.many:
            names.append(f"{near}:anaphor-many")
            if len(group.members) > 1:
                names.append(f"{near}:anaphor-many:list")
        if said.person:
            names.append(f"{near}:anaphor-person")
            if member.kind == "person" or speaks_for_a_living(company):
                names.append(f"{near}:anaphor-person:speaker")
        if not (said.one or said.many or said.person):
            names.append(f"{near}:no-anaphor")
        here = said.groups
        if here:
            names.append(f"{near}:others-here")
            if any(g.start < claim.start for g in here):
                names.append(f"{near}:others-before-claim")
            if any(g.case in _SUBJECTS or g.case == "en-possessive" for g in here):
                names.append(f"{near}:other-subject-here")
            if all(m.company == member.company for g in here for m in g.members):
                names.append(f"{near}:itself-here")
        there = self._groups.get(group.sentence, [])
        names.append(f"{near}:there={_bucket(len(there), 1, 2, 3)}")
        if there and group is there[0]:
            names.append(f"{near}:first-there")
        if there and group is there[-1]:
            names.append(f"{near}:last-there")
        if len(group.members) > 1:
            names.append(f"{near}:list")
        if said.turn:
            names.append(f"{near}:turn")
        if said.goes_on:
            names.append(f"{near}:goes-on")
        if any(c.theme == claim.theme for c in self._claims.get(group.sentence, ())):
            names.append(f"{near}:theme-there-too")
        return names

    def _denials(self, said: _Said, claim: Claim, group: Group, where: str, low: int, high: int) -> Names:
        """Words that deny, suppose or merely report."""
        near = _near(where)
        names: Names = []
        after = max(claim.end, group.end if where == "same" else claim.end)
        end = min(said.sentence.end, after + 40)
        for name, places in (("denial", said.denials), ("negation", said.negations)):
            if any(low <= first and last <= high for first, last in places):
                names.append(f"{near}:{name}")
            if any(after <= first and last <= end for first, last in places):
                names.append(f"{near}:{name}-after")
        if said.hypothetical:
            names.append("hypothetical")
        if '"' in said.text:
            names.append("quotes")
        if said.price:
            names.append(f"{near}:price-move")
        return names

    def _predicates(
        self, said: _Said, claim: Claim, group: Group, where: str, company: Company | None
    ) -> Names:
        """Word classes of the sentence, of the clauses between company and claim, and after the company."""
        near, theme = _near(where), self._themes.get(claim.theme)
        names: Names = []
        low, high = self._clause(said.sentence, group if where == "same" else None, claim)
        tail = group.end + (45 if said.korean else 70)
        for name, places in said.predicates:
            core = name in _CORE
            if core:
                names.append(f"{near}:w={name}")
            if any(low <= start < high for start, _ in places):
                names.append(f"c={name}")
                if core:
                    names += [
                        f"{near}:c={name}",
                        f"c={name}:default={theme.role if theme else ''}",
                        f"c={name}:case={group.case}",
                    ]
                    if speaks_for_a_living(company):
                        names.append(f"c={name}:speaker")
                if theme:
                    names.append(f"c={name}:polarity={theme.polarity}")
            if core and where == "same" and any(group.end <= start <= tail for start, _ in places):
                names.append(f"after={name}")
        if where != "same":
            names += [
                f"{near}:there:{name}" for name in self._classes.get(group.sentence, {}) if name in _CORE
            ]
        return names

    def of_wording(self, claim: Claim, group: Group | None, company: Company | None) -> Features:
        """The wording: stems and classes of the clause, what follows the company, directions, the industry with the theme."""
        said, folded = self.said(claim.sentence), self._reading.folded
        start, end = self._clause(said.sentence, group, claim)
        industry = company.industry if company else ""
        names = [f"{claim.theme}:{industry}"]
        for name in _DIRECTIONS & said.classes.keys():
            names += [f"{claim.theme}:{name}", f"{claim.theme}:{industry}:{name}"]
        names += [
            f"w={m.group()}" for m in _STEM.finditer(folded, start, end)
            if not group or m.end() <= group.start or m.start() >= group.end
        ]  # fmt: skip
        if group:
            following = islice(_STEM.finditer(folded, group.end, said.sentence.end), _FOLLOWING)
            names += [f"after={m.group()}" for m in following]
            before = _STEM.findall(folded, max(said.sentence.start, group.start - 40), group.start)
            names += [f"before={word}" for word in before[-2:]]
        names += [
            f"c={name}"
            for name, places in said.classes.items()
            if any(start <= first < end for first, _ in places)
        ]
        return tuple(WORDING + name for name in dict.fromkeys(names))

    def _clause(self, sentence: Sentence, group: Group | None, claim: Claim) -> tuple[int, int]:
        """The clause or clauses from the company to the claim, to the end of the later one."""
        start = min(claim.start, group.start) if group else claim.start
        end = max(claim.end, group.end) if group else claim.end
        breaks = self._reading.breaks(sentence)
        before, after = bisect_right(breaks, (start, True)), bisect_left(breaks, (end, False))
        low = breaks[before - 1][0] if before else sentence.start
        high = breaks[after][0] if after < len(breaks) else sentence.end
        return low, high


def _places(pattern: re.Pattern[str], reading: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(reading.folded, sentence.start, sentence.end)]


def gap(group: Group, claim: Claim) -> int:
    """How many characters lie between a company and a claim."""
    return max(0, claim.start - group.end, group.start - claim.end)


def speaks_for_a_living(company: Company | None) -> bool:
    """Whether what this company says of the world is its trade."""
    return bool(company and company.industry in _SPEAKERS)


def _how(claim: Claim) -> str:
    return "cue" if claim.claims or claim.labels else "hint" if claim.told else "model"


def _near(where: str) -> str:
    return where if where in ("same", "next") else "prev"


def _bucket(value: int, *limits: int) -> str:
    for limit in limits:
        if value <= limit:
            return str(limit)
    return f"{limits[-1]}+"
