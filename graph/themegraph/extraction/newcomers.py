"""Finds companies that no gazetteer lists, where the text itself introduces them as companies.

A legal form (Quillmark Inc., 주식회사 가온솔라), a ticker in brackets, a chief executive, or a word for what it is
("the chip start-up Corvexa", "AI 스타트업 누리웍스"). Such a company is provisional: its id is made from its
Latin name, or from its Hangul by the Revised Romanization letter for letter, and it lasts for one document
unless a user accepts it into a gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from themegraph.extraction.companies import Found, Undecided
from themegraph.extraction.text import Reading
from themegraph.model import Company
from themegraph.vocabulary import stopwords
from themegraph.vocabulary.korean import PARTICLES, is_hangul, latin_id

_WORD = r"[A-Z][A-Za-z0-9]*(?:[&'.-](?!s\b)[A-Za-z0-9]+)*"
_NAME = rf"(?P<name>{_WORD}(?: (?:of |and |& )?{_WORD}){{0,3}})"
_ONE = rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}})"
_FORMS = (
    "Inc", "Corp", "Corporation", "Ltd", "Limited", "LLC", "LLP", "PLC", "plc", "AG", "SE", "NV", "N.V", "SA", "S.A", "SpA", "S.p.A",
    "AB", "ASA", "Oyj", "KGaA", "GmbH", "Pte", "Bhd", "Holdings", "Technologies", "Therapeutics", "Pharmaceuticals", "Biosciences",
    "Semiconductor", "Robotics", "Labs",
)  # fmt: skip
_FORM = rf"(?:{'|'.join(map(re.escape, _FORMS))})"
_KINDS_EN = (
    "startup", "start-up", "company", "firm", "maker", "developer", "provider", "operator", "chipmaker", "carmaker", "automaker",
    "drugmaker", "biotech", "retailer", "utility", "lender", "insurer", "brokerage", "consultancy", "foundry", "miner", "airline",
    "shipbuilder", "supplier", "unicorn", "fintech", "neocloud", "manufacturer", "builder", "specialist", "designer", "platform",
    "contractor", "grocer", "brewer", "steelmaker", "refiner", "hedge fund", "software house",
)  # fmt: skip
_KIND_EN = rf"(?:{'|'.join(_KINDS_EN)})"
_TITLES_EN = ("ceo", "cfo", "coo", "chief ", "chairman", "founder", "president")
_TITLE_EN = r"(?:CEO|CFO|COO|chief executive(?: officer)?|chief financial officer|chairman|founder|co-founder|president)"
_MARKET = r"(?:NYSE(?: American)?|NASDAQ|Nasdaq|AMEX|LSE|TSX|ASX|HKEX|KRX|KOSPI|KOSDAQ|TSE|TYO|XETRA|ETR|FRA|EPA|BIT|SIX|STO|TWSE|TPE|AIM)"

# Why, what the folded text must hold (one of these) for the pattern to be worth trying, and the pattern.
_ENGLISH = (
    ("its legal form follows", tuple(f" {form.lower()}" for form in _FORMS), re.compile(rf"(?<![\w&])(?P<name>{_WORD}(?: (?:of |and |& )?{_WORD}){{0,3}}?),? (?P<form>{_FORM})(?![\w])")),
    ("a ticker in brackets follows", (" (",), re.compile(rf"(?<![\w&]){_NAME} \((?:{_MARKET}\s?:\s?[A-Z0-9.]{{1,6}}|[A-Z]{{2,5}}\.[A-Z]{{1,2}}|\d{{4,6}}\.[A-Z]{{2}})\)")),
    ("a word for a company stands before it", _KINDS_EN, re.compile(rf"(?:^|[\s(\"'-]){_KIND_EN} {_ONE}(?='s|[,.;:)]| [a-z]|$)")),
    ("its chief stands after it", _TITLES_EN, re.compile(rf"(?<![\w&]){_ONE}(?:'s)? {_TITLE_EN} [A-Z]")),
    ("its chief stands before it", _TITLES_EN, re.compile(rf"(?i:{_TITLE_EN}) (?:of|at) {_ONE}(?='s|[,.;:)]| [a-z]|$)")),
    ("it is said to be a company", (", a ", ", an ", ", the "), re.compile(rf"(?:(?<=[.!?\"'] )|(?<=\n)|^)(?P<name>{_WORD}(?: {_WORD}){{0,2}}), (?:an?|the) (?:[A-Za-z'-]+ ){{0,5}}{_KIND_EN}\b")),
)  # fmt: skip

_PARTICLES = rf"(?:{'|'.join(PARTICLES)})(?![가-힣A-Za-z0-9])"
_KINDS_KO = (
    "스타트업", "기업", "업체", "회사", "전문기업", "개발사", "제조사", "운용사", "증권사", "유니콘", "벤처", "바이오텍", "벤처기업", "팹리스",
    "제작사", "게임사", "제약사", "건설사", "조선사", "항공사", "핀테크", "로펌", "컨설팅사", "협력사", "자회사", "대행사",
)  # fmt: skip
_KIND_KO = rf"(?:{'|'.join(_KINDS_KO)})"
_NEW_KO = ("스타트업", "유니콘", "팹리스", "바이오텍", "핀테크", "전문기업", "벤처기업", "벤처")
_HANGUL_NAME = r"(?P<name>[가-힣]{2,12}|[A-Z][A-Za-z0-9&.-]{1,20}(?: [A-Z][A-Za-z0-9&.-]{1,20}){0,2})"
_TITLE_KO = r"(?:최고경영자|CEO|CFO|최고재무책임자|대표이사|대표|창업자|회장|사장)"
_KOREAN = (
    ("its legal form stands before it", ("㈜", "(주)", "주식회사 "), re.compile(rf"(?:㈜|\(주\)|주식회사 ){_HANGUL_NAME}")),
    ("its legal form follows", ("㈜", "(주)"), re.compile(r"(?P<name>[가-힣A-Z][가-힣A-Za-z0-9]{1,14})(?:㈜|\(주\))")),
    ("a ticker in brackets follows", ("(",), re.compile(r"(?<![가-힣A-Za-z])(?P<name>[가-힣A-Z][가-힣A-Za-z0-9&]{1,14})\((?:(?:코스피|코스닥|나스닥|종목코드|KRX|KOSDAQ)\s?:?\s?)?(?:\d{6}|(?<=\s)[A-Z]{2,5})\)")),
    ("a word for a company stands before it", _KINDS_KO, re.compile(rf"{_KIND_KO}(?:인|이자)? (?:'(?P<quoted>[가-힣A-Za-z0-9&. -]{{2,20}})'|(?P<name>[A-Z][A-Za-z0-9&.-]{{1,20}}(?: [A-Z][A-Za-z0-9&.-]{{1,20}}){{0,2}}|[가-힣]{{2,12}}(?=\([A-Z]))(?:(?={_PARTICLES})|(?=[\s(,·]|$)))")),
    ("a word for a new company stands before it", _NEW_KO, re.compile(rf"(?:{'|'.join(_NEW_KO)})(?:인|이자)? (?P<name>[A-Z]{{0,5}}[가-힣]{{2,12}})(?=[\s(,·]|$)")),
    ("its chief follows", ("의 ",), re.compile(rf"(?<![가-힣A-Za-z])(?P<name>[A-Z][A-Za-z0-9&.-]{{1,20}}|[가-힣]{{3,12}})의 [가-힣]{{2,4}}(?: [가-힣]{{1,6}})? {_TITLE_KO}")),
)  # fmt: skip
# The one pattern whose Hangul name runs on into its particle.
_RUNNING = tuple(
    pattern
    for why, _, pattern in _KOREAN
    if why in ("a word for a new company stands before it", "its legal form stands before it")
)
# Too weak for a name that the text uses once only.
_NEEDS_MORE = ("a word for a new company stands before it",)
_TITLES = frozenset(
    [
        "CEO",
        "CFO",
        "COO",
        "CTO",
        "Chief",
        "Executive",
        "Chairman",
        "Chairwoman",
        "President",
        "Founder",
        "Mr",
        "Ms",
        "Mrs",
        "Dr",
        "Sir",
    ]
)
_PARTICLE = re.compile(_PARTICLES + "$")
_HANGUL = re.compile("[가-힣]")
_BEGINNING = 400  # characters that show whether a text is in Korean

_STOP_TAIL = re.compile(
    r"(?:들|별|간|끼리|마다|이라|라고|이며|으로서|에서는|에게는|하는|되는|했다|한다|된다|이다|하고|하며|까지|부터|이나|같은|처럼)$"
)


def introduced(reading: Reading, known: Iterable[Found]) -> tuple[list[Found], list[Company]]:
    """The places of companies that this text introduces and `known` does not hold, and the companies themselves."""
    taken = sorted((f.start, f.end) for f in known)
    names: dict[str, str] = {}
    folded = reading.folded
    korean = _HANGUL.search(folded, 0, _BEGINNING) is not None
    for why, hints, pattern in _ENGLISH + _KOREAN if korean else _ENGLISH:
        if not any(hint in folded for hint in hints):
            continue
        for match in pattern.finditer(reading.written):
            group = "quoted" if match.groupdict().get("quoted") else "name"
            start, end = match.span(group)
            name = _clean(match[group], may_end_in_particle=pattern in _RUNNING)
            if not name or any(a < end and start < b for a, b in taken):
                continue
            names.setdefault(name, why)
    found: list[Found] = []
    companies: dict[str, Company] = {}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        id = latin_id(name)
        if not id:
            continue
        places = [
            Found(start, end, id, "company", reading.folded[start:end], names[name])
            for start, end in _places(reading, name)
            if not any(a < end and start < b for a, b in taken)
        ]
        if places and (names[name] not in _NEEDS_MORE or len(places) > 1):
            taken += [(p.start, p.end) for p in places]
            found += places
            language = "ko" if is_hangul(name[0]) else "en"
            companies.setdefault(id, Company(id, {language: name}, provisional=True))
    return sorted(found, key=lambda f: f.start), [companies[id] for id in sorted(companies)]


def _clean(name: str, may_end_in_particle: bool) -> str:
    """A name without the particle and the words that a pattern took with it; nothing where it is no name."""
    if is_hangul(name[-1]):
        bare = _PARTICLE.sub("", name) if may_end_in_particle else name
        name = bare if len(bare) >= 2 else name
        return "" if name in stopwords("company", "ko") or len(name) < 2 or _STOP_TAIL.search(name) else name
    words = name.split()
    if _TITLES & set(words):
        return ""
    while words and words[0] in stopwords("company", "en"):
        words = words[1:]
    while words and words[-1] in stopwords("company", "en"):
        words = words[:-1]
    if not words or len("".join(words)) < 3 or all(w in stopwords("company", "en") for w in words):
        return ""
    return " ".join(words)


def _places(reading: Reading, name: str) -> Iterator[tuple[int, int]]:
    tail = (
        rf"(?=(?:{'|'.join(PARTICLES)})?(?![가-힣A-Za-z0-9]))" if is_hangul(name[-1]) else r"(?![A-Za-z0-9])"
    )
    for match in re.finditer(rf"(?<![가-힣A-Za-z0-9]){re.escape(name)}{tail}", reading.written):
        yield match.span()


def settle(places: Iterable[Found], undecided: Iterable[Undecided]) -> tuple[list[Found], list[Undecided]]:
    """Gives a listed name that was left alone, and that the text introduces as a company, to its only owner."""
    settled: list[Found] = []
    open_names = list(undecided)
    for place in places:
        same = [u for u in open_names if u.start < place.end and place.start < u.end]
        exact = [u for u in same if (u.start, u.end) == (place.start, place.end)]
        if exact and len(exact[0].companies) == 1:
            settled.append(replace(place, company=exact[0].companies[0]))
            open_names.remove(exact[0])
        elif not exact:
            settled.append(place)
    return settled, open_names


def merge(found: Iterable[Found], more: Iterable[Found]) -> list[Found]:
    """Both lists by place; none overlaps another, as `introduced` leaves out what is taken."""
    merged = sorted([*found, *more], key=lambda f: (f.start, f.end))
    assert all(a.end <= b.start for a, b in pairwise(merged))
    return merged
