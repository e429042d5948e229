"""Sigma convergence: whether the dispersion of scores falls from period to period."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector
from mcdm_index.convergence._regression import ROUNDING, least_squares, t_and_p
from mcdm_index.convergence._scores import first_and_last, read_score, refuse
from mcdm_index.methods.inequality import coefficient_of_variation, gini, theil
from mcdm_index.trends._panel import Panel

__all__ = ["SigmaConvergence", "sigma_convergence"]

_MEASURES = ("sd_log", "cv", "gini", "theil")


@dataclass(frozen=True, eq=False)
class SigmaConvergence:
    """What `sigma_convergence` found.

    Attributes
    ----------
    table : DataFrame
        One row per period: the number of units that have a score, the standard
        deviation of the logarithms (ddof 0; NA if a score is 0), the coefficient of
        variation, the Gini coefficient and Theil's T. NA in a period without scores, or
        in which all are 0.
    trend : DataFrame
        One row per measure: the number of periods that have it, the slope of the
        least-squares line over time, its standard error, t and two-sided p. NA with
        less than three periods.
    ratio : float or None
        Variance of the logarithms in the last period over that in the first, of the
        units that have a score in both; below 1 they came closer. None if there are
        less than three such units, one of them has a score of 0, or the first variance
        is 0.
    t, p : float or None
        Test of Pitman and Morgan of whether that ratio is 1: t is negative if the
        variance fell, p is two-sided.
    """

    table: pd.DataFrame
    trend: pd.DataFrame
    ratio: float | None
    t: float | None
    p: float | None


def sigma_convergence(
    scores: pd.Series | pd.DataFrame, unit: Hashable, period: Hashable
) -> SigmaConvergence:
    r"""Measure the dispersion of scores in each period, and test whether it changed.

    Of the logarithms :math:`u` and :math:`v` of the scores in the first and in the last
    period, the variances are equal if, and only if, :math:`v - u` and :math:`v + u` are
    uncorrelated. With their correlation r over n units,

    .. math::

        t = r \sqrt{\frac{n - 2}{1 - r^2}}

    has Student's distribution with n - 2 degrees of freedom, if the variances are equal
    and the logarithms are normal.

    Parameters
    ----------
    scores : Series, or DataFrame of one column
        Not negative. The row index has a level for the unit and one for the period;
        periods are numbers, dates or pandas periods. A unit is absent from a period
        that it has no row for, or in which its score is NaN.
    unit, period : str
        Names of the levels.

    Returns
    -------
    SigmaConvergence
        Where units come and go, dispersion changes by that alone; see the number of
        units.

    Raises
    ------
    DomainError
        A score is negative, a period is no time, or the scores are no Series or
        DataFrame.
    ShapeError
        There are several scores.
    DuplicateLabelError
        A unit has a period twice.
    UnknownColumnError
        A level is not there.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    Notes
    -----
    The test of the slope takes the dispersions of different periods to be independent.
    In a panel they are not: those of units that drift apart at random have a slope far
    from 0 more often than p says. The test of first against last compares the same
    units with themselves, and does not need that.

    References
    ----------
    .. [1] Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political
       Economy 100(2), 223-251. doi:10.1086/261816
    .. [2] Pitman, E. J. G. (1939). A note on normal correlation. Biometrika 31(1-2),
       9-12.
    .. [3] Carree, M. and Klomp, L. (1997). Testing the convergence hypothesis: a
       comment. Review of Economics and Statistics 79(4), 683-686.

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {"year": [2020, 2021, 2022], "Ada": [1.0, 1.2, 1.4], "Bel": [2.0, 2.1, 2.2],
    ...      "Dun": [4.0, 4.1, 4.2]}
    ... ).set_index("year").rename_axis(columns="city").stack()
    >>> found = sigma_convergence(scores, "city", "year")
    >>> found.table.round(3)
          n_units  sd_log     cv   gini  theil
    year
    2020        3   0.566  0.535  0.286  0.143
    2021        3   0.502  0.491  0.261  0.119
    2022        3   0.451  0.453  0.239    0.1
    >>> found.trend.loc["gini", ["slope", "p"]].round(3).to_dict()
    {'slope': -0.023, 'p': 0.02}
    >>> round(found.ratio, 3)
    0.635
    """
    panel, y = read_score(scores, unit, period)
    refuse(
        panel, y < 0, "dispersion is measured against a true 0; scores below have none"
    )
    there = ~np.isnan(y)
    rows = [
        _dispersion(y[there & (panel.place == t)]) for t in range(len(panel.periods))
    ]
    values = pd.DataFrame(rows, panel.periods.rename(period), columns=_MEASURES)
    count = np.bincount(panel.place[there], minlength=len(panel.periods))
    table = values.astype("Float64")
    table.insert(0, "n_units", count)
    trend = {name: _trend(panel.times, values[name].to_numpy()) for name in _MEASURES}
    slopes = pd.DataFrame.from_dict(trend, orient="index").rename_axis("measure")
    slopes = slopes.astype(
        {"n_periods": int} | dict.fromkeys(slopes.columns[1:], "Float64")
    )
    return SigmaConvergence(table, slopes, *_first_to_last(panel, y))


def _dispersion(x: Vector) -> tuple[float, float, float, float]:
    """Give all measures of one period, NaN for what it has not."""
    if not x.any():
        return np.nan, np.nan, np.nan, np.nan
    sd_log = np.nan
    if x.all():
        logs = np.log(np.sort(x))
        sd_log = float(np.std(logs - logs[0]))
    return sd_log, coefficient_of_variation(x), gini(x), theil(x)


def _trend(times: Vector, values: Vector) -> dict[str, float]:
    """Regress a measure on time, in the periods that have it."""
    known = ~np.isnan(values)
    n = int(known.sum())
    if n < 3:
        return {"n_periods": n} | dict.fromkeys(("slope", "se", "t", "p"), np.nan)
    y = values[known]
    rounding = ROUNDING * float(y.max())
    fit = least_squares(times[known][:, None], y, ["time"], rounding=rounding)
    found = (fit.estimate[1], fit.se[1], fit.t[1], fit.p[1])
    return {"n_periods": n} | dict(zip(("slope", "se", "t", "p"), found, strict=True))


def _first_to_last(
    panel: Panel, y: Vector
) -> tuple[float | None, float | None, float | None]:
    """Test whether the variance of the logarithms is that of the first period."""
    _, first, last = first_and_last(panel, y)
    if len(first) < 3 or not (first.all() and last.all()):
        return None, None, None
    u, v = (_centred(np.log(x)) for x in (first, last))
    if not u.any():
        return None, None, None
    difference, total = _centred(v - u), v + u
    size = np.sqrt((difference @ difference) * (total @ total))
    r = np.clip(difference @ total / size, -1.0, 1.0) if size else 0.0
    df = len(u) - 2
    t, p = t_and_p(np.array([r]), np.sqrt(np.array([(1 - r * r) / df])), df)
    return float((v @ v) / (u @ u)), float(t[0]), float(p[0])


def _centred(x: Vector) -> Vector:
    """Take off the mean; what varies by rounding only does not vary."""
    d = x - x[0]
    if np.ptp(d) <= ROUNDING * max(1.0, float(np.abs(x).max())):
        return np.zeros(len(x))
    return np.asarray(d - d.mean())
