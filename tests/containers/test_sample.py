"""Samples: the same rows in whatever chunks they come, each as likely as any other."""

import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal
from scipy.stats import binomtest

import mcdm_index as mi
from mcdm_index.errors import DomainError

from .kinds import KINDS, frame, table

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@every_kind
def test_the_sample_is_that_of_an_array(kind, tmp_path):
    found = mi.sample_rows(kind.make(table(), tmp_path), 10, seed=3)
    assert_array_equal(np.asarray(found), mi.sample_rows(table(), 10, seed=3))


def test_rows_come_in_their_order_under_their_numbers():
    found = mi.sample_rows(frame(table()), 10)
    assert found.index.is_monotonic_increasing
    assert_array_equal(found, table()[found.index])


def test_a_small_table_is_taken_whole():
    assert_array_equal(mi.sample_rows(table(), 100), table())


def test_another_seed_draws_other_rows():
    one, other = (mi.sample_rows(frame(table()), 10, seed=s).index for s in (0, 1))
    assert set(one) != set(other)


def test_gaps_stay():
    X = table(gaps=True)
    assert_array_equal(mi.sample_rows(da.from_array(X, (5, -1))), X)


def test_rows_of_a_column_that_is_text_are_refused():
    X = dd.from_pandas(pd.DataFrame({"a": ["x", "y"]}), npartitions=1)
    with pytest.raises(TypeError, match="'a'"):
        mi.sample_rows(X)


@pytest.mark.parametrize("size", [0, -1, 2.5, True, "many"])
def test_a_size_is_a_whole_number(size):
    with pytest.raises(DomainError, match="size must be a whole number"):
        mi.sample_rows(table(), size)


def test_every_row_is_as_likely_as_any_other():
    X = np.arange(20.0)[:, None]
    drawn = [mi.sample_rows(X, 5, seed=seed).ravel() for seed in range(2000)]
    counts = np.bincount(np.concatenate(drawn).astype(int), minlength=20)
    worst = min(binomtest(int(k), 2000, 0.25).pvalue for k in counts)
    assert worst > 0.001 / 20


def test_pairs_of_neighbours_are_as_likely_as_any_other():
    X = np.arange(20.0)[:, None]
    drawn = [set(mi.sample_rows(X, 5, seed=s).ravel()) for s in range(4000)]
    together = sum({3.0, 4.0} <= rows for rows in drawn)
    assert binomtest(together, 4000, 5 * 4 / (20 * 19)).pvalue > 0.001
