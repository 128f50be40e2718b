from __future__ import annotations

import json
import random

from test_cli import run
from themegraph.discover import Discovery, companies_csv, themes_turtle
from themegraph.model import Document
from themegraph.vocabulary.companies import read_companies
from themegraph.vocabulary.themes import read_themes

DOCUMENTS = [
    Document("1", "Nvidia toured the glass recycling hub in May. The chip start-up Corvexa raised $200m."),
    Document("2", "A glass recycling hub near Oracle opened. Corvexa Inc. hired staff."),
    Document("3", "Microsoft painted the glass recycling hub blue."),
    Document("4", "엔비디아는 유리 재생 센터를 열었다. AI 스타트업 누리웍스는 조용하다. 누리웍스가 웃었다."),
]


def discovered(extractor, documents):
    discovery = Discovery()
    for document in documents:
        discovery.add(extractor, document)
    return discovery


def test_introduced_companies_come_with_counts_and_sentences(extractor):
    first, second = discovered(extractor, DOCUMENTS).companies()
    assert (first.company.id, first.documents, first.mentions) == ("corvexa", 2, 2)
    assert first.contexts[0] == "The chip start-up Corvexa raised $200m."
    assert (second.company.id, second.mentions) == ("nuriwokseu", 2)


def test_phrases_that_recur_beside_companies_come_longest_first(extractor):
    phrases = discovered(extractor, DOCUMENTS).phrases(least=3)
    assert [(p.words, p.documents) for p in phrases] == [("glass recycling hub", 3)]


def test_the_order_of_documents_does_not_matter(extractor):
    shuffled = random.Random(4).sample(DOCUMENTS, len(DOCUMENTS))
    one, other = discovered(extractor, DOCUMENTS), discovered(extractor, shuffled)
    assert one.companies() == other.companies() and one.phrases(1) == other.phrases(1)


def test_what_it_writes_can_be_handed_back_as_vocabulary(extractor, tmp_path):
    discovery = discovered(extractor, DOCUMENTS)
    (tmp_path / "mine.csv").write_text(companies_csv(discovery.companies()), "utf-8")
    (tmp_path / "mine.ttl").write_text(themes_turtle(discovery.phrases(3)), "utf-8")
    assert [c.id for c in read_companies(tmp_path / "mine.csv")] == ["corvexa", "nuriwokseu"]
    assert [t.id for t in read_themes(tmp_path / "mine.ttl")] == ["glass-recycling-hub"]


def test_the_command_lists_and_writes(tmp_path):
    rows = "".join(json.dumps({"id": d.id, "text": d.text}) + "\n" for d in DOCUMENTS)
    (tmp_path / "a.jsonl").write_text(rows, "utf-8")
    done = run("discover", tmp_path / "a.jsonl", "--companies-out", tmp_path / "mine.csv", "--themes-out", tmp_path / "mine.ttl")  # fmt: skip
    assert done.returncode == 0
    assert (
        "company\tcorvexa\tCorvexa\t2 documents" in done.stdout
        and "phrase\tglass recycling hub" in done.stdout
    )
    built = run("build", tmp_path / "a.jsonl", "--companies", tmp_path / "mine.csv", "--themes", tmp_path / "mine.ttl", "--out", tmp_path / "out")  # fmt: skip
    assert built.returncode == 0


def test_what_a_model_merely_suggests_is_no_theme_of_a_sentence(extractor):
    """Else hardly a sentence would be left to look for phrases in."""
    text = "Nvidia wants its wafer dicing partners to run all night."
    claims = [c for several in extractor.look(text).claims.values() for c in several]
    assert claims and not any(claim.told for claim in claims)
    told = discovered(extractor, [Document("d", text)]).phrases(least=1)
    assert "wafer dicing partners" in {phrase.words for phrase in told}
