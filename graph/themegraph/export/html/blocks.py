"""Writes the page's data small: columns instead of records, numbers instead of repeated words, deflate when large."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from themegraph.export.html.data import Record
from themegraph.model import Citation, Role, Stance

# Above this many characters a block is compressed. Below it stays readable, and the same bytes come out
# whatever zlib Python was built with (zlib and zlib-ng give different, equally valid, streams).
COMPRESS_FROM = 1_500_000
_EFFORT = 6  # of zlib; 9 takes six times as long for a fourteenth of the size
_ROLES = {str(role): i for i, role in enumerate(Role)}
_STANCES = {str(stance): i for i, stance in enumerate(Stance)}
# What of a node is sent, under which name, and what stands for "nothing".
_NODE_COLUMNS: dict[str, object] = {
    "label_en": "", "label_ko": "", "aliases": [], "tickers": [], "country": "", "industry": "",
    "definition_en": "", "definition_ko": "", "polarity": "", "provisional": False, "community": None,
    "trend": None, "trend_p": None, "pagerank": None, "x": None, "y": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """The content of one data element of the page."""

    name: str
    encoding: str
    text: Markup


def pack(
    name: str,
    total: int,
    documents: list[Citation],
    originals: list[int],
    nodes: list[Record],
    edges: list[Record],
) -> list[Block]:
    """Two blocks: what must be there before anything is drawn, and the quotes, which can come a moment later."""
    index = {node["id"]: i for i, node in enumerate(nodes)}
    linked = [edge for edge in edges if edge["role"] != "broader"]
    links = [link for edge in linked for link in edge["links"]]
    quotes = list(chain.from_iterable(link["quotes"] for link in links))
    graph: Record = {
        "name": name,
        "total": total,
        "nodes": {
            "id": [node["id"] for node in nodes],
            "company": [int(node["kind"] == "company") for node in nodes],
            **{
                column: [node.get(column, nothing) for node in nodes]
                for column, nothing in _NODE_COLUMNS.items()
                if any(node.get(column) not in (None, nothing, ()) for node in nodes)
            },
        },
        "broader": [[index[e["from"]], index[e["to"]]] for e in edges if e["role"] == "broader"],
        "edges": {
            "company": [index[edge["from"]] for edge in linked],
            "theme": [index[edge["to"]] for edge in linked],
            "role": [_ROLES[edge["role"]] for edge in linked],
            "weight": [edge["weight"] for edge in linked],
            "sources": [edge["sources"] for edge in linked],
            "links": [len(edge["links"]) for edge in linked],
        },
        "links": {
            "document": [link["document"] for link in links],
            "stance": [_STANCES[link["stance"]] for link in links],
            "confidence": [round(link["confidence"] * 1000) for link in links],
            "quotes": [len(link["quotes"]) for link in links],
        },
        "documents": {
            field: [getattr(citation, field) for citation in documents]
            for field in ("document", "title", "published", "language", "publisher", "source")
        },
    }
    if originals != list(range(len(documents))):
        graph["originals"] = originals
    said = {
        "text": [quote["text"] for quote in quotes],
        "marks": {str(i): quote["marks"] for i, quote in enumerate(quotes) if quote["marks"]},
    }
    return [_block("graph-data", graph), _block("quotes-data", said)]


def _block(name: str, content: object) -> Block:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # Half of a surrogate pair can come out of JSON documents, and cannot be written as UTF-8.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if len(text) < COMPRESS_FROM:
        return Block(name, "json", Markup(_inert(text)))
    squeeze = zlib.compressobj(_EFFORT, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeeze.compress(text.encode()) + squeeze.flush()
    return Block(name, "deflate-raw", Markup(base64.b64encode(packed).decode("ascii")))


def _inert(json_text: str) -> str:
    """JSON in which nothing can end the element it stands in, or begin another."""
    for character in "<>&'\u2028\u2029":
        json_text = json_text.replace(character, f"\\u{ord(character):04x}")
    return json_text
