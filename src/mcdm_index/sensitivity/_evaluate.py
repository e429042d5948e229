"""Evaluation: from points of the unit cube to outputs, and which of them failed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from reprlib import repr as short
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, check_whole, real_numbers
from mcdm_index.errors import (
    DomainError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    listing,
)
from mcdm_index.sensitivity._factors import Cube

__all__ = [
    "Function",
    "Outputs",
    "check_failed",
    "check_most_failed",
    "evaluate",
    "points_frame",
]

# From values to outputs; of what kind both are, `vectorized` and the factors decide.
Function: TypeAlias = Callable[[Any], Any]

# Points that go to a function of one point in one go.
_BLOCK = 32


@dataclass(frozen=True)
class Outputs:
    """What a function gave at points.

    Attributes
    ----------
    numbers : ndarray of shape (k, q)
    names : tuple
        Of the q outputs.
    """

    numbers: Matrix
    names: tuple[Any, ...]

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Tell at which points an output is missing."""
        return np.asarray(np.isnan(self.numbers).any(axis=1))


def evaluate(
    function: Function,
    cube: Cube,
    u: Matrix,
    *,
    vectorized: bool,
    block: int | None,
    n_jobs: int | None,
) -> Outputs:
    """Evaluate a function at points, block by block, maybe side by side.

    Raises
    ------
    ShapeError, NotNumericError, NonFiniteError
        The function gives something else than finite numbers or NaN.
    """
    from joblib import Parallel, delayed

    one_block = vectorized and n_jobs in (None, 1)
    default = len(u) if one_block else min(_BLOCK, len(u))
    step = default if block is None else check_whole(block, "block")
    edges = [*range(0, len(u), step), len(u)]
    call = partial(_many if vectorized else _one_by_one, function, cube)
    parts = Parallel(n_jobs=n_jobs)(delayed(call)(u[a:b]) for a, b in pairwise(edges))
    came = _joined(parts)
    infinite = np.flatnonzero(np.isinf(came.numbers).any(axis=1))
    if len(infinite):
        msg = (
            f"the function gave an infinite value at {_told(cube, u[infinite[0]])}; "
            "outputs must be finite, or NaN where there is none"
        )
        raise NonFiniteError(msg)
    # Where nothing but NaN came, it stands for one output.
    return came if came.names else Outputs(np.full((len(u), 1), np.nan), (0,))


def _joined(parts: Sequence[Outputs]) -> Outputs:
    """Put parts below each other; a part without names failed, whatever it has."""
    names = next((part.names for part in parts if part.names), ())
    other = [part.names for part in parts if part.names not in ((), names)]
    if other:
        msg = (
            "the function must give the same outputs at all points, but gave "
            f"{len(names)} ({listing(names)}) and {len(other[0])} ({listing(other[0])})"
        )
        raise ShapeError(msg)
    numbers = [
        part.numbers if part.names else np.full((len(part.numbers), len(names)), np.nan)
        for part in parts
    ]
    return Outputs(np.concatenate(numbers), names)


def _many(function: Function, cube: Cube, u: Matrix) -> Outputs:
    """Give all points to the function at once."""
    columns = cube.columns(u)
    by_name = dict(zip(cube.names, columns, strict=True))
    came = function(u.copy() if cube.factors is None else by_name)
    values = _numbers(came, cube, u[0])
    if values.ndim not in (1, 2) or len(values) != len(u):
        msg = (
            f"at {len(u)} points a function must give shape ({len(u)},) or ({len(u)}, "
            f"n_outputs), got {values.shape}; one that takes a single point needs "
            "vectorized=False"
        )
        raise ShapeError(msg)
    named = values.ndim == 2 and isinstance(came, pd.DataFrame)
    return _outputs(values.reshape(len(u), -1), came.columns if named else None)


def _one_by_one(function: Function, cube: Cube, u: Matrix) -> Outputs:
    """Give the points to the function one after the other."""
    columns = [column.tolist() for column in cube.columns(u)]
    parts = []
    for point, values in zip(u, zip(*columns, strict=True), strict=True):
        by_name = dict(zip(cube.names, values, strict=True))
        came = function(point.copy() if cube.factors is None else by_name)
        numbers = _numbers(came, cube, point)
        if numbers.ndim > 1:
            msg = (
                "at one point a function must give a number or a list of numbers, got "
                f"shape {numbers.shape} at {_told(cube, point)}"
            )
            raise ShapeError(msg)
        if numbers.ndim == 0 and np.isnan(numbers):
            parts.append(Outputs(np.empty((1, 0)), ()))
            continue
        named = isinstance(came, pd.Series)
        parts.append(_outputs(numbers.reshape(1, -1), came.index if named else None))
    return _joined(parts)


def _outputs(numbers: Matrix, names: pd.Index | None) -> Outputs:
    """Name outputs, by running numbers if they have no names."""
    if not numbers.shape[1]:
        msg = "the function gives no output"
        raise ShapeError(msg)
    return Outputs(numbers, tuple(range(numbers.shape[1]) if names is None else names))


def _numbers(came: Any, cube: Cube, u: Matrix) -> Matrix:
    """Read outputs."""
    if isinstance(came, pd.Series | pd.DataFrame):
        came = came.to_numpy(dtype=float, na_value=np.nan)
    numbers = real_numbers(came)
    if numbers is None:
        msg = f"outputs must be numbers; at {_told(cube, u)} the function gave {came!r}"
        raise NotNumericError(msg)
    return numbers


def _told(cube: Cube, u: Matrix) -> str:
    """Say which point that is."""
    values = [column.tolist()[0] for column in cube.columns(u[None])]
    return listing(f"{n}={short(v)}" for n, v in zip(cube.names, values, strict=True))


def check_most_failed(most: Any) -> None:
    if isinstance(most, bool) or not isinstance(most, int | float) or not 0 <= most < 1:
        msg = f"most_failed must be a share from 0 to less than 1, got {most!r}"
        raise DomainError(msg)


def check_failed(lost: int, n: int, most: float, cube: Cube, one: Matrix) -> None:
    """Refuse a run of which too much would have to be left out."""
    if lost > most * n or n - lost < 2:
        msg = (
            f"{lost} of {n} rows have a point at which the function gave NaN, and "
            f"most_failed={most:g}; at least two rows are needed. One such point is "
            f"{_told(cube, one)}. Take out what fails, or allow more"
        )
        raise DomainError(msg)


def points_frame(cube: Cube, u: Matrix) -> pd.DataFrame:
    """Give points as a table of the values of the factors."""
    columns = dict(enumerate(cube.columns(u)))
    frame = pd.DataFrame(columns, index=range(len(u)))
    return frame.set_axis(
        pd.Index(cube.names, name="factor", tupleize_cols=False), axis=1
    )
