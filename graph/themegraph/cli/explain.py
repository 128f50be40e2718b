"""`themegraph explain`: why a link was made, or what kept it from being made."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themegraph.cli.common import (
    DONE,
    UNREADABLE,
    USAGE,
    fail,
    make_extractor,
    noted,
    printable,
    progress,
    vocabulary_options,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from themegraph.extraction.explain import Explanation
    from themegraph.model import Problem
    from themegraph.vocabulary import Vocabulary


@click.command()
@click.argument("source", metavar="DOCUMENT")
@click.option("--company", required=True, help="Its id or one of its names: oracle, 오라클.")
@click.option("--theme", required=True, help="Its id or label: power-bottleneck, “전력 병목”.")
@click.option(
    "--document", "wanted", default="", help="The id of one document, where the source holds several."
)
@vocabulary_options
def explain(
    source: str, company: str, theme: str, wanted: str, companies: tuple[Path, ...], themes: tuple[Path, ...],
    cues: tuple[Path, ...], quiet: bool,
) -> None:  # fmt: skip
    """Shows why a document links a company with a theme, or what kept it from doing so.

    Of a source with several documents, those that mention both are explained, or all if none does.

    \b
    themegraph explain article.txt --company oracle --theme power-bottleneck
    themegraph explain articles.jsonl --document a17 --company 오라클 --theme "전력 병목"
    """
    extractor = make_extractor(companies, themes, cues)
    company_id = _company(extractor.vocabulary, company)
    theme_id = _theme(extractor.vocabulary, theme)
    from rich.console import Console

    from themegraph.corpus import read
    from themegraph.extraction.explain import explain as look_closely

    problems: list[Problem] = []
    with progress(True) as (_, on_problem):
        documents = [d for d in read([source], noted(problems, on_problem)) if not wanted or d.id == wanted]
    if not documents:
        fail(f"{source}: holds no document{' ' + wanted if wanted else ''}", UNREADABLE)
    told = [look_closely(extractor, d, company_id or company, theme_id) for d in documents]
    both = [e for e in told if (e.mentions or e.left_alone) and (e.claims or e.excluded)]
    console = Console(highlight=False, soft_wrap=True)
    for explanation in both or told[:3]:
        _show(console, explanation)
    if len(both or told[:3]) < len(told):
        console.print(
            f"{len(told) - len(both or told[:3])} other documents do not mention both.", style="dim"
        )
    sys.exit(UNREADABLE if problems else DONE)


def _company(vocabulary: Vocabulary, name: str) -> str:
    if name in vocabulary.companies:
        return name
    for company in vocabulary.companies.values():
        names = [*company.all_names, *company.tickers]
        if any(name.casefold() in (n.casefold(), n.casefold().partition(":")[2]) for n in names):
            return company.id
    return ""


def _theme(vocabulary: Vocabulary, name: str) -> str:
    from difflib import get_close_matches

    spelled = "-".join(name.casefold().split())
    if spelled in vocabulary.themes:
        return spelled
    for theme in vocabulary.themes.values():
        labels = [*theme.labels.values(), *(s for several in theme.synonyms.values() for s in several)]
        if name.casefold() in (label.casefold() for label in labels):
            return theme.id
    near = get_close_matches(spelled, sorted(vocabulary.themes), n=3)
    like = f"; did you mean {', '.join(near)}?" if near else ""
    fail(f"--theme {name}: there is no such theme{like}", USAGE)


def _show(console: Console, e: Explanation) -> None:
    from rich.text import Text

    from themegraph.extraction.explain import Verdict

    head = Text(printable(f"{e.document.id}: {e.company} / {e.theme}: "), style="bold")
    head.append(e.verdict.value, style="bold green" if e.verdict is Verdict.LINKED else "bold yellow")
    console.print(head)
    if e.left_alone:
        console.print("  names left alone:")
        for place in e.left_alone:
            console.print(Text("    ").append_text(_marked(e, [(place.start, place.end, "reverse yellow")])))
            console.print(f"      {place.why}", style="dim", markup=False)
    if not e.pairs:
        for title, places, style in (
            ("mentions of the company", e.mentions, "reverse cyan"),
            ("claims of the theme", e.claims, "reverse magenta"),
            ("ruled out by", e.excluded, "reverse red"),
        ):
            if places:
                console.print(f"  {title}:")
            for place in places:
                console.print(Text("    ").append_text(_marked(e, [(place.start, place.end, style)])))
                if place.why:
                    console.print(f"      {_short(place.why)}", style="dim", markup=False)
    for pair in e.pairs[:_MOST_PAIRS]:
        m, c = pair.mention, pair.claim
        verdict = (
            "denied" if pair.denied else f"probability {pair.probability:.2f}, threshold {e.threshold:.2f}"
        )
        console.print(f"  {verdict}")
        marks = [(m.start, m.end, "reverse cyan"), (c.start, c.end, "reverse magenta")]
        if _far(e, m.start, c.start):
            console.print(Text("    ").append_text(_marked(e, marks[:1])))
            console.print(Text("    ").append_text(_marked(e, marks[1:])))
        else:
            console.print(Text("    ").append_text(_marked(e, marks)))
        console.print(f"      company: {printable(m.why)}", style="dim", markup=False)
        console.print(f"      theme: {_short(c.why)}", style="dim", markup=False)
        reasons = ", ".join(f"{name} {weight:+.2f}" for name, weight in pair.reasons)
        console.print(f"      weighed: {reasons}", style="dim", markup=False)
    console.print()


def _short(cues: str) -> str:
    return printable(cues if len(cues) <= 240 else cues[:240] + " …")


_MOST_PAIRS = 4


def _far(e: Explanation, a: int, b: int) -> bool:
    return abs(a - b) > 220 or "\n" in e.document.text[min(a, b) : max(a, b)]


def _marked(e: Explanation, marks: list[tuple[int, int, str]]) -> Text:
    """The words around some places, with the places marked (by colour, and by brackets where there is none)."""
    from rich.text import Text

    text = e.document.text
    low = max(0, min(m[0] for m in marks) - 80)
    high = min(len(text), max(m[1] for m in marks) + 80)
    low = max(low, text.rfind("\n", 0, min(m[0] for m in marks)) + 1)
    newline = text.find("\n", max(m[1] for m in marks))
    high = min(high, newline) if newline >= 0 else high
    cuts = sorted({low, high, *(p for a, b, _ in marks for p in (a, b))})
    out = Text("… " if low and text[low - 1] != "\n" else "")
    for a, b in pairwise(cuts):
        style = next((s for x, y, s in marks if x <= a and b <= y), "")
        words = printable(text[a:b])
        out.append(f"[{words}]" if style else words, style=style)
    return out
