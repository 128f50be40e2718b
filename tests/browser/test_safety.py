"""Hostile text in every field stays text: nothing runs, nothing is fetched, no link leads where it should not."""

from __future__ import annotations

import csv
import json
import re
from urllib.parse import quote

import pytest

from themegraph import read
from themegraph.export import html
from themegraph.graph import build, node
from themegraph.model import Document, Evidence, Link, Role, Stance
from themegraph.vocabulary import Vocabulary
from themegraph.vocabulary.companies import read_companies
from themegraph.vocabulary.cues import Words
from themegraph.vocabulary.themes import read_themes

# Each of them calls ran() or fetches from evil.example, if anything takes it for more than text.
PAYLOADS = [
    "<script>ran()</script>",
    "</script><script>ran()</script>",
    "</SCRIPT ><script src=https://evil.example/x.js></script>",
    "<!--<script>ran()</script>",
    "--><script>ran()</script><!--",
    "]]><script>ran()</script>",
    "</style><script>ran()</script>",
    "</title><script>ran()</script>",
    "</textarea><script>ran()</script>",
    "</noscript><script>ran()</script>",
    "<img src=x onerror=ran()>",
    '"><img src=https://evil.example/a.png onerror=ran()>',
    "'><img src=x onerror=ran()>",
    "<svg onload=ran()>",
    "<svg><script>ran()</script></svg>",
    "<svg><animate onbegin=ran() attributeName=x dur=1s>",
    "<math><mi//xlink:href='javascript:ran()'>x",
    "<iframe src=javascript:ran()></iframe>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<object data=javascript:ran()></object>",
    "<embed src=https://evil.example/x.swf>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example/><input autofocus onfocus=ran()>",
    "<details open ontoggle=ran()>",
    "<body onload=ran()>",
    "<video><source onerror=ran()></video>",
    "<a href=javascript:ran()>x</a>",
    "<template><script>ran()</script></template>",
    '" onmouseover=ran() x="',
    "' autofocus onfocus=ran() x='",
    "{{ran()}}{% raw %}${ran()}<%= ran() %>",
    "{{ ''.__class__.__mro__ }}{{ 7*7 }}",
    "\\u003cscript\\u003eran()\\u003c/script\\u003e",
    "&lt;script&gt;ran()&lt;/script&gt;&#60;img src=x onerror=ran()&#62;",
    "\u2028ran()\u2029//",
    "\u202e)(nar\u202c <b>",
    "__proto__",
    "constructor",
    "toString",
    "javascript:ran()",
    "java\tscript:ran()",
    "\x01javascript:ran()",
    "JaVaScRiPt://evil.example/%0aran()",
    "data:text/html,<script>ran()</script>",
    "vbscript:ran()",
    "file:///etc/passwd",
    "//evil.example/x",
    "blob:https://evil.example/1",
    'https://evil.example/"onmouseover=ran() x="',
    "=cmd|'/c calc'!A0",
    "👾\x00\ufffe\U000e0001<script>ran()</script>",
]


def hostile(folder):
    """A graph in which every field of every file that a user can bring holds a payload."""
    payloads = list(enumerate(PAYLOADS))
    with (folder / "companies.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            [
                "id",
                "name_en",
                "name_ko",
                "aliases_en",
                "aliases_ko",
                "tickers",
                "country",
                "industry",
                "ambiguous",
                "context",
                "brands",
                "people",
            ]
        )
        for i, text in payloads:
            rows.writerow(
                [f"c{i}", text, f"{text} 회사", text, f"가{text}", "NYSE:T", text, text, "", text, text, text]
            )
    turtle = [
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@base <https://themegraph.example/> .",
    ]
    for i, text in payloads:
        above = f"skos:broader <theme/t{i - 1}> ;" if i % 5 else ""
        said = json.dumps(text, ensure_ascii=False)
        turtle.append(
            f"<theme/t{i}> a skos:Concept ; {above} skos:prefLabel {said}@en, {said}@ko ; skos:altLabel {said}@en ; skos:definition {said}@en, {said}@ko ."
        )
    (folder / "themes.ttl").write_text("\n".join(turtle), "utf-8")
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as lines:
        for i, text in payloads:
            days = f"2026-01-{1 + i % 28:02}"
            article = {
                "id": f"{i} {text}",
                "text": f"{text} says {text}.",
                "title": text,
                "publisher": text,
                "url": text,
                "language": text,
                "date": days,
            }
            lines.write(json.dumps(article) + "\n")
    themes = read_themes(folder / "themes.ttl")
    companies = read_companies(folder / "companies.csv")
    documents = [
        item for item in read([folder / "articles.jsonl"], lambda problem: None) if isinstance(item, Document)
    ]
    assert len(companies) == len(themes) == len(documents) == len(PAYLOADS)
    links = []
    for i, document in enumerate(documents):
        evidence = (Evidence(0, len(document.text), document.text),)
        for theme in (i, (i + 1) % len(documents)):
            links.append(
                Link(
                    document.citation,
                    f"c{i}",
                    f"t{theme}",
                    list(Role)[i % 5],
                    list(Stance)[i % 4],
                    0.8,
                    evidence,
                )
            )
    return build(
        links, Vocabulary({c.id: c for c in companies}, {t.id: t for t in themes}, (), Words({}, {}))
    )


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    html.write(hostile(folder), folder / "graph.html", 'https://x/"><script>ran()</script>')
    return folder / "graph.html"


