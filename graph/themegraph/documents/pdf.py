"""PDF with text in it (ISO 32000), by pypdf; a scan without text is a problem, not a document."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from themegraph.documents import columns, dates, stream
from themegraph.model import Document, Problem

_MOST_PAGES = 1000
_MOST_TEXT = 8_000_000
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_BROKEN_LINE = re.compile(r"(?<=[^\s.!?。:…\"”'’])[ \t]*\n[ \t]*(?=[^\s•\-*\d])")


# A Hangul word and the full stop after it are often set in two fonts, which reads as a space.
_SPLIT_BY_FONTS = re.compile(r"(?<=[가-힣])\s(?=[.,!?%)])")
_SPACES = re.compile(r"[ \t\u00a0]+")


def read(
    file: BinaryIO, source: str, stem: str, given: Mapping[str, str] | None = None
) -> Iterator[Document | Problem]:
    """The one article of a PDF; lines that were broken to fit the page are joined again."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    data = stream.whole(file)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise stream.Unreadable("is locked with a password")
        pages: list[str] = []
        for page in reader.pages[:_MOST_PAGES]:
            pages.append(_SPLIT_BY_FONTS.sub("", _SPACES.sub(" ", page.extract_text())))
            if sum(map(len, pages)) > _MOST_TEXT:
                raise stream.Unreadable(f"holds more than {_MOST_TEXT // 1_000_000} million characters")
        facts = reader.metadata
        title = " ".join((facts.title or "").split()) if facts else ""
        created = facts.creation_date if facts else None
    except stream.Unreadable:
        raise
    except RecursionError:
        raise stream.Unreadable("is no PDF that can be read: nested too deep") from None
    except Exception as error:  # a broken PDF breaks pypdf in any way there is
        cause = " ".join(str(error).split())[:120] or type(error).__name__
        raise stream.Unreadable(f"is no PDF that can be read: {cause}") from None
    text = "\n\n".join(joined for page in pages if (joined := _joined(page)))
    if not text.strip():
        raise stream.Unreadable("holds no text (a scan?)")
    if len(reader.pages) > _MOST_PAGES:
        yield Problem(source, 0, f"is read to page {_MOST_PAGES} of {len(reader.pages)}")
    named = title if _is_headline(title) else ""
    yield Document(
        id=stem,
        text=columns.compose(named, "", text),
        title=named,
        published=dates.iso(created),
        source=source,
    )


def _joined(page: str) -> str:
    text = page.replace("\r\n", "\n").replace("\0", "")
    text = text.encode("utf-8", "replace").decode()
    paragraphs = re.split(r"\n\s*\n", _HYPHEN.sub("", text))
    return "\n\n".join(
        _BROKEN_LINE.sub(" ", p.strip()) if _is_prose(p) else p.strip() for p in paragraphs if p.strip()
    )


def _is_prose(paragraph: str) -> bool:
    """Whether its lines fill the page: most are long."""
    lines = paragraph.strip().split("\n")
    return sum(len(line) > 25 for line in lines[:-1]) * 2 >= len(lines) - 1


def _is_headline(title: str) -> bool:
    return bool(title) and not re.search(
        r"\.(?:docx?|hwpx?|pdf|pptx?|indd)$|^(?:microsoft|untitled|제목 없음)", title, re.IGNORECASE
    )
