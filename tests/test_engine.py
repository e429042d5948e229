"""Containers and blocks: what is taken for a table, what is refused and how."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse

from mcdm_index.engine import _rows, column_stats, map_rows, open_rows
from mcdm_index.errors import (
    CellError,
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownMethodError,
)
from mcdm_index.statistics import NEEDS

VALUES = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 1.0]])
FRAME = pd.DataFrame(VALUES, index=["北京", "上海", "广州"], columns=["gdp", "air"])


def read_only(X):
    X = X.copy()
    X.flags.writeable = False
    return X


def total(block):
    """A kernel that gives one value a row."""
    return block.sum(axis=1)


def double(block):
    """A kernel that gives one value a cell."""
    return 2 * block


def unit(label, name):
    return rf"unit '{label}', criterion '{name}'"


TABLES = {
    "nested lists": VALUES.tolist(),
    "nested tuples": tuple(map(tuple, VALUES.tolist())),
    "float64": VALUES,
    "float32": VALUES.astype(np.float32),
    "float16": VALUES.astype(np.float16),
    "int64": VALUES.astype(int),
    "int8": VALUES.astype(np.int8),
    "uint16": VALUES.astype(np.uint16),
    "big-endian": VALUES.astype(">f8"),
    "objects": VALUES.astype(object),
    "Fortran order": np.asfortranarray(VALUES),
    "strided": np.repeat(VALUES, 2, axis=0)[::2],
    "reversed": VALUES[::-1].copy()[::-1],
    "read-only": read_only(VALUES),
    "masked array without a mask": np.ma.masked_array(VALUES),
    "DataFrame": FRAME,
    "DataFrame of Int64": FRAME.astype("Int64"),
    "DataFrame of Float64": FRAME.astype("Float64"),
    "DataFrame of float32": FRAME.astype("float32"),
    "DataFrame of objects": FRAME.astype(object),
    "DataFrame of several kinds": FRAME.astype({"gdp": "Int64", "air": bool}),
}


@pytest.mark.parametrize("X", TABLES.values(), ids=TABLES.keys())
def test_numbers_are_read_from(X):
    (block,) = open_rows(X).blocks()
    assert_array_equal(block, VALUES, strict=True)


@pytest.mark.parametrize("X", [VALUES[:, 1:] == 1, FRAME[["air"]].astype(bool)])
def test_booleans_count_as_numbers(X):
    (block,) = open_rows(X).blocks()
    assert block.tolist() == [[0], [1], [1]]


def test_arrow_backed_frames_are_read():
    pytest.importorskip("pyarrow", exc_type=ImportError)
    X = FRAME.astype("float64[pyarrow]")
    X.iloc[0, 0] = None
    (block,) = open_rows(X).blocks()
    assert_array_equal(block, [[np.nan, 0], [2, 1], [3, 1]])


def test_blocks_are_in_c_order_whatever_the_table_is_in():
    (block,) = open_rows(np.asfortranarray(VALUES)).blocks()
    assert block.flags.c_contiguous


MISSING = {
    "NaN": np.array([[1.0, np.nan], [2.0, 1.0]]),
    "None": [[1.0, None], [2.0, 1.0]],
    "NaN among objects": np.array([[1, np.nan], [2, 1]], dtype=object),
    "a masked cell": np.ma.masked_equal([[1.0, 9.0], [2.0, 1.0]], 9),
    "a masked integer": np.ma.masked_equal([[1, 9], [2, 1]], 9),
    "pandas.NA in Int64": pd.DataFrame(
        {"a": [1, 2], "b": pd.array([None, 1], dtype="Int64")}
    ),
    "pandas.NA in boolean": pd.DataFrame(
        {"a": [1, 2], "b": pd.array([None, True], dtype="boolean")}
    ),
    "None in a frame": pd.DataFrame({"a": [1, 2], "b": [None, 1]}, dtype=object),
}


@pytest.mark.parametrize("X", MISSING.values(), ids=MISSING.keys())
def test_what_marks_a_missing_value(X):
    (block,) = open_rows(X).blocks()
    assert_array_equal(block, [[1, np.nan], [2, 1]])


@pytest.mark.parametrize(
    ("X", "shape"),
    [
        (3.0, r"\(\)"),
        ([1.0, 2.0], r"\(2,\)"),
        ([], r"\(0,\)"),
        (np.ones((2, 2, 2)), r"\(2, 2, 2\)"),
        (FRAME["gdp"], r"\(3,\)"),
    ],
    ids=["a number", "a list", "an empty list", "three dimensions", "a Series"],
)
def test_a_table_has_two_dimensions(X, shape):
    with pytest.raises(ShapeError, match=f"two dimensions, .* got shape {shape}"):
        open_rows(X)


@pytest.mark.parametrize("X", [np.ones((3, 0)), [[], []], FRAME[[]]])
def test_a_table_has_a_criterion(X):
    with pytest.raises(EmptyDataError, match="there is no criterion"):
        open_rows(X)


@pytest.mark.parametrize("X", [np.ones((0, 2)), FRAME.iloc[:0]])
def test_statistics_need_a_unit(X):
    with pytest.raises(EmptyDataError, match="there is no unit"):
        column_stats(X)


@pytest.mark.parametrize("make", [sparse.csr_matrix, sparse.coo_array])
def test_a_sparse_matrix_is_refused_with_the_way_out(make):
    with pytest.raises(NotNumericError, match=r"convert with X\.toarray\(\)"):
        open_rows(make(VALUES))


@pytest.mark.parametrize("X", [VALUES + 1j, FRAME + 1j], ids=["array", "frame"])
def test_complex_numbers_are_refused(X):
    with pytest.raises(NotNumericError):
        open_rows(X)


@pytest.mark.parametrize(
    "cell", ["2", "n/a", b"2", [2], {}, 2j, np.str_("2")], ids=repr
)
def test_a_cell_that_is_no_number_is_named_by_position(cell):
    X = np.empty((2, 2), dtype=object)
    X[:] = 1
    X[1, 0] = cell
    with pytest.raises(NotNumericError, match="row 1, column 0 holds"):
        open_rows(X)


def test_a_cell_that_is_no_number_is_named_by_its_labels():
    X = FRAME.astype(object)
    X.loc["上海", "air"] = "good"
    with pytest.raises(NotNumericError, match=unit("上海", "air") + " holds 'good'"):
        open_rows(X)


def test_text_that_looks_like_numbers_is_refused_too():
    with pytest.raises(NotNumericError, match="row 0, column 0 holds"):
        open_rows([["1", "2"]])


@pytest.mark.parametrize(
    "kind", ["datetime64[ns]", "timedelta64[ns]", "str", "category"]
)
def test_a_column_of_another_kind_is_refused(kind):
    X = pd.DataFrame(
        {"a": [1.0, 2.0], "b": pd.Series([1, 2]).astype(kind).astype(kind)}
    )
    if kind == "category":
        X["b"] = X["b"].cat.rename_categories(["low", "high"])
    with pytest.raises(NotNumericError, match="unit 0, criterion 'b' holds"):
        open_rows(X)


@pytest.mark.parametrize("how", [column_stats, lambda X: map_rows(X, total)])
@pytest.mark.parametrize("bad", [np.inf, -np.inf])
def test_an_infinite_value_is_named_by_its_labels(how, bad):
    X = FRAME.copy()
    X.loc["广州", "gdp"] = bad
    with pytest.raises(
        NonFiniteError, match="infinite value .* in " + unit("广州", "gdp")
    ):
        how(X)


@pytest.mark.parametrize("how", [column_stats, lambda X: map_rows(X, total)])
def test_a_missing_value_is_named_by_its_labels(how):
    X = FRAME.copy()
    X.loc["上海", "gdp"] = np.nan
    with pytest.raises(
        MissingDataError, match="missing value .* in " + unit("上海", "gdp")
    ):
        how(X)


@pytest.mark.parametrize("way_out", ["MICEImputer", "drop the rows", "missing='omit'"])
def test_a_missing_value_is_met_with_the_ways_out(way_out):
    with pytest.raises(MissingDataError, match=way_out):
        column_stats([[np.nan]])


def test_a_missing_value_in_an_array_is_named_by_position():
    with pytest.raises(MissingDataError, match="row 1, column 0"):
        column_stats([[1.0], [np.nan]])


def test_many_missing_values_are_named_in_part_and_counted():
    with pytest.raises(MissingDataError, match="row 4, column 0 and 3 more"):
        column_stats(np.full((8, 1), np.nan))


def test_labels_are_written_without_their_numpy_type():
    X = pd.DataFrame(
        [[1.0], [np.nan]], index=pd.MultiIndex.from_tuples([(1, 2), (3, 4)])
    )
    with pytest.raises(MissingDataError, match=r"unit \(3, 4\), criterion '0'"):
        column_stats(X)


def test_values_whose_sum_overflows_are_finite_all_the_same():
    assert column_stats([[1.7e308], [1.7e308]]).n == 2


@pytest.mark.parametrize("missing", ["ommit", None, True])
def test_there_are_two_ways_with_missing_values(missing):
    with pytest.raises(UnknownMethodError, match="missing must be 'raise' or 'omit'"):
        column_stats(VALUES, missing=missing)


def test_a_negative_value_is_named_where_none_may_be():
    X = FRAME.copy()
    X.loc["上海", "air"] = -3
    with pytest.raises(DomainError, match=unit("上海", "air") + " is -3"):
        column_stats(X, domain="nonnegative")


def test_a_zero_is_named_where_all_must_be_positive():
    with pytest.raises(DomainError, match="0 in data: " + unit("北京", "air")):
        column_stats(FRAME, domain="positive")


def test_a_zero_is_nonnegative():
    assert column_stats(FRAME, domain="nonnegative").n == 3


def test_a_row_left_out_does_not_offend_the_domain():
    X = [[-5.0, np.nan], [1.0, 1.0]]
    assert column_stats(X, missing="omit", domain="nonnegative").n == 1


def test_the_cell_named_is_one_of_the_rows_used():
    X = [[-5.0, np.nan], [1.0, 1.0], [-1.0, 2.0]]
    with pytest.raises(DomainError, match="row 2, column 0 is -1"):
        column_stats(X, missing="omit", domain="nonnegative")


def test_the_domain_is_that_of_the_kernel_where_there_is_one():
    with pytest.raises(DomainError, match="column 1 is -1"):
        column_stats(VALUES, rows=lambda X: X * [1, -1], domain="nonnegative")


GAPS = np.array([[1.0, np.nan], [2.0, 5.0], [np.nan, np.nan], [4.0, 7.0]])


def test_statistics_leave_out_incomplete_rows():
    stats = column_stats(GAPS, NEEDS, missing="omit")
    expected = column_stats(GAPS[[1, 3]], NEEDS)
    for name in ("n", "low", "high", "mean", "comoment", "theil"):
        assert_array_equal(getattr(stats, name), getattr(expected, name))


def test_statistics_need_a_complete_row():
    with pytest.raises(EmptyDataError, match="every row has a missing value"):
        column_stats([[np.nan, 1.0], [1.0, np.nan]], missing="omit")


def test_an_infinite_value_is_no_missing_value():
    with pytest.raises(NonFiniteError, match="row 1, column 0"):
        column_stats([[np.nan], [np.inf]], missing="omit")


def test_an_infinite_value_is_refused_beside_a_missing_one():
    with pytest.raises(NonFiniteError, match="row 0, column 1"):
        map_rows([[np.nan, np.inf]], total, missing="omit")


def test_one_value_per_row_is_missing_where_the_row_has_a_gap():
    found = map_rows(GAPS, total, missing="omit")
    assert_array_equal(found, [np.nan, 7, np.nan, 11])


def test_a_kernel_that_treats_columns_by_themselves_misses_only_the_cell():
    found = map_rows(GAPS, double, missing="omit", by_column=True)
    assert_array_equal(found, [[2, np.nan], [4, 10], [np.nan, np.nan], [8, 14]])


def test_a_row_with_a_gap_is_missing_even_where_a_kernel_keeps_the_width():
    found = map_rows(GAPS, lambda b: np.column_stack([total(b)] * 2), missing="omit")
    assert_array_equal(np.isnan(found), [[True] * 2, [False] * 2] * 2)


def test_several_values_per_row_are_missing_where_the_row_has_a_gap():
    found = map_rows(GAPS, lambda b: np.column_stack([total(b)] * 3), missing="omit")
    assert_array_equal(np.isnan(found), [[True] * 3, [False] * 3] * 2)


def test_the_kernel_sees_no_missing_value():
    seen = []
    map_rows(GAPS, lambda block: seen.append(block) or total(block), missing="omit")
    assert np.isfinite(seen[0]).all()


def test_the_table_keeps_its_gaps():
    X = GAPS.copy()
    map_rows(X, double, missing="omit")
    assert_array_equal(X, GAPS)


def test_an_array_comes_back_as_an_array():
    assert type(map_rows(VALUES, total)) is np.ndarray


def test_one_value_per_row_comes_back_with_the_index():
    found = map_rows(FRAME, total)
    pd.testing.assert_series_equal(found, pd.Series([1.0, 3.0, 4.0], FRAME.index))


def test_one_value_per_cell_comes_back_with_index_and_columns():
    pd.testing.assert_frame_equal(map_rows(FRAME, double), 2 * FRAME)


def test_another_number_of_columns_comes_back_without_their_names():
    found = map_rows(FRAME, lambda block: np.column_stack([block, block]))
    assert found.columns.tolist() == [0, 1, 2, 3]
    assert found.index.equals(FRAME.index)


@pytest.mark.parametrize("kernel", [total, double])
def test_no_rows_come_back_as_no_rows(kernel):
    X = np.ones((0, 2))
    assert map_rows(X, kernel).shape == kernel(X).shape


def test_what_a_kernel_changes_in_what_it_gave_does_not_reach_the_table():
    X = VALUES.copy()
    map_rows(X, lambda block: block)[:] = 0
    assert_array_equal(X, VALUES)


@pytest.fixture
def long_table():
    rng = np.random.default_rng(0)
    return rng.lognormal(size=(5000, 4)) * [1, 1e-3, 1e6, 1] + [0, 0, 1e6, 0]


@pytest.fixture
def small_blocks(monkeypatch):
    """Let five blocks be needed for the long table."""
    monkeypatch.setattr(_rows, "_BLOCK_CELLS", 1)


@pytest.mark.usefixtures("small_blocks")
def test_a_long_table_is_cut_into_blocks(long_table):
    lengths = [len(block) for block in open_rows(long_table).blocks()]
    assert lengths == [1024, 1024, 1024, 1024, 904]


@pytest.mark.parametrize("name", ["n", "low", "high"])
def test_blocks_are_counted_and_compared_exactly(long_table, monkeypatch, name):
    whole = column_stats(long_table, NEEDS)
    monkeypatch.setattr(_rows, "_BLOCK_CELLS", 1)
    folded = column_stats(long_table, NEEDS)
    assert_array_equal(getattr(folded, name), getattr(whole, name))


@pytest.mark.parametrize("name", ["mean", "theil"])
def test_the_statistics_of_blocks_are_those_of_the_table(long_table, monkeypatch, name):
    whole = column_stats(long_table, NEEDS)
    monkeypatch.setattr(_rows, "_BLOCK_CELLS", 1)
    folded = column_stats(long_table, NEEDS)
    assert_allclose(getattr(folded, name), getattr(whole, name), rtol=1e-12)


def test_the_correlations_of_blocks_are_those_of_the_table(long_table, monkeypatch):
    whole = column_stats(long_table, NEEDS)
    monkeypatch.setattr(_rows, "_BLOCK_CELLS", 1)
    folded = column_stats(long_table, NEEDS)
    assert_allclose(folded.correlation(), whole.correlation(), rtol=0, atol=1e-12)


@pytest.mark.parametrize("kernel", [total, double])
def test_rows_are_mapped_alike_in_blocks(long_table, monkeypatch, kernel):
    whole = map_rows(long_table, kernel)
    monkeypatch.setattr(_rows, "_BLOCK_CELLS", 1)
    assert_array_equal(map_rows(long_table, kernel), whole)


@pytest.mark.usefixtures("small_blocks")
def test_a_gap_in_a_later_block_is_named_by_its_place_in_the_table(long_table):
    long_table[4321, 2] = np.nan
    with pytest.raises(MissingDataError, match="row 4321, column 2"):
        map_rows(long_table, total)


@pytest.mark.usefixtures("small_blocks")
def test_a_gap_in_a_later_block_leaves_its_row_out(long_table):
    long_table[[17, 4321], 2] = np.nan
    assert column_stats(long_table, missing="omit").n == 4998


@pytest.mark.usefixtures("small_blocks")
def test_a_block_without_a_complete_row_is_passed_over(long_table):
    long_table[1024:2048] = np.nan
    assert column_stats(long_table, missing="omit").n == 5000 - 1024


def test_gaps_may_count_by_column():
    values = np.array([[1.0, np.nan], [3.0, 5.0], [np.nan, 7.0]])
    stats = column_stats(values, missing="omit", by_column=True)
    assert stats.n.tolist() == [2, 2]
    assert stats.mean.tolist() == [2, 6]
    assert stats.low.tolist() == [1, 5]


def test_a_column_without_a_value_is_named_if_gaps_count_by_column():
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [np.nan, np.nan]})
    with pytest.raises(MissingDataError, match="criterion 'b': every value is missing"):
        column_stats(frame, missing="omit", by_column=True)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("j", range(4))
@pytest.mark.parametrize("name", ["n", "low", "high", "ordered"])
def test_gaps_by_column_in_blocks_are_those_of_the_column_alone(long_table, name, j):
    long_table[::3, 1] = long_table[:2000, 2] = long_table[4999, 3] = np.nan
    found = column_stats(long_table, ("order",), missing="omit", by_column=True)
    column = long_table[:, [j]]
    alone = column_stats(column[~np.isnan(column)][:, None], ("order",))
    expected = np.ravel(getattr(alone, name))
    assert_array_equal(getattr(found, name).T[j].ravel()[: len(expected)], expected)


@pytest.mark.parametrize("name", ["n", "low", "high", "mean", "squares", "theil"])
def test_without_gaps_statistics_by_column_are_those_of_the_table(name):
    needs = ("squares", "theil")
    found = column_stats(VALUES, needs, missing="omit", by_column=True)
    assert_array_equal(getattr(found, name), getattr(column_stats(VALUES, needs), name))


def test_statistics_by_column_refuse_gaps_unless_told_otherwise():
    with pytest.raises(MissingDataError, match="row 0, column 1"):
        column_stats(GAPS, by_column=True)


def test_an_infinite_value_is_refused_where_gaps_count_by_column():
    with pytest.raises(NonFiniteError, match="row 1, column 0"):
        column_stats([[np.nan], [np.inf]], missing="omit", by_column=True)


def test_a_cell_that_a_kernel_refuses_is_named_where_gaps_count_by_column():
    def no_sevens(block):
        for i, j in np.argwhere(block == 7):
            raise CellError(i, j, "is 7")
        return block

    with pytest.raises(DomainError, match="row 3, column 1 is 7"):
        column_stats(GAPS, rows=no_sevens, missing="omit", by_column=True)


def test_a_cell_that_a_kernel_refuses_is_named_beyond_the_first_block():
    def no_tens(block):
        for i, j in np.argwhere(block == 10):
            raise CellError(i, j, "is 10")
        return block

    values = np.zeros((30_000, 24))
    values[20_001, 7] = 10
    with pytest.raises(DomainError, match="row 20001, column 7 is 10"):
        map_rows(values, no_tens)
    with pytest.raises(DomainError, match="row 20001, column 7 is 10"):
        column_stats(values, rows=no_tens)
    values[5, 0] = np.nan
    with pytest.raises(DomainError, match="row 20001, column 7 is 10"):
        map_rows(values, no_tens, missing="omit")


def test_columns_that_are_taken_keep_their_names_and_places():
    frame = pd.DataFrame([[1.0, 2.0, 3.0]], columns=["a", "b", "c"])
    assert open_rows(frame).take([2, 0]).column(0) == "criterion 'c'"
    assert open_rows(frame.to_numpy()).take([2, 0]).take([0]).column(0) == "column 2"


def test_columns_are_taken_with_their_values_and_rows():
    taken = open_rows(FRAME).take([1])
    assert taken.cell(2, 0) == unit("广州", "air")
    (block,) = taken.blocks()
    assert block.tolist() == [[0], [1], [1]]
