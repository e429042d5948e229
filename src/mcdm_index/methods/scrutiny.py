"""Scrutiny of weights: from weights, with values or without, to what they amount to."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._labels import by_label, labels_of
from mcdm_index._numeric import Container, Vector, check_weights, divide, one_vector
from mcdm_index.engine import check_finite, column_stats, open_rows
from mcdm_index.errors import PolarityError, ShapeError, listing
from mcdm_index.methods import normalization
from mcdm_index.methods.moments import moments
from mcdm_index.methods.screening import zero_share

__all__ = ["WeightDiagnosis", "diagnose_weights"]

# From here on a finding is worth a line.
_MUCH: Final = 2.0  # times the equal weight
_MOSTLY: Final = 0.5  # share of zeros, of the weight, or of the variance
_SKEWED: Final = 2.0


@dataclass(frozen=True, eq=False)
class WeightDiagnosis:
    r"""What weights amount to.

    Attributes
    ----------
    criteria : tuple of str
    weights : ndarray of shape (n_criteria,)
        Scaled to sum 1.
    concentration : float
        Herfindahl index, the sum of squared weights: from 1/m for equal weights to 1.
    effective_number : float
        Its reciprocal: so many equal weights would be as concentrated.
    effective_number_entropy : float
        The same by the entropy of the weights, :math:`\exp(-\sum_j w_j \ln w_j)`.
    largest : str
        The criterion with the largest weight.
    largest_weight : float
    to_equal : ndarray of shape (n_criteria,)
        Weights in units of the equal weight, 1/m.
    zeros : ndarray of shape (n_criteria,) or None
        Share of zeros among the raw values; None without values, as the following.
    distinct : ndarray of int of shape (n_criteria,) or None
        Number of different values.
    skewness : ndarray of shape (n_criteria,) or None
        Sample skewness of the raw values; NaN where it is undefined.
    variance_share : ndarray of shape (n_criteria,) or None
        Which share of the variance of the weighted sum a criterion makes; they sum to
        1, and one that works against the others has less than 0. NaN if all scores are
        equal.
    importance : ndarray of shape (n_criteria,) or None
        Squared correlation with the weighted sum; 0 for a constant criterion.
    findings : tuple of str
        What stands out, in words.
    """

    criteria: tuple[str, ...]
    weights: Vector
    concentration: float
    effective_number: float
    effective_number_entropy: float
    largest: str
    largest_weight: float
    to_equal: Vector
    zeros: Vector | None
    distinct: NDArray[np.int64] | None
    skewness: Vector | None
    variance_share: Vector | None
    importance: Vector | None
    findings: tuple[str, ...]


def diagnose_weights(
    X: Container | None,
    w: Any,
    names: tuple[str, ...] | None = None,
    *,
    polarity: object = None,
    normalize: str | None = "minmax",
) -> WeightDiagnosis:
    r"""Tell how concentrated weights are, on what, and what they do to the scores.

    With normalized values z and scores :math:`s_i = \sum_j w_j z_{ij}`,

    .. math::

        H = \sum_j w_j^2, \qquad
        v_j = \frac{\mathrm{cov}(w_j z_j, s)}{\mathrm{var}(s)}, \qquad
        \textstyle\sum_j v_j = 1 .

    A weight is not an importance: what a criterion does to the scores depends as well
    on its variance and on what it has in common with others.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria), or None
        Raw values; without them only the weights themselves are looked at.
    w : array_like of shape (n_criteria,), mapping or Series
        One weight vector.
    names : tuple of str, optional
        Names of the criteria; those of `X`, or of `w`, by default.
    polarity : polarity or sequence of them, optional
        One per criterion, for the normalization; benefits by default.
    normalize : str or None, default "minmax"
        Normalization before scores are summed; None takes the values as they are.

    Returns
    -------
    WeightDiagnosis
        Nothing is refused or changed on account of what is found.

    Raises
    ------
    WeightsError
        It is no weight vector.
    ShapeError
        There is another number of names than of criteria.
    PolarityError
        A polarity is unknown, or given without a normalization.
    MissingDataError, NonFiniteError, UnknownColumnError

    References
    ----------
    .. [1] Becker, W., Saisana, M., Paruolo, P. and Vandecasteele, I. (2017). Weights
       and importance in composite indicators: closing the gap. Ecological Indicators
       80, 12-22. doi:10.1016/j.ecolind.2017.03.056
    .. [2] Laakso, M. and Taagepera, R. (1979). Effective number of parties: a measure
       with application to West Europe. Comparative Political Studies 12(1), 3-27.
       doi:10.1177/001041407901200101

    Examples
    --------
    >>> X = [[0, 1.0], [0, 2.0], [1, 4.0], [0, 3.0]]
    >>> found = diagnose_weights(X, [0.75, 0.25], names=("port", "income"))
    >>> round(found.effective_number, 2), found.variance_share.round(3).tolist()
    (1.6, [0.801, 0.199])
    >>> print(*found.findings, sep="\n")
    criterion 'port' has 0.75 of the weight, more than all others together
    criterion 'port' has 0.75 of the weight and 2 different values
    criterion 'port' has 0.75 of the weight and 0.75 of its values are 0
    """
    table = None if X is None else open_rows(X)
    if names is not None:
        names = tuple(map(str, names))
    elif table is not None and table.columns is not None:
        names = table.columns
    else:
        names = labels_of(w)
    given = by_label(w, names, "weights")
    weights = one_vector(check_weights(given, table.shape[1] if table else None, names))
    m = len(weights)
    if normalize is None and polarity is not None:
        msg = (
            "polarity is read by a normalization; with normalize=None the values are "
            "taken as they are, larger is better"
        )
        raise PolarityError(msg)
    if names is not None and len(names) != m:
        msg = f"there are {m} criteria, got {len(names)} names: {listing(names)}"
        raise ShapeError(msg)
    called = names or tuple(f"column {j}" for j in range(m))
    about = _Values() if X is None else _look(X, weights, polarity, normalize)
    herfindahl = float((weights**2).sum())
    positive = weights[weights > 0]
    first = int(np.argmax(weights))
    return WeightDiagnosis(
        called,
        weights,
        herfindahl,
        1 / herfindahl,
        float(np.exp(-(positive * np.log(positive)).sum())),
        called[first],
        float(weights[first]),
        weights * m,
        about.zeros,
        about.distinct,
        about.skewness,
        about.variance_share,
        about.importance,
        tuple(_findings(called, weights, about)),
    )


@dataclass(frozen=True, eq=False)
class _Values:
    """What the values say of each criterion."""

    zeros: Vector | None = None
    distinct: NDArray[np.int64] | None = None
    skewness: Vector | None = None
    variance_share: Vector | None = None
    importance: Vector | None = None


def _look(X: Container, w: Vector, polarity: object, normalize: str | None) -> _Values:
    table = open_rows(X)
    check_finite(table)
    values = np.asarray(table.values, dtype=float)
    fresh = np.diff(np.sort(values, axis=0), axis=0) > 0
    kernel = None if normalize is None else normalization.fit(normalize, X, polarity)
    stats = column_stats(X, ("comoment",), rows=kernel)
    assert stats.comoment is not None
    exponent = np.where(stats.varies, stats.exponent, 0)
    scale = np.ldexp(w, exponent - exponent.max())
    C = np.where(np.outer(stats.varies, stats.varies), stats.comoment, 0.0)
    with_score = C @ scale
    total = float(scale @ with_score)
    shares = scale * with_score / total if total > 0 else np.full(len(w), np.nan)
    return _Values(
        zero_share(values, 0),
        fresh.sum(axis=0) + 1,
        moments(values)[0],
        shares,
        np.minimum(divide(with_score**2, np.diag(C) * total), 1.0),
    )


def _findings(names: tuple[str, ...], w: Vector, about: _Values) -> list[str]:
    """Put into words what stands out: of the weights, then of the values."""
    m, found = len(w), []
    number = 1 / (w**2).sum()
    if m > 1 and w.max() > _MOSTLY:
        found.append(
            f"criterion {names[int(np.argmax(w))]!r} has {w.max():.2g} of the weight, "
            "more than all others together"
        )
    if m > 2 and number < m / 2:
        found.append(
            f"the weights are as concentrated as {number:.2g} equal ones; there are {m}"
        )
    if not w.all():
        nothing = listing(repr(names[j]) for j in np.flatnonzero(w == 0))
        found.append(f"weight 0, so that they change no score: {nothing}")
    if about.zeros is None or m < 2:
        return found
    return found + _of_values(names, w, about)


def _of_values(names: tuple[str, ...], w: Vector, about: _Values) -> list[str]:
    zeros, distinct = np.asarray(about.zeros), np.asarray(about.distinct)
    skewness, share = np.asarray(about.skewness), np.asarray(about.variance_share)
    heavy = w * len(w) >= _MUCH * (1 - 1e-9) if len(w) > 2 else w > _MOSTLY
    tests = (
        (heavy & (distinct == 1), "and the same value everywhere"),
        (heavy & (distinct == 2), "and 2 different values"),
        (heavy & (zeros >= _MOSTLY), "and {0:.2g} of its values are 0"),
        (heavy & (np.abs(skewness) >= _SKEWED), "and a skewness of {1:.2g}"),
        (
            (share >= _MOSTLY) & (share >= _MUCH * w),
            "and makes {2:.2g} of the variance of the scores",
        ),
        (
            (w > 0) & (share < 0),
            "and works against the others: {2:.2g} of the variance",
        ),
    )
    found = []
    for where, words in tests:
        for j in np.flatnonzero(where):
            facts = words.format(zeros[j], skewness[j], share[j])
            found.append(f"criterion {names[j]!r} has {w[j]:.2g} of the weight {facts}")
    return found
