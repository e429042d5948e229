"""Clustering by a mixture of normal distributions: from rows to labels in no order."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix
from mcdm_index._registry import register
from mcdm_index.clustering._checks import check_number, check_word
from mcdm_index.errors import DomainError

__all__ = ["DegenerateError", "Mixture", "fit_mixture", "gaussian_mixture"]

Labels = NDArray[np.int64]
Covariance: TypeAlias = Literal["full", "tied", "diag", "spherical"]

# Of columns with standard deviation 1; narrower than a hundredth of that is degenerate.
_RIDGE: Final = 1e-6
_LEAST_VARIANCE: Final = 1e-4
_MOST_STEPS: Final = 1000


class DegenerateError(DomainError):
    """A mixture has no fit that does not shrink to a point, a line or a plane."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """A mixture of k normal distributions.

    Attributes
    ----------
    labels : ndarray of int of shape (n,)
        The most probable component of each row.
    membership : ndarray of shape (n, k)
        Probability of each component; rows sum to 1.
    bic : float
        -2 log likelihood + (number of parameters) ln n; less is better. NaN if all rows
        are equal.
    """

    labels: Labels
    membership: Matrix
    bic: float


@register("clustering", cite="Fraley2002")
def gaussian_mixture(
    Z: Matrix,
    k: int,
    *,
    covariance: Covariance = "full",
    n_starts: int = 10,
    rng: Any = None,
) -> Labels:
    r"""Give rows to the most probable of k normal distributions.

    The density is fitted by maximum likelihood, with the EM algorithm:

    .. math::

        f(z) = \sum_{r=1}^{k} \pi_r\, \phi(z;\, \mu_r, \Sigma_r) .

    Parameters
    ----------
    Z : ndarray of shape (n, p)
        At least k distinct rows. A constant column tells nothing and is left out.
    k : int
        Number of distributions, and of clusters.
    covariance : {"full", "tied", "diag", "spherical"}, default "full"
        Any :math:`\Sigma_r`, the same one for all r, diagonal ones, or multiples of
        the unit matrix. There are k p (p + 1) / 2, p (p + 1) / 2, k p or k variances
        and covariances to be learned.
    n_starts : int, default 10
        How often to start anew; the likeliest fit is kept.
    rng : None, int or numpy.random.Generator, optional
        Decides the starts.

    Returns
    -------
    ndarray of int of shape (n,)
        Labels 0 to k - 1, in no order.

    Raises
    ------
    DomainError
        Every start ends in a degenerate fit, `n_starts` is no whole number of 1 or
        more, or there are fewer than k distinct rows.
    UnknownMethodError
        `covariance` is none of the above.

    Notes
    -----
    The likelihood grows without bound where a distribution shrinks to a point, a line
    or a plane, so that its maximum alone means nothing. A fit is degenerate, and not
    taken, if a distribution is narrower in some direction than a hundredth of the
    spread of the columns, if it rests on too few rows to have a covariance of its own
    (p + 1 if full, 2 if diagonal or spherical), or if it is the most probable one of no
    row.

    References
    ----------
    .. [1] Fraley, C. and Raftery, A. E. (2002). Model-based clustering, discriminant
       analysis, and density estimation. Journal of the American Statistical
       Association 97(458), 611-631. doi:10.1198/016214502760047131

    Examples
    --------
    >>> import numpy as np
    >>> Z = np.array([[0.0], [0.1], [0.2], [5.0], [5.2], [5.3]])
    >>> labels = gaussian_mixture(Z, 2, rng=0)
    >>> bool((labels == np.repeat([labels[0], labels[5]], 3)).all())
    True
    """
    return fit_mixture(Z, k, covariance=covariance, n_starts=n_starts, rng=rng).labels


def fit_mixture(
    Z: Matrix,
    k: int,
    *,
    covariance: Covariance = "full",
    n_starts: int = 10,
    rng: Any = None,
) -> Mixture:
    """Fit the mixture of `gaussian_mixture`, and keep its probabilities."""
    from sklearn import config_context

    _check(Z, k, covariance, n_starts)
    deviation = Z.std(axis=0)
    used = deviation > 0
    if not used.any():
        return Mixture(np.zeros(len(Z), np.int64), np.ones((len(Z), 1)), np.nan)
    X = (Z[:, used] - Z[:, used].mean(axis=0)) / deviation[used]
    seeds = np.random.default_rng(rng).integers(2**31, size=n_starts)
    with config_context(array_api_dispatch=False):  # all arrays are those of numpy
        fits = [_fit(X, k, covariance, int(seed)) for seed in seeds]
        sound = [model for model in fits if _is_sound(model, X)]
        if not sound:
            raise DegenerateError(_no_fit(len(Z), k, covariance, n_starts))
        best = max(sound, key=lambda model: float(model.score(X)))
        membership, bic = np.asarray(best.predict_proba(X)), best.bic(X)
    labels = membership.argmax(axis=1).astype(np.int64)
    # The density of Z is that of X divided by the deviations
    moved = 2 * len(Z) * np.log(deviation[used]).sum()
    return Mixture(labels, membership, float(bic + moved))


def _no_fit(n: int, k: int, covariance: str, n_starts: int) -> str:
    return (
        f"a mixture of {k} normal distributions with {covariance} covariance has no "
        f"sound fit to {n} units: in {n_starts} starts a distribution shrinks to a "
        "point, a line or a plane, or keeps too few units. Ask for fewer tiers, for a "
        "covariance that has less to learn (of 'full', 'tied', 'diag' and 'spherical' "
        "the last has least), or for method='kmeans'"
    )


def _check(Z: Matrix, k: int, covariance: Any, n_starts: Any) -> None:
    check_word(covariance, get_args(Covariance), "covariance")
    check_number(n_starts, "n_starts")
    distinct = len(np.unique(Z, axis=0))
    if distinct < k:
        msg = f"{k} clusters need {k} distinct units, there are {distinct}"
        raise DomainError(msg)


def _fit(X: Matrix, k: int, covariance: str, seed: int) -> Any:
    """Run the EM algorithm from one start."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    model = GaussianMixture(
        k,
        covariance_type=covariance,
        reg_covar=_RIDGE,
        max_iter=_MOST_STEPS,
        random_state=seed,
    )
    with warnings.catch_warnings():
        # One that has not settled is found by its `converged_`
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(X)


def _is_sound(model: Any, X: Matrix) -> bool:
    """Tell whether a fit has settled, and no component has shrunk."""
    membership = model.predict_proba(X)
    k, p = membership.shape[1], X.shape[1]
    everyone = len(np.unique(membership.argmax(axis=1))) == k
    needed = {"full": p + 1, "tied": 1}.get(model.covariance_type, 2)
    variance = _SMALLEST[model.covariance_type](model.covariances_)
    return bool(
        model.converged_
        and everyone
        and (membership.sum(axis=0) >= needed).all()
        and variance > _LEAST_VARIANCE
    )


_SMALLEST: Final[dict[str, Callable[[Any], float]]] = {
    "full": lambda found: float(np.linalg.eigvalsh(found).min()),
    "tied": lambda found: float(np.linalg.eigvalsh(found).min()),
    "diag": lambda found: float(found.min()),
    "spherical": lambda found: float(found.min()),
}
