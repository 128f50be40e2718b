"""Graphs to look at in the browser: one written by hand, and synthetic ones of any size."""

from __future__ import annotations

import random
from functools import lru_cache

import networkx as nx

from themegraph import resources
from themegraph.analyse import annotate
from themegraph.graph import build
from themegraph.model import Citation, Evidence, Link, Role, Stance
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.companies import read_companies
from themegraph.vocabulary.cues import Words
from themegraph.vocabulary.themes import read_themes

# date, language, publisher, title: what was read in it, as company, theme, role, stance, confidence, sentence
ARTICLES = [
    ("2025-09-04", "en", "Harbour Notes", "The queue for the grid", [
        ("caterpillar", "power-bottleneck", "benefits_from", "positive", 0.93, "Caterpillar sells every generator it can build, because data centres no longer wait for the grid: the power bottleneck is its best salesman."),
        ("microsoft", "power-bottleneck", "hurt_by", "negative", 0.88, "Microsoft admits that chips lie in its warehouses for want of power, and calls the power bottleneck the limit on its cloud."),
        ("ge-vernova", "natural-gas-power", "benefits_from", "positive", 0.91, "GE Vernova has sold its gas turbines out to 2029 as gas power fills the gap."),
    ]),
    ("2025-09-22", "ko", "하루 시장", "메모리의 시간", [
        ("sk-hynix", "memory-supercycle", "benefits_from", "positive", 0.95, "SK하이닉스는 메모리 슈퍼사이클의 한가운데에서 내년 물량까지 모두 팔았다고 밝혔다."),
        ("samsung-electronics", "memory-supercycle", "benefits_from", "positive", 0.9, "삼성전자도 메모리 슈퍼사이클에 올라타며 D램 가격 인상을 통보했다."),
        ("nvidia", "ai-chip-demand", "benefits_from", "positive", 0.92, "엔비디아의 AI 칩 수요는 여전히 공급을 앞지른다."),
    ]),
    ("2025-10-03", "en", "Market Letter", "Prove it", [
        ("oracle", "show-me-story", "hurt_by", "negative", 0.87, "Oracle has become a show-me story: investors want cash before they believe in the backlog."),
        ("oracle", "ai-debt-financing", "drives", "negative", 0.9, "Oracle borrows to build, and AI debt financing has become the first question on every call."),
        ("oracle", "order-backlog", "benefits_from", "positive", 0.82, "Oracle points to an order backlog above half a trillion dollars."),
    ]),
    ("2025-10-15", "ko", "하루 시장", "블랙록이 보는 한계", [
        ("blackrock", "power-bottleneck", "voices", "negative", 0.94, "블랙록은 전력 병목이 AI 투자의 첫 번째 한계가 될 것이라고 경고했다."),
        ("blackrock", "debt-accumulation", "voices", "negative", 0.86, "블랙록은 부채 누적을 두 번째 긴장으로 꼽았다."),
        ("blackrock", "market-concentration", "voices", "negative", 0.84, "블랙록에 따르면 시장 집중은 분산투자를 무력하게 만든다."),
        ("blackrock", "diversification-mirage", "voices", "negative", 0.8, "블랙록은 이를 ‘분산투자의 신기루’라고 부른다."),
    ]),
    ("2025-11-02", "en", "Harbour Notes", "A trillion in concrete", [
        ("meta", "ai-capex", "drives", "neutral", 0.96, "Meta raises its spending again, and the AI capex surge now exceeds the cash it earns."),
        ("alphabet", "ai-capex", "drives", "positive", 0.93, "Alphabet lifts its plans as well; the AI capex surge is no longer one company's bet."),
        ("amazon", "ai-capex", "drives", "neutral", 0.91, "Amazon follows, and says the AI capex surge will last for years."),
        ("microsoft", "ai-capex", "drives", "neutral", 0.92, "Microsoft spends more in a quarter than it did in a year; the AI capex surge has no ceiling yet."),
        ("goldman-sachs", "ai-capex", "voices", "neutral", 0.83, "Goldman Sachs counts the AI capex surge at over half a trillion dollars next year."),
    ]),
    ("2025-11-20", "ko", "경제 노트", "실적은 좋았다", [
        ("nvidia", "earnings-beat", "drives", "positive", 0.95, "엔비디아는 또 한 번 어닝 서프라이즈를 냈다."),
        ("nvidia", "beat-and-fall", "hurt_by", "negative", 0.89, "그러나 엔비디아 주가는 5% 떨어졌다. 호실적에도 주가 하락이라는 말이 다시 나온다."),
        ("nvidia", "ai-volatility", "hurt_by", "negative", 0.71, "엔비디아의 하락은 AI 주식 변동성을 시장 전체로 퍼뜨렸다."),
    ]),
    ("2025-12-05", "en", "Market Letter", "What the banks say", [
        ("goldman-sachs", "ai-bubble", "voices", "mixed", 0.78, "Goldman Sachs sees no AI bubble yet, but lists what would make one."),
        ("morgan-stanley", "ai-debt-financing", "voices", "negative", 0.82, "Morgan Stanley expects AI debt financing to top a trillion dollars."),
        ("jpmorgan-chase", "rate-cuts", "voices", "positive", 0.75, "JPMorgan expects two more rate cuts next year."),
        ("blackrock", "productivity-growth", "voices", "positive", 0.77, "BlackRock believes that productivity-led growth can break a trend of 150 years."),
    ]),
    ("2025-12-24", "ko", "하루 시장", "끊긴 전기", [
        ("alphabet", "power-bottleneck", "hurt_by", "negative", 0.81, "구글 계열의 웨이모 택시가 멈춰 섰다. 알파벳도 전력 병목을 피하지 못했다."),
        ("hd-hyundai-electric", "grid-equipment", "benefits_from", "positive", 0.93, "HD현대일렉트릭의 변압기는 2년 치가 동났다. 전력기기·전력망 투자의 수혜다."),
        ("doosan-enerbility", "nuclear-power", "benefits_from", "positive", 0.9, "두산에너빌리티는 원자력·SMR 수주를 늘리고 있다."),
        ("ls-electric", "grid-equipment", "benefits_from", "positive", 0.88, "LS일렉트릭 역시 전력기기 호황으로 수주 잔고가 최대다."),
    ]),
    ("2026-01-08", "en", "Harbour Notes", "Yellow machines in Las Vegas", [
        ("caterpillar", "physical-bottleneck", "voices", "positive", 0.92, "Caterpillar's chief told the fair that the physical-world bottleneck, not software, now holds AI back."),
        ("caterpillar", "on-site-power", "benefits_from", "positive", 0.85, "On-site power is Caterpillar's fastest growing line."),
        ("hyundai-motor", "physical-ai", "drives", "positive", 0.9, "Hyundai Motor will put humanoids on its lines: physical AI and robotics leave the laboratory."),
        ("nvidia", "physical-ai", "voices", "positive", 0.86, "Nvidia calls physical AI and robotics the next wave."),
    ]),
    ("2026-01-23", "ko", "경제 노트", "메타의 전환", [
        ("meta", "metaverse-retreat", "drives", "negative", 0.93, "메타는 메타버스 청산을 공식화했다."),
        ("meta", "data-center-buildout", "drives", "neutral", 0.9, "메타는 데이터센터 증설에 1조 달러를 넣겠다고 했다."),
        ("meta", "ai-debt-financing", "drives", "negative", 0.74, "현금만으로는 불가능하다. 메타의 AI 부채·자금조달이 다음 질문이다."),
        ("meta", "power-bottleneck", "exposed_to", "neutral", 0.66, "기가와트급 단지를 짓는 메타에게도 전력 병목은 남의 일이 아니다."),
    ]),
    ("2026-02-11", "en", "Market Letter", "Software under suspicion", [
        ("salesforce", "ai-disruption-fear", "hurt_by", "negative", 0.91, "Salesforce fell with its peers as AI disruption fear spread through software."),
        ("adobe", "ai-disruption-fear", "hurt_by", "negative", 0.88, "Adobe has lost a third of its value to AI disruption fear."),
        ("servicenow", "agentic-ai", "drives", "positive", 0.84, "ServiceNow sells agentic AI to those who fear it."),
        ("salesforce", "longer-sales-cycle", "hurt_by", "negative", 0.69, "Customers of Salesforce take longer to sign: a longer software sales cycle."),
        ("microsoft", "enterprise-ai", "benefits_from", "positive", 0.8, "Enterprise AI adoption shows first at Microsoft."),
    ]),
    ("2026-02-26", "ko", "하루 시장", "칩 다음은 전기", [
        ("nvidia", "earnings-beat", "drives", "positive", 0.96, "엔비디아가 또다시 어닝 서프라이즈를 해냈다."),
        ("nvidia", "beat-and-fall", "hurt_by", "negative", 0.9, "실적 발표 뒤 엔비디아 주가는 5% 이상 떨어졌다. 호실적에도 주가 하락이다."),
        ("sk-hynix", "memory-supercycle", "benefits_from", "positive", 0.94, "SK하이닉스의 영업이익률은 메모리 슈퍼사이클 덕에 60%를 넘었다."),
        ("broadcom", "custom-silicon", "benefits_from", "positive", 0.92, "브로드컴은 맞춤형 AI 칩 주문으로 가이던스를 올렸다."),
        ("alphabet", "custom-silicon", "drives", "positive", 0.87, "알파벳은 맞춤형 AI 칩을 바깥에도 팔기 시작했다."),
    ]),
    ("2026-03-10", "en", "Harbour Notes", "Turbines, reactors, batteries", [
        ("ge-vernova", "order-backlog", "benefits_from", "positive", 0.9, "GE Vernova's order backlog has doubled in a year."),
        ("constellation-energy", "nuclear-power", "benefits_from", "positive", 0.92, "Constellation Energy restarts a reactor: nuclear power and SMRs have a second life."),
        ("bloom-energy", "on-site-power", "benefits_from", "positive", 0.89, "Bloom Energy's fuel cells are the quickest on-site power there is."),
        ("vertiv", "liquid-cooling", "benefits_from", "positive", 0.9, "Vertiv sells the cooling, and data-centre cooling grows with every watt."),
        ("caterpillar", "power-bottleneck", "benefits_from", "positive", 0.91, "Caterpillar again raised its outlook; the power bottleneck lasts longer than it had planned for."),
    ]),
    ("2026-03-28", "", "", "", [
        ("tesla", "autonomous-driving", "drives", "mixed", 0.58, "Tesla promises autonomous driving without a driver by summer, again."),
        ("tesla", "physical-ai", "drives", "positive", 0.62, "Tesla's Optimus stands for physical AI and robotics."),
    ]),
    ("2026-04-14", "en", "Wire", "Power bottleneck widens", [
        ("microsoft", "power-bottleneck", "hurt_by", "negative", 0.85, "Microsoft says the power bottleneck will hold its cloud back for two more years."),
        ("amazon", "power-bottleneck", "hurt_by", "negative", 0.83, "Amazon names the power bottleneck as the first limit on its growth."),
        ("oracle", "show-me-story", "hurt_by", "negative", 0.9, "For Oracle the show-me story goes on: the shares fell although orders rose."),
    ]),
]  # fmt: skip


