"""Fits the weights that judge candidates (graph/themegraph/extraction/weights.json) on the training half of our texts.

    python tests/evaluation/learn.py

Logistic regression with an L2 penalty; folds by text; the threshold and the calibration (Platt 1999) come
from predictions for texts that the fold was not fitted on.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from learn_themes import fit, suggester, text_sentences, written_sentences
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from gold import GOLD, Text, own_sets
from themegraph.extraction.judge import WEIGHTS
from themegraph.extraction.links import ROLE_ONLY
from themegraph.extraction.pipeline import Extractor

FOLDS = 8
CROSSED = 3
STRENGTH = 0.06
ROLE_STRENGTH = 0.3


@dataclass(frozen=True)
class Row:
    """A candidate: the text's number, company and theme, the claim's sentence, label (None where it is open), role."""

    text: int
    pair: tuple[str, str]
    sentence: int
    features: Mapping[str, float]
    label: int | None
    role: str


def rows(extractor: Extractor, texts: list[Text]) -> list[Row]:
    """The candidates of texts with what the gold says of them."""
    out = []
    for number, text in enumerate(texts):
        look = extractor.look(text.text)
        canon = text.names(
            [(*look.reading.span(f.start, f.end), f.company) for f in look.found if f.kind == "company"]
        )
        wanted = {(w.company, w.theme): w for w in sorted(text.links, key=lambda w: not w.optional)}
        sentences = look.reading.split()
        by_pair = defaultdict(list)
        for candidate in (c for c in look.candidates if not c.denied):
            by_pair[canon.get(candidate.company, candidate.company), candidate.claim.theme].append(candidate)
        for pair, several in by_pair.items():
            gold = wanted.get(pair)
            touched = []
            for candidate in several:
                at = look.reading.span(
                    sentences[candidate.claim.sentence].start, sentences[candidate.claim.sentence].end
                )
                touched.append(bool(gold) and any(at[0] < b and a < at[1] for a, b in gold.evidence))
            for candidate, touches in zip(several, touched, strict=True):
                if gold is None:
                    label = 0
                elif gold.optional:
                    label = None
                else:
                    label = 1 if touches or not any(touched) else None
                role = gold.role if gold else ""
                out.append(Row(number, pair, candidate.claim.sentence, candidate.features, label, role))
    return out


def crossed_rows(extractor: Extractor, texts: list[Text]) -> list[Row]:
    """The rows of all texts, each seen with a model of themes that was fitted without it."""
    sentences, passages = written_sentences(extractor), text_sentences(extractor, texts)
    fold = np.random.default_rng(1).permutation(len(texts)) % CROSSED
    numbered: dict[int, list[Row]] = {}
    for k in range(CROSSED):
        inside = {texts[i].id for i in range(len(texts)) if fold[i] != k}
        model = suggester(fit([*sentences, *(p for p in passages if p.text in inside)]))
        own = Extractor(extractor.vocabulary, suggester=model)
        places = [i for i in range(len(texts)) if fold[i] == k]
        for row in rows(own, [texts[i] for i in places]):
            numbered.setdefault(places[row.text], []).append(replace(row, text=places[row.text]))
    return [row for i in sorted(numbered) for row in numbered[i]]


def pair_scores(texts, data, probability):
    """The best probability of each pair of each text."""
    best = defaultdict(float)
    for row, p in zip(data, probability, strict=True):
        best[row.text, row.pair] = max(best[row.text, row.pair], p)
    return best


def f1_at(texts, best, threshold):
    hit = false = missed = 0
    for number, text in enumerate(texts):
        wanted = {(w.company, w.theme) for w in text.links if not w.optional}
        optional = {(w.company, w.theme) for w in text.links if w.optional}
        found = {pair for (n, pair), p in best.items() if n == number and p >= threshold}
        hit += len(found & wanted)
        false += len(found - wanted - optional)
        missed += len(wanted - found)
    p, r = hit / max(1, hit + false), hit / max(1, hit + missed)
    return p, r, 2 * p * r / max(1e-9, p + r)


def _of_link(features: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in features.items() if not name.startswith(ROLE_ONLY)}


def main() -> None:
    """Fits and writes."""
    texts = [text for several in own_sets("train").values() for text in several]
    write(texts, crossed_rows(Extractor(), texts), role_rows(Extractor()))


def role_rows(extractor: Extractor) -> list[tuple[Mapping[str, float], str]]:
    """The candidates of tests/gold/sentences whose role was labelled."""
    out = []
    for path in sorted((GOLD / "sentences").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("roles"):
                look = extractor.look(row["text"])
                best: dict[str, Mapping[str, float]] = {}
                for candidate in look.candidates:
                    if candidate.claim.theme == row["theme"]:
                        best.setdefault(candidate.company, candidate.features)
                out += [(best[c], role) for c, role in row["roles"].items() if c in best and role != "none"]
    return out


def fit_roles(texts, data, written):
    """Weights by role; how often the role is right in texts that a fold was not fitted on, and of how many."""
    own = [d for d in data if d.label == 1]
    fold = np.random.default_rng(0).permutation(len(texts)) % FOLDS
    vectorizer = DictVectorizer(sort=True)
    x = vectorizer.fit_transform([d.features for d in own] + [features for features, _ in written]).tocsr()
    roles = np.array([d.role for d in own] + [role for _, role in written])
    part = np.array([fold[d.text] for d in own] + [-1] * len(written))
    right = 0
    for k in range(FOLDS):
        model = LogisticRegression(C=ROLE_STRENGTH, max_iter=500).fit(x[part != k], roles[part != k])
        right += int((model.predict(x[part == k]) == roles[part == k]).sum())
    model = LogisticRegression(C=ROLE_STRENGTH, max_iter=500).fit(x, roles)
    names = vectorizer.get_feature_names_out()
    weights = {}
    for role, coefficients, intercept in zip(model.classes_, model.coef_, model.intercept_, strict=True):
        kept = {n: round(float(w), 2) for n, w in zip(names, coefficients, strict=True) if abs(w) >= 0.05}
        kept["bias"] = round(kept.get("bias", 0.0) + float(intercept), 3)
        weights[str(role)] = dict(sorted(kept.items()))
    return weights, right / len(own), len(own)


def write(texts: list[Text], data: list[Row], written: list[tuple[Mapping[str, float], str]]) -> None:
    """Fits the judge to the rows of these texts, prints what it expects, and writes weights.json."""
    numbers = np.array([d.text for d in data])
    labelled = np.array([d.label is not None for d in data])
    y = np.array([d.label or 0 for d in data])
    weight = np.ones(len(data))
    vectorizer = DictVectorizer(sort=True)
    x = vectorizer.fit_transform([_of_link(d.features) for d in data]).tocsr()
    print(f"{len(texts)} texts, {len(data)} candidates, {int(y.sum())} of links, {x.shape[1]} features")
    rng = np.random.default_rng(0)
    fold = rng.permutation(len(texts)) % FOLDS
    out = np.zeros(len(data))
    for k in range(FOLDS):
        inside = labelled & (fold[numbers] != k)
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(x[inside], y[inside], weight[inside])
        out[fold[numbers] == k] = model.decision_function(x[fold[numbers] == k])
    platt = LogisticRegression(C=1e6).fit(out[labelled, None], y[labelled])
    probability = platt.predict_proba(out[:, None])[:, 1]
    best = pair_scores(texts, data, probability)
    table = [(f1_at(texts, best, t), t) for t in np.arange(0.2, 0.8, 0.02)]
    for (p, r, f), t in table[::3]:
        print(f"  threshold {t:.2f}: P {p:.3f} R {r:.3f} F1 {f:.3f}")
    reachable = {(n, pair) for (n, pair) in best}
    wanted = {(n, (w.company, w.theme)) for n, t in enumerate(texts) for w in t.links if not w.optional}
    print(f"  of {len(wanted)} links, {len(wanted & reachable)} are among the candidates")
    good = [entry for entry in table if entry[0][0] >= 0.80]
    (p, r, f), threshold = max(good or table, key=lambda entry: entry[0][2])
    print(f"  chosen {threshold:.2f}: P {p:.3f} R {r:.3f} F1 {f:.3f}")

    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(x[labelled], y[labelled], weight[labelled])
    names = vectorizer.get_feature_names_out()
    link = {n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= 0.005}
    link["bias"] = round(link.get("bias", 0.0) + float(model.intercept_[0]), 3)

    result_roles, right, count = fit_roles(texts, data, written)
    print(f"  roles: {right:.3f} of {count} candidates of links")
    result = {
        "threshold": round(float(threshold), 2),
        "scale": round(float(platt.coef_[0, 0]), 4),
        "shift": round(float(platt.intercept_[0]), 4),
        "link": dict(sorted(link.items())),
        "roles": result_roles,
    }
    WEIGHTS.write_text(json.dumps(result, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
