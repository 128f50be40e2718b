from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themegraph.extraction.text import Reading
from themegraph.model import Document, Role


def found(extractor, text):
    extraction = extractor.extract(Document("d", text))
    return [(m.surface, m.id) for m in extraction.mentions if m.kind == "company"]


def linked(extractor, text):
    return {(link.company, link.theme): link for link in extractor.extract(Document("d", text)).links}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("삼성전자가 올랐다.", [("삼성전자", "samsung-electronics")]),
        ("엔비디아발 훈풍이 불었다.", [("엔비디아", "nvidia")]),
        ("SK하이닉스(000660)는 뛰었다.", [("SK하이닉스", "sk-hynix")]),
        ("메타버스 열풍이 식었다.", []),
        ("현대적인 건물이 들어섰다.", []),
        ("KTX가 멈췄다.", []),
        ("He SAID nothing about it.", []),
        ("Caterpillar (NYSE: CAT) rose. CAT fell later.", [("Caterpillar", "caterpillar"), ("CAT", "caterpillar"), ("CAT", "caterpillar")]),
        ("Traders bought $NVDA again.", [("NVDA", "nvidia")]),
        ("A visa application takes weeks, and the target is missed.", []),
        ("멸종위기에 놓인 재규어의 서식지를 잇는 길이 생긴다.", []),
        ("재규어가 영국 공장의 생산을 멈췄다.", [("재규어", "jaguar-land-rover")]),
        ("Google and YouTube belong together.", [("Google", "alphabet"), ("YouTube", "alphabet")]),
        ("JP모건은 목표가를 올렸다.", [("JP모건", "jpmorgan-chase")]),
    ],
)  # fmt: skip
def test_companies_are_found_by_name_and_only_where_they_stand_free(extractor, text, expected):
    assert found(extractor, text) == expected


def test_a_company_near_the_theme_that_the_sentence_claims_is_linked_with_its_sentence(extractor):
    text = "시장은 조용했다. HD현대일렉트릭은 북미 초고압 변압기 수요 급증에 힘입어 사상 최대 수주를 기록했다. 날씨는 맑았다."
    link = linked(extractor, text)["hd-hyundai-electric", "grid-equipment"]
    (evidence,) = link.evidence
    assert (
        evidence.quote == "HD현대일렉트릭은 북미 초고압 변압기 수요 급증에 힘입어 사상 최대 수주를 기록했다."
    )
    assert text[evidence.start : evidence.end] == evidence.quote
    assert link.role is Role.BENEFITS_FROM


def test_being_in_the_same_article_is_no_link(extractor):
    text = "The tariffs will hit carmakers hard.\n\nIn other news, Netflix named a new head of design. The office is in Los Gatos."
    assert not [key for key in linked(extractor, text) if key[0] == "netflix"]


def test_a_denied_connection_is_no_link(extractor):
    text = "Coca-Cola said that it has no plans for layoffs and that its cost programme has nothing to do with job cuts."
    assert ("coca-cola", "job-cuts") not in linked(extractor, text)


def test_the_one_who_speaks_voices(extractor):
    text = "Goldman Sachs analysts forecast that electricity shortages will last through 2028."
    assert linked(extractor, text)["goldman-sachs", "power-bottleneck"].role is Role.VOICES


def test_every_quote_and_every_surface_is_verbatim_in_the_seeds(seed_documents, seed_extractions):
    assert seed_documents
    for document, extraction in zip(seed_documents, seed_extractions, strict=True):
        for link in extraction.links:
            assert link.evidence
            for evidence in link.evidence:
                assert document.text[evidence.start : evidence.end] == evidence.quote
            assert 0 < link.confidence <= 1
        for mention in extraction.mentions:
            assert document.text[mention.start : mention.end] == mention.surface


WORDS = [
    "엔비디아는 ",
    "Oracle's ",
    "전력 부족",
    "shortage of power ",
    "\u1112\u1161\u11ab\u1100\u1173\u11af ",
    "İ",
    "\r\n",
    ". ",
    "“따옴표” ",
    "😀",
    "삼성전자가 ",
    "layoffs ",
    "\u3000",
    "(NYSE: ORCL) ",
]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=25).map("".join),
    st.sampled_from(["NFC", "NFD"]),
)
def test_whatever_the_text_offsets_are_code_points_of_it(extractor, text, form):
    text = unicodedata.normalize(form, text)
    extraction = extractor.extract(Document("d", text))
    for mention in extraction.mentions:
        assert text[mention.start : mention.end] == mention.surface != ""
    for link in extraction.links:
        assert all(text[e.start : e.end] == e.quote for e in link.evidence)
    assert extraction == extractor.extract(Document("d", text))


