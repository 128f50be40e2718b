"""Dates as articles write them, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

# Hours from UTC of the zone names that datelines use.
ZONES: dict[str, float] = {
    "UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "PT": -8, "KST": 9, "JST": 9, "HKT": 8, "SGT": 8, "IST": 5.5, "AEST": 10,
}  # fmt: skip
DATELINE = re.compile(
    r"(?P<y>\d{4})[.\-/년]\s?(?P<m>\d{1,2})[.\-/월]\s?(?P<d>\d{1,2})[.일]?"
    r"(?:[T\s]+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.\d+)?)?\s?(?P<zone>[A-Z]{1,4}|[+-]\d{2}:?\d{2})?)?"
)


def iso(value: object) -> str:
    """A date, or a date with time and zone, as ISO 8601; nothing where it is none.

    Reads date and datetime objects, ISO 8601, and datelines such as `2026.02.26 12:30 PDT` and `2026년 2월 26일`.
    """
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    match = DATELINE.fullmatch(str(value or "").strip())
    if not match:
        return ""
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        if match["H"] is None:
            return day.isoformat()
        moment = datetime(
            day.year,
            day.month,
            day.day,
            int(match["H"]),
            int(match["M"]),
            int(match["S"] or 0),
            tzinfo=_zone(match["zone"]),
        )
    except ValueError:
        return ""
    return moment.isoformat()


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    if name in ZONES:
        return timezone(timedelta(hours=ZONES[name])) if ZONES[name] else UTC
    if name[0] in "+-":
        sign = -1 if name[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[-2:])))
    raise ValueError(name)
