"""Hit-and-run: from points inside a polytope to points spread evenly over it."""

import numpy as np

from mcdm_index._numeric import Matrix
from mcdm_index.methods.sampling._polytope import Inside

__all__ = ["walk"]

# So many chains walk side by side.
_CHAINS = 512


def walk(
    inside: Inside, k: int, *, burn_in: int, thin: int, rng: np.random.Generator
) -> Matrix:
    """Draw k points: those where the chains stand after the burn-in, and so on.

    Directions are drawn as the chains lie apart, so that a long and narrow polytope is
    walked as easily as a round one. That is found out at the start and once more half
    way through the burn-in; after that they have one distribution, as they must.

    Parameters
    ----------
    inside : Inside
    k : int
    burn_in, thin : int
        Steps of each chain before its first point, and from one point to the next.
    rng : Generator

    Returns
    -------
    ndarray of shape (k, m)
    """
    if not len(inside.directions):
        return np.tile(inside.point, (k, 1))
    points = _starts(inside, rng)
    for part in (burn_in // 2, burn_in - burn_in // 2):
        shape = _shape_of(points, inside.directions)
        points = _steps(inside, points, shape, part, rng)
    drawn = [points]
    for _ in range(1, -(-k // _CHAINS)):
        drawn.append(_steps(inside, drawn[-1], shape, thin, rng))
    return np.concatenate(drawn)[:k]


def _starts(inside: Inside, rng: np.random.Generator) -> Matrix:
    """Mix corners, each chain some of them, and the point inside.

    Of a simplex, which has d + 1 corners, such mixtures are nearly even already.
    """
    d = len(inside.directions)
    corners = inside.corners(rng)
    among = rng.random((_CHAINS, len(corners))).argsort(axis=1)[:, : d + 1]
    share = rng.dirichlet(np.ones(among.shape[1]), size=_CHAINS)
    mixed = np.einsum("cv,cvm->cm", share, corners[among])
    return np.asarray(0.9 * mixed + 0.1 * inside.point)


def _shape_of(points: Matrix, directions: Matrix) -> Matrix:
    """Give directions in which steps are as long as the chains lie far apart."""
    apart = (points - points.mean(axis=0)) @ directions.T
    _, lengths, axes = np.linalg.svd(apart, full_matrices=False)
    return np.asarray((lengths[:, None] * axes) @ directions)


def _steps(
    inside: Inside, points: Matrix, shape: Matrix, n: int, rng: np.random.Generator
) -> Matrix:
    """Move every chain n times to an even point of the chord in a random direction."""
    w = points.copy()
    room = np.maximum(inside.bounds - w @ inside.rows.T, 0.0)
    towards = shape @ inside.rows.T
    for _ in range(n):
        z = rng.standard_normal((len(w), len(shape)))
        closing = z @ towards
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            steps = room / closing
        ahead = np.min(steps, axis=1, initial=np.inf, where=closing > 0)
        back = np.max(steps, axis=1, initial=-np.inf, where=closing < 0)
        t = (back + (ahead - back) * rng.random(len(w)))[:, None]
        w += t * (z @ shape)
        room -= t * closing
        np.maximum(room, 0.0, out=room)
    return w
