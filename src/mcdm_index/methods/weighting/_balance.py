"""Weights by effect: each criterion has as much of the index as any other."""

import numpy as np

from mcdm_index._numeric import Container, Matrix, Vector, divide, share
from mcdm_index._registry import register
from mcdm_index.engine import column_stats
from mcdm_index.methods._all_rows import open_whole
from mcdm_index.methods._nearest import nearest_shares
from mcdm_index.methods.weighting._order import in_one_order

__all__ = ["correlation_balanced"]


@register(
    "weighting",
    promises=("constant_gets_zero",),
    all_rows=True,
    cite="Becker2017",
    aliases=("equal_importance",),
)
def correlation_balanced(X: Container) -> Vector:
    r"""Weigh criteria so that each correlates with the weighted sum as the others do.

    Of all weighted sums :math:`y = \sum_j w_j x_j` with :math:`w \ge 0`, that one is
    taken whose least correlation with a criterion is largest,

    .. math::

        \max_{w \ge 0} \min_j \operatorname{corr}(x_j, y) .

    With standard deviations :math:`\sigma` and correlations :math:`\mathbf R` its
    weights are :math:`w_j \propto a_j / \sigma_j` for the shares a with the least
    :math:`\mathbf a^\top \mathbf R\, \mathbf a`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized and oriented values, as they are to be summed.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Criteria with weight have the same correlation with the
        sum. One with weight 0 has a larger one without it: the others say it already,
        and no weights bring it down to theirs but negative ones; of many criteria that
        correlate strongly, most get 0. A constant criterion
        gets 0; if none varies, all are equal. Of several such weights those whose a
        differ least. Where criteria cancel, so that no weighted sum correlates with all
        of them, those are given with which it is constant.

    Raises
    ------
    MissingDataError, NonFiniteError

    Notes
    -----
    Reference [1]_ searches the weights for which squared correlations, or those of a
    curve, are in given proportions. For equal ones and straight lines the answer is
    :math:`\mathbf a \propto \mathbf R^{-1} \mathbf 1`, which is that given here
    wherever it is non-negative; elsewhere the search has several local answers, and
    this is the nearest one that has a meaning of its own: a is the portfolio of least
    variance, and the least correlation is as large as it can be.

    References
    ----------
    .. [1] Becker, W., Saisana, M., Paruolo, P. and Vandecasteele, I. (2017). Weights
       and importance in composite indicators: closing the gap. Ecological Indicators
       80, 12-22. doi:10.1016/j.ecolind.2017.03.056

    Examples
    --------
    >>> X = np.array([[0.0, 0.3, 1.0], [0.4, 0.9, 0.0], [0.7, 0.0, 0.4], [1, 1, 0.7]])
    >>> w = correlation_balanced(X)
    >>> w.round(3)
    array([0.289, 0.274, 0.437])
    >>> np.corrcoef(np.c_[X, X @ w].T)[-1, :-1].round(3)
    array([0.534, 0.534, 0.534])
    """
    values = in_one_order(open_whole(X, "weighting", "correlation_balanced"))
    stats = column_stats(values, ("squares",))
    deviation = stats.deviation(ddof=0)
    a = np.zeros_like(deviation)
    if stats.varies.any():
        centred = np.ldexp(values, -stats.exponent) - stats.mean
        standardized = centred[:, stats.varies] / deviation[stats.varies]
        a[stats.varies] = _balanced(standardized)
    exponent = stats.exponent - stats.exponent[stats.varies].min(initial=0)
    return share(np.ldexp(divide(a, deviation), -exponent), among=stats.varies)


def _balanced(Z: Matrix) -> Vector:
    r"""Find the shares with the least variance of the sum of standardized columns.

    For shares, :math:`\mathbf a^\top \mathbf R\, \mathbf a =
    1 - \frac1{2n} \sum_{jk} a_j a_k \lVert z_j - z_k \rVert^2`. Differences tell
    nearly equal columns apart where correlations do not; once it is known which have a
    share, they are solved for.
    """
    a = nearest_shares(np.asarray(np.linalg.qr(Z, mode="r")))
    chosen = np.flatnonzero(a)
    apart = [((Z[:, chosen] - Z[:, [j]]) ** 2).sum(axis=0) for j in chosen]
    D = np.array(apart) / (np.max(apart) or 1.0)
    one = np.ones((len(chosen), 1))
    system = np.block([[D, one], [one.T, np.zeros((1, 1))]])
    solved = np.linalg.lstsq(system, np.append(0 * chosen, 1.0))[0][:-1]
    if (solved >= 0).all():
        a[chosen] = solved
    return a
