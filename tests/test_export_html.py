"""The page as a file; what it does in a browser is tested in tests/browser."""

from __future__ import annotations

import base64
import json
import re
import sys
import zlib
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest

from themegraph.export import html
from themegraph.export.html import blocks, modules
from themegraph.export.html.data import OPENING_EDGES, records
from themegraph.export.layout import layout
from themegraph.graph import build
from themegraph.model import Citation, Evidence, Link, Role, Stance

sys.path.insert(0, str(Path(__file__).parent / "browser"))
from graphs import names, reprinted_graph, sample_graph, sample_links, synthetic_graph

FOLDER = Path(html.__file__).parent
WEB = FOLDER / "web"
BASE = "https://themegraph.example/"


class Parts(HTMLParser):
    """The scripts, styles and attributes of a page, as a browser takes it apart."""

    def __init__(self, text: str):
        super().__init__()
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.styles: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.policy = ""
        self._inside: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        self.attributes += [(tag, name, value) for name, value in given.items()]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        if tag in ("script", "style"):
            self._inside = []
            self._about = given

    def handle_data(self, data):
        if self._inside is not None:
            self._inside.append(data)

    def handle_endtag(self, tag):
        if tag == "script":
            self.scripts.append((self._about, "".join(self._inside)))
        elif tag == "style":
            self.styles.append("".join(self._inside))
        if tag in ("script", "style"):
            self._inside = None


@pytest.fixture(scope="module")
def text():
    return html.page(sample_graph(), BASE)


@pytest.fixture(scope="module")
def parts(text):
    return Parts(text)


def block(parts, name):
    return next(json.loads(content) for about, content in parts.scripts if about.get("id") == name)


def test_the_same_graph_gives_the_same_bytes_whatever_the_order_it_was_built_in(text):
    links = sample_links()
    graph = build(reversed(links), names())
    graph["company/nvidia"]["theme/beat-and-fall"]["hurt_by"]["independent_sources"] = 1
    assert html.page(graph, BASE) == text


def test_it_is_written_as_utf_8(tmp_path, text):
    html.write(sample_graph(), tmp_path / "graph.html", BASE)
    assert (tmp_path / "graph.html").read_bytes() == text.encode("utf-8")


def test_nothing_in_it_points_to_anywhere_else(parts):
    places = [
        (tag, name, value)
        for tag, name, value in parts.attributes
        if name in ("src", "href", "action", "srcset", "data", "poster")
    ]
    assert [(tag, name, value[:5]) for tag, name, value in places] == [("link", "href", "data:")]
    assert not any(name.startswith("on") or name == "style" for _, name, _ in parts.attributes)
    assert not re.search(r"@import|url\((?!['\"]?data:)", "".join(parts.styles))


def test_the_policy_names_each_script_and_style_by_its_hash_and_no_other(parts):
    def hashed(content):
        return f"'sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}'"

    runs = [content for about, content in parts.scripts if about.get("type", "module") == "module"]
    policy = dict(rule.split(" ", 1) for rule in parts.policy.split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"].split() == [hashed(script) for script in runs] and len(runs) == 3
    assert policy["style-src"].split() == [hashed(style) for style in parts.styles] and len(parts.styles) == 1
    assert policy["base-uri"] == policy["form-action"] == policy["trusted-types"] == "'none'"


def test_the_data_says_all_that_the_graph_knows(parts):
    graph = sample_graph()
    data, said = block(parts, "graph-data"), block(parts, "quotes-data")
    assert len(data["nodes"]["id"]) == graph.number_of_nodes()
    assert len(data["edges"]["company"]) + len(data["broader"]) == graph.number_of_edges()
    assert sorted(said["text"]) == sorted(
        evidence.quote for link in sample_links() for evidence in link.evidence
    )
    oracle = data["nodes"]["id"].index("company/oracle")
    assert (data["nodes"]["label_ko"][oracle], data["nodes"]["tickers"][oracle]) == ("오라클", ["NYSE:ORCL"])
    assert data["documents"]["published"][0] == "2025-09-04"


def test_edges_come_strongest_first_and_only_what_opens_has_a_place():
    found = records(synthetic_graph(600, 900))
    strengths = [edge["weight"] for edge in found.edges if edge["role"] != "broader"]
    assert strengths == sorted(strengths, reverse=True)
    shown = {end for edge in found.edges[:OPENING_EDGES] for end in (edge["from"], edge["to"])}
    placed = {node["id"] for node in found.nodes if "x" in node}
    assert shown <= placed and len(placed) < 600


def test_data_cannot_end_the_element_that_holds_it():
    hostile = "</script><!--<script>\u2028&'"
    citation = Citation(hostile, hostile, "2026-01-01", "en", hostile, hostile)
    graph = build(
        [
            Link(
                citation,
                "oracle",
                "power-bottleneck",
                Role.HURT_BY,
                Stance.NEGATIVE,
                0.5,
                (Evidence(0, 9, hostile),),
            )
        ],
        names(),
    )
    page = html.page(graph, BASE)
    parts = Parts(page)
    assert len(parts.scripts) == 6
    assert block(parts, "quotes-data")["text"] == [hostile]
    assert not any(
        "<" in content for about, content in parts.scripts if about.get("type") == "application/json"
    )


def test_half_a_surrogate_pair_does_not_stop_the_page(tmp_path):
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="x", documents=1)
    graph.add_node("company/x", kind="company", id="x", label_en="a\ud83d", label_ko="")
    html.write(graph, tmp_path / "x.html", BASE)
    assert "a\ufffd" in (tmp_path / "x.html").read_text("utf-8")


