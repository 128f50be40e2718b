from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themegraph import resources
from themegraph.vocabulary import CompanyError, CueError, ThemeError, load
from themegraph.vocabulary.companies import read_companies
from themegraph.vocabulary.cues import read_cues, read_words
from themegraph.vocabulary.english import inflect, inflect_phrase
from themegraph.vocabulary.korean import conjugate, follows_noun
from themegraph.vocabulary.themes import read_themes

ONTOLOGY = resources.folder("ontology")
SEEDS = resources.folder("seeds")


@pytest.fixture(scope="module")
def vocabulary():
    return load()


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("모자라다", "모자라서 모자란 모자랄 모자랐다 모자람 모자랍니다"),
        ("어렵다", "어려운 어려워 어려웠다 어렵고 어려움"),
        ("늘다", "늘어 늘었다 느는 늘고 늘며 늡니다"),
        ("짓다", "지어 지었다 짓는 지을 지은"),
        ("급증하다", "급증해 급증했다 급증한 급증할 급증하며"),
        ("밀리다", "밀려 밀렸다 밀린 밀릴 밀리면서"),
        ("오르다", "올라 올랐다 오른 오를 오르자"),
        ("크다", "커 컸다 큰 클 크게"),
        ("내다보다", "내다봤다 내다본 내다보고"),
        ("쏟아붓다", "쏟아부어 쏟아부었다 쏟아붓고"),
        ("받다", "받아 받았다 받는 받고 받을"),
        ("깨닫다", "깨달아 깨달았다 깨닫고"),
    ],
)
def test_every_form_of_a_korean_verb_begins_with_one_of_its_forms(verb, forms):
    beginnings = conjugate(verb)
    for form in forms.split():
        assert any(form.startswith(b) for b in beginnings), form


@pytest.mark.parametrize("word", ["전력", "다", "ad다"])
def test_what_is_no_dictionary_form_is_refused(word):
    with pytest.raises(ValueError):
        conjugate(word)


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=5))
def test_any_stem_conjugates_into_composed_syllables(stem):
    for form in conjugate(stem + "다"):
        assert form and all("가" <= c <= "힣" for c in form)


@pytest.mark.parametrize(
    ("rest", "free"),
    [
        ("가 올랐다", True),
        ("에서는 ", True),
        ("", True),
        (", ", True),
        ("적인", False),
        ("버스가", False),
        ("들이 ", True),
    ],
)
def test_a_noun_stands_free_before_a_particle_or_a_border(rest, free):
    assert follows_noun(rest) is free


def test_english_words_inflect_by_rule_and_by_list():
    irregular = read_words(ONTOLOGY / "words").irregular
    assert set(inflect("order", irregular)) == {"order", "orders", "ordered", "ordering"}
    assert set(inflect("supply", irregular)) == {"supply", "supplies", "supplied", "supplying"}
    assert {"rose", "risen", "rises", "rising"} <= set(inflect("rise", irregular))
    assert inflect("HBM", irregular) == ("HBM", "HBMs")
    assert "grids cannot kept up" in inflect_phrase("grid cannot keep up", irregular)


