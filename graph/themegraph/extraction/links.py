"""Connects companies with themes: who can be meant, what speaks for and against it, in which role.

Every pair that sentence and clause allow becomes a candidate with named features; a logistic model
(weights.json, fitted by `make train` on texts that we wrote) gives its probability and role.
Writes `doc._.links` when used as the spaCy component `themegraph_links`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from themegraph.extraction.companies import Found
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

_JOINT = re.compile(
    r"\s?(?:,|·|/|&|와|과|하고|이나|나|및|\s(?:and|or|as well as)\s|,\s?(?:and|or)\s|에\s?이어|\s?그리고\s?|,\s?그리고\s?)\s?"
)
_BRACKET = re.compile(r"\s?\([^()]{1,24}\)")
_TOPIC = re.compile(
    r"(?:은|는|도)(?=[\s,]|$)|(?:측은|측도|그룹은|에게는|에는|에도|으로서는|로서는|으로선|로선|엔)(?=[\s,]|$)"
)
_SUBJECT = re.compile(r"(?:이|가|측이|그룹이|께서)(?=[\s,]|$)")
_OBJECT = re.compile(r"(?:을|를)(?=[\s,]|$)")
_GENITIVE = re.compile(r"의(?=[\s,]|$)")
_WITH = re.compile(r"(?:와|과|와의|과의|랑)(?=[\s,]|$)")
_OBLIQUE = re.compile(r"(?:에게|에서|에|으로|로|까지|부터|보다|처럼|만|에선|에게서|향|발)(?=[\s,]|$)")
_PREPOSITION = re.compile(
    r"\b(of|for|at|to|from|by|with|against|than|in|on|like|including|between|behind|over|about|into|as|after|versus|vs\.?|says|said)\s(?:the\s|its\s|both\s)?$"
)
_VERBAL = re.compile(
    r"(?:'s)?\s?(?:,\s(?:which|whose|who|the|a|an)\b|(?:is|was|has|had|will|would|could|may|might|can|cannot|must|does|did|do|are|were|have|"
    r"\w+ed|\w+s|rose|fell|won|lost|cut|said|sold|bought|built|put|set|took|gave|made|saw|beat|led|kept|left|told|went|came|hit|"
    r"still|now|also|already|again|alone|itself|only|never|not)\b)"
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
    r"\b(?:not|no|never|none|neither|nor|without|nothing|cannot|hardly|n't|nobody|denied|denies)\b|n't\b|"
    r"않|못하|못한|못했|아니|없다|없는|없이|없었|없을|없고|없어|없으|무관|상관없|부인|관계없|거리가 멀|안 "
)
_DENIAL = re.compile(
    r"\bnot (?:by|because|due|about|a matter|from|to|on|in|an?|the)\b|\bnothing to do with|\bhas no|\bhave no|\bno (?:plan|intention|exposure|link|connection|need)|"
    r"\bdoes not|\bdo not|\bdid not|\bis not|\bwas not|\bare not|\brather than|\binstead of|\bunrelated|\birrespective|\bregardless|\bfar from|"
    r"아니라|아니다|아니었|아니며|아닌|무관|상관없|관계없|거리가 멀|계획이 없|적도 없|적이 없|부인|사실무근|남의 일|비켜|해당되지|해당하지|보기 어렵|때문이 아|영향이 없|영향은 없|와는 별개|과는 별개"
)
# What denies a connection whatever else the sentence says.
_FLAT_DENIAL = re.compile(
    r"\b(?:has|have|had|with|sees?|made) no (?:plans?|intention|exposure|links?|connection|need|role)|\bnothing to do with|\bunrelated to|"
    r"\b(?:denie[sd]|denying|ruled out|rules out)\b|계획이 없|계획은 없|계획도 없|적도 없|적이 없|무관하다|무관한|무관했|관계없|관련이 없|사실무근|부인했|부인하|남의 일"
)
_FORMER = re.compile(
    r"\b(?:former|formerly|ex-|once worked|who left|left|previously (?:at|of|with)|alumn|veteran of|used to (?:work|run)|a stint at|partner at)\b[^.]{0,30}$|출신|전직|전 (?:직원|임원|대표|회장|부사장)|몸담"
)
_PRICE_MOVE = re.compile(r"(?:주가|주식|증시|shares?|stock)|[\d.]+\s?(?:%|percent|per cent|퍼센트)")
_BOTH_SIDES = 3
_OUTRIGHT = 2
_REPORT = re.compile(r"보고서|리포트|전망|투자노트|\b(?:report|outlook|note|survey|forecasts?)\b")
# Features with this beginning say nothing of whether there is a link.
ROLE_ONLY = "role:"
_FOLLOWING = 4
# Word classes that turn what a theme means to a company round: dear oil is good for one and bad for another.
_DIRECTIONS = frozenset(
    ("rise", "surge", "fall", "plunge", "price-up", "price-down", "cut", "gain", "harm", "act", "speak", "miss", "beat", "expand", "launch", "restrict", "approve")
)  # fmt: skip
_STEM = re.compile(r"[a-z]{2,6}|[가-힣]{1,3}|[%$+]")


@dataclass(frozen=True, slots=True)
class Group:
    """Companies named side by side (A, B and C) in one sentence; `[start, end)` spans them all."""

    sentence: int
    start: int
    end: int
    members: tuple[Found, ...]
    case: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company and a claim that may belong together, with what speaks for and against it.

    `denied`: the sentence says that they do not. `house`: the text reports what this one house says, and the
    theme is named outright. `role_features` gives what only the choice of a role looks at, when asked.
    """

    company: str
    claim: Claim
    mention: Found
    sentences: tuple[int, ...]
    denied: bool = False
    house: bool = False
    features: Mapping[str, float] = field(hash=False, default_factory=dict)
    role_features: Callable[[], Mapping[str, float]] = field(hash=False, compare=False, default=dict)


