"""Dates as articles write them in Korean and English, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Hours from UTC of the zone names that datelines use.
ZONES: dict[str, float] = {
    "UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "KST": 9, "JST": 9, "HKT": 8, "SGT": 8, "IST": 5.5, "AEST": 10, "AEDT": 11,
}  # fmt: skip
# Names that mean standard or summer time by the day, with the standard time where no zone database is there.
_PLACES = {"ET": ("America/New_York", -5), "CT": ("America/Chicago", -6), "PT": ("America/Los_Angeles", -8)}
_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTH = r"(?P<{}>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{{0,6}}\.?"
_CLOCK = (
    r"(?:(?:T|,?\s+(?:at\s+)?)?(?:(?P<half>오전|오후|AM|PM)\s?)?(?P<H>\d{1,2})(?::|시\s?)(?P<M>\d{1,2})?(?:분)?"
    r"(?::(?P<S>\d{2})(?:[.,]\d+)?)?\s?(?P<ampm>[ap]\.?m\.?(?![a-z]))?\s?\(?(?P<zone>[A-Z]{1,4}(?![a-z])|[+-]\d{2}:?\d{2})?\)?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_AFTER = r"\.?(?:\s?\([월화수목금토일]\)|\s?[월화수목금토일]요일)?"
_FULL = tuple(
    re.compile(pattern + _CLOCK, re.IGNORECASE)
    for pattern in (
        rf"(?P<y>\d{{4}})\s?[.\-/년]\s?(?P<m>\d{{1,2}})\s?[.\-/월]\s?(?P<d>\d{{1,2}})(?:일|(?!\d)){_AFTER}",
        r"(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)",
        rf"{_WEEKDAY}{_MONTH.format('mon')}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
        rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH.format('mon')},?[\s-]+(?P<y>\d{{4}})",
    )
)
_PARTIAL = tuple(
    re.compile(pattern + _CLOCK, re.IGNORECASE)
    for pattern in (
        rf"(?:(?P<last>지난해|작년)|(?P<this>올해))?\s?(?P<m>\d{{1,2}})월\s?(?P<d>\d{{1,2}})일{_AFTER}",
        rf"(?:(?P<past>지난)|(?P<month>지난달)|(?P<now>이달))?\s?(?P<d>\d{{1,2}})일{_AFTER}",
        rf"{_WEEKDAY}{_MONTH.format('mon')}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?",
        rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('mon')}",
    )
)
_AGO = re.compile(
    r"(?P<n>\d{1,4}|an?|one)\s?(?P<unit>분|시간|일|주일?|minutes?|mins?|hours?|hrs?|days?|weeks?)\s?(?:전|ago)",
    re.IGNORECASE,
)
_UNITS = {"분": 1, "시간": 60, "일": 1440, "주": 10080, "m": 1, "h": 60, "d": 1440, "w": 10080}
_DAYS = {
    "오늘": 0, "이날": 0, "금일": 0, "today": 0, "어제": 1, "전날": 1, "전일": 1, "yesterday": 1, "그제": 2, "그저께": 2,
    "내일": -1, "tomorrow": -1,
}  # fmt: skip
_LABEL = re.compile(
    r"^(?:입력|등록|승인|발행|송고|게재|작성|기사입력|최초입력|published|posted|updated|date)(?:일시|일자|일|시간)?\s*(?:on)?\s*[:：]?\s*",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\d{4}\s?[.\-/년]\s?\d{1,2}\s?[.\-/월]\s?\d{1,2}일?\.?(?:\s?\([월화수목금토일]\))?\s+(?:오전|오후)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[A-Z]{2,4}\b)?"
)


def iso(value: object, near: str = "", zone: str = "") -> str:
    """A date, or a date with time and zone, as ISO 8601; nothing where it is none.

    Reads date and datetime objects, ISO 8601, RFC 822, and the datelines of Korean and English sites
    (`2026.03.10 18:42 PDT`, `2026년 3월 10일 오후 6시 42분`, `March 10, 2026 6:42 p.m. ET`). With `near`, the
    ISO day or moment of the document, also what only makes sense beside it: `지난 8일`, `3월 10일`, `어제`, `3 hours
    ago`. A time without a zone is in `zone` (KST, ET, +09:00) where that is given.
    """
    if isinstance(value, datetime):
        return _zoned(value, zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _LABEL.sub("", " ".join(str(value or "").split()))[:80]
    if not text:
        return ""
    try:
        for pattern in _FULL:
            match = pattern.fullmatch(text)
            if match:
                month = _MONTHS[match["mon"].lower()[:3]] if "mon" in match.groupdict() else int(match["m"])
                return _moment(date(int(match["y"]), month, int(match["d"])), match, zone)
        return _beside(text, datetime.fromisoformat(near), zone) if near else ""
    except (ValueError, OverflowError):
        return ""


def inside(text: str) -> str:
    """The first date with a time of day that stands in a text, as it is written there."""
    match = _INSIDE.search(text)
    return match.group() if match else ""


def _moment(day: date, match: re.Match[str], zone: str) -> str:
    if match["H"] is None:
        return day.isoformat()
    hour = int(match["H"])
    half = (match["half"] or match["ampm"] or "").replace(".", "").lower()
    if half in ("오후", "pm") and hour < 12:
        hour += 12
    elif half in ("오전", "am") and hour == 12:
        hour = 0
    clock = time(hour, int(match["M"] or 0), int(match["S"] or 0))
    return _zoned(datetime.combine(day, clock), match["zone"] or zone).isoformat()


def _beside(text: str, near: datetime, zone: str) -> str:
    """A date that is told from the document's own."""
    today = near.date()
    if text.lower() in _DAYS:
        return (today - timedelta(days=_DAYS[text.lower()])).isoformat()
    ago = _AGO.fullmatch(text)
    if ago:
        count = int(ago["n"]) if ago["n"].isdigit() else 1
        unit = next(minutes for start, minutes in _UNITS.items() if ago["unit"].lower().startswith(start))
        then = near - timedelta(minutes=count * unit)
        return (
            then.isoformat()
            if unit < 1440 and (near.hour or near.minute or near.tzinfo)
            else then.date().isoformat()
        )
    for pattern in _PARTIAL:
        match = pattern.fullmatch(text)
        if not match:
            continue
        groups = match.groupdict()
        number = int(groups["d"])
        if groups.get("m") or groups.get("mon"):
            month = int(groups["m"]) if groups.get("m") else _MONTHS[groups["mon"].lower()[:3]]
            if groups.get("last") or groups.get("this"):
                day = date(today.year - bool(groups.get("last")), month, number)
            else:  # the nearest day of that name
                days = [_safe(year, month, number) for year in (today.year - 1, today.year, today.year + 1)]
                day = min((d for d in days if d), key=lambda d: abs((d - today).days))
        else:
            first = today.replace(day=1)
            if groups.get("month") or (not groups.get("now") and number > today.day):
                first = (first - timedelta(days=1)).replace(day=1)
            day = first.replace(day=number)
        return _moment(day, match, zone)
    return ""


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zoned(moment: datetime, name: str) -> datetime:
    return moment if moment.tzinfo or not name else moment.replace(tzinfo=_zone(name, moment))


def _zone(name: str, moment: datetime) -> tzinfo:
    name = name.upper()
    if name in _PLACES:
        place, hours = _PLACES[name]
        try:
            offset = moment.replace(tzinfo=ZoneInfo(place)).utcoffset() or timedelta()
        except ZoneInfoNotFoundError:
            offset = timedelta(hours=hours)
        return timezone(offset)
    if name in ZONES:
        return timezone(timedelta(hours=ZONES[name])) if ZONES[name] else UTC
    if name[0] in "+-":
        sign = -1 if name[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[-2:])))
    raise ValueError(name)