def test_large_data_is_deflated_and_comes_out_as_it_went_in(monkeypatch):
    plain = {b.name: b for b in _blocks()}
    monkeypatch.setattr(blocks, "COMPRESS_FROM", 10)
    for b in _blocks():
        assert b.encoding == "deflate-raw" and len(b.text) < len(plain[b.name].text)
        assert json.loads(zlib.decompress(base64.b64decode(b.text), -zlib.MAX_WBITS)) == json.loads(
            plain[b.name].text
        )


def _blocks():
    found = records(sample_graph())
    return blocks.pack("x", 15, found.documents, found.originals, found.nodes, found.edges)


def test_copies_point_to_the_article_they_are_copies_of(parts):
    found = records(reprinted_graph())
    assert len(found.documents) == 14
    assert sorted({found.documents[i].document for i in found.originals}) == ["r00", "r05", "r11"]
    assert all(found.originals[i] == i for i in found.originals)
    assert "originals" not in block(parts, "graph-data")  # where there are none, nothing is written


def test_words_that_stand_in_another_quote_of_the_link_are_not_said_twice():
    text = "Meta builds. It borrows. It pays. Who else? Meta builds. Meta pays. Meta pays."
    said = [(0, 12), (0, 24), (13, 18), (13, 33), (44, 56), (57, 67), (68, 78)]
    evidence = tuple(Evidence(start, end, text[start:end]) for start, end in said)
    link = Link(Citation("d"), "meta", "ai-capex", Role.DRIVES, Stance.NEUTRAL, 0.9, evidence)
    (edge,) = (edge for edge in records(build([link], names())).edges if edge["role"] != "broader")
    assert [q["text"] for q in edge["links"][0]["quotes"]] == [
        "Meta builds. It borrows. It pays.",
        "Meta pays.",
    ]


def test_marks_of_the_evidence_are_given_as_javascript_counts():
    class Marked(Evidence):
        marks = ((12, 15, "company"), (16, 19, "theme"), (90, 95, "theme"))

    citation = Citation("d", "t", "2026-01-01", "ko")
    quote = "😀 메타가 전력난"
    graph = build(
        [
            Link(
                citation,
                "meta",
                "power-bottleneck",
                Role.HURT_BY,
                Stance.NEGATIVE,
                0.5,
                (Marked(10, 10 + len(quote), quote),),
            )
        ],
        names(),
    )
    edge = next(edge for edge in records(graph).edges if edge["role"] != "broader")
    (said,) = edge["links"][0]["quotes"]
    assert said["marks"] == [[3, 6, "company"], [7, 10, "theme"]]
    assert quote.encode("utf-16-le")[6:12].decode("utf-16-le") == "메타가"