def groups_in(reading: Reading, found: Sequence[Found]) -> dict[int, list[Group]]:
    """The companies of each sentence, those of one enumeration together, by place."""
    groups: dict[int, list[Group]] = defaultdict(list)
    run: list[Found] = []

    def close() -> None:
        if run:
            sentence = reading.sentence_at(run[0].start)
            case = _case(reading, sentence, run[0], run[-1])
            groups[sentence.index].append(Group(sentence.index, run[0].start, run[-1].end, tuple(run), case))
            run.clear()

    for place in found:
        if run:
            between = reading.folded[run[-1].end : place.start]
            between = _BRACKET.sub("", between)
            same = reading.sentence_at(place.start).index == reading.sentence_at(run[-1].start).index
            bracket = (
                re.fullmatch(r"\s?\(\s?(?:[a-z가-힣]+\s?:\s?)?", between) and place.company == run[-1].company
            )
            if not (
                same
                and (
                    bracket
                    or _JOINT.fullmatch(between)
                    or (between.strip() in ("", "(") and place.company == run[-1].company)
                )
            ):
                close()
        run.append(place)
    close()
    return groups


def _case(reading: Reading, sentence: Sentence, first: Found, last: Found) -> str:
    """The grammatical place of a name: by its particle in Korean, by its neighbours in English."""
    folded = reading.folded
    rest = folded[last.end : min(sentence.end, last.end + 40)]
    rest = re.sub(r"^\s?\([^()]{0,30}\)|^\)", "", rest)
    if re.match(r"[가-힣]", rest) or is_korean(folded[sentence.start : sentence.end]):
        for name, pattern in (
            ("topic", _TOPIC), ("subject", _SUBJECT), ("object", _OBJECT), ("genitive", _GENITIVE), ("with", _WITH), ("oblique", _OBLIQUE),
        ):  # fmt: skip
            if pattern.match(rest):
                return "ko-" + name
        return "ko-bare"
    before = folded[max(sentence.start, first.start - 24) : first.start]
    if rest.startswith("'s ") or rest.startswith("' "):
        return "en-possessive"
    preposition = _PREPOSITION.search(before)
    if preposition:
        return "en-" + preposition.group(1).rstrip(".")
    starts = (
        first.start == sentence.start
        or not before.strip(" \"'(")
        or before.rstrip()[-1:] in ",;:-\"'"
        or before.endswith((" and ", " but ", " while ", " as ", " that ", " whereas "))
    )
    if _VERBAL.match(rest):
        return "en-subject" if starts else "en-subject-inside"
    return "en-start" if starts else "en-other"


