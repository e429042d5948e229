"""Details: from a table and a method of weighting to what lies behind the weights."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from mcdm_index._numeric import Container, Vector, share
from mcdm_index._registry import get
from mcdm_index.errors import UnknownMethodError, listing
from mcdm_index.methods.weighting._conflict import critic_parts, d_critic_parts
from mcdm_index.methods.weighting._spread import (
    deviations,
    entropy_stats,
    gini_coefficients,
    relative_spread,
)

__all__ = [
    "DETAILED",
    "CriticDetails",
    "EntropyDetails",
    "SpreadDetails",
    "details",
]


class EntropyDetails(NamedTuple):
    """What lies behind entropy weights.

    Attributes
    ----------
    entropy : ndarray of shape (n_criteria,)
        e, within [0, 1].
    divergence : ndarray of shape (n_criteria,)
        d = 1 - e, computed without the cancellation of that difference.
    weights : ndarray of shape (n_criteria,)
        d over its sum.
    """

    entropy: Vector
    divergence: Vector
    weights: Vector


class CriticDetails(NamedTuple):
    """What lies behind CRITIC and D-CRITIC weights.

    Attributes
    ----------
    deviation : ndarray of shape (n_criteria,)
        Standard deviations of the min-max normalized columns.
    conflict : ndarray of shape (n_criteria,)
        Sums of one minus the correlations with the others.
    information : ndarray of shape (n_criteria,)
        C, the product of both.
    weights : ndarray of shape (n_criteria,)
        C over its sum.
    """

    deviation: Vector
    conflict: Vector
    information: Vector
    weights: Vector


class SpreadDetails(NamedTuple):
    """What lies behind weights that share out a measure of spread.

    Attributes
    ----------
    spread : ndarray of shape (n_criteria,)
        Standard deviation, variance, coefficient of variation or Gini coefficient.
    weights : ndarray of shape (n_criteria,)
        The spread over its sum.
    """

    spread: Vector
    weights: Vector


def details(
    X: Container,
    method: str = "entropy",
    polarity: object = None,
    options: Mapping[str, Any] | None = None,
) -> Any:
    """Give what lies behind the weights of a method, as papers print it.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        As for the method.
    method : {"entropy", "critic", "d_critic", "std", "variance", "cv", "gini"}
        The name of a weighting, or an alias.
    polarity : polarity or sequence of them, optional
        Handed to methods that take one.
    options : mapping, optional
        Keyword options of the method.

    Returns
    -------
    EntropyDetails, CriticDetails or SpreadDetails
        The last part holds the weights, which are those of the method.

    Raises
    ------
    UnknownMethodError
        There is no such weighting, it has no such option, or it keeps no details.
    DomainError, MissingDataError, NonFiniteError
        As the method raises them.

    Examples
    --------
    >>> X = [[1.0, 5.0, 3.0], [2.0, 5.0, 1.0], [3.0, 5.0, 9.0]]
    >>> found = details(X, "entropy")
    >>> found.entropy.round(3)
    array([0.921, 1.   , 0.719])
    >>> found.divergence.round(3)
    array([0.079, 0.   , 0.281])
    """
    entry, told = get("weighting", method), dict(options or {})
    entry.check_options(told)
    if entry.name not in _DETAILS:
        msg = (
            f"weighting method {entry.name!r} keeps no details beside its weights; "
            f"those that do are {listing(_DETAILS, most=len(_DETAILS))}"
        )
        raise UnknownMethodError(msg)
    return _DETAILS[entry.name](X, polarity, **told)


def _entropy(X: Container, polarity: object, **options: Any) -> EntropyDetails:
    d = entropy_stats(X, polarity, **options).divergence()
    return EntropyDetails(1 - d, d, share(d))


def _critic(
    parts: Callable[..., Any], X: Container, polarity: object, **options: Any
) -> CriticDetails:
    deviation, conflict, varies = parts(X, polarity, **options)
    C = deviation * conflict
    return CriticDetails(deviation, conflict, C, share(C, among=varies))


def _spread(
    measure: Callable[..., Vector], X: Container, _: object, **options: Any
) -> SpreadDetails:
    values = measure(X, **options)
    return SpreadDetails(values, share(values))


def _variances(X: Container) -> Vector:
    return np.asarray(deviations(X) ** 2)


_DETAILS: Final[Mapping[str, Callable[..., Any]]] = {
    "entropy": _entropy,
    "critic": partial(_critic, critic_parts),
    "d_critic": partial(_critic, d_critic_parts),
    "std": partial(_spread, deviations),
    "variance": partial(_spread, _variances),
    "cv": partial(_spread, relative_spread),
    "gini": partial(_spread, gini_coefficients),
}

# Names of the weightings that have details.
DETAILED: Final = tuple(_DETAILS)