def test_modules_are_put_in_the_order_in_which_they_need_each_other(tmp_path):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nb();\n')
    (tmp_path / "b.js").write_text("const hidden = 1;\nexport function b() {\n  return hidden;\n}\n")
    script = modules.inline(tmp_path, "a")
    assert script.index("const $b = (() => {") < script.index("const $a = (() => {")
    assert "return { b };" in script and "const { b } = $b;" in script and "export" not in script


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('import * as x from "./b.js";\n', "no form of import"),
        ('import "https://elsewhere.example/x.js";\n', "no form of import"),
        ("export default 1;\n", "no form of import"),
        ('const x = "</script>";\n', "would end the script"),
        ('import { x } from "./a.js";\n', "imports itself"),
    ],
)
def test_a_module_that_cannot_be_put_in_is_named(tmp_path, text, cause):
    (tmp_path / "a.js").write_text(text)
    with pytest.raises(ValueError, match=cause):
        modules.inline(tmp_path, "a")


def test_every_module_is_used_and_says_what_it_is_for():
    script = modules.inline(WEB, "main")
    for path in WEB.glob("*.js"):
        assert f"const ${path.stem.replace('-', '_')} = " in script
        assert path.read_text("utf-8").startswith("// ")


def test_no_module_turns_text_into_markup_or_code():
    for path in WEB.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\(\"style",
            path.read_text("utf-8"),
        )


def test_every_word_of_the_interface_stands_in_both_languages():
    text = (WEB / "messages.js").read_text("utf-8")
    english, korean = (re.findall(r"^    (\w+): \"", half, re.MULTILINE) for half in text.split("  ko: {"))
    assert sorted(english) == sorted(korean) and len(english) == len(set(english)) > 100
    places = re.findall(r"^    (\w+): \"(.*)\",$", text, re.MULTILINE)
    filled = [
        {name: set(re.findall(r"\{(\w+)\}", words)) for name, words in half}
        for half in (places[: len(english)], places[len(english) :])
    ]
    assert filled[0] == filled[1]


def test_every_word_that_is_said_is_known():
    known = set(re.findall(r"^    (\w+): \"", (WEB / "messages.js").read_text("utf-8"), re.MULTILINE))
    said = {
        key for path in WEB.glob("*.js") for key in re.findall(r"\bsay\(\"(\w+)\"", path.read_text("utf-8"))
    }
    assert said - known - {"period_", "rolePanel_", "themePanel_", "take_", "sure"} == set()


def test_the_vendored_libraries_are_the_ones_that_are_named():
    versions = json.loads((FOLDER / "vendor" / "versions.json").read_text("utf-8"))
    for package, entry in versions.items():
        for name in entry["files"].values():
            content = (FOLDER / "vendor" / name).read_text("utf-8")
            assert name == "LICENSE-MIT" or (
                f"@version {entry['version']}" in content[:800]
                and "@license" in content[:1200]
                and package in content[:100]
            )
    assert {path.name for path in (FOLDER / "vendor").iterdir()} == {
        "versions.json",
        "LICENSE-MIT",
        "vis-data.min.js",
        "vis-network.min.js",
    }


def test_pyvis_makes_the_page(monkeypatch):
    from pyvis.network import Network

    seen = []
    original = Network.generate_html
    monkeypatch.setattr(
        Network,
        "generate_html",
        lambda self: (
            seen.append((len(self.nodes), len(self.edges), self.templateEnv.autoescape)) or original(self)
        ),
    )
    graph = sample_graph()
    html.page(graph, BASE)
    assert seen == [(graph.number_of_nodes(), graph.number_of_edges(), True)]


def test_places_leave_room_for_labels_and_keep_themes_near_their_branch():
    graph = sample_graph()
    places = layout(graph)
    nodes = list(graph.nodes)
    near = [
        (a, b)
        for i, a in enumerate(nodes)
        for b in nodes[i + 1 :]
        if abs(places[a].x - places[b].x) < 60 and abs(places[a].y - places[b].y) < 24
    ]
    assert near == []

    def distance(a, b):
        return ((places[a].x - places[b].x) ** 2 + (places[a].y - places[b].y) ** 2) ** 0.5

    themes = [n for n in nodes if n.startswith("theme/")]
    related = [distance(a, b) for a, b, key in graph.edges(keys=True) if key == "broader"]
    all_pairs = [distance(a, b) for i, a in enumerate(themes) for b in themes[i + 1 :]]
    assert sum(related) / len(related) < 0.5 * sum(all_pairs) / len(all_pairs)
