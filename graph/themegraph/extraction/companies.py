"""Finds companies: listed names with their borders checked and their sense decided, and tickers.

Writes `doc.ents` with `kb_id_` when used as the spaCy component `themegraph_companies`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from themegraph.extraction.scanner import NameHit
from themegraph.extraction.text import Reading
from themegraph.model import Company
from themegraph.vocabulary.korean import PARTICLES, is_hangul

# What may follow a company name besides particles: "on the side of", "made by", "shares of" and the like.
_SUFFIXES = sorted(
    [
        "측",
        "발",
        "향",
        "제",
        "산",
        "판",
        "표",
        "주",
        "株",
        "社",
        "사",
        "사의",
        "사가",
        "사는",
        "사와",
        "사도",
        "그룹",
        "그룹의",
        "그룹은",
        "그룹이",
        "그룹도",
        "그룹과",
        "코리아",
        "재팬",
        "우",
        "주가",
        "주식",
        "주주",
        "출신",
        "관계자",
        "본사",
        "공장",
        "회장",
        "대표",
        "사장",
        "실적",
        "진영",
        "계열",
        "계열사",
        "연합",
        "자회사",
        "임직원",
        "등",
        "씩",
    ],
    key=len,
    reverse=True,
)
# The copula: "it is Samsung", "Samsung or Hynix?", "being Hyundai".
_COPULA = r"(?:이(?:다|었|냐|지|죠|에요|며|고|라|란|니|자|든|거나|던|었던|었다)|다|였|예요|냐|라서|라면|라도|인)[가-힣]{0,4}"
_TAIL = re.compile(rf"(?:{'|'.join(_SUFFIXES)})?(?:{'|'.join(PARTICLES)}|{_COPULA})?(?![가-힣])")

_BUSINESS = re.compile(
    r"shares?\b|stock|inc\b|corp|plc\b|ltd\b|chief executive|\bceo\b|\bcfo\b|analyst|earnings|revenue|profit|quarter|"
    r"results|investor|market (?:cap|value)|listed|factory|plant\b|guidance|sales\b|acqui|stake|\brival|customers|dividend|"
    r"upgrade|downgrade|rating|bonds?\b|employees|supplier|orders?\b|"
    r"주가|실적|매출|영업이익|순이익|주식|증시|상장|지분|인수|투자|공장|대표|회장|사장|최고경영자|목표가|투자의견|"
    r"수주|공급|계약|분기|신제품|출시|협력사|계열사|임직원|노조|공시|시가총액|브랜드|점포|가맹점|업체|제품|회사|기업|배당"
)
# What shows that a text is about business at all: trade, money, prices and work beside what stands above.
_TRADE = re.compile(
    _BUSINESS.pattern
    + r"|[$€£¥]\s?\d|\d(?:\.\d+)?\s?(?:%|percent|per cent|billion|million|bn\b|tn\b)|\d[\d,.]*\s?(?:억|조|만|천)*\s?(?:원|달러|위안|엔|유로)(?![가-힣]{2})|"
    r"\b(?:market|jobs?\b|tariff|import|export|prices?\b|costs?\b|launch|merge|deal\b|talks to raise|video|agent|app\b|approval|richest|superintelligence|lab\b|"
    r"tumbled|surged|dropped|pared|marked down|sec\b|ai\b|chips?\b|users?\b|stores?\b)|"
    r"증권|신고가|상한가|하한가|강세|약세|급등|급락|판매|해지|수출|수입|유통|생산|출하|소재|시장|사업|흑자|적자|부채|가격|수수료|플랫폼|앱 |서비스|백화점|매장|"
    r"발행|결제|은행|관세|개편|분사|전기차|suv|반도체|배터리|인공지능|현금|펀드|금리|코스피|코스닥|월가|뉴욕증시|협력|제휴|해외"
)
_NEXT_EN = re.compile(
    r"(?:'s)? (?:shares?|stock|inc|corp|corporation|plc|ltd|group|said|says|reported|announced|posted|raised|cut|will|plans|"
    r"expects|executives?|analysts?|chief|ceo|cfo|gained|fell|rose|slid|jumped|dropped|climbed|lost|added|bonds?|stores?|"
    r"warned|agreed|spent|sold|bought|has|is|was|shareholders|investors|management|earnings|revenue|sales|profits?)\b"
)
_NEXT_KO = re.compile(
    r"(?:이?라는|은|는|이|가|의|도|와|과|측은)?\s?(?:주가|실적|매출|영업이익|순이익|주식|지분|공장|대표|회장|사장|최고경영자|본사|"
    r"(?<=라는 )(?:회사|기업|업체)|노조|신제품|목표주가|투자의견|경영진|임직원|노사|주주|시가총액|협력사|지난해|올해|[1-4]분기)"
)
# What only a share, or a company that reports, does: a bare name at the start of a sentence that does it is one.
_MOVES_EN = re.compile(
    r" (?:(?:shares?|stock) )?(?:rose|fell|gained|lost|slid|slipped|jumped|dropped|climbed|added|eased|rallied|surged|sank|tumbled|plunged|soared|"
    r"was (?:flat|unchanged|little changed|up|down)|is (?:up|down)|closed|ended|said|says|reported|reports|posted|announced|unveiled|appointed|named|hired|"
    r"opened|picked|launched|agreed|bought|sold|raised|cut|plans|expects|filed|paid|declared|will|[+-]\d|[+-] ?[\d.]+%)"
)
_MOVES_KO = re.compile(
    r"(?:은|는|이|가|도|만)?[ =]\s?(?:[가-힣0-9.,%+-]+ ){0,4}?[+-]?[\d.]+ ?(?:%|퍼센트|포인트)|(?:은|는|이|가|도)? ?[+-][\d.]+%"
)
_SHARE_KO = re.compile(
    r"[\d.]+ ?(?:%|퍼센트)[^가-힣]{0,2}(?:나 )?(?:올[랐라]|오르|오른|상승|내[렸린]|하락|급등|급락|뛰|뛴|밀[렸리]|빠[졌진]|떨어|강세|약세|치솟|주저앉)"
)
_BEFORE_EN = re.compile(
    r"(?:\b(?:the|a|an|its|his|her|their|our|your|this|that|every|no|any|some|each|price|per)) $"
)
_TICKER = re.compile(
    r"\$(?P<cash>[A-Z]{1,5})(?![A-Za-z])|"
    r"\(\s*(?:(?P<market>NYSE(?: American)?|NASDAQ|Nasdaq|AMEX|KRX|KOSPI|KOSDAQ|TSE|TYO|LSE|HKEX|HKG|TWSE|TPE|XETRA|ETR|FRA|EPA|"
    r"Euronext|AMS|SIX|ASX|TSX|SSE|SZSE|SHA|SHE|코스피|코스닥|나스닥|뉴욕증권거래소|티커|종목코드|티커명)\s*[::]?\s*)?"
    r"(?P<symbol>[A-Z]{1,5}(?:\.[A-Z]{1,2})?|\d{4,6})(?:\s?[.:]\s?(?P<suffix>[A-Z]{1,3})|\s(?P<country>US|KS|JP|HK|TT|GR|FP|LN))?\s*\)"
)
_MARKETS = {
    "NYSE": {"NYSE"}, "NYSE American": {"NYSE", "AMEX"}, "NASDAQ": {"NASDAQ"}, "Nasdaq": {"NASDAQ"}, "AMEX": {"AMEX"},
    "나스닥": {"NASDAQ"}, "뉴욕증권거래소": {"NYSE"}, "KRX": {"KRX"}, "KOSPI": {"KRX"}, "KOSDAQ": {"KRX"}, "코스피": {"KRX"},
    "코스닥": {"KRX"}, "TSE": {"TSE"}, "TYO": {"TSE"}, "LSE": {"LSE"}, "HKEX": {"HKEX"}, "HKG": {"HKEX"}, "TWSE": {"TWSE"},
    "TPE": {"TWSE"}, "XETRA": {"XETRA"}, "ETR": {"XETRA"}, "FRA": {"XETRA"},
}  # fmt: skip
_LISTED_ENOUGH = 1.0
_MANY = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A company in a reading: where (folded offsets), which, how sure its sense is, and as what it stands there."""

    start: int
    end: int
    company: str
    kind: str
    surface: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A listed name that was left alone, and why."""

    start: int
    end: int
    companies: tuple[str, ...]
    surface: str
    why: str


def _free(folded: str, hit: NameHit) -> bool:
    """Whether a name stands free: nothing before it, and after it a border, a particle chain or a known suffix."""
    first, last = folded[hit.start], folded[hit.end - 1]
    if is_hangul(first) and hit.start and is_hangul(folded[hit.start - 1]):
        return False
    rest = folded[hit.end : hit.end + 12]
    if rest and is_hangul(rest[0]) and (is_hangul(last) or last.isascii()):
        return bool(_TAIL.match(rest))
    return True


def _is_none(hit: NameHit) -> bool:
    """Whether this is a phrase that holds a company's name and means something else, standing free on its left."""
    return hit.companies[0][0] == ""


