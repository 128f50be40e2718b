"""Pages saved from the web, by trafilatura: the article's text, title, date, publisher and address."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html

from themegraph.documents import columns, dates, stream
from themegraph.model import Document, Problem

_MOST_CHARACTERS = 16_000_000
_MOST_DEPTH = 400
_MOST_TAGS = 300_000
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "pre",
        "hr",
        "dd",
        "dt",
        "figcaption",
    ]
)
_DROPPED = ("script", "style", "noscript", "template", "iframe", "svg", "title")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
    ]
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,5}\)(\S{1,2000})\s*-->")
_DATES = (
    "//meta[@property='article:published_time']/@content", "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='article:published_time' or @name='pubdate' or @name='publish-date' or @name='parsely-pub-date']/@content",
    "//meta[@name='dc.date' or @name='DC.date.issued' or @name='date']/@content",
    "//*[@itemprop='datePublished']/@datetime", "//time[@pubdate]/@datetime", "//article//time/@datetime", "//time/@datetime",
)  # fmt: skip
_DATELINES = "//*[contains(@class,'date') or contains(@class,'time') or contains(@class,'byline') or contains(@class,'info')]"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page's head says of its article."""

    title: str
    published: str
    publisher: str
    url: str
    language: str


def read(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The one article of a page; its text is title, lead and body as they are shown, without menus and scripts."""
    markup = stream.markup(file)
    _check(markup)
    tree = _tree(markup)
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        saved = _SAVED_FROM.search(markup[:4000])
        found = trafilatura.bare_extraction(
            markup,
            url=saved.group(1) if saved else None,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
        )
    except Exception:  # a page that breaks it is still text
        found = None
    facts = _facts(tree, markup, found)
    body = "\n\n".join((getattr(found, "text", "") or "").split("\n")).strip() or plain(tree)
    if not body.strip():
        raise stream.Unreadable("holds no text")
    lead = " ".join((getattr(found, "description", "") or "").split())
    lead = "" if lead.endswith(("...", "…")) or lead[:40] in body else lead
    yield Document(
        id=stem, text=columns.compose(facts.title, lead, body), title=facts.title, published=facts.published,
        language=facts.language, publisher=facts.publisher, source=facts.url or source,
    )  # fmt: skip


def plain(tree: lxml.html.HtmlElement | str) -> str:
    """The text of a piece of HTML as it would be shown: a line for a block, nothing of scripts."""
    if isinstance(tree, str):
        if "<" not in tree and "&" not in tree:
            return tree.strip()
        _check(tree)
        tree = _tree(tree)
    lxml.etree.strip_elements(tree, *_DROPPED, with_tail=False)
    parts: list[str] = []
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        shown = isinstance(element.tag, str)
        if shown and element.tag in _BLOCKS:
            parts.append("\n")
        if event == "start" and shown and element.text:
            parts.append(element.text)
        if event != "start" and element.tail:
            parts.append(element.tail)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _check(markup: str) -> None:
    """Unreadable where a page is nested or stuffed beyond anything that is shown."""
    if len(markup) > _MOST_CHARACTERS:
        raise stream.Unreadable(f"is larger than {_MOST_CHARACTERS // 1_000_000} million characters")
    depth = count = 0
    for match in _TAG.finditer(markup):
        count += 1
        if match[2].lower() not in _VOID:
            depth += -1 if match[1] else 1
            depth = max(depth, 0)
        if depth > _MOST_DEPTH:
            raise stream.Unreadable(f"is nested more than {_MOST_DEPTH} deep")
    if count > _MOST_TAGS:
        raise stream.Unreadable(f"holds more than {_MOST_TAGS:,} tags")


def _tree(markup: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise stream.Unreadable(f"is no HTML: {' '.join(str(error).split())[:120]}") from None
    return tree


def _first(tree: lxml.html.HtmlElement, *paths: str) -> str:
    for path in paths:
        for value in tree.xpath(path):
            if str(value).strip():
                return " ".join(str(value).split())
    return ""


def _facts(tree: lxml.html.HtmlElement, markup: str, found: object) -> Facts:
    article = _linked_data(tree)
    language = _first(tree, "/html/@lang", "//meta[@property='og:locale']/@content")[:2].lower()
    title = _first(tree, "//meta[@property='og:title']/@content") or str(article.get("headline") or "")
    title = title or getattr(found, "title", None) or _first(tree, "//h1//text()", "//title/text()")
    saved = _SAVED_FROM.search(markup[:4000])
    base = saved.group(1) if saved else ""
    url = _first(tree, "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    url = urljoin(base, url) if url else base
    publisher = _first(tree, "//meta[@property='og:site_name']/@content") or _name(article.get("publisher"))
    publisher = publisher or getattr(found, "sitename", None) or (urlsplit(url).hostname or "")
    return Facts(
        title=" ".join(title.split()),
        published=_published(tree, article, getattr(found, "date", None) or "", language),
        publisher=publisher,
        url=url if urlsplit(url).scheme in ("http", "https") else "",
        language=language if language in ("ko", "en") else "",
    )


def _published(tree: lxml.html.HtmlElement, article: Mapping[str, object], day: str, language: str) -> str:
    """The date with time and zone if the page tells it anywhere; a Korean page's own time is Korean time."""
    zone = "KST" if language == "ko" else ""
    candidates = [str(article.get("datePublished") or "")]
    candidates += [str(value) for path in _DATES for value in tree.xpath(path)[:3]]
    for element in tree.xpath(_DATELINES)[:60]:
        shown = " ".join(element.text_content().split())[:300]
        candidates += [shown, dates.inside(shown)]
    near = dates.iso(day)
    for candidate in candidates:
        read = dates.iso(candidate, near, zone)
        if read:
            return read
    return near


def _linked_data(tree: lxml.html.HtmlElement) -> Mapping[str, object]:
    """The article of a page's JSON-LD (schema.org), where it has one."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()")[:10]:
        try:
            waiting = [json.loads(str(script)[:500_000])]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting.extend(item[:50])
            elif isinstance(item, dict):
                kinds = item.get("@type")
                if any(
                    str(k).endswith(("Article", "BlogPosting", "Report"))
                    for k in (kinds if isinstance(kinds, list) else [kinds])
                ):
                    return item
                waiting.extend(item["@graph"][:50] if isinstance(item.get("@graph"), list) else [])
    return {}


def _name(value: object) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""