def sample_links() -> list[Link]:
    """The links of the articles above."""
    links = []
    for number, (date, language, publisher, title, said) in enumerate(ARTICLES):
        source = f"https://news.example/{number}" if number % 3 else f"articles/{number}.md"
        citation = Citation(f"a{number:02}", title, date, language, publisher, source)
        at = 0
        for company, theme, role, stance, confidence, quote in said:
            evidence = Evidence(at, at + len(quote), quote)
            links.append(Link(citation, company, theme, Role(role), Stance(stance), confidence, (evidence,)))
            at += len(quote) + 1
    return links


@lru_cache(maxsize=1)
def names() -> Vocabulary:
    """The project's companies and themes, without the cues: nothing is read from texts here."""
    companies = read_companies(resources.folder("seeds") / "companies.csv")
    themes = read_themes(resources.folder("ontology") / "themes.ttl")
    return Vocabulary({c.id: c for c in companies}, {t.id: t for t in themes}, (), Words({}, {}))


def sample_graph() -> nx.MultiDiGraph[str]:
    """A small graph as it comes from articles in both languages, one pair with known reprints."""
    graph = build(sample_links(), names())
    edge = graph["company/nvidia"]["theme/beat-and-fall"]["hurt_by"]
    edge["independent_sources"] = 1
    return graph


