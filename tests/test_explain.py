from __future__ import annotations

import pytest

from test_cli import run
from themegraph.extraction.explain import Verdict, explain
from themegraph.model import Document

TRANSFORMERS = "HD현대일렉트릭은 북미 초고압 변압기 수요 급증에 힘입어 사상 최대 수주를 기록했다."


@pytest.mark.parametrize(
    ("text", "company", "theme", "verdict"),
    [
        (TRANSFORMERS, "hd-hyundai-electric", "grid-equipment", Verdict.LINKED),
        (TRANSFORMERS, "oracle", "grid-equipment", Verdict.NO_MENTION),
        (TRANSFORMERS, "hd-hyundai-electric", "travel-demand", Verdict.NO_CLAIM),
        ("The target was missed amid a power shortage. Target.", "target", "power-bottleneck", Verdict.LEFT_ALONE),
        (f"오라클은 사옥을 옮겼다.{' 날씨는 맑고 바람은 잔잔했다.' * 12} {TRANSFORMERS}", "oracle", "grid-equipment", Verdict.APART),
        ("Oracle has nothing to do with the power shortage.", "oracle", "power-bottleneck", Verdict.DENIED),
    ],
)  # fmt: skip
def test_the_verdict_names_what_made_the_link_or_kept_it_from_being_made(
    extractor, text, company, theme, verdict
):
    assert explain(extractor, Document("d", text), company, theme).verdict is verdict


def test_the_verdict_agrees_with_the_links_of_every_seed_article(extractor, seed_documents, seed_extractions):
    for document, extraction in zip(seed_documents, seed_extractions, strict=True):
        links = {(link.company, link.theme) for link in extraction.links}
        companies = {m.id for m in extraction.mentions if m.kind == "company"}
        themes = {m.id for m in extraction.mentions if m.kind == "theme"}
        for company in sorted(companies)[:4]:
            for theme in sorted(themes)[:6]:
                verdict = explain(extractor, document, company, theme).verdict
                assert (verdict is Verdict.LINKED) == ((company, theme) in links)


def test_places_are_words_of_the_document(extractor):
    told = explain(extractor, Document("d", TRANSFORMERS), "hd-hyundai-electric", "grid-equipment")
    assert TRANSFORMERS[told.mentions[0].start : told.mentions[0].end] == "HD현대일렉트릭"
    assert all(0 <= p.start < p.end <= len(TRANSFORMERS) for p in told.claims)
    assert told.pairs[0].reasons


def test_a_claim_without_a_cue_says_that_the_model_made_it(extractor):
    document = Document("d", "Nvidia wants its wafer dicing partners to run all night.")
    suggested = next(iter(extractor.look(document.text).claims.values()))[0]
    told = explain(extractor, document, "nvidia", suggested.theme)
    assert told.claims[0].why == f"no cue, the model of themes: {suggested.likely:.2f}"


@pytest.mark.parametrize(
    "theme", ["grid equipment", "grid-equipment", "GRID and electrical equipment", "전력기기"]
)
def test_the_command_takes_names_and_labels_and_marks_the_words(tmp_path, theme):
    (tmp_path / "a.txt").write_text(TRANSFORMERS, "utf-8")
    done = run("explain", tmp_path / "a.txt", "--company", "HD현대일렉트릭", "--theme", theme)
    assert done.returncode == 0
    assert "linked" in done.stdout and "[HD현대일렉트릭]" in done.stdout and "probability" in done.stdout


def test_an_unknown_theme_is_wrong_usage(tmp_path):
    (tmp_path / "a.txt").write_text(TRANSFORMERS, "utf-8")
    done = run("explain", tmp_path / "a.txt", "--company", "oracle", "--theme", "no such theme")
    assert done.returncode == 2 and "no such theme: there is no such theme\n" in done.stderr
    done = run("explain", tmp_path / "a.txt", "--company", "oracle", "--theme", "power bottlenecks")
    assert done.returncode == 2 and "did you mean power-bottleneck" in done.stderr
