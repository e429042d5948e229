"""Chances: from draws of scores to the probability of each grade."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Matrix, Vector
from mcdm_index._registry import get
from mcdm_index.errors import DomainError, MCDMError, ShapeError, located
from mcdm_index.methods.grading._classes import grade
from mcdm_index.methods.grading._read import check_k, check_scores, numbers

__all__ = ["grade_probabilities"]


def grade_probabilities(
    draws: ArrayLike,
    k: int,
    method: str | None = None,
    *,
    options: Mapping[str, Any] | None = None,
    cuts: ArrayLike | None = None,
) -> Matrix:
    r"""Tell how often each unit has each grade over draws of the scores.

    .. math::

        p_{ig} = \frac{1}{m} \sum_{d=1}^{m} [\, g_{di} = g \,]

    Parameters
    ----------
    draws : array_like of shape (m, n)
        Each row is one draw of the scores of n units: of one imputed table, say, or
        under weights with noise (see `sampling.weights_around`).
    k : int
        Number of grades.
    method : str, optional
        A registered grading rule, which learns its cuts anew in each draw.
    options : mapping, optional
        Keyword options of the rule.
    cuts : array_like of shape (k - 1,), optional
        The same cuts in each draw. Give either these or a rule.

    Returns
    -------
    ndarray of shape (n, k)
        Column ``g - 1`` is the probability of grade g, so the last one is that of the
        best; rows sum to 1.

    Raises
    ------
    DomainError
        Neither a rule nor cuts are given, or both, or not ``k - 1`` cuts.
    UnknownMethodError
        There is no such rule, or it has no such option.
    ShapeError, EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    Notes
    -----
    The two answer different questions. A rule, learned anew, tells how often a unit
    would have been given the grade, had the index been published from that draw: what
    lifts all scores alike changes no grade. Cuts that are held fixed tell how often a
    unit passes a mark that was set beforehand. Use the rule if grades are relative, as
    quantiles are, and the cuts if they mean the same in every table.

    Examples
    --------
    >>> draws = [[0.1, 0.5, 0.9], [0.3, 0.7, 0.6], [0.2, 0.5, 0.8], [0.4, 0.6, 0.9]]
    >>> grade_probabilities(draws, 3, "quantile")
    array([[1.  , 0.  , 0.  ],
           [0.  , 0.75, 0.25],
           [0.  , 0.25, 0.75]])
    >>> grade_probabilities(draws, 2, cuts=[0.6])
    array([[1. , 0. ],
           [0.5, 0.5],
           [0. , 1. ]])
    """
    S = numbers(draws, "draws of scores")
    if S.ndim != 2 or S.size == 0:
        msg = (
            "draws of scores need two dimensions, draws x units, and one of each at "
            f"least; got shape {S.shape}"
        )
        raise ShapeError(msg)
    k = check_k(k)
    if (method is None) == (cuts is None):
        msg = (
            "give either a rule, such as method='quantile', which is learned anew in "
            f"each draw, or cuts for all draws; got {method!r} and {cuts!r}"
        )
        raise DomainError(msg)
    cut = _frozen(cuts, k, options) if method is None else _anew(method, k, options)
    m, n = S.shape
    times, unit = np.zeros((n, k)), np.arange(n)
    for d in range(m):
        try:
            scores = check_scores(S[d])
            times[unit, grade(scores, cut(scores)) - 1] += 1
        except MCDMError as error:
            raise located(error, f"draw {d}") from None
    return np.asarray(times / m)


def _anew(
    method: str, k: int, options: Mapping[str, Any] | None
) -> Callable[[Vector], Vector]:
    entry, options = get("grading", method), dict(options or {})
    entry.check_options(options)
    return lambda scores: np.asarray(entry.func(scores, k, **options))


def _frozen(
    cuts: Any, k: int, options: Mapping[str, Any] | None
) -> Callable[[Vector], Vector]:
    if options:
        msg = f"cuts that are given take no options of a rule, got {dict(options)!r}"
        raise DomainError(msg)
    c = numbers(cuts, "cuts")
    grade([], c)
    if c.shape != (k - 1,):
        msg = f"{k} grades need {k - 1} cuts, got {cuts!r}"
        raise DomainError(msg)
    return lambda _: c