@pytest.fixture(scope="module")
def unguarded_page(hostile_page):
    """The same page without its policy, which would stop what the page itself must not let through."""
    text = hostile_page.read_text("utf-8")
    bare, policies = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert policies == 1
    path = hostile_page.with_name("unguarded.html")
    path.write_text(bare, "utf-8")
    return path


WATCH = "window.ran = () => console.error('a payload ran');"


@pytest.mark.parametrize(
    ("which", "locale"), [("hostile_page", "en-GB"), ("unguarded_page", "en-GB"), ("unguarded_page", "ko-KR")]
)
def test_no_payload_runs_wherever_it_is_shown(request, open_page, which, locale):
    opened = open_page(request.getfixturevalue(which), locale=locale, before=WATCH, accept_downloads=True)
    page = opened.page
    for view in range(4):
        page.locator(".tabs button").nth(view).click()
    page.locator(".tabs button").first.click()
    for details in page.locator("details").all():
        if not details.evaluate("element => element.open"):
            details.locator("summary").click()
        for more in details.locator(".more").all():
            more.click()
    for i, text in enumerate(PAYLOADS):
        document = quote(f"{i} {text}", safe="")
        for selection in (
            f"node,company%2Fc{i}",
            f"node,theme%2Ft{i}",
            f"pair,company%2Fc{i},theme%2Ft{i},voices",
            f"document,{document}",
            f"path,company%2Fc{i},company%2Fc{(i + 1) % len(PAYLOADS)}",
        ):
            page.evaluate("address => { location.hash = address }", "sel=" + selection)
        page.get_by_role("combobox").first.fill(text.replace("\x00", ""))
    page.mouse.move(600, 400)
    page.wait_for_timeout(300)
    assert opened.errors == [] and opened.outside() == []
    assert page.url.startswith("file:") and len(page.context.pages) == 1


def test_every_payload_is_shown_as_it_was_written(hostile_page, open_page):
    page = open_page(hostile_page).page
    for i, text in enumerate(PAYLOADS):
        page.evaluate(
            "address => { location.hash = address }", f"sel=pair,company%2Fc{i},theme%2Ft{i},voices"
        )
        page.wait_for_timeout(10)
        assert (
            page.locator(".panel blockquote").first.evaluate("element => element.textContent")
            == f"{text} says {text}."
        )


def test_links_lead_to_the_web_only(hostile_page, open_page):
    page = open_page(hostile_page).page
    addresses = set()
    for i in range(len(PAYLOADS)):
        page.evaluate(
            "address => { location.hash = address }", f"sel=pair,company%2Fc{i},theme%2Ft{i},voices"
        )
        page.wait_for_timeout(10)
        addresses.update(page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"))
    assert addresses and all(re.match(r"https?://", address) for address in addresses)


@pytest.mark.parametrize("payload", [*PAYLOADS[:12], "javascript:ran()"])
def test_an_address_with_a_payload_runs_nothing(sample, open_page, payload):
    opened = open_page(sample, "#sel=node," + payload, before=WATCH)
    for shape in (
        payload,
        f"view={payload}&lang={payload}",
        f"hide={quote(payload, safe='')}&role={payload}",
    ):
        opened.page.evaluate("address => { location.hash = address }", shape)
    opened.page.wait_for_timeout(50)
    assert opened.errors == [] and opened.outside() == []


def test_what_is_taken_away_holds_no_script_and_no_formula(hostile_page, open_page, browser, tmp_path):
    page = open_page(hostile_page).page
    for name in ("SVG", "CSV"):
        page.get_by_role("button", name="Take away").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=f"({name})").click()
        download.value.save_as(tmp_path / f"x.{name.lower()}")
    picture = browser.new_page()
    alerts = []
    picture.on("console", lambda message: alerts.append(message.text))
    picture.add_init_script(WATCH)
    picture.goto((tmp_path / "x.svg").as_uri())
    assert (
        picture.evaluate("document.querySelectorAll('script, foreignObject, image, a, [onload]').length") == 0
    )
    assert not alerts
    picture.close()
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert cells and not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell]


def test_the_policy_lets_nothing_in_but_what_the_page_itself_holds(sample):
    text = sample.read_text("utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)[1].replace(
        "&#39;", "'"
    )
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_a_script_that_is_put_in_afterwards_is_stopped(sample, open_page, tmp_path):
    path = tmp_path / "changed.html"
    path.write_text(
        sample.read_text("utf-8").replace(
            "</body>", "<script>window.ran()</script><img src=x onerror=window.ran()></body>"
        ),
        "utf-8",
    )
    opened = open_page(path, before=WATCH)
    assert "a payload ran" not in opened.errors
    assert any("policy" in error for error in opened.errors)


def test_node_keys_of_any_kind_are_safe(pages, open_page):
    graph = build([], Vocabulary({}, {}, (), Words({}, {})))
    for text in PAYLOADS:
        graph.add_node(
            node("company", text),
            kind="company",
            id=text,
            label_en=text,
            label_ko="",
            aliases=(text,),
            tickers=(text,),
            country=text,
            industry=text,
            provisional=True,
        )
    opened = open_page(pages(graph, "keys"), before=WATCH)
    assert opened.errors == []
