"""One at a time: what becomes of the outputs if one factor has another value."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import check_whole
from mcdm_index.errors import DomainError, UnknownColumnError, listing, suggestion
from mcdm_index.sensitivity._evaluate import Function, evaluate
from mcdm_index.sensitivity._factors import (
    Cube,
    Factor,
    choice,
    read_factors,
)

__all__ = ["OneAtATime", "one_at_a_time"]


@dataclass(frozen=True, eq=False)
class OneAtATime:
    """What `one_at_a_time` found.

    Attributes
    ----------
    base : Series
        The outputs at the base.
    alternatives : Series
        Which value the factor has, by `factor` and `step`.
    outputs : DataFrame
        The outputs there: one row per alternative, one column per output. NaN where
        the function failed.
    failed : Series
        Those of `alternatives` at which the function gave NaN.
    """

    base: pd.Series
    alternatives: pd.Series
    outputs: pd.DataFrame
    failed: pd.Series

    @cached_property
    def change(self) -> pd.DataFrame:
        """By how much each output differs from the base."""
        return self.outputs - self.base

    @cached_property
    def largest(self) -> pd.DataFrame:
        """Largest absolute change that each factor makes, failures left out."""
        return self.change.abs().groupby(level="factor", sort=False).max()


def one_at_a_time(
    function: Function,
    factors: Mapping[Any, Factor | Sequence[Any]],
    base: Mapping[Any, Any],
    *,
    steps: int = 5,
    vectorized: bool = False,
    block: int | None = None,
    n_jobs: int | None = None,
) -> OneAtATime:
    """Give one factor another value at a time, and all others that of the base.

    Parameters
    ----------
    function : callable
        From a dict of values by name to a number, a list or a Series of them, as in
        `sobol`; by default from one point at a time.
    factors : mapping of names to `Factor` or list of values
    base : mapping of names to values
        One for each factor; it need not be among its alternatives.
    steps : int, default 5
        How many values of a factor that is no choice: quantiles at the middles of as
        many equal slices of its distribution.
    vectorized, block, n_jobs
        As in `sobol`.

    Returns
    -------
    OneAtATime
        It shows no interactions; `sobol` does.

    Raises
    ------
    UnknownColumnError
        `base` does not name every factor once, and nothing else.
    DomainError
        The function failed at the base, or `factors` is no mapping.
    ShapeError, NotNumericError, NonFiniteError, DuplicateLabelError, EmptyDataError
        As in `sobol`.

    Examples
    --------
    >>> from mcdm_index.sensitivity import uniform
    >>> def score(point):
    ...     return point["x"] * {"low": 1, "high": 3}[point["rule"]]
    >>> factors = {"rule": ["low", "high"], "x": uniform(0, 1)}
    >>> found = one_at_a_time(score, factors, {"rule": "low", "x": 0.5}, steps=2)
    >>> found.alternatives.tolist()
    ['low', 'high', 0.25, 0.75]
    >>> found.outputs[0].tolist()
    [0.5, 1.5, 0.25, 0.75]
    >>> found.largest[0].to_dict()
    {'rule': 1.0, 'x': 0.25}
    """
    cube = read_factors(factors)
    if cube.factors is None:
        msg = f"factors must be a mapping from names to values, got {factors!r}"
        raise DomainError(msg)
    _check_base(base, cube.names)
    k = check_whole(steps, "steps")
    lists = [_alternatives(factor, k) for factor in cube.factors]
    walk = _walk(cube, lists, base)
    counts = [len(values) for values in lists]
    rows = [(n, i) for n, m in zip(cube.names, counts, strict=True) for i in range(m)]
    came = evaluate(function, *walk, vectorized=vectorized, block=block, n_jobs=n_jobs)
    if came.failed[0]:
        msg = f"the function gave NaN at the base, {dict(base)!r}"
        raise DomainError(msg)
    outputs = pd.Index(came.names, name="output", tupleize_cols=False)
    index = pd.MultiIndex.from_tuples(rows, names=["factor", "step"])
    values = pd.Series(index=index, dtype=object, name="value")
    values[:] = _objects([value for values in lists for value in values])
    return OneAtATime(
        pd.Series(came.numbers[0], outputs, name="base"),
        values,
        pd.DataFrame(came.numbers[1:], index, outputs),
        values[came.failed[1:]],
    )


def _check_base(base: Any, names: tuple[Hashable, ...]) -> None:
    given = list(base) if isinstance(base, Mapping) else None
    if given is None or set(given) != set(names):
        known = [str(name) for name in names]
        strange = [name for name in given or () if name not in names]
        hint = suggestion(str(strange[0]), known) if strange else ""
        lacking = [name for name in names if name not in (given or ())]
        msg = (
            "base must map each factor to a value. Factors without: "
            f"{listing(map(repr, lacking)) or 'none'}. Names that are no factor: "
            f"{listing(map(repr, strange)) or 'none'}.{hint}"
        )
        raise UnknownColumnError(msg)


def _alternatives(factor: Factor, steps: int) -> list[Any]:
    return list(factor(factor.steps(steps)).tolist())


def _walk(
    cube: Cube, alternatives: list[list[Any]], base: Mapping[Any, Any]
) -> tuple[Cube, Any]:
    """Give the base and its neighbors as points of choices."""
    own = [
        choice([base[name], *values])
        for name, values in zip(cube.names, alternatives, strict=True)
    ]
    rows = [np.zeros(cube.d, dtype=int)]
    for j, values in enumerate(alternatives):
        rows += [(np.arange(cube.d) == j) * (i + 1) for i in range(len(values))]
    u = (np.array(rows) + 0.5) / [len(one.values) for one in own]
    return Cube(cube.names, tuple(own)), u


def _objects(values: list[Any]) -> Any:
    objects = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        objects[i] = value
    return objects
