"""Reads a gazetteer of companies (seeds/companies.csv, or a user's own with the same columns)."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from themegraph.model import Company

COLUMNS = (
    "id", "name_en", "name_ko", "aliases_en", "aliases_ko", "tickers",
    "country", "industry", "ambiguous", "context", "brands", "people",
)  # fmt: skip
# Before a name that is something else only in texts that are not about business.
_SELDOM = "~"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TICKER = re.compile(r"[A-Z0-9]+:[A-Z0-9][A-Z0-9.\-/& ]*")


class CompanyError(ValueError):
    """A row of a company file that cannot be used; the message names file and line."""


def _several(value: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.strip() for v in (value or "").split("|") if v.strip()))


def read_companies(path: Path) -> tuple[Company, ...]:
    """The companies of a CSV file, in its order; of the columns only `id` and one name must be there."""
    companies: list[Company] = []
    seen: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "id" not in (rows.fieldnames or ()):
                raise CompanyError(f"{path}:1: the first line must name the columns, `id` among them")
            for row in rows:
                where = f"{path}:{rows.line_num}"
                id = (row["id"] or "").strip()
                if not _ID.fullmatch(id):
                    raise CompanyError(f"{where}: {id!r} is no id in kebab-case")
                if id in seen:
                    raise CompanyError(f"{where}: {id} stands in line {seen[id]} already")
                seen[id] = rows.line_num
                names = {lang: (row.get(f"name_{lang}") or "").strip() for lang in ("en", "ko")}
                names = {lang: name for lang, name in names.items() if name}
                if not names:
                    raise CompanyError(f"{where}: {id} has neither name_en nor name_ko")
                tickers = _several(row.get("tickers"))
                for ticker in tickers:
                    if not _TICKER.fullmatch(ticker):
                        raise CompanyError(f"{where}: ticker {ticker!r} is not EXCHANGE:SYMBOL")
                marked = _several(row.get("ambiguous"))
                companies.append(
                    Company(
                        id=id,
                        names=names,
                        aliases={lang: _several(row.get(f"aliases_{lang}")) for lang in ("en", "ko")},
                        tickers=tickers,
                        country=(row.get("country") or "").strip(),
                        industry=(row.get("industry") or "").strip(),
                        ambiguous=frozenset(n for n in marked if n[0] != _SELDOM),
                        doubtful=frozenset(n[1:] for n in marked if n[0] == _SELDOM),
                        context=_several(row.get("context")),
                        brands=_several(row.get("brands")),
                        people=_several(row.get("people")),
                    )
                )
    except UnicodeDecodeError as error:
        raise CompanyError(f"{path}: is not UTF-8: {error.reason}") from error
    except csv.Error as error:
        raise CompanyError(f"{path}: {error}") from error
    except OSError as error:
        raise CompanyError(f"{path}: {error.strerror}") from error
    return tuple(companies)
