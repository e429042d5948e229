"""What a container may not be, may not hold, and cannot give."""

import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import xarray as xr
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.engine import column_stats, map_rows, open_rows
from mcdm_index.errors import (
    AllRowsError,
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
)

from .kinds import KINDS, LAZY, NAMES, frame, layers, parquet, raster, table

NAMED = [name for name in LAZY if KINDS[name].named]
# polars wraps what a function raises in an error of its own.
PYTHON = [KINDS[name] for name in LAZY if name != "polars lazy"]
every_named = pytest.mark.parametrize("kind", [KINDS[n] for n in NAMED], ids=NAMED)
every_lazy = pytest.mark.parametrize("kind", [KINDS[n] for n in LAZY], ids=LAZY)


def with_text(X):
    return frame(X).assign(place="here")


TEXTS = {
    "pandas": with_text,
    "polars": lambda X: pl.DataFrame(with_text(X).to_dict("list")),
    "polars lazy": lambda X: pl.LazyFrame(with_text(X).to_dict("list")),
    "Arrow Table": lambda X: pa.table(with_text(X).to_dict("list")),
    "Arrow Dataset": lambda X: pa.dataset.dataset(
        pa.table(with_text(X).to_dict("list"))
    ),
    "dask DataFrame": lambda X: dd.from_pandas(with_text(X), npartitions=2),
    "Dataset": lambda X: layers(X).assign(
        place=(("y", "x"), np.full((6, 7), "here", dtype=object))
    ),
}


@pytest.mark.parametrize("make", TEXTS.values(), ids=TEXTS.keys())
def test_a_column_of_text_is_named(make):
    with pytest.raises(NotNumericError, match="criterion 'place'"):
        column_stats(make(table()))


@every_named
def test_a_gap_is_named_by_its_column_and_counted(kind, tmp_path):
    X = kind.make(table(gaps=True), tmp_path)
    with pytest.raises(MissingDataError, match=r"'gdp' \(1 cells\).*missing='omit'"):
        column_stats(X)


def test_the_first_bad_row_is_numbered_over_all_chunks():
    X = table()
    X[[37, 29], [1, 2]] = np.nan
    with pytest.raises(MissingDataError, match="the first bad one in row 29"):
        column_stats(da.from_array(X, (5, -1)))


@every_lazy
def test_an_infinite_value_is_refused_also_beside_gaps(kind, tmp_path):
    X = table(gaps=True)
    X[20, 1] = np.inf
    with pytest.raises(NonFiniteError, match=r"\(1 cells\)"):
        column_stats(kind.make(X, tmp_path), missing="omit")


@every_named
def test_a_value_outside_the_domain_is_named_by_its_column(kind, tmp_path):
    X = table()
    X[20, 2] = -5
    with pytest.raises(DomainError, match="criterion 'school' is -5"):
        mi.weighting.entropy(kind.make(X, tmp_path))


def test_what_a_kernel_refuses_is_numbered_over_all_chunks():
    X = table()
    X[33, 1] = -5
    with pytest.raises(DomainError, match="row 33, column 1 is -5"):
        mi.normalization.fit("sum", da.from_array(X, (5, -1)))


