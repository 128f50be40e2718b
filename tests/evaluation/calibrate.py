"""Writes docs/calibration.md: how often links of a confidence are right, in texts that nothing was fitted on.

python tests/evaluation/calibrate.py
"""

from __future__ import annotations

import sys
from collections import defaultdict

from gold import HERE, own_sets
from themegraph.extraction.pipeline import Extractor

TABLE = HERE.parents[1] / "docs" / "calibration.md"
EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def main() -> None:
    """Counts company-theme pairs of the held-out texts by their probability, and whether the gold has them."""
    extractor = Extractor()
    buckets: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    texts = [text for several in own_sets("held").values() for text in several]
    for text in texts:
        look = extractor.look(text.text)
        canon = text.names_in(look)
        best: dict[tuple[str, str], float] = defaultdict(float)
        for candidate, probability in zip(
            look.candidates, extractor.probabilities(look.candidates), strict=True
        ):
            if not candidate.denied:
                pair = canon.get(candidate.company, candidate.company), candidate.claim.theme
                best[pair] = max(best[pair], probability)
        wanted = {(w.company, w.theme) for w in text.links if not w.optional}
        optional = {(w.company, w.theme) for w in text.links if w.optional} - wanted
        for pair, probability in best.items():
            if pair not in optional:
                number = next(i for i in range(len(EDGES) - 1) if probability < EDGES[i + 1])
                buckets[number].append((probability, pair in wanted))
    lines = [
        "# How far a confidence can be trusted",
        "",
        f"Pairs of a company and a theme in {len(texts)} texts of `tests/gold/held`, which neither rules nor weights were made with, by the",
        "probability that the program gives them, and how many of them a careful reader links. Pairs that readers differ on are",
        f"left out. Links are told from {extractor.judge.threshold:.2f} on. `make evaluate` writes this table.",
        "",
        "| probability | pairs | mean | right |",
        "| --- | ---: | ---: | ---: |",
    ]
    gap = total = 0.0
    for number in sorted(buckets):
        several = buckets[number]
        mean = sum(p for p, _ in several) / len(several)
        right = sum(r for _, r in several) / len(several)
        gap += abs(mean - right) * len(several)
        total += len(several)
        lines.append(
            f"| {EDGES[number]:.1f} to {min(EDGES[number + 1], 1.0):.1f} | {len(several)} | {mean:.2f} | {right:.2f} |"
        )
    lines += ["", f"Expected calibration error (Guo et al. 2017): {gap / total:.3f}.", ""]
    TABLE.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
