"""Tables for the tests: groups that lie apart, and noise."""

import numpy as np
from hypothesis import strategies as st


@st.composite
def separated(draw, most=5, sizes=(1, 6), jitter=0.2):
    """Give scores of 2 or more groups that lie 10 apart in each column, and the groups.

    Within a group no score is further than `jitter` from its centre.
    """
    k = draw(st.integers(2, most))
    p = draw(st.integers(1, 3))
    n = draw(st.lists(st.integers(*sizes), min_size=k, max_size=k))
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    centers = 10.0 * np.column_stack([rng.permutation(k) for _ in range(p)])
    group = np.repeat(np.arange(k), n)
    S = centers[group] + rng.uniform(-jitter, jitter, (len(group), p))
    shuffle = rng.permutation(len(group))
    return S[shuffle], group[shuffle]


def three_groups(n, apart=6.0, p=3, seed=0):
    """Give n units in three normal groups in a row, with centres `apart`."""
    rng = np.random.default_rng(seed)
    group = np.arange(n) % 3
    return apart / np.sqrt(p) * group[:, None] + rng.standard_normal((n, p)), group


def triangle(n, apart=8.0, seed=0):
    """Give n units in three normal groups, with centres about `apart`."""
    rng = np.random.default_rng(seed)
    centers = apart / np.sqrt(2) * np.array([[1.3, 0, 0], [0, 1, 0], [0, 0, 0.7]])
    return centers[np.arange(n) % 3] + rng.standard_normal((n, 3))


def same_groups(a, b):
    """Tell whether two labellings are the same up to names."""
    return (np.equal.outer(a, a) == np.equal.outer(b, b)).all()