def _bucket(value: int, *limits: int) -> str:
    for limit in limits:
        if value <= limit:
            return str(limit)
    return f"{limits[-1]}+"


class Linker:
    """Makes the candidates of a reading."""

    def __init__(self, companies: Mapping[str, Company], themes: Mapping[str, Theme]) -> None:
        self.companies = companies
        self.themes = themes
        self._above = {id: self._ancestors(id) for id in themes}

    def _ancestors(self, id: str) -> frozenset[str]:
        above: set[str] = set()
        waiting = list(self.themes[id].broader) if id in self.themes else []
        while waiting:
            parent = waiting.pop()
            if parent not in above and parent in self.themes:
                above.add(parent)
                waiting.extend(self.themes[parent].broader)
        return frozenset(above)

    def candidates(
        self,
        reading: Reading,
        found: Sequence[Found],
        claims: Mapping[int, Sequence[Claim]],
        predicates: Mapping[int, Mapping[str, Sequence[tuple[int, int]]]],
    ) -> list[Candidate]:
        """Every pair that the text may connect; `predicates` are the word classes found, by sentence."""
        companies = self.companies
        groups = groups_in(reading, found)
        sentences = reading.split()
        whole = _Whole(reading, groups, claims, len({f.company for f in found}))
        out: list[Candidate] = []
        for index in sorted(claims):
            sentence = sentences[index]
            text = reading.folded[sentence.start : sentence.end]
            here = groups.get(index, [])
            one, many, person = (
                _ANAPHOR_ONE.search(text),
                _ANAPHOR_MANY.search(text),
                _ANAPHOR_PERSON.search(text),
            )
            reach: list[tuple[Group, str]] = [(g, "same") for g in here]
            reach += self._before(sentences, groups, index)
            if index + 1 < len(sentences) and not here:
                reach += [(g, "next") for g in groups.get(index + 1, [])[:_BOTH_SIDES]]
            for claim in claims[index]:
                seen: set[tuple[str, str]] = set()
                order = sorted(reach, key=lambda pair: _gap(pair[0], claim) if pair[1] == "same" else 10_000)
                for rank, (group, where) in enumerate(order):
                    for member in group.members:
                        if (member.company, where) in seen:
                            continue
                        seen.add((member.company, where))
                        features = self._features(
                            reading, whole, claim, group, member, where, rank, here, one, many, person,
                            predicates, companies.get(member.company),
                        )  # fmt: skip
                        denied = where == "same" and self._denied(reading, sentence, group, claim)
                        numbers = tuple(sorted({group.sentence, index}))
                        role_features = partial(
                            self._role_features, reading, claim, group if where == "same" else None,
                            predicates.get(claim.sentence, {}), companies.get(member.company),
                        )  # fmt: skip
                        out.append(
                            Candidate(
                                member.company, claim, member, numbers, denied, False, features, role_features
                            )
                        )
        return [*out, *self._house_view(reading, whole, claims, companies)]

    @staticmethod
    def _house_view(
        reading: Reading,
        whole: _Whole,
        claims: Mapping[int, Sequence[Claim]],
        companies: Mapping[str, Company],
    ) -> list[Candidate]:
        """The themes named outright in a text whose only company is one that speaks for a living, after its name."""
        house = companies.get(whole.first)
        if whole.companies != 1 or house is None or house.industry not in _SPEAKERS:
            return []
        first = min(index for index, groups in whole.groups.items() if groups)
        member = whole.groups[first][0].members[0]
        if not _REPORT.search(reading.folded):
            return []
        return [
            Candidate(house.id, claim, member, tuple(sorted({first, index})), False, True)
            for index in sorted(claims)
            for claim in claims[index]
            if claim.start > member.end and (claim.labels or claim.claims >= _OUTRIGHT)
        ]

    @staticmethod
    def _denied(reading: Reading, sentence: Sentence, group: Group, claim: Claim) -> bool:
        """Whether the sentence flatly denies what it says of this company, with no turn in between."""
        low, high = min(group.start, claim.start), max(group.end, claim.end)
        denial = _FLAT_DENIAL.search(reading.folded, low, min(sentence.end, high + 20))
        return bool(denial) and not reading.between(sentence, low, high)[1]

    def _before(
        self, sentences: Sequence[Sentence], groups: Mapping[int, list[Group]], index: int
    ) -> list[tuple[Group, str]]:
        """Companies of earlier sentences that this one may go on about: up to three sentences back."""
        reach: list[tuple[Group, str]] = []
        named = 0
        for back in range(1, 5):
            if index - back < 0 or named >= 2:
                break
            earlier = groups.get(index - back, [])
            if not earlier:
                continue
            named += 1
            where = f"prev{back}" if named == 1 else f"far{back}"
            if sentences[index - back].paragraph != sentences[index].paragraph:
                where = "para" + where
            reach += [(g, where) for g in earlier[:4]]
        return reach

    def _features(
        self, reading: Reading, whole: _Whole, claim: Claim, group: Group, member: Found, where: str, rank: int,
        here: Sequence[Group], one: object, many: object, person: object,
        predicates: Mapping[int, Mapping[str, Sequence[tuple[int, int]]]], company: Company | None,
    ) -> dict[str, float]:  # fmt: skip
        sentence = reading.split()[claim.sentence]
        own = reading.split()[group.sentence]
        folded = reading.folded
        text = folded[sentence.start : sentence.end]
        theme = self.themes.get(claim.theme)
        korean = is_korean(text)
        lang = "ko" if korean else "en"
        f: dict[str, float] = {"bias": 1.0, f"lang={lang}": 1.0}

        def on(name: str) -> None:
            f[name] = 1.0

        near = "same" if where == "same" else "next" if where == "next" else "prev"
        on(f"d={where}")
        on(f"{near}:case={group.case}")
        on(f"theme={claim.theme}")
        on(f"kind={member.kind}")
        on(f"{near}:groups={_bucket(len(here), 0, 1, 2, 3)}")
        on(f"claims={_bucket(claim.claims, 0, 1, 2, 4)}")
        if claim.labels:
            on("label")
            if not claim.claims:
                on("label-only")
        how = "cue" if claim.claims or claim.labels else "hint" if claim.told else "model"
        on(f"how={how}")
        likely = _bucket(int(claim.likely * 100), 2, 5, 10, 20, 35, 50, 70, 85, 95)
        on(f"likely={likely}")
        on(f"{how}:likely={likely}")
        on(f"{how}:place={_bucket(claim.rank, 0, 1, 2, 4)}")
        on(f"{near}:nothing={_bucket(int(claim.nothing * 100), 5, 20, 50, 80)}")
        elsewhere = max((p for s, p in whole.likely[claim.theme].items() if s != claim.sentence), default=0.0)
        on(f"elsewhere={_bucket(int(elsewhere * 100), 0, 10, 30, 60)}")
        top = max(c.likely for c in whole.claims[claim.sentence])
        on(f"behind={_bucket(int((top - claim.likely) * 100), 0, 10, 30, 60)}")
        if claim.hints:
            on("hint")
        if claim.wide:
            on("wide")
        for role in claim.roles:
            on(f"cue-role={role}")
        if theme:
            on(f"default={theme.role}")
            on(f"polarity={theme.polarity}")
            if company and company.industry:
                on(f"{how}:{'fit' if company.industry in theme.industries else 'no-fit'}")
                if company.industry in theme.industries:
                    on("fit")
                    on(f"{near}:fit")
                elif theme.industries:
                    on("no-fit")
                    on(f"{near}:no-fit")
            if not theme.broader:
                on("top-theme")
        speaker = bool(company and company.industry in _SPEAKERS)
        if speaker:
            on("speaker")
            on(f"{near}:speaker")
            if theme and company and company.industry in theme.industries:
                on("speaker-fit")
        if company is None or company.provisional:
            on("provisional")

        # Clauses: those of the sentence of the claim, and the company's own.
        if where == "same":
            if claim.start < group.end and group.start < claim.end:
                breaks, contrast = 0, False
                on("inside")
            elif group.start < claim.start:
                breaks, contrast = reading.between(sentence, group.end, claim.start)
                on("company-first")
                on(f"company-first:{group.case}")
            else:
                breaks, contrast = reading.between(sentence, claim.end, group.start)
                on("theme-first")
                on(f"theme-first:{group.case}")
            on(f"{lang}:breaks={_bucket(breaks, 0, 1, 2, 3)}")
            if contrast:
                on("contrast-between")
                on(f"contrast-between:rank={_bucket(rank, 0, 1)}")
            on(f"rank={_bucket(rank, 0, 1, 2)}")
            on(f"{lang}:gap={_bucket(_gap(group, claim), 0, 15, 40, 80, 140)}")
            others = [
                g
                for g in here
                if g is not group and min(group.end, claim.end) <= g.start < max(group.start, claim.start)
            ]
            if others:
                on("other-between")
                if any(g.case in ("ko-topic", "ko-subject", "en-subject", "en-start") for g in others):
                    on("other-subject-between")
            if group is here[0]:
                on("first-group")
            left, right = min(group.start, claim.start), max(group.end, claim.end)
        else:
            if one:
                on(f"{near}:anaphor-one")
            if many:
                on(f"{near}:anaphor-many")
                if len(group.members) > 1:
                    on(f"{near}:anaphor-many:list")
            if person:
                on(f"{near}:anaphor-person")
                if member.kind == "person" or speaker:
                    on(f"{near}:anaphor-person:speaker")
            if not (one or many or person):
                on(f"{near}:no-anaphor")
            if here:
                on(f"{near}:others-here")
                if any(g.start < claim.start for g in here):
                    on(f"{near}:others-before-claim")
                if any(
                    g.case in ("ko-topic", "ko-subject", "en-subject", "en-start", "en-possessive")
                    for g in here
                ):
                    on(f"{near}:other-subject-here")
                if all(m.company == member.company for g in here for m in g.members):
                    on(f"{near}:itself-here")
            there = whole.groups.get(group.sentence, [])
            on(f"{near}:there={_bucket(len(there), 1, 2, 3)}")
            if there and group is there[0]:
                on(f"{near}:first-there")
            if group is there[-1]:
                on(f"{near}:last-there")
            if len(group.members) > 1:
                on(f"{near}:list")
            starts = text[:14]
            if re.match(
                r"(?:그러나|하지만|반면|다만|그런데|but|yet|however|by contrast|meanwhile|elsewhere|separately|한편)",
                starts,
            ):
                on(f"{near}:turn")
            if re.match(
                r"(?:also|and|그리고|또|또한|이에|이로|덕분|그 결과|that|this|these|those|as a result|so )",
                starts,
            ):
                on(f"{near}:goes-on")
            left, right = sentence.start, sentence.end
            if any(c.theme == claim.theme for c in whole.claims.get(group.sentence, ())):
                on(f"{near}:theme-there-too")
        if len(group.members) > 1:
            on("list")

        # Words between and around.
        between = folded[left:right]
        if _DENIAL.search(between):
            on(f"{near}:denial")
        after = folded[max(claim.end, group.end if where == "same" else claim.end) : sentence.end]
        clause_after = after[:40]
        if _DENIAL.search(clause_after):
            on(f"{near}:denial-after")
        if _NEGATION.search(between):
            on(f"{near}:negation")
        if _NEGATION.search(clause_after):
            on(f"{near}:negation-after")
        if _HYPOTHETICAL.search(text):
            on("hypothetical")
        if _FORMER.search(folded[max(own.start, member.start - 60) : member.start]) or re.match(
            r"\s?(?:출신|전 )", folded[member.end : member.end + 4]
        ):
            on("former")
        if '"' in text:
            on("quotes")
        if _PRICE_MOVE.search(text):
            on(f"{near}:price-move")
        classes = predicates.get(claim.sentence, {})
        low, high = self._clause(reading, sentence, group if where == "same" else None, claim)
        for name, places in classes.items():
            if name not in _PREDICATES:
                continue
            if name in _CORE:
                on(f"{near}:w={name}")
            inside = [p for p in places if low <= p[0] < high]
            if inside:
                on(f"c={name}")
                if name in _CORE:
                    on(f"{near}:c={name}")
                    on(f"c={name}:default={theme.role if theme else ''}")
                    on(f"c={name}:case={group.case}")
                    if speaker:
                        on(f"c={name}:speaker")
                if theme:
                    on(f"c={name}:polarity={theme.polarity}")
            if where == "same":
                tail = [p for p in places if group.end <= p[0] <= group.end + (45 if korean else 70)]
                if tail and name in _CORE:
                    on(f"after={name}")
        if where != "same":
            for name in sorted(predicates.get(group.sentence, {})):
                if name in _CORE:
                    on(f"{near}:there:{name}")

        # The whole text.
        on(f"sentences={_bucket(len(reading.split()), 3, 5, 9, 16)}")
        on(f"companies={_bucket(whole.companies, 1, 2, 4, 8)}")
        on(f"themes-here={_bucket(len(whole.claims.get(claim.sentence, ())), 1, 2, 3, 5)}")
        share = whole.count[member.company]
        on(f"salience={_bucket(share, 1, 2, 4)}")
        if whole.first == member.company:
            on("first-company")
        on(f"theme-sentences={_bucket(whole.theme_count[claim.theme], 1, 2, 3)}")
        if any(claim.theme in self._above.get(c.theme, ()) for c in whole.claims.get(claim.sentence, ())):
            on("narrower-here")
        covering = [
            c for c in whole.claims.get(claim.sentence, ())
            if c.theme != claim.theme and c.start < claim.end and claim.start < c.end
        ]  # fmt: skip
        if covering:
            on("overlaps")
            if any(c.claims > claim.claims for c in covering):
                on("outnumbered")
            if any(c.end - c.start < claim.end - claim.start for c in covering):
                on("looser")
        return f

    def _role_features(
        self, reading: Reading, claim: Claim, group: Group | None, classes: Mapping[str, Sequence[tuple[int, int]]],
        company: Company | None,
    ) -> dict[str, float]:  # fmt: skip
        """What only the choice of a role looks at: stems and classes of the clause, what follows the company, directions."""
        f: dict[str, float] = {}
        sentence = reading.split()[claim.sentence]
        clause = self._clause(reading, sentence, group, claim)
        industry = company.industry if company else ""
        f[f"{ROLE_ONLY}{claim.theme}:{industry}"] = 1.0
        for name in sorted(_DIRECTIONS & classes.keys()):
            f[f"{ROLE_ONLY}{claim.theme}:{name}"] = 1.0
            f[f"{ROLE_ONLY}{claim.theme}:{industry}:{name}"] = 1.0
        folded = reading.folded
        for match in _STEM.finditer(folded, *clause):
            if not group or match.end() <= group.start or match.start() >= group.end:
                f[f"{ROLE_ONLY}w={match.group()}"] = 1.0
        if group:
            for n, match in enumerate(_STEM.finditer(folded, group.end, sentence.end)):
                if n == _FOLLOWING:
                    break
                f[f"{ROLE_ONLY}after={match.group()}"] = 1.0
            words = [
                m.group() for m in _STEM.finditer(folded, max(sentence.start, group.start - 40), group.start)
            ]
            for word in words[-2:]:
                f[f"{ROLE_ONLY}before={word}"] = 1.0
        for name, places in classes.items():
            if any(clause[0] <= start < clause[1] for start, _ in places):
                f[f"{ROLE_ONLY}c={name}"] = 1.0
        return f

    @staticmethod
    def _clause(reading: Reading, sentence: Sentence, group: Group | None, claim: Claim) -> tuple[int, int]:
        """The clause or clauses from the company to the claim, to the end of the later one."""
        places = [p for p, _ in reading.breaks(sentence)]
        start = min(claim.start, group.start) if group else claim.start
        end = max(claim.end, group.end) if group else claim.end
        low = max((p for p in places if p <= start), default=sentence.start)
        high = min((p for p in places if p >= end), default=sentence.end)
        return low, high


def _gap(group: Group, claim: Claim) -> int:
    return max(0, claim.start - group.end, group.start - claim.end)


class _Whole:
    """What is counted once for a text."""

    def __init__(
        self,
        reading: Reading,
        groups: Mapping[int, list[Group]],
        claims: Mapping[int, Sequence[Claim]],
        companies: int,
    ) -> None:
        self.groups = groups
        self.claims = claims
        self.companies = companies
        self.count: dict[str, int] = defaultdict(int)
        self.first = ""
        for index in sorted(groups):
            for group in groups[index]:
                for member in group.members:
                    self.first = self.first or member.company
                    self.count[member.company] += 1
        self.theme_count: dict[str, int] = defaultdict(int)
        self.likely: dict[str, dict[int, float]] = defaultdict(dict)
        for index, several in claims.items():
            for claim in several:
                self.theme_count[claim.theme] += claim.told
                self.likely[claim.theme][index] = claim.likely
