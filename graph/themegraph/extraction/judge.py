"""Gives candidates their probability and role, by the models of weights.json: lines and boosted trees."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from themegraph.model import Role

# Log-odds, or [feature, tree where it is absent, tree where it is present].
Tree = float | list[Any]
# Log-odds are added in whole ten-thousandths, so that sums are the same on every machine and in every order.
_FINE = 10_000
# Below these log-odds of the line without the wording, nothing has lifted a candidate to a link.
_HOPELESS = -2.0
WEIGHTS = Path(__file__).with_name("weights.json")


class _Forest:
    """Trees as arrays of nodes, so that many candidates go down all of them at once, a level a step."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self.columns: dict[str, int] = {}
        nodes: list[
            tuple[int, int, int, float]
        ] = []  # column, next where absent, next where present, log-odds

        def add(tree: Tree) -> tuple[int, int]:
            """Adds a tree; its number, and how deep it is."""
            node = len(nodes)
            nodes.append((0, node, node, 0.0 if isinstance(tree, list) else tree))
            if not isinstance(tree, list):
                return node, 0
            absent, present = add(tree[1]), add(tree[2])
            column = self.columns.setdefault(tree[0], len(self.columns))
            nodes[node] = (column, absent[0], present[0], 0.0)
            return node, 1 + max(absent[1], present[1])

        roots = [add(tree) for tree in trees]
        self._roots = np.array([node for node, _ in roots], dtype=np.int64)
        self._depth = max((depth for _, depth in roots), default=0)
        self._columns = np.array([column for column, *_ in nodes], dtype=np.int64)
        self._after = np.array(
            [(absent, present) for _, absent, present, _ in nodes], dtype=np.int64
        ).reshape(-1, 2)
        self._odds = np.array([round(odds * _FINE) for *_, odds in nodes], dtype=np.int64)

    def grown(self, several: Sequence[Collection[str]]) -> list[float]:
        """The sum of all trees for each of these candidates."""
        present = np.zeros((len(several), len(self.columns)), dtype=np.int8)
        for row, features in enumerate(several):
            present[row, [self.columns[name] for name in features if name in self.columns]] = 1
        node = np.repeat(self._roots[None, :], len(several), axis=0)
        rows = np.arange(len(several))[:, None]
        for _ in range(self._depth):
            node = self._after[node, present[rows, self._columns[node]]]
        return [value / _FINE for value in self._odds[node].sum(axis=1).tolist()]


@dataclass(frozen=True)
class Judge:
    """Weights by feature: of the link, and of each role; and trees, which weigh features together.

    A tree is log-odds, or a feature with the trees where it is absent and where it is present. `scale` and
    `shift` calibrate the link's log-odds (Platt 1999), fitted on texts that the weights have not seen.
    """

    link: Mapping[str, float]
    roles: Mapping[Role, Mapping[str, float]]
    threshold: float
    scale: float
    shift: float
    base: float
    trees: tuple[Tree, ...]

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Judge:
        """The judge that ships with the package."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            link=data["link"],
            roles={Role(role): weights for role, weights in data["roles"].items()},
            threshold=data["threshold"],
            scale=data["scale"],
            shift=data["shift"],
            base=data["base"],
            trees=tuple(data["trees"]),
        )

    @cached_property
    def _forest(self) -> _Forest:
        return _Forest(self.trees)

    @cached_property
    def _line(self) -> Mapping[str, int]:
        return _whole(self.link)

    @cached_property
    def _lines(self) -> Mapping[Role, Mapping[str, int]]:
        return {role: _whole(weights) for role, weights in self.roles.items()}

    def probabilities(
        self, several: Sequence[Collection[str]], wording: Sequence[Callable[[], Collection[str]]]
    ) -> list[float]:
        """How likely a careful reader makes each of these links, by its features and, where there is hope, its wording."""
        odds = [_sum(self._line, features) for features in several]
        hopeful = [n for n, value in enumerate(odds) if value > _HOPELESS]
        for n, grown in zip(hopeful, self._forest.grown([several[n] for n in hopeful]), strict=True):
            odds[n] = (odds[n] + _sum(self._line, wording[n]()) + self.base + grown) / 2
        return [self._calibrated(value) for value in odds]

    def _calibrated(self, odds: float) -> float:
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.scale * odds + self.shift))))

    def role(self, features: Collection[str]) -> dict[Role, float]:
        """The probability of each role, given that there is a link."""
        odds = {role: _sum(weights, features) for role, weights in self._lines.items()}
        top = max(odds.values())
        shares = {role: math.exp(value - top) for role, value in odds.items()}
        total = sum(shares.values())
        return {role: share / total for role, share in shares.items()}


def _whole(weights: Mapping[str, float]) -> dict[str, int]:
    return {feature: round(weight * _FINE) for feature, weight in weights.items()}


def _sum(weights: Mapping[str, int], features: Collection[str]) -> float:
    return sum(map(weights.get, features, repeat(0))) / _FINE