def reprinted_graph() -> nx.MultiDiGraph[str]:
    """One pair in 14 articles of three sources: five, six and three days of the same words, as the analyses see it."""
    sources = (
        (
            0,
            5,
            "2026-01-05",
            "**The queue.** Microsoft waits for the grid: the power bottleneck holds it back.",
        ),
        (5, 11, "2026-02-02", "Microsoft has chips but no electricity for them."),
        (11, 14, "2026-03-02", "마이크로소프트는 발전이 늦어 서버를 세워 두고 있다."),
    )
    links, groups = [], {}
    for first, end, day, quote in sources:
        for i in range(first, end):
            groups[f"r{i:02}"] = f"r{first:02}"
            citation = Citation(
                f"r{i:02}", f"Article {i}", f"{day[:8]}{int(day[8:]) + i - first:02}", "en", f"Paper {i}"
            )
            links.append(
                Link(
                    citation,
                    "microsoft",
                    "power-bottleneck",
                    Role.HURT_BY,
                    Stance.NEGATIVE,
                    0.8,
                    (Evidence(0, len(quote), quote),),
                )
            )
    return annotate(build(links, names(), groups=groups))  # fmt: skip


def undated_graph() -> nx.MultiDiGraph[str]:
    """The same without any date."""
    links = (
        Link(Citation(k.document, k.citation.title, "", k.citation.language), k.company, k.theme, k.role, k.stance, k.confidence, k.evidence)
        for k in sample_links()
    )  # fmt: skip
    return build(links, names())


