"""Gives candidates their probability and role, by the models of weights.json: lines and boosted trees."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themegraph.model import Role

# Log-odds, or [feature, tree where it is absent, tree where it is present].
Tree = float | list[Any]
# Below these log-odds of the line alone, no trees have lifted a candidate to a link; half of all end here.
_HOPELESS = -2.0
WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Judge:
    """Weights by feature: of the link, and of each role; and trees, which weigh features together.

    A tree is log-odds, or a feature with the trees where it is absent and where it is present. `scale` and
    `shift` calibrate the link's log-odds (Platt 1999), fitted on texts that the weights have not seen.
    """

    link: Mapping[str, float]
    roles: Mapping[Role, Mapping[str, float]]
    threshold: float
    scale: float = 1.0
    shift: float = 0.0
    base: float = 0.0
    trees: tuple[Tree, ...] = ()

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

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely a careful reader makes this link."""
        odds = sum(self.link.get(name, 0.0) * value for name, value in features.items())
        if self.trees and odds > _HOPELESS:
            odds = (odds + self.base + sum(_grown(tree, features) for tree in self.trees)) / 2
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.scale * odds + self.shift))))

    def role(self, features: Mapping[str, float]) -> dict[Role, float]:
        """The probability of each role, given that there is a link."""
        odds = {
            role: sum(weights.get(name, 0.0) * value for name, value in features.items())
            for role, weights in self.roles.items()
        }
        top = max(odds.values())
        shares = {role: math.exp(value - top) for role, value in odds.items()}
        total = sum(shares.values())
        return {role: share / total for role, share in shares.items()}


def _grown(tree: Tree, features: Mapping[str, float]) -> float:
    while isinstance(tree, list):
        tree = tree[2] if tree[0] in features else tree[1]
    return tree
