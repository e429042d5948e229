"""A function of one's own as a score: checked, frozen, and applied row by row."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mcdm_index._numeric import EPS, Matrix, Vector, real_numbers
from mcdm_index.errors import DomainError, NonFiniteError, ShapeError
from mcdm_index.polarity import BENEFIT

__all__ = ["OwnScore"]


@dataclass(frozen=True)
class OwnScore:
    """The kernel of a function of rows and weights, or of rows, weights and polarity.

    Attributes
    ----------
    function : callable
        Gives one score per row, from what stands in that row and the weights alone.
    weights : ndarray of shape (n_criteria,) or (k, n_criteria)
    options : mapping
        Its keyword options.
    """

    function: Callable[..., Any]
    weights: Vector
    options: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows: (n,), or (n, k) for k weight vectors."""
        if self.weights.ndim == 1:
            return self._one(Z, self.weights)
        return np.column_stack([self._one(Z, w) for w in self.weights])

    def check_rows(self, Z: Matrix) -> None:
        """Refuse a function that scores rows by other rows: it cannot be frozen.

        Raises
        ------
        DomainError
        """
        if len(Z) < 2:
            return
        middle = len(Z) // 2
        whole = self(Z)
        parts = np.concatenate([self(Z[:middle]), self(Z[middle:])])
        spread = np.linspace(0, len(Z) - 1, 8).astype(int)
        best = whole.reshape(len(Z), -1).max(axis=1).argmax()
        some = np.unique(np.r_[spread, best])
        alone = np.concatenate([self(Z[[i]]) for i in some])
        atol = EPS * np.abs(whole).max()
        if np.allclose(whole, parts, rtol=1e-9, atol=atol) and np.allclose(
            whole[some], alone, rtol=1e-9, atol=atol
        ):
            return
        msg = (
            f"{self.name} gives a row another score where other rows stand beside it, "
            "so that it cannot be frozen. Name a registered method, or register the "
            "function with learn=, which learns from all rows what the score of one "
            "needs"
        )
        raise DomainError(msg)

    @property
    def name(self) -> str:
        """What the function is called."""
        return getattr(self.function, "__qualname__", type(self.function).__qualname__)

    def _one(self, Z: Matrix, w: Vector) -> Vector:
        polarity = [BENEFIT] * Z.shape[1]
        told = {"polarity": polarity} if self._takes_polarity() else {}
        scores = real_numbers(self.function(Z.copy(), w.copy(), **told, **self.options))
        if scores is None or scores.shape != (len(Z),):
            got = "no numbers" if scores is None else f"shape {scores.shape}"
            msg = (
                f"{self.name} must give one score for each of {len(Z)} rows, got {got}"
            )
            raise ShapeError(msg)
        if not np.isfinite(scores).all():
            i = int(np.argmin(np.isfinite(scores)))
            msg = f"{self.name} gives {scores[i]} for the row {Z[i].tolist()}"
            raise NonFiniteError(msg)
        return scores

    def _takes_polarity(self) -> bool:
        try:
            return "polarity" in inspect.signature(self.function).parameters
        except ValueError:  # some built-in functions do not say
            return False
