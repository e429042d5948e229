"""What hypothesis draws: decision matrices, polarities, weights, scores.

Values stand on a grid of quarters unless a test asks for more. On it ties, constant
and repeated columns are common, differences are exact, and no two columns are nearly,
but not quite, the same: what a law then misses by is the rounding of the method.
"""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcdm_index.polarity import BENEFIT, COST, Interval, Target

LEAST = {"real": -200, "nonnegative": 0, "positive": 1, "above_one": 5}


def grid(domain: str = "real") -> st.SearchStrategy[float]:
    """Draw multiples of 1/4 up to 50."""
    return st.integers(LEAST[domain], 200).map(lambda quarter: quarter / 4)


@st.composite
def matrices(
    draw: Any,
    domain: str = "real",
    *,
    rows: tuple[int, int] = (1, 8),
    columns: tuple[int, int] = (1, 5),
    elements: st.SearchStrategy[float] | None = None,
) -> np.ndarray:
    """Draw a matrix in which columns may be constant or copies of the first."""
    shape = draw(st.integers(*rows)), draw(st.integers(*columns))
    elements = grid(domain) if elements is None else elements
    X = draw(arrays(np.float64, shape, elements=elements))
    for j in range(shape[1]):
        kind = draw(st.sampled_from(("own", "own", "own", "constant", "copy")))
        if kind == "constant":
            X[:, j] = X[0, j]
        elif kind == "copy":
            X[:, j] = X[:, 0]
    return X


def wide(domain: str = "real") -> st.SearchStrategy[float]:
    """Draw floats of many magnitudes, and zero where the domain has it."""
    if domain == "above_one":
        return st.floats(1, 1e6, exclude_min=True)
    magnitudes = st.floats(1e-6, 1e6, allow_subnormal=False)
    if domain == "positive":
        return magnitudes
    magnitudes = magnitudes | st.just(0.0)
    return (
        magnitudes
        if domain == "nonnegative"
        else magnitudes | magnitudes.map(lambda x: -x)
    )


@st.composite
def neighbours(draw: Any, low: float, high: float) -> np.ndarray:
    """Draw places between two ends, and the floats that follow each without a gap."""
    share = st.integers(0, 1000).map(lambda part: part / 1001)
    starts = low + (high - low) * np.array(draw(st.lists(share, min_size=1)))
    return (starts + np.abs(np.spacing(starts)) * np.arange(9)[:, None]).ravel()


def directions(m: int) -> st.SearchStrategy[list[Any]]:
    """Draw one benefit or cost per criterion."""
    return st.lists(st.sampled_from((BENEFIT, COST)), min_size=m, max_size=m)


@st.composite
def intervals(draw: Any) -> Interval:
    """Draw a best range, with or without a tolerance."""
    low, width, left, right = (draw(st.integers(0, 40)) / 4 for _ in range(4))
    tolerance = (low - left - 0.25, low + width + right + 0.25)
    return Interval(low, low + width, draw(st.sampled_from((None, tolerance))))


def targets() -> st.SearchStrategy[Target]:
    """Draw a best value."""
    return grid().map(Target)


def polarities(m: int) -> st.SearchStrategy[list[Any]]:
    """Draw one polarity of any kind per criterion."""
    kinds = st.sampled_from((BENEFIT, COST)) | targets() | intervals()
    return st.lists(kinds, min_size=m, max_size=m)


@st.composite
def tables(
    draw: Any,
    domain: str = "real",
    cost_domain: str | None = None,
    *,
    graded: bool = True,
    many_magnitudes: bool = False,
    rows: tuple[int, int] = (1, 8),
    columns: tuple[int, int] = (1, 5),
) -> tuple[np.ndarray, list[Any]]:
    """Draw a matrix with polarities; each column is within the domain of its kind.

    What has a target or an interval may be any number, since it is graded first.
    Columns may be constant or copies of the first.
    """
    n, m = draw(st.integers(*rows)), draw(st.integers(*columns))
    kinds = draw(polarities(m) if graded else directions(m))
    domains = {BENEFIT: domain, COST: cost_domain or domain}
    elements = wide if many_magnitudes else grid
    drawn: list[np.ndarray] = []
    for kind in kinds:
        within = domains.get(kind, "real")
        form = draw(st.sampled_from(("own", "own", "own", "constant", "copy")))
        if form == "copy" and drawn and drawn[0].min() >= LEAST[within] / 4:
            drawn.append(drawn[0])
            continue
        size = 1 if form == "constant" else n
        values = draw(st.lists(elements(within), min_size=size, max_size=size))
        drawn.append(np.broadcast_to(np.array(values), n))
    return np.column_stack(drawn), kinds


def weights(m: int) -> st.SearchStrategy[list[float]]:
    """Draw weights on any scale, zeros among them but not all."""
    some = st.sampled_from((0.0, 0.0, 0.25, 1.0, 2.0, 3.0, 7.0))
    return st.lists(some, min_size=m, max_size=m).filter(any)


def scores(least: int = 1) -> st.SearchStrategy[np.ndarray]:
    """Draw scores in [0, 1] with many ties."""
    some = st.integers(0, 16).map(lambda part: part / 16)
    return st.lists(some, min_size=least, max_size=12).map(np.array)


@st.composite
def problems(
    draw: Any, domain: str = "real", *, graded: bool = True, **size: tuple[int, int]
) -> tuple[np.ndarray, list[Any], list[float]]:
    """Draw a matrix with polarities and weights to it."""
    X = draw(matrices(domain, **size))
    m = X.shape[1]
    kinds = polarities(m) if graded else directions(m)
    return X, draw(kinds), draw(weights(m))
