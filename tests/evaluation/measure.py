"""Measures extraction against gold: precision, recall, F1, role accuracy, by set, language and phenomenon.

python tests/evaluation/measure.py [--part train|held|dev] [--show N]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass, field

from gold import GOLD, Text, dev_sets, every_set, judged_themes, own_sets
from themegraph.extraction.pipeline import Extractor
from themegraph.model import Document


@dataclass
class Score:
    """Counts of one group of texts."""

    hit: int = 0
    false: int = 0
    missed: int = 0
    roles: int = 0
    places: list[int] = field(default_factory=lambda: [0, 0, 0])

    @staticmethod
    def _prf(hit: int, false: int, missed: int) -> tuple[float, float, float]:
        p = hit / (hit + false) if hit + false else 0.0
        r = hit / (hit + missed) if hit + missed else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    @property
    def links(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of the links."""
        return self._prf(self.hit, self.false, self.missed)

    @property
    def companies(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of the company mentions."""
        return self._prf(*self.places)

    @property
    def role(self) -> float:
        """Of the links found, the part with the right role."""
        return self.roles / self.hit if self.hit else 0.0

    def __str__(self) -> str:
        p, r, f = self.links
        return (
            f"P {p:.3f} R {r:.3f} F1 {f:.3f} role {self.role:.3f} | gold {self.hit + self.missed} found {self.hit + self.false}"
            f" | companies P {self.companies[0]:.3f} R {self.companies[1]:.3f} F1 {self.companies[2]:.3f}"
        )


def measure(
    extractor: Extractor,
    texts: list[Text],
    errors: list[tuple[float, str]] | None = None,
) -> dict[str, Score]:
    """Scores by group: all, each language, each set, each kind."""
    scores: dict[str, Score] = defaultdict(Score)
    for text in texts:
        groups = ("all", text.language, f"{text.set}", f"{text.kind}")
        extraction = extractor.extract(Document(text.id, text.text, language=text.language))
        places = [(m.start, m.end, m.id) for m in extraction.mentions if m.kind == "company"]
        canon = text.names(places)
        found = {
            (canon.get(link.company, link.company), link.theme): link
            for link in sorted(extraction.links, key=lambda x: x.confidence)
            if link.theme in judged_themes()
        }
        wanted = {(w.company, w.theme): w for w in text.links if not w.optional}
        optional = {(w.company, w.theme) for w in text.links if w.optional}
        gold_places = set(text.companies)
        found_places = {(a, b, canon.get(id, id)) for a, b, id in places}
        for group in groups:
            score = scores[group]
            score.places[0] += len(gold_places & found_places)
            score.places[1] += len(found_places - gold_places)
            score.places[2] += len(gold_places - found_places)
        for key in sorted(wanted.keys() | found.keys()):
            if key in wanted and key in found:
                right = wanted[key].role == found[key].role
                for group in groups:
                    scores[group].hit += 1
                    scores[group].roles += right
                if not right and errors is not None:
                    errors.append(
                        (
                            0.3,
                            f"role   {text.id} {key[0]} {key[1]} gold {wanted[key].role} found {found[key].role}",
                        )
                    )
            elif key in found and key not in optional:
                for group in groups:
                    scores[group].false += 1
                if errors is not None:
                    link = found[key]
                    errors.append(
                        (
                            link.confidence,
                            f"false  {text.id} {key[0]} {key[1]} {link.role} {link.confidence} | {link.evidence[0].quote[:220]}",
                        )
                    )
            elif key in wanted:
                for group in groups:
                    scores[group].missed += 1
                if errors is not None:
                    quote = text.text[slice(*wanted[key].evidence[0])] if wanted[key].evidence else ""
                    errors.append(
                        (0.5, f"missed {text.id} {key[0]} {key[1]} {wanted[key].role} | {quote[:200]}")
                    )
        if errors is not None:
            for a, b, id in sorted(gold_places - found_places):
                errors.append(
                    (
                        0.1,
                        f"mention missed {text.id} {id} {text.text[a:b]} | {text.text[max(0, a - 20) : b + 20]!r}",
                    )
                )
            for a, b, id in sorted(found_places - gold_places):
                errors.append(
                    (
                        0.1,
                        f"mention false  {text.id} {id} {text.text[a:b]} | {text.text[max(0, a - 20) : b + 20]!r}",
                    )
                )
    return scores


def write_floors(extractor: Extractor) -> None:
    """Writes tests/gold/floors.csv: what each set reaches now, less two hundredths."""
    lines = ["set,group,precision,f1,role,companies"]
    for name, texts in sorted(every_set().items()):
        scores = measure(extractor, texts)
        for group in ("all", *sorted({text.language for text in texts})):
            score = scores[group]
            reached = (score.links[0], score.links[2], score.role, score.companies[2])
            lines.append(",".join([name, group, *(f"{max(0.0, x - 0.02):.3f}" for x in reached)]))
    (GOLD / "floors.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("train", "held", "dev"), nargs="*", default=["dev", "held"])
    parser.add_argument("--show", type=int, default=0, help="how many errors to show, the worst first")
    parser.add_argument("--write-floors", action="store_true", help="and keep tests/gold/floors.csv to them")
    arguments = parser.parse_args()
    extractor = Extractor()
    if arguments.write_floors:
        write_floors(extractor)
    for part in arguments.part:
        sets = dev_sets() if part == "dev" else own_sets(part)
        texts = [text for several in sets.values() for text in several]
        errors: list[tuple[float, str]] = []
        print(f"== {part}: {len(texts)} texts")
        for group, score in sorted(
            measure(extractor, texts, errors).items(), key=lambda g: (g[0] != "all", g[0])
        ):
            print(f"{group:22} {score}")
        for _, line in sorted(errors, reverse=True)[: arguments.show]:
            print("  ", line)


if __name__ == "__main__":
    main()
