"""Rubin's rules: from the estimates of m completed tables to one, with its error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Vector, divide, real_numbers
from mcdm_index.errors import DomainError, ShapeError

__all__ = ["Pooled", "m_needed", "pool"]


@dataclass(frozen=True)
class Pooled:
    """Estimates pooled over m completed tables.

    Attributes
    ----------
    estimate : ndarray
        Mean of the estimates.
    within, between, total : ndarray
        Mean of the variances, variance of the estimates, and total variance
        ``within + (1 + 1/m) between``.
    df : ndarray
        Degrees of freedom of the t distribution; infinite if nothing is missing and the
        complete data have infinitely many.
    riv : ndarray
        Relative increase in variance by what is missing; infinite if the variance
        within is 0.
    lambda_ : ndarray
        Share of the total variance that is due to what is missing.
    fmi : ndarray
        Fraction of missing information.
    m : int
    """

    estimate: Vector
    within: Vector
    between: Vector
    total: Vector
    df: Vector
    riv: Vector
    lambda_: Vector
    fmi: Vector
    m: int

    @property
    def se(self) -> Vector:
        """Standard error, the root of the total variance."""
        return np.sqrt(self.total)

    @property
    def mc_error(self) -> Vector:
        """Standard deviation of the estimate over repetitions with other draws."""
        return np.sqrt(self.between / self.m)

    def interval(self, level: float = 0.95) -> tuple[Vector, Vector]:
        """Give the ends of the confidence interval.

        Parameters
        ----------
        level : float, default 0.95

        Raises
        ------
        DomainError
            The level is not between 0 and 1.
        """
        from scipy.stats import t

        if not 0 < level < 1:
            msg = f"level must lie between 0 and 1, got {level!r}"
            raise DomainError(msg)
        reach = t.ppf((1 + level) / 2, self.df) * self.se
        return self.estimate - reach, self.estimate + reach


def pool(
    estimates: ArrayLike, variances: ArrayLike = 0.0, df_complete: float = np.inf
) -> Pooled:
    r"""Pool the estimates of m completed tables by Rubin's rules.

    With estimates :math:`Q_i` and their variances :math:`U_i`,

    .. math::

        \bar Q = \frac{1}{m} \sum_i Q_i, \quad
        \bar U = \frac{1}{m} \sum_i U_i, \quad
        B = \frac{1}{m - 1} \sum_i (Q_i - \bar Q)^2, \quad
        T = \bar U + \left(1 + \frac{1}{m}\right) B,

    and, with :math:`\lambda = (1 + 1/m) B / T` and :math:`\nu` the degrees of freedom
    of the complete data,

    .. math::

        \nu_m = \frac{m - 1}{\lambda^2}, \quad
        \nu_{obs} = \frac{\nu + 1}{\nu + 3} \nu (1 - \lambda), \quad
        df = \left( \frac{1}{\nu_m} + \frac{1}{\nu_{obs}} \right)^{-1}, \quad
        fmi = \frac{r + 2 / (df + 3)}{r + 1}, \quad r = \frac{\lambda}{1 - \lambda} .

    Parameters
    ----------
    estimates : array_like of shape (m, ...)
        One per completed table, along the first axis; m is 2 or more.
    variances : array_like that broadcasts to the same shape, default 0
        Squared standard errors. 0 for a census, whose only doubt is what is missing:
        then :math:`T = (1 + 1/m) B` and df = m - 1, whatever `df_complete`.
    df_complete : float, default infinity
        Degrees of freedom that the estimate would have in complete data.

    Returns
    -------
    Pooled
        Arrays of the shape of one estimate. If nothing varies between the tables, the
        share of missing information is :math:`2 / (df + 3)`, and 0 under infinite
        degrees of freedom.

    Raises
    ------
    ShapeError
        There are fewer than two estimates, or the variances have another shape.
    DomainError
        A variance is negative, a number is not finite, or the degrees of freedom are
        not positive.

    References
    ----------
    .. [1] Rubin, D. B. (1987). Multiple Imputation for Nonresponse in Surveys. Wiley.
       doi:10.1002/9780470316696
    .. [2] Barnard, J. and Rubin, D. B. (1999). Small-sample degrees of freedom with
       multiple imputation. Biometrika 86(4), 948-955. doi:10.1093/biomet/86.4.948

    Examples
    --------
    >>> pooled = pool([10.0, 11.0, 12.5], [1.0, 1.2, 0.9], df_complete=48)
    >>> pooled.estimate.round(3), pooled.se.round(3), pooled.df.round(2)
    (np.float64(11.167), np.float64(1.773), np.float64(3.43))
    """
    Q, U = _check(estimates, variances, df_complete)
    m = len(Q)
    # About the first, so that equal estimates vary by exactly 0.
    within, between = U.mean(axis=0), (Q - Q[0]).var(axis=0, ddof=1)
    added = (1 + 1 / m) * between
    total = within + added
    share = divide(added, total)
    riv = np.where(added == 0, 0.0, divide(added, within, otherwise=np.inf))
    from_draws = divide(m - 1, share**2, otherwise=np.inf)
    df = _harmonic(from_draws, _observed(df_complete, share))
    # (r + 2 / (df + 3)) / (r + 1), with r = share / (1 - share)
    fmi = share + (1 - share) * 2 / (df + 3)
    return Pooled(Q.mean(axis=0), within, between, total, df, riv, share, fmi, m)


def _check(
    estimates: ArrayLike, variances: ArrayLike, df_complete: float
) -> tuple[Vector, Vector]:
    Q, U = real_numbers(estimates), real_numbers(np.asarray(variances)[None])
    if Q is None or U is None or not (np.isfinite(Q).all() and np.isfinite(U).all()):
        msg = "estimates and variances must be finite numbers"
        raise DomainError(msg)
    if Q.ndim == 0 or len(Q) < 2:
        msg = f"pooling needs the estimates of 2 tables or more, got shape {Q.shape}"
        raise ShapeError(msg)
    try:
        U = np.broadcast_to(U[0], Q.shape)
    except ValueError:
        msg = f"variances of shape {U.shape[1:]} for estimates of shape {Q.shape}"
        raise ShapeError(msg) from None
    if (U < 0).any():
        msg = f"a variance must be 0 or more, got {U.min():g}"
        raise DomainError(msg)
    if not df_complete > 0:
        msg = f"df_complete must be positive, got {df_complete!r}"
        raise DomainError(msg)
    return Q, U


def _observed(df_complete: float, share: Vector) -> Vector:
    """Degrees of freedom that the observed part leaves; a census sets no limit."""
    if np.isinf(df_complete):
        return np.full(np.shape(share), np.inf)
    left = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
    return np.where(share == 1, np.inf, left)


def _harmonic(a: Vector, b: Vector) -> Vector:
    """Give 1 / (1/a + 1/b), also where one of them is infinite or 0."""
    rates = divide(1.0, a, otherwise=np.inf) + divide(1.0, b, otherwise=np.inf)
    return divide(1.0, rates, otherwise=np.inf)


def m_needed(
    fmi: ArrayLike,
    cv: float = 0.05,
    *,
    pilot: int | None = None,
    level: float = 0.95,
) -> Vector:
    r"""Tell how many imputations make a standard error repeatable.

    .. math:: m = 1 + \frac{1}{2} \left( \frac{fmi}{cv} \right)^2

    rounded up. A fraction of missing information that was estimated from few
    imputations is itself uncertain; its upper confidence limit, on the logit scale with
    standard error :math:`\sqrt{2 / m_{pilot}}`, is then used in its place.

    Parameters
    ----------
    fmi : array_like
        Fraction of missing information, within [0, 1].
    cv : float, default 0.05
        Coefficient of variation of the standard error over repetitions.
    pilot : int, optional
        How many imputations `fmi` was estimated from; None takes it as known.
    level : float, default 0.95
        Of the confidence interval of `fmi`.

    Returns
    -------
    ndarray of int
        2 or more.

    Raises
    ------
    DomainError
        A number is out of range.

    References
    ----------
    .. [1] von Hippel, P. T. (2020). How many imputations do you need? A two-stage
       calculation using a quadratic rule. Sociological Methods & Research 49(3),
       699-718. doi:10.1177/0049124117747303

    Examples
    --------
    >>> m_needed([0.1, 0.3, 0.5])
    array([ 3, 19, 51])
    >>> m_needed(0.3, pilot=20)
    array(41)
    """
    from scipy.special import expit, logit
    from scipy.stats import norm

    share = real_numbers(fmi)
    if share is None or not ((share >= 0) & (share <= 1)).all():
        msg = f"fmi must lie within [0, 1], got {fmi!r}"
        raise DomainError(msg)
    if not (0 < cv < np.inf and 0 < level < 1 and (pilot is None or pilot >= 2)):
        msg = (
            "cv must be positive, level between 0 and 1, and pilot 2 or more; got "
            f"{cv!r}, {level!r} and {pilot!r}"
        )
        raise DomainError(msg)
    if pilot is not None:
        share = expit(logit(share) + norm.ppf((1 + level) / 2) * np.sqrt(2 / pilot))
    m = np.ceil(1 + (share / cv) ** 2 / 2)
    return np.asarray(np.maximum(m, 2).astype(int))
