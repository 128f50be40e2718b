"""Where every node stands and how it looks: computed once, the same in every export and on every machine.

Force-directed placement (Fruchterman and Reingold 1991) from a start in which themes stand around their
branch, then nodes move apart until their labels have room. Sums run in a fixed order and positions are
rounded, so that the same graph gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Okabe and Ito's palette (2008), told apart by colour-blind readers; the same as in html/web/palette.js.
COLOURS = {
    "company": "#0072B2",
    "theme": "#E69F00",
    "voices": "#3fa3dc",
    "drives": "#0063a0",
    "hurt_by": "#D55E00",
    "benefits_from": "#008f68",
    "exposed_to": "#8d949c",
    "broader": "#d9c79a",
}
SHAPES = {"company": "disc", "theme": "square"}
_FULL = 700  # nodes up to which every pair repels every other
_ROUNDS = 160
_GRAVITY = np.array([0.7, 1.15])
_LETTER = 12.5  # pixels; the size of a label


@dataclass(frozen=True, slots=True)
class Place:
    """Position and size of a node, in pixels at the opening zoom."""

    x: float
    y: float
    size: float


def layout(graph: nx.MultiDiGraph[str], held: Mapping[str, Place] | None = None) -> dict[str, Place]:
    """A place for every node, by its key; those in `held` stay where they are, and the others find theirs around them."""
    names = sorted(graph.nodes)
    if not names:
        return {}
    index = {name: i for i, name in enumerate(names)}
    pairs: dict[tuple[int, int], float] = {}
    strength = [0.0] * len(names)
    for a, b, facts in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], str(e[2].get("role", "")))):
        i, j = sorted((index[a], index[b]))
        weight = float(facts.get("weight", 1))
        pairs[i, j] = pairs.get((i, j), 0.0) + weight
        if facts.get("relation") == "link":
            strength[index[a]] += weight
            strength[index[b]] += weight
    at = _start(graph, names, index)
    still = np.array([name in (held or {}) for name in names])
    for name, place in (held or {}).items():
        at[index[name]] = (place.x, place.y)
    if not still.all() and len(names) > 1:
        wide, high = _boxes(graph, names, strength)
        settled = _settled(
            len(names),
            at.tobytes(),
            tuple(sorted(pairs.items())),
            wide.tobytes(),
            high.tobytes(),
            still.tobytes(),
        )
        at = np.frombuffer(settled).reshape(-1, 2)
    return {
        name: Place(
            round(float(at[i, 0]), 1) + 0.0,
            round(float(at[i, 1]), 1) + 0.0,
            _size(str(graph.nodes[name].get("kind")), strength[i]),
        )
        for name, i in index.items()
    }


def _size(kind: str, strength: float) -> float:
    """The radius that the page draws: html/web/canvas.js."""
    radius = min(26.0, (7 if kind == "company" else 8) + 2.6 * math.sqrt(strength or 1))
    return round(radius * (1 if kind == "company" else 0.86), 1)


def _start(graph: nx.MultiDiGraph[str], names: list[str], index: dict[str, int]) -> Floats:
    """Themes on a circle, branch by branch; companies near the middle of their themes."""
    themes = [n for n in names if graph.nodes[n].get("kind") == "theme"]

    def branch(name: str) -> tuple[str, ...]:
        path = [name]
        while True:
            above = sorted(
                b for _, b, key in graph.out_edges(path[-1], keys=True) if key == "broader" and b not in path
            )
            if not above:
                return tuple(reversed(path))
            path.append(above[0])

    themes.sort(key=branch)
    radius = 60.0 * math.sqrt(len(names)) + 40.0
    at = np.zeros((len(names), 2))
    for k, name in enumerate(themes):
        angle = 2 * math.pi * k / len(themes)
        at[index[name]] = (round(radius * math.cos(angle), 3), round(radius * math.sin(angle), 3))
    for k, name in enumerate(n for n in names if n not in set(themes)):
        near = sorted(
            {index[b] for _, b in graph.out_edges(name)} | {index[a] for a, _ in graph.in_edges(name)}
        )
        x = sum(float(at[i, 0]) for i in near) / len(near) if near else 0.0
        y = sum(float(at[i, 1]) for i in near) / len(near) if near else 0.0
        turn = 2.399963 * k  # the golden angle: no two companies start in one place
        at[index[name]] = (round(0.7 * x + 40 * math.cos(turn), 3), round(0.7 * y + 40 * math.sin(turn), 3))
    return at


@lru_cache(maxsize=2)
def _settled(
    count: int,
    start: bytes,
    pairs: tuple[tuple[tuple[int, int], float], ...],
    wide: bytes,
    high: bytes,
    still: bytes,
) -> bytes:
    """Where the nodes come to rest; remembered, as several exports of one build place the same nodes."""
    held = np.frombuffer(still, dtype=bool)
    at = _relax(np.frombuffer(start).reshape(count, 2), dict(pairs), held)
    return _make_room(at, np.frombuffer(wide), np.frombuffer(high), held).tobytes()


def _relax(at: Floats, pairs: dict[tuple[int, int], float], still: Flags) -> Floats:
    n = len(at)
    ideal = 95.0
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    pull = np.array([1.0 + 0.35 * math.log(1 + pairs[i, j]) for i, j in map(tuple, ends.tolist())])
    rounds = _ROUNDS if n <= _FULL else 30
    for step in range(rounds):
        heat = 60.0 * (1 - step / rounds) + 1.0
        force = _push_all(at, ideal) if n <= _FULL else _push_near(at, ideal)
        if len(ends):
            i, j = ends[:, 0], ends[:, 1]
            gap = at[i] - at[j]
            distance = np.sqrt(gap[:, 0] * gap[:, 0] + gap[:, 1] * gap[:, 1]) + 0.01
            draw = (pull * distance / ideal * 0.6)[:, None] * gap
            for axis in (0, 1):
                force[:, axis] += np.bincount(j, draw[:, axis], n) - np.bincount(i, draw[:, axis], n)
        force -= (
            at * _GRAVITY
        )  # so that loose parts do not drift away, and all is wider than high, as screens are
        length = np.sqrt(force[:, 0] * force[:, 0] + force[:, 1] * force[:, 1]) + 0.01
        moved = np.round(at + force / length[:, None] * np.minimum(length, heat)[:, None], 3)
        at = np.where(still[:, None], at, moved)
    return at


def _push_all(at: Floats, ideal: float) -> Floats:
    """Every node pushes every other; numpy adds whole rows, one after another, so that the order is fixed."""
    gap_x, gap_y = (at[:, axis][None, :] - at[:, axis][:, None] for axis in (0, 1))
    distance = np.sqrt(gap_x * gap_x + gap_y * gap_y) + 0.01
    push = ideal * ideal / (distance * distance)
    return np.stack(((push * gap_x).sum(axis=0), (push * gap_y).sum(axis=0)), axis=1)


def _push_near(at: Floats, ideal: float) -> Floats:
    """Nodes push those near them."""
    a, b = _neighbours(at, ideal * 1.5)
    gap = at[a] - at[b]
    distance = np.sqrt(gap[:, 0] * gap[:, 0] + gap[:, 1] * gap[:, 1]) + 0.01
    push = (ideal * ideal / (distance * distance))[:, None] * gap
    n = len(at)
    return np.stack([np.bincount(a, push[:, k], n) - np.bincount(b, push[:, k], n) for k in (0, 1)], axis=1)


def _boxes(graph: nx.MultiDiGraph[str], names: list[str], strength: list[float]) -> tuple[Floats, Floats]:
    """Half the width and half the height that each node takes with its label, the longer of both languages."""

    def width(text: str) -> float:
        return sum(1.0 if letter > "\u1100" else 0.68 if letter.isupper() else 0.56 for letter in text[:28])

    labels = [
        max(width(str(graph.nodes[name].get(f"label_{language}", ""))) for language in ("en", "ko"))
        for name in names
    ]
    wide = np.array([round(label * _LETTER / 2 + 12, 1) for label in labels])
    high = np.array([round(_LETTER + 10 + math.sqrt(s), 1) for s in strength])
    return wide, high


def _make_room(at: Floats, wide: Floats, high: Floats, still: Flags) -> Floats:
    """Moves nodes apart whose boxes overlap, each pair along the way that is shorter."""
    n = len(at)
    for _ in range(_ROUNDS if n <= _FULL else 40):
        a, b = _close(at, wide, high) if n <= _FULL else _neighbours(at, 120.0)
        gap = at[a] - at[b]
        over_x = wide[a] + wide[b] - np.abs(gap[:, 0])
        over_y = high[a] + high[b] - np.abs(gap[:, 1])
        meets = (over_x > 0) & (over_y > 0)
        if not meets.any():
            break
        a, b, gap, over_x, over_y = a[meets], b[meets], gap[meets], over_x[meets], over_y[meets]
        sideways = over_x < over_y
        side = np.where(gap < 0, -1.0, 1.0)
        push_x = np.where(sideways, side[:, 0] * over_x * 0.3, 0.0)
        push_y = np.where(sideways, 0.0, side[:, 1] * over_y * 0.3)
        moved = at.copy()
        moved[:, 0] += np.bincount(a, push_x, n) - np.bincount(b, push_x, n)
        moved[:, 1] += np.bincount(a, push_y, n) - np.bincount(b, push_y, n)
        at = np.where(still[:, None], at, np.round(moved, 3))
    return at


def _close(at: Floats, wide: Floats, high: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of nodes whose boxes overlap."""
    near_x = np.abs(at[:, 0][:, None] - at[:, 0][None, :]) < wide[:, None] + wide[None, :]
    near_y = np.abs(at[:, 1][:, None] - at[:, 1][None, :]) < high[:, None] + high[None, :]
    a, b = np.nonzero(np.triu(near_x & near_y, 1))
    return a, b


def _neighbours(at: Floats, reach: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of nodes within reach of each other, roughly: those in the same or the next cell of a grid."""
    cell = np.floor(at / reach).astype(np.int64)
    key = cell[:, 0] * 1_000_003 + cell[:, 1]
    order = np.argsort(key, kind="stable")
    firsts: list[NDArray[np.int64]] = []
    seconds: list[NDArray[np.int64]] = []
    sorted_keys = key[order]
    for dx, dy in ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1)):
        other = key + dx * 1_000_003 + dy
        low = np.searchsorted(sorted_keys, other, "left")
        high = np.minimum(np.searchsorted(sorted_keys, other, "right"), low + 24)
        count = high - low
        a = np.repeat(np.arange(len(at)), count)
        b = order[np.repeat(low, count) + np.arange(len(a)) - np.repeat(np.cumsum(count) - count, count)]
        keep = a < b if (dx, dy) == (0, 0) else a != b
        firsts.append(a[keep])
        seconds.append(b[keep])
    return np.concatenate(firsts), np.concatenate(seconds)
