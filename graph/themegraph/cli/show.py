"""`themegraph show`: a company or theme as a card in the terminal, with the evidence."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themegraph.cli.common import DONE, UNREADABLE, fail, graph_of, language_option, printable

if TYPE_CHECKING:
    from rich.text import Text

    from themegraph.analyse import Graph
    from themegraph.report.card import Card, Told
    from themegraph.report.words import Words

_LINKS, _QUOTES = 5, 1  # what is shown of each role, and of each link, without --all
_COLOURS = {"positive": "green", "negative": "red", "mixed": "yellow", "neutral": "default"}


@click.command()
@click.argument("name")
@click.option(
    "--graph",
    "path",
    type=click.Path(path_type=Path),
    default=Path("exports"),
    show_default=True,
    help="A folder of exports, or one file of them (.json, .ttl, ...).",
)
@click.option("--all", "everything", is_flag=True, help="All links and all quotes.")
@language_option
def show(name: str, path: Path, everything: bool, language: str) -> None:
    """Shows what the graph tells of a company or theme: by role, with quotes, dates and sources.

    NAME is an id, a name in Korean or English, an alias or a ticker. Without --language the card is in
    Korean where the name is, otherwise in the language of the system.

    \b
    themegraph show oracle
    themegraph show "전력 병목"
    themegraph show NVDA --graph out --all
    """
    from themegraph.report.card import card, find
    from themegraph.report.words import words

    graph = graph_of(path, UNREADABLE)
    keys = find(graph, name)
    context = click.get_current_context()
    if context.get_parameter_source("language") is click.core.ParameterSource.DEFAULT and any(
        "\u1100" <= c <= "\u11ff" or "\uac00" <= c <= "\ud7a3" for c in name
    ):
        language = "ko"
    spoken = words(language)
    if not keys:
        fail(f"{name}: {path} has no company or theme of this name{_like(graph, name)}", UNREADABLE)
    if len(keys) > 1 and len({spoken.name(graph, key) for key in keys}) > 3:
        fail(f"{name}: which one? {', '.join(key.partition('/')[2] for key in keys[:12])}", UNREADABLE)
    from rich.console import Console
    from rich.padding import Padding

    console = Console(highlight=False, markup=False)
    for key in keys:
        for line in _lines(graph, card(graph, key), spoken, everything):
            indent = len(line.plain) - len(line.plain.lstrip())
            if console.is_terminal and line.plain:
                console.print(Padding(line[indent:], (0, 0, 0, indent), expand=False))
            else:
                console.print(line, soft_wrap=True)
    sys.exit(DONE)


def _like(graph: Graph[str], name: str) -> str:
    from difflib import get_close_matches

    ids = {str(facts["id"]) for _, facts in graph.nodes(data=True)}
    near = get_close_matches(name.casefold().replace(" ", "-"), sorted(ids), n=3)
    return f"; did you mean {', '.join(near)}?" if near else ""


def _lines(graph: Graph[str], found: Card, words: Words, everything: bool) -> list[Text]:
    from rich.text import Text

    facts = graph.nodes[found.key]
    other = "ko" if words.language == "en" else "en"
    head = Text(printable(words.name(graph, found.key)), style="bold")
    if facts[f"label_{other}"] != words.name(graph, found.key):
        head.append(f"  {printable(facts[f'label_{other}'])}", style="dim")
    head.append(f"  ({words[facts['kind']]})", style="dim")
    lines = [head]

    def fact(title: str, value: str) -> None:
        if value:
            lines.append(Text(f"  {words[title]}: ", style="dim").append(printable(value), style="not dim"))

    names = [words.name(graph, key) for key in found.peers]
    fact("definition", str(facts.get(f"definition_{words.language}", "")))
    fact("tickers", ", ".join(facts.get("tickers", ())))
    fact("industry", str(facts.get("industry", "")))
    fact("aliases", ", ".join(facts.get("aliases", ())[:8]))
    fact("broader", ", ".join(words.name(graph, key) for key in found.broader))
    fact("narrower", ", ".join(words.name(graph, key) for key in found.narrower))
    if facts.get("first_seen"):
        fact("seen", f"{facts['first_seen']} … {facts['last_seen']}, {words.sources(facts['sources'])}")
    if facts.get("trend"):
        fact("trend", f"{facts['trend']:+.1f} (p = {facts['trend_p']:.2f})")
    fact("peers", ", ".join(names))
    if facts.get("provisional"):
        lines.append(Text(f"  {words['provisional']}", style="italic"))
    for role, several in groupby(found.told, key=lambda t: t.role):
        told = list(several)
        lines += [Text(""), Text(f"  {words[role]} ({len(told)})", style="bold")]
        for one in told if everything else told[:_LINKS]:
            lines += _told(graph, one, words, everything)
        if not everything and len(told) > _LINKS:
            lines.append(Text(f"    {words.say('more_quotes', count=len(told) - _LINKS)}", style="dim"))
    return [*lines, Text("")]


def _told(graph: Graph[str], told: Told, words: Words, everything: bool) -> list[Text]:
    from rich.text import Text

    from themegraph.report.card import voices

    head = Text(f"    {printable(words.name(graph, told.other))}")
    head.append(f"  {words[f'stance_{told.stance}']}", style=_COLOURS[told.stance])
    counts = words.sources(told.sources)
    if told.articles > told.sources:
        counts += f", {words.articles(told.articles)}"
    head.append(f"  {counts}", style="dim")
    lines = [head]
    for link in voices(told, graph, len(told.links) if everything else _QUOTES):
        where = ", ".join(
            part
            for part in (link.citation.day or words["undated"], link.citation.publisher, link.citation.source)
            if part
        )
        for evidence in link.evidence:
            quote = Text("      “" + printable(" ".join(evidence.quote.split())) + "”", style="italic")
            lines.append(quote)
        lines.append(
            Text(f"      {printable(where)}; {words['confidence']} {link.confidence:.2f}", style="dim")
        )
    return lines
