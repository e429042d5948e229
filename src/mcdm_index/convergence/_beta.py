"""Beta convergence: whether units that began lower grew faster."""

from collections.abc import Hashable
from dataclasses import dataclass
from math import log, log1p
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix
from mcdm_index.convergence._regression import ROUNDING, least_squares
from mcdm_index.convergence._scores import first_and_last, read_score, refuse
from mcdm_index.engine import check_finite, open_rows, plain
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    UnknownColumnError,
    listing,
)
from mcdm_index.trends._parts import log_ratio

__all__ = ["BetaConvergence", "beta_convergence"]


@dataclass(frozen=True, eq=False)
class BetaConvergence:
    r"""What `beta_convergence` found.

    Attributes
    ----------
    coefficients : DataFrame
        One row per term, "constant", "initial" and the controls: estimate, standard
        error (se), t, and two-sided p. Where the fit is exact, t is infinite.
    beta, se, t, p : float
        Those of "initial"; beta is negative if units that began lower grew faster.
    r2 : float
        Which part of the variance of growth is explained.
    n_units : int
        How many units the regression has.
    left_out : tuple of labels
        Units that lack a score in the first or in the last period.
    span : float
        From the first to the last period.
    speed : float or None
        Which part of the distance to where it is heading a unit makes up per unit of
        time; negative if units drift apart. None if more than the whole distance is
        made up within the span, :math:`\beta T \le -1`.
    half_life : float or None
        In what time half of the distance is made up; None if the speed is not positive.
    """

    coefficients: pd.DataFrame
    beta: float
    se: float
    t: float
    p: float
    r2: float
    n_units: int
    left_out: tuple[Any, ...]
    span: float
    speed: float | None
    half_life: float | None


def beta_convergence(
    scores: pd.Series | pd.DataFrame,
    unit: Hashable,
    period: Hashable,
    controls: pd.DataFrame | None = None,
    *,
    robust: bool = False,
) -> BetaConvergence:
    r"""Regress the growth of each unit on where it began.

    With the scores y in the first period and T units of time later, and controls x,

    .. math::

        \frac1T \ln \frac{y_{i,T}}{y_{i,0}} =
        \alpha + \beta \ln y_{i,0} + \gamma^\top x_i + \varepsilon_i, \qquad
        \beta = -\frac{1 - e^{-\lambda T}}{T},

    where :math:`\lambda` is the speed of convergence, and :math:`\ln 2 / \lambda` the
    half-life of a distance. Without controls convergence is absolute, all units heading
    for the same score; with controls it is conditional, each heading for its own.

    Parameters
    ----------
    scores : Series, or DataFrame of one column
        Positive in the first and in the last period. The row index as in
        `sigma_convergence`.
    unit, period : str
        Names of the levels.
    controls : DataFrame, optional
        One row per unit, by its label, and one column per control; finite.
    robust : bool, default False
        Standard errors that hold where growth varies more among some units than among
        others (HC1), but are somewhat too small for few units. By default those of
        ordinary least squares. Both are used with Student's t.

    Returns
    -------
    BetaConvergence

    Raises
    ------
    DomainError
        A score is not positive; there is one period only; units are too few, or began
        alike; or a control is the same for all, or is determined by the others.
    UnknownColumnError
        A level is not there, or a unit has no controls.
    DuplicateLabelError
        A unit has a period, or controls, twice, or a control has the name of a term.
    ShapeError
        There are several scores.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    Notes
    -----
    A score with an error in it begins too low and then grows, or too high and then
    falls: beta is negative by that alone, also where nothing converges. It is
    convergence only if dispersion falls as well; see `sigma_convergence`, whose test of
    first against last is not deceived in this way.

    References
    ----------
    .. [1] Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political
       Economy 100(2), 223-251. doi:10.1086/261816
    .. [2] MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent
       covariance matrix estimators with improved finite sample properties. Journal of
       Econometrics 29(3), 305-325. doi:10.1016/0304-4076(85)90158-7
    .. [3] Quah, D. (1993). Galton's fallacy and tests of the convergence hypothesis.
       Scandinavian Journal of Economics 95(4), 427-443.

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {"Ada": [1, 1.9], "Bel": [2, 3.2], "Dun": [4, 5.2], "Eri": [8, 8.9]},
    ...     index=pd.Index([2010, 2020], name="year"),
    ... ).rename_axis(columns="city").stack()
    >>> found = beta_convergence(scores, "city", "year")
    >>> round(found.beta, 4), round(found.speed, 4), round(found.half_life, 1)
    (-0.0262, 0.0303, 22.9)
    >>> found.coefficients.round(4)
              estimate      se        t       p
    term
    constant    0.0642  0.0013  51.2238  0.0004
    initial    -0.0262  0.0010 -27.0591  0.0014
    """
    panel, y = read_score(scores, unit, period)
    span = float(panel.times[-1] - panel.times[0])
    if span == 0:
        msg = f"there is one period only, {plain(panel.periods[0])!r}; growth needs two"
        raise DomainError(msg)
    ends = np.isin(panel.place, (0, len(panel.periods) - 1))
    refuse(panel, ends & (y <= 0), "growth needs positive scores")
    kept, first, last = first_and_last(panel, y)
    X, names = _controls(controls, panel.units[kept])
    growth = log_ratio(last, first, np.ones(len(kept), dtype=bool)) / span
    fit = least_squares(
        np.column_stack([np.log(first), X]),
        growth,
        ["initial", *names],
        robust=robust,
        rounding=ROUNDING * max(1.0 / span, float(np.abs(growth).max(initial=0.0))),
    )
    columns = {"estimate": fit.estimate, "se": fit.se, "t": fit.t, "p": fit.p}
    terms = pd.Index(["constant", "initial", *names], name="term")
    beta = float(fit.estimate[1])
    speed = -log1p(beta * span) / span + 0.0 if beta * span > -1 else None
    return BetaConvergence(
        coefficients=pd.DataFrame(columns, terms),
        beta=beta,
        se=float(fit.se[1]),
        t=float(fit.t[1]),
        p=float(fit.p[1]),
        r2=fit.r2,
        n_units=len(kept),
        left_out=tuple(plain(u) for u in panel.units.delete(np.sort(kept))),
        span=span,
        speed=speed,
        half_life=log(2) / speed if speed and speed > 0 else None,
    )


def _controls(controls: Any, units: pd.Index) -> tuple[Matrix, list[str]]:
    """Give the controls of the units, and their names."""
    if controls is None:
        return np.empty((len(units), 0)), []
    if not isinstance(controls, pd.DataFrame):
        msg = f"controls must be a DataFrame by unit, got {type(controls).__name__}"
        raise DomainError(msg)
    names = [str(name) for name in controls.columns]
    twice = {name for name in names if names.count(name) > 1}
    taken = twice | ({"constant", "initial"} & set(names))
    if taken or not controls.index.is_unique:
        found = listing(map(repr, sorted(taken))) or "some units stand twice"
        msg = (
            "controls must have one row per unit, and names of their own, other than "
            f"'constant' and 'initial': {found}"
        )
        raise DuplicateLabelError(msg)
    strangers = units.difference(controls.index)
    if len(strangers):
        msg = f"there are no controls for {listing(map(repr, strangers))}"
        raise UnknownColumnError(msg)
    rows = open_rows(controls.loc[units])
    check_finite(rows)
    return np.asarray(rows.values, dtype=float), names
