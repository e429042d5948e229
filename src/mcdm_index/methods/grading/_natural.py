"""Natural breaks: from scores to the cuts between their most homogeneous classes."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import EPS, Vector, peak_exponent
from mcdm_index._registry import register
from mcdm_index.methods.grading._pairs import (
    Pair,
    Places,
    cumulate,
    product,
    total,
)
from mcdm_index.methods.grading._read import fill_up, read_scores

__all__ = ["natural_breaks"]

# Sums that differ by less than this part of themselves are equal, but for rounding.
_EQUAL: Final = 64 * EPS


@register("grading", promises=("scale", "shift", "best_on_top"), cite="Fisher1958")
def natural_breaks(scores: ArrayLike, k: int) -> Vector:
    r"""Cut so that the scores within classes differ least (Fisher, Jenks).

    Of all partitions of the scores into k classes the one that minimizes

    .. math::

        \sum_{g=1}^{k} \sum_{u \in g} (s_u - \bar{s}_g)^2 .

    Parameters
    ----------
    scores : array_like of shape (n,)
    k : int
        Number of classes.

    Returns
    -------
    ndarray of shape (k - 1,)
        Ascending cuts, half-way between the highest score of a class and the lowest of
        the next. If the scores take fewer than k values, each value is a class of its
        own, these are the best ones, and the lowest stay empty; where all scores are
        equal, all are in the best class.

    Raises
    ------
    DomainError, EmptyDataError, MissingDataError, NonFiniteError, NotNumericError,
    ShapeError

    See Also
    --------
    grade_sizes : tells if one class holds more than half of the units.

    Notes
    -----
    The optimum is that of all partitions, found by dynamic programming over the
    different scores in :math:`O(k n \log n)` steps (after [3]_). Sums keep what
    rounding takes off them, so that neither a large mean nor a distant group spoils
    them, as long as scores differ by more than about 1e-10 of their range. Of
    partitions that are equally good, but for rounding, the one with the largest best
    class is taken, then the one with the largest second-best, and so on; so it does not
    depend on the order of the units.

    A few units far from the rest take classes for themselves, so that one class often
    holds most units. A cut in the middle of a gap, rather than at its upper end, leaves
    the grade of a unit as it is where its score comes out a rounding error lower in the
    next run.

    References
    ----------
    .. [1] Fisher, W. D. (1958). On grouping for maximum homogeneity. Journal of the
       American Statistical Association 53(284), 789-798.
       doi:10.1080/01621459.1958.10501479
    .. [2] Jenks, G. F. (1977). Optimal data classification for choropleth maps.
       Occasional Paper 2, Department of Geography, University of Kansas.
    .. [3] Wu, X. (1991). Optimal quantization by matrix searching. Journal of
       Algorithms 12(4), 663-673. doi:10.1016/0196-6774(91)90039-2

    Examples
    --------
    >>> natural_breaks([1, 2, 2, 3, 11, 12, 30], 3)
    array([ 7., 21.])
    """
    s, k = read_scores(scores, k)
    values, counts = np.unique(s, return_counts=True)
    begins = np.arange(1, len(values))
    if k < len(values):
        begins = _best_begins(_Sums.of(values, counts.astype(float)), k)
    lower, upper = values[begins - 1], values[begins]
    middle = lower / 2 + upper / 2
    cuts = np.where(middle > lower, middle, upper)  # of neighboring floats
    return fill_up(cuts, k, values[0])


class _Sums(NamedTuple):
    """Sums over the different scores from the median to each place between them.

    Places run from 0, in front of all, to the number of different scores. Before the
    median the sums are negative, so that their differences are sums in between.
    """

    units: Vector
    first: Pair  # of the deviations from the median
    second: Pair  # of their squares

    @classmethod
    def of(cls, values: Vector, counts: Vector) -> "_Sums":
        """Sum deviations, scaled so that their squares stay in range."""
        middle = int(np.searchsorted(np.cumsum(counts), counts.sum() / 2))
        x = np.ldexp(values, -peak_exponent(values))
        apart = total(x, np.full(x.shape, -x[middle]))
        exponent = peak_exponent(apart.high)
        deviations = Pair(*(np.ldexp(part, -exponent) for part in apart))

        def outwards(each: Pair) -> Pair:
            amounts = each.times(counts)
            before = cumulate(Pair(*(part[:middle][::-1] for part in amounts)))
            after = cumulate(Pair(*(part[middle:] for part in amounts)))
            sides = zip(before, after, strict=True)
            return Pair(*(np.concatenate([-b[::-1], [0.0], a]) for b, a in sides))

        ones = Pair(np.ones(x.shape), np.zeros(x.shape))
        squares = deviations.squared()
        return cls(outwards(ones).high, outwards(deviations), outwards(squares))

    def within(self, begin: Places, end: Places) -> Vector:
        """Sum the squared deviations from the mean between two places."""
        n = self.units[end] - self.units[begin]
        sum_, square = self.first.between(begin, end), self.second.between(begin, end)
        mean = sum_.high / n
        # sum^2 / n, to the second order: the mean is rounded, by `off` of the sum
        part, back = product(sum_.high, mean), product(n, mean)
        off = (sum_.high - back.high) - back.low
        rest = square.low - part.low - mean * (off + 2 * sum_.low)
        return np.maximum((square.high - part.high) + rest, 0.0)


def _best_begins(sums: _Sums, k: int) -> Places:
    """Find the places at which the second to the last class begin."""
    if k == 1:
        return np.empty(0, dtype=np.intp)
    n = len(sums.units) - 1
    ends = np.arange(1, n + 1)
    best = np.concatenate([[0.0], sums.within(np.zeros_like(ends), ends)])
    layers = []
    for classes in range(2, k):
        begins, best = _add_class(sums, best, classes)
        layers.append(begins)
    last, _ = _search(sums, best, *np.array([[n], [k - 1], [n - 1]]))
    path = [last[0]]
    for begins in reversed(layers):
        path.append(begins[path[-1]])
    return np.array(path[::-1])


def _add_class(sums: _Sums, best: Vector, classes: int) -> tuple[Places, Vector]:
    """Find, for each end, where the last of so many classes begins, and the best sum.

    The best begin never moves back as the end moves on. So the ends are gone through
    from far apart to close together, each between the begins of its neighbors.
    """
    n = len(best) - 1
    rows = n - classes + 1
    # The row of the end `classes`, which is the first, is 1; the outer ones are limits.
    begins = np.full(rows + 2, n - 1)
    begins[0] = classes - 1
    least = np.zeros(n + 1)
    step = 1 << (rows.bit_length() - 1)
    while step:
        row = np.arange(step, rows + 1, 2 * step)
        ends = row + classes - 1
        high = np.minimum(begins[np.minimum(row + step, rows + 1)], ends - 1)
        begins[row], least[ends] = _search(sums, best, ends, begins[row - step], high)
        step //= 2
    return np.concatenate([np.zeros(classes, dtype=np.intp), begins[1:-1]]), least


def _search(
    sums: _Sums, best: Vector, ends: Places, low: Places, high: Places
) -> tuple[Places, Vector]:
    """Find the best begin of the last class between two limits, for each end.

    Of begins that are equally good, but for rounding, it is the first.
    """
    sizes = high - low + 1
    starts = np.cumsum(sizes) - sizes
    begin = np.arange(sizes.sum()) + np.repeat(low - starts, sizes)
    row = np.repeat(np.arange(len(ends)), sizes)
    near = _near_best(sums, best, begin, ends[row], row)
    begin, row = begin[near], row[near]
    value = best[begin] + sums.within(begin, ends[row])
    good = np.flatnonzero(value <= (1 + _EQUAL) * _least_of_row(value, row))
    chosen = good[np.searchsorted(row[good], np.arange(len(ends)))]
    return begin[chosen], value[chosen]


def _near_best(
    sums: _Sums, best: Vector, begin: Places, end: Places, row: Places
) -> Places:
    """Leave out begins that are worse by more than plain sums may be off."""
    first, second = sums.first.high, sums.second.high
    apart = first[end] - first[begin]
    mean = apart / (sums.units[end] - sums.units[begin])
    # The sum of squares, less what does not depend on the begin
    value = (best - second)[begin] - apart * mean
    size = np.abs(first)
    off = (best + np.abs(second))[begin] + np.abs(mean) * (size[begin] + size[end])
    off *= 8 * EPS
    return np.flatnonzero(value - off <= _least_of_row(value + off, row))


def _least_of_row(values: Vector, row: Places) -> Vector:
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    return np.asarray(np.minimum.reduceat(values, starts)[row])