@pytest.mark.parametrize("kind", PYTHON, ids=range(len(PYTHON)))
def test_new_rows_outside_the_domain_are_refused_when_they_are_computed(kind, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    fitted = mi.normalization.fit("sum", kind.make(table(), tmp_path / "old"))
    X = table()
    X[20, 2] = -5
    found = fitted(kind.make(X, tmp_path / "new"))
    with pytest.raises(DomainError, match=r"of a chunk, .* is -5"):
        kind.read(found)


def test_new_rows_with_gaps_are_refused_when_they_are_computed():
    found = map_rows(da.from_array(table(gaps=True), (5, -1)), np.negative)
    with pytest.raises(MissingDataError, match=r"missing value \(NaN\) in column"):
        found.compute()


@every_named
def test_other_columns_than_those_learned_are_refused(kind, tmp_path):
    fitted = mi.normalization.fit("minmax", frame(table())[["gdp", "air"]])
    with pytest.raises((ShapeError, UnknownColumnError), match="were learned"):
        fitted(open_rows(kind.make(table(), tmp_path)))


@pytest.mark.parametrize("lazy", [False, True])
def test_of_a_dataset_the_variables_that_were_learned_are_taken_in_their_order(lazy):
    X = layers(table())
    fitted = mi.normalization.fit("zscore", X)
    other = X[["roads", "air", "gdp", "school"]].assign(height=("y", np.ones(6)))
    found = fitted(other.chunk(y=2) if lazy else other)
    xr.testing.assert_allclose(found, fitted(X))


def test_other_tables_keep_to_the_order_that_was_learned():
    fitted = mi.normalization.fit("zscore", frame(table()))
    other = dd.from_pandas(frame(table())[["roads", "air", "gdp", "school"]], 2)
    with pytest.raises(UnknownColumnError, match="in this order"):
        fitted(other)


def test_variables_of_unlike_dimensions_do_not_spread_over_each_other():
    X = layers(table()).assign(height=("y", np.ones(6)))
    with pytest.raises(ShapeError, match=r"variable 'height' .* \('y',\)"):
        column_stats(X)


def test_a_dimension_of_criteria_is_asked_for():
    X = raster(table()).rename(criterion="layer")
    with pytest.raises(ShapeError, match=r"X\.rename\(layer='criterion'\)"):
        column_stats(X)


def test_of_two_dimensions_the_last_one_is_that_of_the_criteria():
    X = xr.DataArray(table(), dims=("unit", "what"))
    assert column_stats(X).n == 42


def test_an_array_of_dask_has_two_dimensions():
    with pytest.raises(ShapeError, match=r"got shape \(2, 3, 4\)"):
        open_rows(da.ones((2, 3, 4)))


def test_a_reader_that_can_be_read_once_is_refused():
    reader = pa.table({"a": [1.0]}).to_reader()
    with pytest.raises(AllRowsError, match="only once"):
        open_rows(reader)


@pytest.mark.parametrize(
    "make",
    [
        da.from_array,
        pl.LazyFrame,
        lambda X: dd.from_pandas(pd.DataFrame(X), npartitions=1),
    ],
    ids=["dask array", "polars", "dask DataFrame"],
)
def test_a_lazy_table_without_rows_is_refused_when_that_is_known(make):
    with pytest.raises(EmptyDataError, match="there is no unit"):
        column_stats(make(np.empty((0, 2))))


def test_a_lazy_table_of_which_no_row_is_complete_is_refused():
    X = da.from_array(np.full((4, 2), np.nan))
    with pytest.raises(EmptyDataError, match="every row has a missing value"):
        column_stats(X, missing="omit")


def test_a_lazy_column_without_a_value_is_named():
    X = table()
    X[:, 1] = np.nan
    with pytest.raises(MissingDataError, match="column 1: every value is missing"):
        column_stats(da.from_array(X, (5, -1)), missing="omit", by_column=True)


@pytest.mark.parametrize(
    "call",
    [
        lambda X: mi.weighting.weigh(X, lambda values: values.max(axis=0)),
        lambda X: mi.scoring.electre_iii(X, [1, 1, 1, 1]),
        lambda X: mi.weighting.critic(X, correlation="spearman"),
        lambda X: mi.scoring.fit("vikor", X, [1, 1, 1, 1]).details(X),
        lambda X: mi.normalize(X, "mazziotta_pareto", options={"unit": "unit 3"}),
        lambda X: mi.Treater("log").fit(X),
        lambda X: mi.Grader().fit(X),
        lambda X: mi.TierClusterer().fit(X),
    ],
    ids=[
        "weights of one's own",
        "pairs",
        "ranks",
        "details",
        "a unit by its label",
        "treater",
        "grader",
        "tiers",
    ],
)
@every_lazy
def test_what_needs_all_rows_says_so_with_a_way_out(call, kind, tmp_path):
    X = kind.make(table(), tmp_path)
    with pytest.raises(AllRowsError, match=r"all rows at once.*sample_rows"):
        call(X)


def test_output_in_memory_is_refused_of_what_is_not():
    X = dd.from_pandas(frame(table()), npartitions=2)
    normalizer = mi.Normalizer().set_output(transform="pandas").fit(X)
    with pytest.raises(AllRowsError, match=r"set_output\(transform='pandas'\)"):
        normalizer.transform(X)


def test_a_function_of_ones_own_scores_rows_that_are_not_in_memory(tmp_path):
    X = table()
    own = mi.scoring.fit(lambda Z, w: Z @ w, parquet(X, tmp_path), [1, 1, 1, 1])
    found = KINDS["parquet directory"].read(own(parquet(X, tmp_path)))
    assert_allclose(found, X.mean(axis=1), rtol=1e-12)


def test_a_function_that_looks_at_other_rows_is_refused(tmp_path):
    with pytest.raises(DomainError, match="where other rows stand beside it"):
        mi.scoring.fit(
            lambda Z, w: (Z / Z.max(axis=0)) @ w, parquet(table(), tmp_path), [1] * 4
        )


def test_several_weight_vectors_make_columns():
    X, w = table(), [[1, 1, 1, 1], [1, 2, 3, 4], [4, 0, 0, 1]]
    lazy = mi.scoring.fit("topsis", da.from_array(X, (5, -1)), w)
    found = lazy(da.from_array(X, (5, -1))).compute()
    assert_allclose(found, mi.scoring.fit("topsis", X, w)(X).T, rtol=1e-12)


def test_the_index_and_its_divisions_stay():
    X = dd.from_pandas(frame(table()).reset_index(drop=True), npartitions=4)
    found = mi.normalize(X, "minmax")
    assert found.divisions == X.divisions
    assert list(found.columns) == list(NAMES)
    assert found.compute().index.equals(X.compute().index)


def test_coordinates_stay_and_those_of_the_criteria_go_with_them():
    X = raster(table()).assign_coords(
        height=(("y", "x"), np.arange(42.0).reshape(6, 7)),
        unit=("criterion", ["a", "b", "c", "d"]),
    )
    scores = mi.score(X, "topsis", weights=[1, 1, 1, 1])
    assert set(scores.coords) == {"y", "x", "height"}
    assert scores.dims == ("y", "x")
    assert set(mi.normalize(X, "minmax").coords) == {
        *scores.coords,
        "criterion",
        "unit",
    }
