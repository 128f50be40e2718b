from __future__ import annotations

import pytest

from themegraph.model import Document
from themegraph.vocabulary.korean import romanise


def companies(extractor, text):
    extraction = extractor.extract(Document("d", text))
    return {m.surface: m.id for m in extraction.mentions if m.kind == "company"}, {
        c.id for c in extraction.provisional
    }


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        ("Quillmark Inc. said it would cut jobs.", "Quillmark", "quillmark"),
        ("The chip start-up Corvexa raised $200m.", "Corvexa", "corvexa"),
        ("Varnholt (NYSE: VRNX) fell 3%.", "Varnholt", "varnholt"),
        ("It hired the chief executive of Morrow Pike.", "Morrow Pike", "morrow-pike"),
        ("Brightlode's chief executive Ann Lee resigned.", "Brightlode", "brightlode"),
        ("AI 스타트업 누리웍스는 500억원을 유치했다. 누리웍스가 말했다.", "누리웍스", "nuriwokseu"),
        ("코스닥 상장사 가온솔라(123459)가 급등했다.", "가온솔라", "gaonsolra"),
        ("주식회사 한빛나노튜브는 공장을 짓는다.", "한빛나노튜브", "hanbitnanotyubeu"),
        ("AI 스타트업 XK누리팹은 공장을 짓는다. XK누리팹이 말했다.", "XK누리팹", "xknuripaep"),
        ("그린도담의 김도윤 대표는 말했다.", "그린도담", "geurindodam"),
    ],
)  # fmt: skip
def test_a_company_that_the_text_introduces_is_provisional_with_an_id_from_its_name(
    extractor, text, name, id
):
    found, provisional = companies(extractor, text)
    assert found[name] == id
    assert provisional == {id}


@pytest.mark.parametrize(
    "text",
    [
        "업체 관계자는 말했다. 이 회사 대표는 기업 가치를 말했다.",
        "Chipmaker shares fell on Friday. The company CEO Jim Smith said nothing.",
        "The company Friday said sales rose.",
        "기업 소식으로는 별다른 것이 없었다. 회사 구내식당은 붐볐다.",
    ],
)
def test_words_that_are_no_name_introduce_nothing(extractor, text):
    assert companies(extractor, text)[1] == set()


def test_an_introduced_company_is_found_wherever_its_name_stands_in_the_text(extractor):
    text = "The software maker Tessaril sells tools. Analysts like Tessaril."
    extraction = extractor.extract(Document("d", text))
    assert [m.start for m in extraction.mentions if m.id == "tessaril"] == [19, text.rindex("Tessaril")]


def test_a_listed_company_is_never_provisional(extractor):
    found, provisional = companies(extractor, "Oracle Corp. and the chipmaker Nvidia (NASDAQ: NVDA) rose.")
    assert set(found.values()) == {"oracle", "nvidia"} and not provisional


def test_hangul_is_romanised_letter_for_letter():
    assert romanise("한빛 나노 2") == "hanbit nano 2"
