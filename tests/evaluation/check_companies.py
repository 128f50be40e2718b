"""Checks seeds/companies.csv against a reference list of listings: tickers exist, and names agree.

    python tests/evaluation/check_companies.py [REFERENCE.csv]

The reference has columns ticker, exchange, name_ko, name_en; it lies outside the project
(../shared/data/companies_reference.csv). Without it there is nothing to check, and that is said.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve()
COMPANIES = HERE.parents[2] / "seeds" / "companies.csv"
REFERENCE = HERE.parents[3] / "shared" / "data" / "companies_reference.csv"
MARKETS = {"KRX": "KRX", "NYSE": "US", "NASDAQ": "US", "AMEX": "US"}
EXACT = {"NYSE": "US:NYS", "NASDAQ": "US:NAS", "AMEX": "US:AMS"}
_NOISE = re.compile(
    r"\b(?:inc|incorporated|corp|corporation|co|company|companies|ltd|limited|plc|llc|holdings?|group|the|sa|nv|ag|se|lp|class [abc]|"
    r"common stock|adr|ads|trust|of|and|international|technologies|technology|financial|bancorp|partners)\b|[^a-z0-9가-힣]"
)


def _words(name: str) -> str:
    return _NOISE.sub("", name.lower())


def agree(ours: list[str], theirs: list[str]) -> bool:
    """Whether some name of ours and some of theirs are the same but for legal forms, or begin alike."""
    a, b = [w for w in map(_words, ours) if w], [w for w in map(_words, theirs) if w]
    return any(
        x == y or x.startswith(y) or y.startswith(x) or (len(x) > 5 and (x in y or y in x))
        for x in a
        for y in b
    )


def check(companies: Path, reference: Path) -> tuple[int, list[str]]:
    """How many tickers were checked, and a line for each that fails."""
    listed = defaultdict(list)
    with reference.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            listed[row["exchange"].partition(":")[0], row["ticker"]].append(row)
    checked, wrong = 0, []
    with companies.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ours = [
                n for key in ("name_en", "name_ko", "aliases_en", "aliases_ko") for n in row[key].split("|")
            ]
            for ticker in filter(None, row["tickers"].split("|")):
                market, _, symbol = ticker.partition(":")
                if market not in MARKETS:
                    continue
                checked += 1
                rows = listed.get((MARKETS[market], symbol)) or listed.get(
                    (MARKETS[market], symbol.replace(".", "/"))
                )
                if not rows:
                    wrong.append(f"{row['id']}: {ticker} is not in the reference")
                elif market in EXACT and all(r["exchange"] != EXACT[market] for r in rows):
                    wrong.append(f"{row['id']}: {ticker} is listed at {rows[0]['exchange']}")
                elif not agree(
                    ours,
                    [n for r in rows for n in (r["name_en"], r["name_ko"], r.get("name_en_krx") or "") if n],
                ):
                    wrong.append(
                        f"{row['id']}: {ticker} is {rows[0]['name_en']} / {rows[0]['name_ko']} in the reference"
                    )
    return checked, wrong


def main() -> int:
    """Prints what fails; 1 where something does."""
    reference = Path(sys.argv[1]) if len(sys.argv) > 1 else REFERENCE
    if not reference.exists():
        print(f"there is no reference list at {reference}: nothing was checked")
        return 0
    checked, wrong = check(COMPANIES, reference)
    for line in wrong:
        print(line)
    print(f"{checked} tickers checked, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
