"""Weights of one replication: around those of an index, any, or any within limits."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.aggregation import FittedTree
from mcdm_index.errors import SpecError, listing
from mcdm_index.methods.sampling import (
    constrained_weights,
    uniform_weights,
    weights_around,
)
from mcdm_index.uncertainty._limits import Limits
from mcdm_index.uncertainty._sources import Source

__all__ = ["DrawWeights", "check_drawn", "drawn_weights"]

# From weights and the nodes that have them to other weights.
DrawWeights: TypeAlias = Callable[[Vector, tuple[str, ...]], Vector]
Pairs: TypeAlias = tuple[tuple[str, float], ...]
# Weights within limits are taken, with replacement, from so many.
_POOL: Final = 8192


def check_drawn(source: Source, tree: Any) -> None:
    """Refuse to draw weights for a tree that has not those that limits speak of.

    Parameters
    ----------
    source : Source
    tree : FittedTree
        Or anything else, which has no weights to be drawn.

    Raises
    ------
    SpecError, WeightsError
    """
    if not isinstance(tree, FittedTree):
        msg = "weights of each period cannot be drawn; leave out base='each period'"
        raise SpecError(msg)
    if not isinstance(source.setting, Limits):
        return
    hierarchy = tree.hierarchy
    groups = [hierarchy.leaves]
    if not tree.is_flat:
        groups = [hierarchy.children(code) for code in tree.inputs]
    drawn = {code for group in groups for code in group}
    for code in source.setting.named:
        if code not in drawn:
            msg = (
                f"vary['weight_noise']: {code!r} is no criterion, and in the flat "
                "scheme only those have weights of their own; take scheme='nested'"
            )
            raise SpecError(msg)
    for group in groups:
        _within(*_frozen(source.setting, group), group)


def drawn_weights(source: Source, seed: int) -> DrawWeights:
    """Give what draws the weights of one replication.

    Parameters
    ----------
    source : Source
        Its setting is "uniform", a spread, or limits.
    seed : int
    """
    rng, setting = np.random.default_rng(seed), source.setting

    def draw(w: Vector, names: tuple[str, ...]) -> Vector:
        if isinstance(setting, Limits):
            pool = _within(*_frozen(setting, names), names)
            return np.asarray(pool[rng.integers(len(pool))])
        if setting == "uniform":
            return np.asarray(uniform_weights(1, len(w), rng=rng)[0])
        return np.asarray(weights_around(w, 1, spread=setting, rng=rng)[0])

    return draw


def _frozen(
    limits: Limits, names: tuple[str, ...]
) -> tuple[Pairs, Pairs, tuple[Any, ...]]:
    """Take what limits say of these nodes."""
    low, high = (
        tuple((name, side[name]) for name in names if name in side)
        for side in (limits.low, limits.high)
    )
    order = tuple(e for e in limits.order if {e[0], e[2]} & {*names})
    across = [e for e in order if not {e[0], e[2]} <= {*names}]
    if across:
        told = listing(f"{a} {sign} {b}" for a, sign, b in across)
        msg = (
            f"vary['weight_noise']: {told} compares nodes whose weights are not drawn "
            f"together; these are: {listing(names)}"
        )
        raise SpecError(msg)
    return low, high, order


@lru_cache(maxsize=256)
def _within(
    low: Pairs, high: Pairs, order: tuple[Any, ...], names: tuple[str, ...]
) -> Matrix:
    """Draw many weights within limits; the same ones each time."""
    return constrained_weights(
        _POOL, low=dict(low), high=dict(high), order=list(order), names=names, rng=0
    )