def test_every_theme_of_the_scoring_list_is_in_the_scheme_with_its_labels_and_place(shared, vocabulary):
    with (shared / "themes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            theme = vocabulary.themes[row["id"]]
            assert theme.labels == {"en": row["label_en"], "ko": row["label_ko"]}
            assert theme.broader == ((row["broader"],) if row["broader"] else ())


def test_every_theme_is_defined_in_both_languages_and_said_in_many_ways(vocabulary):
    for theme in vocabulary.themes.values():
        assert theme.definitions.keys() >= {"en", "ko"}, theme.id
        for language in ("en", "ko"):
            told = [
                c
                for c in vocabulary.cues
                if c.theme == theme.id and c.language == language and c.kind == "claim"
            ]
            assert len(told) >= 25, (theme.id, language)


def test_every_company_of_the_development_sets_is_in_the_gazetteer(shared, vocabulary):
    wanted = set()
    for path in shared.glob("dev/*/companies.csv"):
        with path.open(encoding="utf-8") as file:
            wanted |= {row["company"] for row in csv.DictReader(file)}
    assert not wanted - vocabulary.companies.keys()


def test_the_gazetteer_has_fifteen_hundred_companies_and_known_industries(vocabulary):
    text = (SEEDS / "README.md").read_text("utf-8")
    industries = set(text.partition("Industries: ")[2].partition(".")[0].split(", "))
    assert len(vocabulary.companies) >= 1500
    assert {c.industry for c in vocabulary.companies.values()} <= industries
    assert {i for t in vocabulary.themes.values() for i in t.industries} <= industries


def test_a_name_of_two_companies_is_marked_ambiguous_in_both(vocabulary):
    owners = {}
    for company in vocabulary.companies.values():
        for name in {*company.names.values(), *(a for several in company.aliases.values() for a in several)}:
            owners.setdefault(name, []).append(company)
    wrong = {
        n: [c.id for c in several]
        for n, several in owners.items()
        if len(several) > 1 and any(n not in c.ambiguous for c in several)
    }
    assert not wrong


def test_tickers_agree_with_the_reference_list():
    from check_companies import COMPANIES, REFERENCE, check

    if not REFERENCE.exists():
        pytest.skip("../shared is not there")
    checked, wrong = check(COMPANIES, REFERENCE)
    assert checked > 1000
    assert not wrong


def test_a_wrong_ticker_is_found(tmp_path):
    from check_companies import REFERENCE, check

    if not REFERENCE.exists():
        pytest.skip("../shared is not there")
    header = "id,name_en,name_ko,aliases_en,aliases_ko,tickers\n"
    (tmp_path / "c.csv").write_text(
        header + "oracle,Oracle,오라클,,,NYSE:CAT\nx,Xyzzy,,,,NYSE:XYZZY\n", "utf-8"
    )
    assert len(check(tmp_path / "c.csv", REFERENCE)[1]) == 2


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("grid ... {nosuchclass}", "no word class {nosuchclass}"),
        ("grid is full => victim", "victim is no role"),
        ("grid (a|b", "cannot read"),
        ("a & b & c & d & e", "more than 4 parts"),
        ("grid & ", "an empty part"),
    ],
)
def test_a_cue_that_cannot_be_read_is_named_with_file_and_line(tmp_path, line, cause):
    path = tmp_path / "power-bottleneck.txt"
    path.write_text(f"# head\n[en]\n{line}\n", "utf-8")
    with pytest.raises(CueError) as error:
        read_cues(path, read_words(ONTOLOGY / "words"))
    assert f"{path}:3" in str(error.value) and cause in str(error.value)


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("Acme Inc,Acme,", "no id in kebab-case"),
        ("acme,,", "neither name_en nor name_ko"),
        ("acme,Acme,ACME", "is not EXCHANGE:SYMBOL"),
        ("one,One,", "stands in line 2 already"),
    ],
)
def test_a_company_row_that_cannot_be_used_is_named_with_file_and_line(tmp_path, row, cause):
    path = tmp_path / "c.csv"
    path.write_text(f"id,name_en,tickers\none,One,\n{row}\n", "utf-8")
    with pytest.raises(CompanyError) as error:
        read_companies(path)
    assert f"{path}:3" in str(error.value) and cause in str(error.value)


@pytest.mark.parametrize(
    ("turtle", "cause"),
    [
        ("<theme/x> a skos:Concept .\n<theme/y> a skos:", ":"),
        ("<theme/x> a skos:Concept .", "has no skos:prefLabel"),
        ('<theme/x> a skos:Concept ; skos:prefLabel "a"@en, "b"@en .', "two prefLabels"),
        ('<theme/x> a skos:Concept ; skos:prefLabel "a"@en ; skos:broader <theme/y> .', "no concept here"),
        (
            '<theme/x> a skos:Concept ; skos:prefLabel "a"@en ; skos:broader <theme/y> .'
            '<theme/y> a skos:Concept ; skos:prefLabel "b"@en ; skos:broader <theme/x> .',
            "broader than itself",
        ),
    ],
)
def test_a_theme_file_that_breaks_skos_is_named_with_its_cause(tmp_path, turtle, cause):
    path = tmp_path / "t.ttl"
    path.write_text("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" + turtle, "utf-8")
    with pytest.raises(ThemeError) as error:
        read_themes(path)
    assert str(path) in str(error.value) and cause in str(error.value)


def test_a_users_own_files_add_and_replace(tmp_path):
    (tmp_path / "c.csv").write_text(
        "id,name_en\nacme-widgets,Acme Widgets\noracle,Oracle of Delphi\n", "utf-8"
    )
    mine = load(companies=(tmp_path / "c.csv",))
    assert mine.companies["acme-widgets"].label("ko") == "Acme Widgets"
    assert mine.companies["oracle"].names == {"en": "Oracle of Delphi"}
    assert mine.fingerprint != load().fingerprint
    assert load().fingerprint == load().fingerprint