def synthetic_graph(nodes: int, edges: int, quotes: int = 3, seed: int = 1) -> nx.MultiDiGraph[str]:
    """A graph of this size: one theme for ten companies, popular ones preferred, quotes of some 120 letters."""
    chance = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="themegraph", documents=edges)
    theme_count = max(1, nodes // 10)
    themes = [f"theme/t{i:05}" for i in range(theme_count)]
    companies = [f"company/c{i:05}" for i in range(nodes - theme_count)]
    syllables = "가나다라마바사아자차카타파하기니디리미비시이지치키티피히"
    english = [
        "capital",
        "power",
        "demand",
        "margin",
        "order",
        "supply",
        "grid",
        "chips",
        "memory",
        "cloud",
        "price",
        "growth",
        "risk",
        "debt",
        "rate",
        "cycle",
        "plant",
        "cost",
        "output",
        "share",
    ]
    korean = [
        "전력",
        "수요",
        "공급",
        "병목",
        "투자",
        "실적",
        "주가",
        "매출",
        "반도체",
        "설비",
        "수주",
        "금리",
        "시장",
        "성장",
        "부채",
        "비용",
        "가격",
        "기대",
        "우려",
        "확대",
    ]

    def name(letters: int) -> str:
        return "".join(chance.choice(syllables) for _ in range(letters))

    for i, id in enumerate(companies):
        graph.add_node(
            id, kind="company", id=id.partition("/")[2], label_en=f"{chance.choice(english).title()}{chance.choice(english)} {i}",
            label_ko=f"{name(4)} {i}", aliases=(name(3), f"{chance.choice(english)} {i}"), tickers=(f"NYSE:T{i}",),
            country=chance.choice(("US", "KR", "JP")), industry=f"industry-{i % 40}", provisional=False,
        )  # fmt: skip
    for i, id in enumerate(themes):
        graph.add_node(
            id, kind="theme", id=id.partition("/")[2], label_en=f"{chance.choice(english)} {chance.choice(english)} {i}",
            label_ko=f"{chance.choice(korean)} {chance.choice(korean)} {i}", aliases=(), definition_en="", definition_ko="", polarity="neutral",
        )  # fmt: skip
        if i >= 20:
            graph.add_edge(id, themes[i % 20], key="broader", relation="broader")
    roles, stances = list(Role), list(Stance)
    made = 0
    while made < edges:
        company = companies[int(len(companies) * chance.random() ** 2)]
        theme = themes[int(theme_count * chance.random() ** 2)]
        role = chance.choice(roles)
        if graph.has_edge(company, theme, role.value):
            continue
        links = []
        for _ in range(quotes):
            number = chance.randrange(edges)
            day = f"{2024 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}"
            language = "ko" if number % 2 else "en"
            words = korean if language == "ko" else english
            sentence = " ".join(
                [
                    graph.nodes[company][f"label_{language}"],
                    *(chance.choice(words) for _ in range(17)),
                    str(number),
                ]
            )
            citation = Citation(
                f"d{number}",
                f"Article {number}",
                day,
                language,
                f"Publisher {number % 50}",
                f"https://news.example/{number}",
            )
            links.append(
                Link(
                    citation,
                    company,
                    theme,
                    role,
                    chance.choice(stances),
                    round(0.5 + chance.random() / 2, 3),
                    (Evidence(0, len(sentence), sentence),),
                )
            )
        ordered = tuple(sorted(set(links)))
        days = sorted(link.citation.day for link in ordered)
        graph.add_edge(
            company, theme, key=role.value, relation="link", role=role.value, weight=len({k.document for k in ordered}),
            first_seen=days[0] if days else "", last_seen=days[-1] if days else "",
            confidence=max((k.confidence for k in ordered), default=0.5), stance="neutral", links=ordered,
        )  # fmt: skip
        made += 1
    return graph
