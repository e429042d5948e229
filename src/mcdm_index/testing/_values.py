"""Single values: from a domain to the numbers that hypothesis draws for a cell."""

from typing import Any, Final

import numpy as np
from hypothesis import strategies as st

from mcdm_index._numeric import Vector
from mcdm_index._registry import DOMAINS, Domain
from mcdm_index.errors import UnknownMethodError, suggestion

__all__ = ["LEAST", "check_domain", "grid", "neighbours", "scores", "wide"]

# The least value of each domain on the grid, in quarters.
LEAST: Final[dict[str, int]] = {
    "real": -200,
    "nonnegative": 0,
    "positive": 1,
    "above_one": 5,
}


def _simplest_first(least: int) -> tuple[float, ...]:
    """List the grid so that an example shrinks to small whole numbers."""
    quarters = range(least, 201)
    ordered = sorted(quarters, key=lambda q: (q % 4 != 0, abs(q), q < 0))
    return tuple(quarter / 4 for quarter in ordered)


_GRIDS: Final = {domain: _simplest_first(least) for domain, least in LEAST.items()}


def check_domain(domain: object) -> None:
    """Refuse a domain that is none.

    Raises
    ------
    UnknownMethodError
    """
    if domain not in DOMAINS:
        hint = suggestion(str(domain), DOMAINS)
        msg = f"unknown domain {domain!r}.{hint} Use one of {', '.join(DOMAINS)}."
        raise UnknownMethodError(msg)


def grid(domain: Domain = "real") -> st.SearchStrategy[float]:
    """Draw multiples of 1/4 up to 50, whole numbers first.

    On the grid ties are common, differences are exact, and no two columns are nearly,
    but not quite, the same: what a law then misses by is the rounding of the method.

    Parameters
    ----------
    domain : {"real", "nonnegative", "positive", "above_one"}

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws floats.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(grid("positive"), lambda x: x > 0)
    1.0
    """
    check_domain(domain)
    return st.sampled_from(_GRIDS[domain])


def wide(domain: Domain = "real") -> st.SearchStrategy[float]:
    """Draw floats of many magnitudes, and zero where the domain has it.

    Parameters
    ----------
    domain : {"real", "nonnegative", "positive", "above_one"}

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws floats whose absolute values are 0 or from 1e-6 to 1e6.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(wide("positive"), lambda x: x > 1000)
    1001.0
    """
    check_domain(domain)
    if domain == "above_one":
        return st.floats(1, 1e6, exclude_min=True)
    magnitudes = st.floats(1e-6, 1e6, allow_subnormal=False)
    if domain == "positive":
        return magnitudes
    magnitudes = magnitudes | st.just(0.0)
    if domain == "nonnegative":
        return magnitudes
    return magnitudes | magnitudes.map(lambda x: -x)


@st.composite
def neighbours(draw: Any, low: float, high: float) -> Vector:
    """Draw places between two ends, and the floats that follow each without a gap.

    Parameters
    ----------
    low, high : float

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws arrays of nine numbers for each place.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(neighbours(1.0, 2.0), lambda x: True)[:2]
    array([1., 1.])
    """
    share = st.integers(0, 1000).map(lambda part: part / 1001)
    starts = low + (high - low) * np.array(draw(st.lists(share, min_size=1)))
    steps = np.abs(np.spacing(starts)) * np.arange(9)[:, None]
    return np.asarray((starts + steps).ravel())


def scores(least: int = 1) -> st.SearchStrategy[Vector]:
    """Draw scores in [0, 1] with many ties.

    Parameters
    ----------
    least : int, default 1
        How many scores there are at least; up to 12 are drawn.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws arrays of multiples of 1/16.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(scores(2), lambda s: s[0] < s[1])
    array([0.    , 0.0625])
    """
    some = st.integers(0, 16).map(lambda part: part / 16)
    return st.lists(some, min_size=least, max_size=12).map(np.array)
