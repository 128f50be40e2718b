"""Small charts as inline SVG: they scale, they print, and their numbers can be read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from themegraph.analyse import Balance

_BAR, _GAP = 8, 2


def bars(
    values: Sequence[int],
    labels: Sequence[str],
    title: str,
    recent: int = 0,
    height: int = 40,
    bar: int = _BAR,
) -> Markup:
    """A bar for each value; the last `recent` of them stand out. Each tells its label and value."""
    most = max([*values, 1])
    parts = []
    for i, (value, label) in enumerate(zip(values, labels, strict=True)):
        tall = round(value / most * (height - 2), 2)
        kind = "recent" if i >= len(values) - recent else "past"
        parts.append(_rect(i * (bar + _GAP), height - tall, bar, tall, kind, f"{label}: {value}"))
    return _svg(max(1, len(values)) * (bar + _GAP), height, title, parts)


def shares(counts: Balance, title: str, labels: Sequence[str], width: int = 160) -> Markup:
    """One bar in three parts: positive, neutral, negative."""
    values = (counts.positive, counts.neutral, counts.negative)
    total = sum(values) or 1
    parts, x = [], 0.0
    for value, kind, label in zip(values, ("positive", "neutral", "negative"), labels, strict=True):
        wide = round(value / total * width, 2)
        if value:
            parts.append(_rect(x, 0, wide, 12, kind, f"{label}: {value}"))
        x = round(x + wide, 2)
    return _svg(width, 12, title, parts)


def moods(months: Mapping[str, Balance], title: str, labels: tuple[str, str], height: int = 80) -> Markup:
    """For each month a bar up for what speaks well, and one down for what speaks badly."""
    most = max([1, *(max(b.positive, b.negative) for b in months.values())])
    half = height // 2
    parts = []
    for i, (month, counts) in enumerate(months.items()):
        x = i * 3 * (_BAR + _GAP)
        up, down = (round(n / most * (half - 2), 2) for n in (counts.positive, counts.negative))
        parts.append(_rect(x, half - up, 2 * _BAR, up, "positive", f"{month} {labels[0]}: {counts.positive}"))
        parts.append(_rect(x, half, 2 * _BAR, down, "negative", f"{month} {labels[1]}: {counts.negative}"))
    return _svg(max(1, len(months)) * 3 * (_BAR + _GAP), height, title, parts)


def _svg(width: float, height: float, title: str, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg role="img" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-label="{2}">{3}</svg>'
    ).format(width, height, title, Markup("").join(parts))


def _rect(x: float, y: float, width: float, height: float, kind: str, title: str) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" class="{}"><title>{}</title></rect>').format(
        x, round(y, 2), width, height, kind, escape(title)
    )
