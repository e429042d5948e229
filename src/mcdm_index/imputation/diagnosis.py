"""Diagnosis: whether imputed values are plausible given what else is known of a unit.

Imputed values may well differ from observed ones: units with gaps are other units. What
should not differ is what they are compared with units that are alike.
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.engine import Rows
from mcdm_index.errors import ShapeError
from mcdm_index.imputation.draws import Imputations
from mcdm_index.imputation.pairs import Pairs
from mcdm_index.imputation.panel import Panel, read_labels
from mcdm_index.imputation.regressions import logistic
from mcdm_index.imputation.scales import Scale
from mcdm_index.imputation.state import Tables
from mcdm_index.imputation.targets import Target
from mcdm_index.imputation.wishes import kinds_of

__all__ = ["Diagnosis", "diagnose"]

Stack: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

# Beyond these a number is taken for a sign of bad imputation in one draw, and a column
# is flagged if they are in more than half of the draws.
_T: Final = 2.0
_ADJUSTED_RATIO: Final = (0.5, 2.0)
_RESIDUAL_RATIO: Final = (0.67, 1.5)
_CHANCE: Final = 0.01


@dataclass(frozen=True)
class Diagnosis:
    """What imputed values are like beside observed ones.

    Attributes
    ----------
    conditional : DataFrame
        One row per criterion with gaps, of medians over the draws, on the scale of
        imputation. `difference` and `t`: by how many standard deviations imputed values
        exceed observed ones of units that were as likely to be missing, and its t
        ratio. `adjusted_ratio`: the ratio of their variances about the propensity, 1
        for a single gap. `residual_ratio`: the same about the regression on the other
        criteria. `flagged`: which of them lie out of bounds in over half of the draws.
    marginal : DataFrame
        One row per criterion with gaps: mean, standard deviation and quartiles of what
        was observed and imputed, on the scale of the data, and the p-value of a
        Kolmogorov-Smirnov test in the first draw. Differences are expected unless
        values are missing completely at random, and say nothing against the imputation.
    correlations : DataFrame
        By how much the correlation of each pair of criteria exceeds that of the rows
        in which both were observed, on average over the draws.
    """

    conditional: pd.DataFrame
    marginal: pd.DataFrame
    correlations: pd.DataFrame

    @property
    def flagged(self) -> tuple[Any, ...]:
        """The criteria of which some number lies out of bounds."""
        return tuple(self.conditional.index[self.conditional["flagged"] != ""])


def diagnose(
    draws: Imputations, *, scale: Any = "auto", panel: Any = None
) -> Diagnosis:
    r"""Compare imputed with observed values, given what else is known of a unit.

    For each criterion with gaps and each draw, the propensity of a gap is estimated by
    logistic regression on the other criteria, and the criterion is regressed on whether
    it is imputed and on the log odds of the propensity. It is also regressed on the
    other criteria over the units where it was observed, and the residuals of both
    groups are compared.

    Parameters
    ----------
    draws : Imputations
        With two criteria or more.
    scale : str, pair of floats or mapping, default "auto"
        The scale of comparison, as in `MICEImputer`.
    panel : (unit, time), optional
        As in `MICEImputer`: other periods of a unit then count among what else is known
        of it. Without it a panel that is imputed along time may be flagged for not
        following the other criteria.

    Returns
    -------
    Diagnosis

    Raises
    ------
    ShapeError
        There is only one criterion.

    Notes
    -----
    A t beyond 2, an adjusted ratio beyond 0.5 and 2 and a residual ratio beyond 0.67
    and 1.5 count as signs of bad imputation, the ratios only where an F test at 1 %
    speaks against 1 as well, since those of few gaps vary. A difference of
    distributions, as a test of Kolmogorov and Smirnov finds it, does not: under MAR it
    flags the true values too, and passes draws from the observed values that know
    nothing of other criteria.

    References
    ----------
    .. [1] Raghunathan, T. and Bondarenko, I. (2007). Diagnostics for multiple
       imputations. SSRN. doi:10.2139/ssrn.1031750
    .. [2] Bondarenko, I. and Raghunathan, T. (2016). Graphical and numerical diagnostic
       tools to assess suitability of multiple imputations and imputation models.
       Statistics in Medicine 35(17), 3007-3020. doi:10.1002/sim.6926
    .. [3] Nguyen, C. D., Carlin, J. B. and Lee, K. J. (2013). Diagnosing problems with
       imputation models using the Kolmogorov-Smirnov test: a simulation study. BMC
       Medical Research Methodology 13, 144. doi:10.1186/1471-2288-13-144

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = rng.standard_normal((200, 1)) + 0.5 * rng.standard_normal((200, 4))
    >>> X[rng.random(X.shape) < 0.1] = np.nan
    >>> from mcdm_index.imputation import impute
    >>> diagnose(impute(X, 10, rng=0)).flagged
    ()
    """
    if draws.observed.shape[1] < 2:
        msg = "a diagnosis compares criteria with others, and there is only one"
        raise ShapeError(msg)
    usable = ~np.isnan(draws.observed).all(axis=1)
    data = draws.observed[usable]
    tables = draws.tables[:, usable]
    rows = Rows(draws.observed, draws.columns, draws.index).at(usable)
    labels = None if panel is None else read_labels(rows, panel)
    along = None if labels is None else labels.panel()
    varies = np.flatnonzero(np.nanmin(data, axis=0) < np.nanmax(data, axis=0))
    kinds = kinds_of(rows, data, scale)
    learned = Scale.learn(data[:, varies], [kinds[j] for j in varies])
    z = np.stack([learned.apply(table[:, varies]) for table in tables])
    gaps = np.isnan(data[:, varies])
    names = [draws.names[j] for j in varies]
    incomplete = np.flatnonzero(gaps.any(axis=0))
    conditional = pd.DataFrame(
        [_conditional(z, gaps[:, j], int(j), along) for j in incomplete],
        index=pd.Index([names[j] for j in incomplete], name="criterion"),
        columns=[*_NUMBERS, "flagged"],
    )
    shift = _correlations(z) - Pairs.of(np.where(gaps, np.nan, z[0])).correlation
    return Diagnosis(
        conditional,
        _marginal(draws),
        pd.DataFrame(shift, index=names, columns=names),
    )


_NUMBERS: Final = ("difference", "t", "adjusted_ratio", "residual_ratio")


def _conditional(z: Stack, gaps: Flags, j: int, panel: Panel | None) -> dict[str, Any]:
    """Compute the numbers of one column in every draw, and sum them up."""
    y, rows = z[:, :, j], np.arange(z.shape[1])
    beside = np.delete(np.arange(z.shape[2]), j)
    seen, lacking = np.flatnonzero(~gaps), np.flatnonzero(gaps)
    target = Target(j, "bridge", beside, lacking, seen, panel=panel)
    others = Tables(z, panel).design(target, rows)
    difference, t, adjusted = _given_propensity(y, others, gaps)
    residual = _given_others(y, others, gaps)
    beyond = {
        "t": np.abs(t) > _T,
        "adjusted_ratio": _out_of(adjusted, _ADJUSTED_RATIO, gaps, spent=1),
        "residual_ratio": _out_of(residual, _RESIDUAL_RATIO, gaps),
    }
    numbers = map(np.median, (difference, t, adjusted, residual))
    flags = [name for name, bad in beyond.items() if bad.mean() > 0.5]
    return dict(zip(_NUMBERS, numbers, strict=True)) | {"flagged": ", ".join(flags)}


def _out_of(
    ratio: Vector, bounds: tuple[float, float], gaps: Flags, spent: int = 0
) -> Flags:
    """Tell which ratios of variances are beyond bounds, and not by chance."""
    from scipy.stats import f

    freedom = max(gaps.sum() - spent, 1), max((~gaps).sum() - 1, 1)
    low = f.ppf(_CHANCE / 2, *freedom)
    high = f.ppf(1 - _CHANCE / 2, *freedom)
    return np.asarray((ratio < min(low, bounds[0])) | (ratio > max(high, bounds[1])))


def _given_propensity(
    y: Matrix, others: Stack, gaps: Flags
) -> tuple[Vector, Vector, Vector]:
    """Regress on being imputed and on the log odds of it."""
    m, n, q = others.shape
    odds = logistic(others, gaps.astype(float), np.zeros((m, q + 1))).fitted(others)
    design = np.stack([np.ones((m, n)), odds, np.broadcast_to(gaps, (m, n))], axis=2)
    slopes, residuals = _least_squares(design, y)
    spread = (residuals**2).sum(axis=1) / max(n - 3, 1)
    XX = np.matmul(design.transpose(0, 2, 1), design)
    error = np.sqrt(spread * np.linalg.pinv(XX, hermitian=True)[:, 2, 2])
    difference = divide(slopes[:, 2], np.sqrt(spread))
    without = _least_squares(design[:, :, :2], y)[1]
    return difference, divide(slopes[:, 2], error), _ratio(without, gaps)


def _given_others(y: Matrix, others: Stack, gaps: Flags) -> Vector:
    """Compare residuals from the regression of what was observed on the others."""
    m, n, _ = others.shape
    design = np.concatenate([others, np.ones((m, n, 1))], axis=2)
    seen = ~gaps
    slopes, _ = _least_squares(design[:, seen], y[:, seen])
    residuals = y - np.matmul(design, slopes[:, :, None])[:, :, 0]
    freedom = max(int(seen.sum()) - design.shape[2], 1)
    observed = (residuals[:, seen] ** 2).sum(axis=1) / freedom
    return divide((residuals[:, gaps] ** 2).mean(axis=1), observed, otherwise=1.0)


def _ratio(residuals: Matrix, gaps: Flags) -> Vector:
    if gaps.sum() < 2:  # one value has no variance
        return np.ones(len(residuals))
    imputed = residuals[:, gaps].var(axis=1, ddof=1)
    return divide(imputed, residuals[:, ~gaps].var(axis=1, ddof=1), otherwise=1.0)


def _least_squares(X: Stack, y: Matrix) -> tuple[Matrix, Matrix]:
    """Fit every draw; of collinear columns, the shortest coefficients."""
    slopes = np.matmul(np.linalg.pinv(X), y[:, :, None])[:, :, 0]
    return slopes, y - np.matmul(X, slopes[:, :, None])[:, :, 0]


def _correlations(z: Stack) -> Matrix:
    """Average the correlations over the draws."""
    return np.asarray(np.mean([Pairs.of(table).correlation for table in z], axis=0))


def _marginal(draws: Imputations) -> pd.DataFrame:
    """Describe observed and imputed values side by side."""
    from scipy.stats import ks_2samp

    rows = {}
    place = np.cumsum(draws.mask.ravel()).reshape(draws.mask.shape) - 1
    for j, name in enumerate(draws.names):
        column = draws.observed[:, j]
        filled = draws.cells[:, place[draws.mask[:, j], j]]
        filled = filled[:, ~np.isnan(filled[0])]
        if not filled.size:
            continue
        seen = column[~np.isnan(column)]
        told = {"gaps": filled.shape[1]}
        for word, values in (("observed", seen), ("imputed", filled.ravel())):
            unit = np.abs(values).max() or 1.0  # beside which squares stay in range
            spread = unit * (values / unit).std()
            told |= {f"{word} mean": values.mean(), f"{word} sd": spread}
            ends = np.quantile(values, (0.25, 0.5, 0.75))
            told |= dict(zip((f"{word} {q}%" for q in (25, 50, 75)), ends, strict=True))
        rows[name] = told | {"KS p (expected)": ks_2samp(seen, filled[0]).pvalue}
    found = pd.DataFrame.from_dict(rows, orient="index")
    return found.rename_axis("criterion")
