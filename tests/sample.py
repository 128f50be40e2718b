"""A small graph whose every answer can be worked out by hand."""

from __future__ import annotations

from themegraph.graph import build
from themegraph.model import Citation, Company, Evidence, Link, Polarity, Role, Stance, Theme
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.cues import Words

COMPANIES = (
    Company("acme-grid", {"en": "Acme Grid"}, provisional=True),
    Company("blackrock", {"en": "BlackRock", "ko": "블랙록"}, tickers=("NYSE:BLK",), country="US"),
    Company("caterpillar", {"en": "Caterpillar", "ko": "캐터필러"}, tickers=("NYSE:CAT",), country="US"),
    Company(
        "meta", {"en": "Meta", "ko": "메타"}, {"en": ("Meta Platforms",)}, ("NASDAQ:META",), "US", "internet"
    ),
    Company("oracle", {"en": "Oracle", "ko": "오라클"}, tickers=("NYSE:ORCL",), country="US", industry="software"),
    Company("samsung", {"en": "Samsung", "ko": "삼성전자"}, {"ko": ("삼전",)}, ("KRX:005930",), "KR"),
    Company("sk-hynix", {"en": "SK hynix", "ko": "SK하이닉스"}, tickers=("KRX:000660",), country="KR"),
)  # fmt: skip
THEMES = (
    Theme("ai-infrastructure", {"en": "AI infrastructure", "ko": "AI 인프라"}),
    Theme(
        "memory-supercycle", {"en": "Memory supercycle", "ko": "메모리 슈퍼사이클"}, ("ai-infrastructure",),
        polarity=Polarity.POSITIVE,
    ),
    Theme(
        "power-bottleneck", {"en": "Power bottleneck", "ko": "전력 병목"}, ("ai-infrastructure",),
        {"en": ("power shortage",), "ko": ("전력난",)},
        {"en": "Less electricity than is asked for.", "ko": "원하는 만큼 전기를 대지 못하는 상태."},
        Role.HURT_BY, Polarity.NEGATIVE,
    ),
    Theme("show-me-story", {"en": "Show-me story", "ko": "실행 증명"}, polarity=Polarity.NEGATIVE),
)  # fmt: skip
VOCABULARY = Vocabulary(
    companies={c.id: c for c in COMPANIES}, themes={t.id: t for t in THEMES}, cues=(), words=Words({}, {})
)

HARBOUR = Citation(
    "harbour-1", "Grid queues", "2025-11-10", "en", "Harbour Post", "https://harbour.example/1"
)
COPY = Citation(
    "ledger-copy", "Grid queues", "2025-11-12", "en", "Morning Ledger", "https://ledger.example/1"
)
HANBIT = Citation("hanbit-1", "전력망", "2025-12-12", "ko", "한빛경제", "hanbit.txt#1")
CHIPS = Citation("hanbit-2", "메모리", "2025-12-19T09:30+09:00", "ko", "한빛경제", "hanbit.txt#2")
STORY = Citation("harbour-2", "Prove it", "2026-01-05", "en", "Harbour Post", "https://harbour.example/2")
REPLY = Citation("ledger-1", "Proved", "2026-01-20", "en", "Morning Ledger", "https://ledger.example/2")
WINTER = Citation("hanbit 3/겨울", "겨울 전력", "2026-02-02", "ko", "한빛경제", "hanbit.txt#3")
UNDATED = Citation("note", language="en")

HURT, GAINS, VOICES, DRIVES, EXPOSED = (
    Role.HURT_BY, Role.BENEFITS_FROM, Role.VOICES, Role.DRIVES, Role.EXPOSED_TO,
)  # fmt: skip
NEGATIVE, POSITIVE, NEUTRAL, MIXED = Stance.NEGATIVE, Stance.POSITIVE, Stance.NEUTRAL, Stance.MIXED


def _link(citation, company, theme, role, stance, confidence, start, quote):
    return Link(
        citation, company, theme, role, stance, confidence, (Evidence(start, start + len(quote), quote),)
    )


DELAY = "Oracle delayed two sites because the grid cannot keep up."
LINKS = (
    _link(HARBOUR, "oracle", "power-bottleneck", HURT, NEGATIVE, 0.9, 0, DELAY),
    _link(HARBOUR, "caterpillar", "power-bottleneck", GAINS, POSITIVE, 0.8, 58, "Caterpillar sells generators to every site that waits."),
    _link(COPY, "oracle", "power-bottleneck", HURT, NEGATIVE, 0.9, 0, DELAY),
    _link(HANBIT, "oracle", "power-bottleneck", HURT, NEGATIVE, 0.8, 0, "오라클은 전력망이 따라주지 못해 두 곳의 가동을 미뤘다."),
    _link(HANBIT, "blackrock", "power-bottleneck", VOICES, NEUTRAL, 0.7, 32, "블랙록은 전력 부족이 가장 큰 위험이라고 했다."),
    _link(CHIPS, "samsung", "memory-supercycle", GAINS, POSITIVE, 0.95, 0, "삼성전자는 메모리 호황의 수혜를 입었다."),
    _link(CHIPS, "sk-hynix", "memory-supercycle", DRIVES, POSITIVE, 0.85, 24, "SK하이닉스는 HBM 증설을 이끈다."),
    _link(STORY, "oracle", "show-me-story", HURT, NEGATIVE, 0.75, 0, "Investors want Oracle to prove its backlog."),
    _link(STORY, "meta", "show-me-story", HURT, NEGATIVE, 0.6, 44, "Meta must show returns before it is believed."),
    _link(REPLY, "meta", "show-me-story", GAINS, POSITIVE, 0.65, 0, "Meta showed the returns and was rewarded."),
    _link(WINTER, "samsung", "power-bottleneck", HURT, MIXED, 0.7, 0, "삼성전자는 전력난에 공장을 늦췄지만 값은 올랐다."),
    _link(WINTER, "meta", "power-bottleneck", EXPOSED, NEUTRAL, 0.5, 28, "메타의 데이터센터도 전력난을 지켜본다."),
    _link(UNDATED, "acme-grid", "power-bottleneck", EXPOSED, NEUTRAL, 0.5, 0, "Acme Grid watches the power shortage."),
)  # fmt: skip


def sample_graph(links=LINKS):
    """The graph of these links; the copy of an article counts with its original."""
    return build(
        links, VOCABULARY, groups={COPY.document: HARBOUR.document, HARBOUR.document: HARBOUR.document}
    )
