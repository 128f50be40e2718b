"""Rows to documents: which column is what, guessed by its name or given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from themegraph.documents import dates
from themegraph.model import Document, Problem

# What a column is -> the names it goes by, the likeliest first; compared in small letters without spaces, - and _.
NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "contents", "article", "articlebody", "articletext", "fulltext", "maintext", "story", "본문", "내용", "기사", "기사본문", "기사내용", "원문"),
    "title": ("title", "headline", "heading", "subject", "제목", "기사제목", "헤드라인"),
    "lead": ("lead", "lede", "standfirst", "subtitle", "summary", "description", "abstract", "dek", "리드", "부제", "요약"),
    "date": ("date", "published", "publishedat", "publishdate", "publicationdate", "pubdate", "datepublished", "datetime", "timestamp", "time", "created", "createdat", "날짜", "일자", "작성일", "게재일", "발행일", "등록일", "입력일시"),
    "language": ("language", "lang", "언어"),
    "publisher": ("publisher", "source", "sourcename", "outlet", "site", "sitename", "press", "media", "provider", "언론사", "매체", "출처"),
    "url": ("url", "link", "href", "canonicalurl", "sourceurl", "weburl", "주소", "링크"),
    "id": ("id", "docid", "documentid", "articleid", "uid", "guid", "번호"),
}  # fmt: skip
_EPOCH_SECONDS = range(10**8, 10**10)


def parse_choice(choice: str) -> dict[str, str]:
    """`text=body,date=when` as a mapping; ValueError names what is no column of a document."""
    given: dict[str, str] = {}
    for pair in choice.split(","):
        field, _, name = pair.partition("=")
        if field.strip() not in NAMES or not name.strip():
            raise ValueError(
                f"{pair.strip()!r} is not one of {', '.join(NAMES)} with = and the name of a column"
            )
        given[field.strip()] = name.strip()
    return given


def guess(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The column for each field of a document that has one; each column serves once."""
    return dict(_guess(tuple(names), tuple((given or {}).items())))


@lru_cache(maxsize=256)
def _guess(names: tuple[str, ...], given: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Rows of one file have the same names, so that most guesses were made before."""
    columns = [name for name in names if name]
    plain = {
        name: name.strip().lower().replace(" ", "").replace("_", "").replace("-", "") for name in columns
    }
    found = {field: name for field, name in given if name in columns}
    for field, likely in NAMES.items():
        if field not in found:
            free = [name for name in columns if name not in found.values()]
            match = next((name for want in likely for name in free if plain[name] == want), None)
            if match:
                found[field] = match
    return found


def compose(title: str, lead: str, body: str) -> str:
    """One text of title, lead and body, a blank line between; what the body begins with is not said twice."""
    title, lead = title.strip(), lead.strip()
    if title and body.lstrip().startswith(title):
        body = body.lstrip()[len(title) :].lstrip()
    if lead and lead in body[: 2 * len(lead) + 200]:
        lead = ""
    if title and title in body[: len(title) + 100]:
        title = ""
    return "\n\n".join(part for part in (title, lead, body) if part)


def document(
    row: Mapping[str, object], columns: Mapping[str, str], source: str, stem: str, number: int, as_it_stands: bool = False
) -> Iterator[Document | Problem]:  # fmt: skip
    """The document of a row; a Problem where it has no text, and beside it where its date means nothing.

    Title and lead count as text, and are put before the body, unless the body is to be taken as it stands.
    """

    def field(name: str) -> str:
        value = row.get(columns.get(name, ""))
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""

    body = row.get(columns.get("text", ""))
    if isinstance(body, str) and not _is_text(body):
        yield Problem(source, number, "its text holds half a surrogate pair, which is no character")
        return
    body = body if isinstance(body, str) else ""
    text = body if as_it_stands else compose(field("title"), field("lead"), body)
    if not text.strip():
        yield Problem(source, number, "has no text")
        return
    given = row.get(columns.get("date", ""))
    published = _date(given)
    if given and not published:
        yield Problem(
            source, number, f"date {str(given)[:40]} is not understood; the article is kept without"
        )
    id = row.get(columns.get("id", ""))
    yield Document(
        id=str(id)
        if isinstance(id, str | int) and not isinstance(id, bool) and str(id)
        else f"{stem}-{number}",
        text=text,
        title=field("title"),
        published=published,
        language=field("language"),
        publisher=field("publisher"),
        source=field("url") or source,
    )


def _is_text(value: str) -> bool:
    """Whether this has no half of a surrogate pair, which JSON may escape."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _date(given: object) -> str:
    if (isinstance(given, int | float) and not isinstance(given, bool)) or (
        isinstance(given, str) and given.isdigit()
    ):
        from datetime import UTC, datetime

        seconds = int(given) // (1000 if int(given) >= _EPOCH_SECONDS.stop else 1)
        if seconds in _EPOCH_SECONDS and len(str(int(given))) != 8:
            return datetime.fromtimestamp(seconds, UTC).isoformat()
    return dates.iso(given)