class CompanyFinder:
    """Decides which of the names that a scan found are companies; holds the gazetteer by ticker."""

    def __init__(self, companies: Iterable[Company]) -> None:
        self.companies = {company.id: company for company in companies}
        self.by_symbol: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for company in self.companies.values():
            for ticker in company.tickers:
                market, _, symbol = ticker.partition(":")
                self.by_symbol[symbol].append((market, company.id))
        self._context: dict[str, re.Pattern[str]] = {}

    def _context_of(self, company: str) -> re.Pattern[str] | None:
        """The context words of a company as one pattern, made when first needed."""
        words = self.companies[company].context
        if words and company not in self._context:
            self._context[company] = re.compile("|".join(re.escape(word.lower()) for word in words))
        return self._context.get(company)

    def find(
        self, reading: Reading, hits: Iterable[NameHit], business: Callable[[], bool] = lambda: False
    ) -> tuple[list[Found], list[Undecided]]:
        """The companies of a text, by place, none overlapping another; and the names left alone.

        `business` tells, where that is in doubt, whether the text is about business since it claims a theme.
        """
        folded = reading.folded
        chosen: list[NameHit] = []
        for hit in sorted(hits, key=lambda h: (h.start, h.start - h.end)):
            if (not chosen or hit.start >= chosen[-1].end) and (_is_none(hit) or _free(folded, hit)):
                chosen.append(hit)
        chosen = [hit for hit in chosen if not _is_none(hit)]
        tickers = self._tickers(reading, chosen)
        sure: dict[str, list[Found]] = defaultdict(list)
        doubtful: list[NameHit] = []
        found: list[Found] = []
        taken = [(t.start, t.end) for t in tickers if t.surface]
        for hit in chosen:
            if any(start < hit.end and hit.start < end for start, end in taken):
                continue
            if len({c for c, _ in hit.companies}) > 1 or self._is_ambiguous(hit):
                doubtful.append(hit)
                continue
            company, kind = hit.companies[0]
            if len(hit.companies) > 1:
                kind = min(k for _, k in hit.companies)
                kind = "company" if ("company" in {k for _, k in hit.companies}) else kind
            place = Found(hit.start, hit.end, company, kind, hit.name, "listed name")
            sure[company].append(place)
            found.append(place)
        for ticker in tickers:
            sure[ticker.company].append(ticker)
            if ticker.surface:
                found.append(ticker)
        undecided: list[Undecided] = []
        if len(sure) == 1 and not _TRADE.search(folded) and not business():
            found, undecided = self._only_doubtful(found)
            sure.clear()
        company_places = sorted((f.start, f.end) for f in found if f.kind == "company")
        for hit in doubtful:
            likely, score, why = self._decide(reading, hit, sure, tickers, company_places)
            if likely and score >= _LISTED_ENOUGH:
                kinds = {k for c, k in hit.companies if c == likely}
                kind = "company" if "company" in kinds else min(kinds)
                place = Found(hit.start, hit.end, likely, kind, hit.name, why)
                found.append(place)
                company_places.append((hit.start, hit.end))
            else:
                undecided.append(
                    Undecided(hit.start, hit.end, tuple(sorted({c for c, _ in hit.companies})), hit.name, why)
                )
        if undecided and len(undecided) < len(
            doubtful
        ):  # a name decided once in a text is decided for all of it
            found, undecided = self._spread(found, undecided, reading)
        return sorted(found, key=lambda f: (f.start, f.end)), undecided

    def _only_doubtful(self, found: list[Found]) -> tuple[list[Found], list[Undecided]]:
        """Where nothing in a text is about business, the one name in it may well be a word, a person or a place."""
        if any(f.surface not in self.companies[f.company].doubtful for f in found):
            return found, []
        why = "nothing in the text is about business"
        return [], [Undecided(f.start, f.end, (f.company,), f.surface, why) for f in found]

    def _spread(
        self, found: list[Found], undecided: list[Undecided], reading: Reading
    ) -> tuple[list[Found], list[Undecided]]:
        decided = {f.surface: f for f in found if f.why and f.why != "listed name"}
        still: list[Undecided] = []
        for name in undecided:
            same = decided.get(name.surface)
            if same and not _denied(reading, name.start, name.end):
                found.append(
                    Found(
                        name.start, name.end, same.company, same.kind, name.surface, "as before in this text"
                    )
                )
            else:
                still.append(name)
        return found, still

    def _is_ambiguous(self, hit: NameHit) -> bool:
        company = self.companies[hit.companies[0][0]]
        if hit.name in company.ambiguous:
            return True
        return any(hit.name.lower() == name.lower() for name in company.ambiguous) or (
            hit.name.isascii()
            and hit.name == hit.name.lower()
            and hit.name not in company.all_names
            and " " not in hit.name
        )

    def _tickers(self, reading: Reading, hits: list[NameHit]) -> list[Found]:
        """Tickers in the habits of both presses; those that only repeat a name before them are no place."""
        found: list[Found] = []
        for match in _TICKER.finditer(reading.written):
            symbol = match["cash"] or match["symbol"]
            wanted = _MARKETS.get(match["market"] or "", set())
            owners = [
                (market, id)
                for market, id in self.by_symbol.get(symbol, ())
                if not wanted or market in wanted
            ]
            before = next(
                (
                    h
                    for h in hits
                    if h.end <= match.start()
                    and reading.folded[h.end : match.start()].strip("' \"")
                    in ("", "그룹", "inc", "corp", "inc.", "corp.")
                ),
                None,
            )
            if before:
                own = {c for c, _ in before.companies}
                owners = [o for o in owners if o[1] in own] or owners
            if not owners or (
                not before
                and not match["cash"]
                and not match["market"]
                and not symbol.isdigit()
                and len(symbol) < 3
            ):
                continue
            if len({o[1] for o in owners}) > 1:
                continue
            group = "cash" if match["cash"] else "symbol"
            start, end = match.span(group)
            digits = symbol[0].isdigit()
            surface = "" if digits and before else symbol
            found.append(Found(start, end, owners[0][1], "company", surface, "ticker"))
        bare = {f.surface: f.company for f in found if len(f.surface) > 1 and f.surface.isalpha()}
        if bare:
            places = {f.start for f in found}
            for match in re.finditer(
                r"(?<![A-Za-z0-9$])(?:" + "|".join(bare) + r")(?![A-Za-z0-9])", reading.written
            ):
                if match.start() not in places:
                    found.append(
                        Found(*match.span(), bare[match.group()], "company", match.group(), "ticker")
                    )
        return found

    def _decide(
        self,
        reading: Reading,
        hit: NameHit,
        sure: dict[str, list[Found]],
        tickers: list[Found],
        places: list[tuple[int, int]],
    ) -> tuple[str | None, float, str]:
        """Which company an ambiguous name is: the best one, the weight of the evidence, and its words."""
        folded, written = reading.folded, reading.written
        if _denied(reading, hit.start, hit.end):
            return None, 0.0, "another word follows or precedes"
        sentence = reading.sentence_at(hit.start)
        around = (
            folded[sentence.start : hit.start] + " " * (hit.end - hit.start) + folded[hit.end : sentence.end]
        )
        latin = hit.name.isascii()
        shared = 0.0
        reasons: list[str] = []
        rest = folded[hit.end : hit.end + 24]
        if latin:
            if hit.name == hit.name.lower():
                return None, 0.0, "a common word, in small letters"
            if (_NEXT_EN if not is_hangul(rest[:1]) else _NEXT_KO).match(rest):
                shared += 0.7
                reasons.append("company words after it")
            if hit.start > sentence.start and folded[hit.start - 1] not in "\"'(":
                shared += 0.5
            elif _MOVES_EN.match(rest) and not hit.name.endswith("s"):
                shared += 0.4
                reasons.append("does what companies do")
            elif rest.startswith("'s ") or rest[:2] == ", ":
                shared += 0.2
            if len(hit.name) > 2 and hit.name.isupper():
                shared += 0.5 if is_hangul(rest[:1]) else 0.2
            if len(sure) >= _MANY and hit.start == sentence.start and reasons:
                shared += 0.3
                reasons.append("a subject among many companies")
            if _BEFORE_EN.search(folded[max(0, hit.start - 8) : hit.start]):
                shared -= 0.5
            following = written[hit.end + 1 : hit.end + 2]
            if folded[hit.end : hit.end + 1] == " " and following.isupper() and following.isascii():
                shared -= 0.6
            preceding = re.search(
                r"([A-Z][a-z]+) $", written[max(sentence.start, hit.start - 20) : hit.start]
            )
            if preceding and preceding.start() + max(sentence.start, hit.start - 20) > sentence.start:
                shared -= 0.4
        else:
            if _MOVES_KO.match(folded[hit.end : hit.end + 40]):
                shared += 1.0 if _SHARE_KO.search(folded[hit.end : hit.end + 50]) else 0.6
                reasons.append("a price or figure moves")
            if _NEXT_KO.match(rest):
                shared += 0.8
                reasons.append("company words after it")
            elif re.match(r"(?:은|는|이|가|도|와|과|의|측)", rest) is None and rest[:1] not in (
                "",
                "(",
                ",",
                "·",
                "'",
                '"',
                " ",
                "=",
            ):
                shared -= 0.3
        if self._in_list(folded, hit, places):
            shared += 1.0 if latin else 0.9
            reasons.append("named in a list of companies")
        if len(sure) >= _MANY and re.match(r"(?:은|는|도|이|가|측은) ", rest):
            shared += 0.4
            reasons.append("a subject among many companies")
        if _BUSINESS.search(around):
            shared += 0.35
            reasons.append("business words in the sentence")
        best: tuple[str | None, float, str] = (None, shared, ", ".join(reasons) or "nothing decides")
        for company in sorted({c for c, _ in hit.companies}):
            score = shared
            why = list(reasons)
            if any(t.company == company for t in tickers):
                score += 2.0
                why.append("its ticker stands in the text")
            if any(f.surface != hit.name for f in sure.get(company, ())):
                score += 1.5
                why.append("its full name, people or products stand in the text")
            context = self._context_of(company)
            if context:
                if context.search(around):
                    score += 0.8
                    why.append("what it makes is in the sentence")
                elif context.search(folded):
                    score += 0.4
                    why.append("what it makes is in the text")
            if score > best[1] or best[0] is None:
                best = (company, score, ", ".join(why) or "nothing decides")
        return best

    @staticmethod
    def _in_list(folded: str, hit: NameHit, places: list[tuple[int, int]]) -> bool:
        for start, end in places:
            if 0 <= start - hit.end <= 8 and re.fullmatch(
                r"\s?(?:,|·|/|&|and|or|와|과|나|이나|및|,? and)\s?|\([^)]{1,8}\),?\s?",
                folded[hit.end : start],
            ):
                return True
            if 0 <= hit.start - end <= 8 and re.fullmatch(
                r"\s?(?:,|·|/|&|and|or|와|과|나|이나|및|,? and)\s?|\([^)]{1,8}\),?\s?",
                folded[end : hit.start],
            ):
                return True
        return False


def _denied(reading: Reading, start: int, end: int) -> bool:
    """Whether the word at once before or after makes an ambiguous name something else."""
    folded = reading.folded
    after = folded[end : end + 1]
    before = folded[start - 1 : start] if start else ""
    if (
        after == "-"
        and folded[end + 1 : end + 2].isalpha()
        and not re.match(
            r"-(?:owned|backed|led|made|built|branded|style|run|designed)", folded[end : end + 10]
        )
    ):
        return True
    return before == "-" and folded[start - 2 : start - 1].isalpha()
