"""Fits the weights that judge candidates (graph/themegraph/extraction/weights.json) on the training half of our texts.

    python tests/evaluation/learn.py [--aside]

The judge is the mean of the log-odds of a logistic regression (L2 penalty) and of boosted trees (Friedman 2001).
Folds are by text; the figures printed and the calibration (Platt 1999) come from texts that the fold was not
fitted on. The development texts of ../shared are used where they are there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from learn_themes import fit, suggester, text_sentences, written_sentences
from measure import measure
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from gold import GOLD, Text, dev_sets, own_sets
from themegraph.extraction.features import WORDING, Features
from themegraph.extraction.judge import WEIGHTS, Judge
from themegraph.extraction.pipeline import Extractor

FOLDS = 8
CROSSED = 2
STRENGTH = 0.06
ROLE_STRENGTH = 0.2
# Where links are told: from here on precision stays over 0.8, in texts that a fold was not fitted on.
THRESHOLD = 0.45
# The development texts are what readers meet, and few; single sentences have no text around them.
DEVELOPMENT_WEIGHT = 3.0
WRITTEN_WEIGHT = 0.3


@dataclass(frozen=True)
class Row:
    """A candidate: the text's number, company and theme, the claim's sentence, label (None where it is open), role."""

    text: int
    pair: tuple[str, str]
    sentence: int
    features: Features
    label: int | None
    role: str


def rows(extractor: Extractor, texts: list[Text]) -> list[Row]:
    """The candidates of texts with what the gold says of them."""
    out = []
    for number, text in enumerate(texts):
        look = extractor.look(text.text)
        canon = text.names_in(look)
        wanted = {(w.company, w.theme): w for w in sorted(text.links, key=lambda w: not w.optional)}
        sentences = look.reading.split()
        by_pair = defaultdict(list)
        for candidate in (c for c in look.candidates if not (c.denied or c.house)):
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
                features = (*candidate.features, *candidate.wording())
                out.append(Row(number, pair, candidate.claim.sentence, features, label, role))
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
    told = defaultdict(set)
    for (number, pair), p in best.items():
        if p >= threshold:
            told[number].add(pair)
    for number, text in enumerate(texts):
        wanted = {(w.company, w.theme) for w in text.links if not w.optional}
        optional = {(w.company, w.theme) for w in text.links if w.optional}
        found = told[number]
        hit += len(found & wanted)
        false += len(found - wanted - optional)
        missed += len(wanted - found)
    p, r = hit / max(1, hit + false), hit / max(1, hit + missed)
    return p, r, 2 * p * r / max(1e-9, p + r)


def role_rows(extractor: Extractor) -> list[tuple[Features, str]]:
    """The candidates of tests/gold/sentences whose role was labelled."""
    out = []
    for path in sorted((GOLD / "sentences").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("roles"):
                look = extractor.look(row["text"])
                best: dict[str, Features] = {}
                for candidate in look.candidates:
                    if candidate.claim.theme == row["theme"]:
                        best.setdefault(candidate.company, (*candidate.features, *candidate.wording()))
                out += [(best[c], role) for c, role in row["roles"].items() if c in best and role != "none"]
    return out


def judge(texts: list[Text], data: list[Row], written: list[tuple[Features, str]]) -> dict[str, Any]:
    """Fits the judge to the rows of these texts and prints what it expects; the content of weights.json."""
    fold = np.random.default_rng(0).permutation(len(texts)) % FOLDS
    folds = np.array([fold[d.text] for d in data])
    labelled = np.array([d.label is not None for d in data])
    y = np.array([d.label or 0 for d in data])
    all_names, few_names = DictVectorizer(sort=True), DictVectorizer(sort=True)
    x = all_names.fit_transform([dict.fromkeys(d.features, 1.0) for d in data]).tocsr()
    few = few_names.fit_transform([_few(d.features) for d in data]).toarray()
    print(
        f"{len(texts)} texts, {len(data)} candidates, {int(y.sum())} of links, {few.shape[1]} features, {x.shape[1]} with wording"
    )
    out = np.zeros(len(data))
    for k in range(FOLDS):
        inside, outside = labelled & (folds != k), folds == k
        line, trees = _line().fit(x[inside], y[inside]), _trees().fit(few[inside], y[inside])
        out[outside] = (line.decision_function(x[outside]) + trees.decision_function(few[outside])) / 2
    platt = LogisticRegression(C=1e6).fit(out[labelled, None], y[labelled])
    best = pair_scores(texts, data, platt.predict_proba(out[:, None])[:, 1])
    for name, part in _parts(texts).items():
        if not part:
            continue
        own = {(number, pair): p for (number, pair), p in best.items() if texts[number].set in part}
        chosen = [text if text.set in part else replace(text, links=()) for text in texts]
        wanted = {(n, (w.company, w.theme)) for n, t in enumerate(chosen) for w in t.links if not w.optional}
        print(
            f"  {name}: of {len(wanted)} links, {len(wanted & own.keys())} are among the candidates; when not fitted on:"
        )
        for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            p, r, f = f1_at(chosen, own, threshold)
            print(f"    threshold {threshold:.2f}: P {p:.3f} R {r:.3f} F1 {f:.3f}")

    names = all_names.get_feature_names_out()
    line, trees = _line().fit(x[labelled], y[labelled]), _trees().fit(few[labelled], y[labelled])
    least = {n: 0.02 if n.startswith(WORDING) else 0.002 for n in names}
    link = {n: round(float(w), 3) for n, w in zip(names, line.coef_[0], strict=True) if abs(w) >= least[n]}
    link["bias"] = round(link.get("bias", 0.0) + float(line.intercept_[0]), 3)
    return {
        "threshold": THRESHOLD,
        "scale": round(float(platt.coef_[0, 0]), 4),
        "shift": round(float(platt.intercept_[0]), 4),
        "link": dict(sorted(link.items())),
        "base": round(float(trees._baseline_prediction[0, 0]), 4),
        "trees": [
            _grown(predictor[0].nodes, 0, list(few_names.get_feature_names_out()))
            for predictor in trees._predictors
        ],
        "roles": fit_roles(texts, data, written),
    }


def _line() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=2000)


def _trees() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.1, max_leaf_nodes=15, min_samples_leaf=20, l2_regularization=5.0,
        max_features=0.3, early_stopping=False, random_state=0,
    )  # fmt: skip


def _grown(nodes: np.ndarray, at: int, names: list[str]) -> list[object] | float:
    """A tree as [feature, where it is absent, where it is present]; leaves are log-odds."""
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    return [
        names[node["feature_idx"]],
        _grown(nodes, node["left"], names),
        _grown(nodes, node["right"], names),
    ]


def _parts(texts: list[Text]) -> dict[str, set[str]]:
    own = set(own_sets("train"))
    return {"our own": own, "development": {text.set for text in texts} - own}


def _few(features: Features) -> dict[str, float]:
    """The features that trees look at."""
    return {name: 1.0 for name in features if not name.startswith(WORDING)}


def fit_roles(
    texts: list[Text], data: list[Row], written: list[tuple[Features, str]]
) -> dict[str, dict[str, float]]:
    """Weights by role; prints how often the role is right in texts that a fold was not fitted on."""
    own = [d for d in data if d.label == 1]
    fold = np.random.default_rng(0).permutation(len(texts)) % FOLDS
    development = _parts(texts)["development"]
    vectorizer = DictVectorizer(sort=True)
    x = vectorizer.fit_transform(
        [dict.fromkeys(f, 1.0) for f in (*(d.features for d in own), *(f for f, _ in written))]
    ).tocsr()
    roles = np.array([d.role for d in own] + [role for _, role in written])
    part = np.array([fold[d.text] for d in own] + [-1] * len(written))
    inside = np.array([texts[d.text].set in development for d in own] + [False] * len(written))
    weight = np.where(inside, DEVELOPMENT_WEIGHT, 1.0)
    weight[len(own) :] = WRITTEN_WEIGHT
    right = np.zeros(len(roles), dtype=bool)
    for k in range(FOLDS):
        model = _roles().fit(x[part != k], roles[part != k], weight[part != k])
        right[part == k] = model.predict(x[part == k]) == roles[part == k]
    told = part >= 0
    for name, some in (("our own", told & ~inside), ("development", told & inside)):
        if some.any():
            print(f"  roles right, {name}: {right[some].mean():.3f}")
    model = _roles().fit(x, roles, weight)
    names = vectorizer.get_feature_names_out()
    weights = {}
    for role, coefficients, intercept in zip(model.classes_, model.coef_, model.intercept_, strict=True):
        kept = {n: round(float(w), 2) for n, w in zip(names, coefficients, strict=True) if abs(w) >= 0.02}
        kept["bias"] = round(kept.get("bias", 0.0) + float(intercept), 3)
        weights[str(role)] = dict(sorted(kept.items()))
    return weights


def _roles() -> LogisticRegression:
    return LogisticRegression(C=ROLE_STRENGTH, max_iter=300, tol=1e-3)


def _lines(result: dict[str, object]) -> str:
    """JSON with a line for each weight and each tree, so that changes can be read."""
    trees = ",\n".join(json.dumps(t, ensure_ascii=False, separators=(",", ":")) for t in result["trees"])
    rest = json.dumps({**result, "trees": []}, ensure_ascii=False, indent=0)
    return rest.replace('"trees": []', f'"trees": [\n{trees}\n]') + "\n"


def main() -> None:
    """Fits and writes; or fits without the development texts, and says how they are read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--aside", action="store_true", help="measures on the development texts, and writes nothing"
    )
    aside = parser.parse_args().aside
    development = [text for several in dev_sets().values() for text in several]
    texts = [text for several in own_sets("train").values() for text in several]
    texts += [] if aside else development
    extractor = Extractor()
    fitted = judge(texts, crossed_rows(extractor, texts), role_rows(extractor))
    if not aside:
        WEIGHTS.write_text(_lines(fitted), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.json"
        path.write_text(_lines(fitted), encoding="utf-8")
        scores = measure(Extractor(judge=Judge.load(path)), development)
    for group in ("all", "en", "ko"):
        print(f"development texts, not fitted on, {group}: {scores[group]}")


if __name__ == "__main__":
    sys.exit(main())
