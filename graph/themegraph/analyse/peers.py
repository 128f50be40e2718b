"""Which companies hang on the same stories."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
from scipy import sparse

_ROWS = 512  # companies compared with all others at a time


@dataclass(frozen=True, slots=True)
class Peer:
    """A company that shares themes: the cosine of both, and the themes that count most, by their keys."""

    company: str
    similarity: float
    themes: tuple[str, ...]


def peers(simple: nx.Graph[str], most: int = 5) -> dict[str, tuple[Peer, ...]]:
    """For each company its nearest peers, the nearest first.

    Themes are weighted by TF-IDF, (1 + ln sources) * ln(companies / companies of the theme): one that
    every company has counts nothing.
    """
    companies = sorted(name for name in simple if name.startswith("company/"))
    themes = sorted(name for name in simple if name.startswith("theme/"))
    if not companies or not themes:
        return {}
    column = {name: i for i, name in enumerate(themes)}
    idf = [math.log(len(companies) / simple.degree(name)) for name in themes]
    entries = [
        (row, column[theme], (1 + math.log(simple.edges[company, theme]["weight"])) * idf[column[theme]])
        for row, company in enumerate(companies)
        for theme in sorted(simple[company])
    ]
    rows, columns, values = (np.array(part) for part in zip(*entries, strict=True))
    table = sparse.csr_matrix((values.astype(float), (rows, columns)), shape=(len(companies), len(themes)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    length[length == 0] = 1.0
    table = sparse.csr_matrix(sparse.diags(1 / length) @ table)
    own = [
        {
            themes[i]: value
            for i, value in zip(table.indices[a:b].tolist(), table.data[a:b].tolist(), strict=True)
        }
        for a, b in pairwise(table.indptr.tolist())
    ]
    found: dict[str, tuple[Peer, ...]] = {}
    for start in range(0, len(companies), _ROWS):
        alike = np.round((table[start : start + _ROWS] @ table.T).toarray(), 6)
        for offset, line in enumerate(alike):
            me = start + offset
            line[me] = 0.0
            nearest = np.lexsort((np.arange(len(line)), -line))[:most]
            found[companies[me]] = tuple(
                Peer(companies[i], float(line[i]), _shared(own[me], own[i]))
                for i in nearest.tolist()
                if line[i] > 0
            )
    return found


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[str, ...]:
    """The themes of both, those that make them alike most first; each side by the weight of its themes."""
    both = {theme: round(weight * other.get(theme, 0.0), 9) for theme, weight in one.items()}
    return tuple(
        sorted((theme for theme in both if both[theme] > 0), key=lambda theme: (-both[theme], theme))
    )