def test_decomposed_hangul_is_read_like_composed(extractor):
    composed = "HD현대일렉트릭은 변압기 수요 급증에 힘입어 수주가 늘었다."
    decomposed = unicodedata.normalize("NFD", composed)
    assert linked(extractor, decomposed).keys() == linked(extractor, composed).keys()


def test_the_links_of_a_document_do_not_depend_on_what_was_read_before(
    extractor, seed_documents, seed_extractions
):
    order = list(range(len(seed_documents)))
    random.Random(3).shuffle(order)
    for i in order[:6]:
        assert extractor.extract(seed_documents[i]) == seed_extractions[i]


def test_the_links_are_the_same_where_no_mentions_are_wanted(extractor, seed_documents, seed_extractions):
    """Only sentences within reach of a company are then looked at, which is why it is faster."""
    digression = "\n\nThe grid cannot keep up." + " The weather was fine." * 9
    for document, extraction in zip(seed_documents, seed_extractions, strict=True):
        quick = extractor.extract(document, mentions=False)
        assert quick.links == extraction.links and quick.provisional == extraction.provisional
        longer = Document(document.id, document.text + digression)
        assert extractor.extract(longer, mentions=False).links == extractor.extract(longer).links


def test_a_sentence_says_the_same_whatever_else_is_looked_at(extractor, seed_documents):
    for document in seed_documents:
        reading = Reading(document.text)
        scan = extractor.scanner.scan([reading])
        (whole,) = extractor.cues.find(scan)
        assert whole.cues
        for index in range(len(reading.split())):
            (alone,) = extractor.cues.find(scan, [[index]])
            assert alone.cues.get(index, []) == whole.cues.get(index, [])
            assert alone.classes.get(index, {}) == whole.classes.get(index, {})
            assert not (alone.cues.keys() | alone.classes.keys()) - {index}


@pytest.mark.parametrize("mentions", [True, False])
def test_a_document_says_the_same_whatever_is_read_beside_it(extractor, seed_documents, mentions):
    odd = [Document(name, text) for name, text in (("empty", ""), ("blank", " \n\n"), ("bare", "오라클"))]
    several = [odd[0], *seed_documents[:3], odd[1], odd[2], *seed_documents[3:], odd[0]]
    alone = [extractor.extract(document, mentions) for document in several]
    assert extractor.extract_all(several, mentions) == alone
    assert extractor.extract_all(several[::-1], mentions) == alone[::-1]
    assert extractor.extract_all([], mentions) == []


def test_the_spacy_components_give_the_same_mentions_and_links(extractor):
    spacy = pytest.importorskip("spacy")
    text = "오라클은 AI 데이터센터를 지으려 빚을 냈다. HD현대일렉트릭은 변압기 수요 급증에 힘입어 웃었다."
    nlp = spacy.blank("ko", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}})
    for name in ("themegraph_companies", "themegraph_themes", "themegraph_links"):
        nlp.add_pipe(name)
    doc = nlp(text)
    extraction = extractor.extract(Document("", text))
    assert [(e.text, e.kb_id_) for e in doc.ents] == [
        (m.surface, m.id) for m in extraction.mentions if m.kind == "company"
    ]
    assert [(s.text, s.label_) for s in doc.spans["themes"]] == [
        (m.surface, m.id) for m in extraction.mentions if m.kind == "theme"
    ]
    assert doc._.links == extraction.links
    assert doc.text == text


def test_the_components_leave_the_entities_of_others_alone():
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Seoul"}])
    nlp.add_pipe("themegraph_companies")
    doc = nlp("SK hynix rose in Seoul.")
    assert [(e.text, e.label_) for e in doc.ents] == [("SK hynix", "COMPANY"), ("Seoul", "GPE")]


def test_the_themes_that_the_report_of_one_house_names_outright_are_its_words(extractor):
    text = (
        "블랙록이 내년 투자 전망 보고서를 냈다. 제목은 한계에 관한 것이다. 성장은 예전 같지 않다고 했다. 금리도 오래 높을 것으로 봤다. "
        "소비는 버틴다. 무역은 다시 짜인다. 남은 문제는 에너지 병목이다."
    )
    link = linked(extractor, text)["blackrock", "power-bottleneck"]
    assert link.role is Role.VOICES
    assert link.evidence[-1].quote == "남은 문제는 에너지 병목이다."
