"""An index of every container: as that of a frame, and lazy where the rows are."""

import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    AllRowsError,
    BoundsWarning,
    DomainError,
    EmptyDataError,
    MissingDataError,
    SpecError,
    UnknownColumnError,
)

from .kinds import KINDS, LAZY, NAMES, frame, layers, table

TREE = mi.Hierarchy.of(
    [
        mi.Criterion("city"),
        mi.Criterion("wealth", parent="city"),
        mi.Criterion("life", parent="city"),
        mi.Criterion("gdp", parent="wealth", polarity="+"),
        mi.Criterion("air", parent="life", polarity="-"),
        mi.Criterion("school", parent="wealth", polarity="+"),
        mi.Criterion("roads", parent="life", polarity="-"),
    ]
)
LEAVES = list(NAMES)
STAGES = {
    "as it comes": {},
    "nested": {"scheme": "nested", "weights": "critic", "aggregate": "vikor"},
    "given and summed": {"weights": [4, 3, 2, 1], "aggregate": "weighted_sum"},
    "logarithms": {"treat": "log", "normalize": "linear", "aggregate": "edas"},
    "by levels": {"levels": {1: {"aggregate": "weighted_sum"}}, "normalize": "vector"},
}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
every_lazy = pytest.mark.parametrize("kind", [KINDS[name] for name in LAZY], ids=LAZY)


def index(**stages):
    return mi.CompositeIndex(TREE, random_state=0, **stages)


def read(kind, scores):
    return np.asarray(scores) if isinstance(scores, pd.Series) else kind.read(scores)


@pytest.mark.parametrize("stages", STAGES.values(), ids=STAGES.keys())
@every_kind
def test_scores_are_those_of_a_frame(kind, stages, tmp_path):
    X = table()
    expected = index(**stages).fit(frame(X)).result_
    C = kind.make(X, tmp_path)
    scores = index(**stages).fit(C).score_samples(C)
    assert_allclose(read(kind, scores), expected.scores["city"], rtol=1e-12)


@every_kind
def test_a_score_comes_back_in_the_kind_that_came(kind, tmp_path):
    C = kind.make(table(), tmp_path)
    scores = index().fit(frame(table())).score_samples(C)
    assert isinstance(scores, kind.one if kind.one is not np.ndarray else pd.Series)


@pytest.mark.parametrize("what", ["grades", "tiers"])
@every_lazy
def test_classes_are_those_of_a_frame_if_the_sample_is_all(kind, what, tmp_path):
    expected = index().fit(frame(table())).result_
    found = getattr(index().fit(kind.make(table(), tmp_path)).result_, what)
    codes = expected.grade_codes if what == "grades" else expected.tier_codes
    assert_array_equal(kind.read(found), codes)


@every_lazy
def test_weights_are_those_of_a_frame(kind, tmp_path):
    expected = index().fit(frame(table())).result_.weights
    found = index().fit(kind.make(table(), tmp_path)).result_.weights
    columns = ["local", "effective"]
    assert_allclose(found[columns], expected[columns], rtol=1e-12)


def test_all_nodes_come_back_as_layers_by_name():
    fitted = index().fit(layers(table()).chunk(y=4))
    nodes = fitted.result_.scores
    assert list(nodes.data_vars) == list(TREE.codes)
    expected = index().fit(frame(table())).result_.scores
    values = np.stack([v.to_numpy().ravel() for v in nodes.values()], axis=1)
    assert_allclose(values, expected, rtol=1e-12)


def test_all_nodes_come_back_as_columns_by_name():
    fitted = index().fit(dd.from_pandas(frame(table()), 3))
    assert list(fitted.result_.scores.columns) == list(TREE.codes)


def test_a_blank_pixel_scores_nan_and_takes_no_part():
    X = table()
    X[[5, 17]] = np.nan
    expected = index().fit(frame(X).dropna()).result_.scores["city"]
    scores = index().fit(layers(X)).score_samples(layers(X)).to_numpy().ravel()
    assert_array_equal(np.flatnonzero(np.isnan(scores)), [5, 17])
    assert_allclose(scores[~np.isnan(scores)], expected, rtol=1e-12)


def test_a_pixel_that_is_blank_in_part_is_refused_with_the_ways_out():
    X = table(gaps=True)
    with pytest.raises(MissingDataError, match=r"'gdp'.*MICEImputer.*blank such rows"):
        index().fit(layers(X).chunk(y=2))


def test_a_new_row_that_lacks_something_is_refused_when_it_is_computed():
    fitted = index().fit(frame(table()))
    scores = fitted.score_samples(dd.from_pandas(frame(table(gaps=True)), 2))
    with pytest.raises(MissingDataError, match="missing in rows that have other"):
        scores.compute()


def test_layers_without_any_value_are_refused():
    with pytest.raises(EmptyDataError):
        index().fit(layers(np.full((42, 4), np.nan)))


def test_imputation_is_fitted_on_a_sample_and_applied_to_all_rows():
    X = table(gaps=True)
    C = da.from_array(frame(X)[LEAVES].to_numpy(), (9, -1))
    fitted = index(impute=mi.MICEImputer(m=3)).fit(C, sample=30)
    scores = fitted.score_samples(C).compute()
    assert np.isfinite(scores).all()
    assert fitted.result_.provenance["sample"]["rows"] == 30
    assert fitted.result_.m == 3


def test_imputation_of_a_sample_of_all_is_that_of_the_table():
    X = frame(table(gaps=True)).reset_index(drop=True)
    stages = {"impute": mi.MICEImputer(m=2), "grade": None, "tiers": None}
    expected = index(**stages).fit(X)
    found = index(**stages).fit(dd.from_pandas(X, npartitions=3))
    assert_allclose(
        found.score_samples(X), expected.score_samples(X), rtol=1e-12, atol=1e-15
    )


def test_what_imputation_gives_does_not_depend_on_the_chunks():
    X = frame(table(gaps=True))[LEAVES].to_numpy()
    fitted = index(impute=mi.MICEImputer(m=2)).fit(da.from_array(X, (9, -1)))
    one = fitted.score_samples(da.from_array(X, (9, -1))).compute()
    other = fitted.score_samples(da.from_array(X, (42, -1))).compute()
    assert_allclose(one, other, rtol=1e-12)


def test_the_account_says_what_came_from_a_sample():
    X = dd.from_pandas(frame(table()), npartitions=3)
    told = index().fit(X, sample=20).result_.provenance
    assert told["learned"] == {
        "scores": "all rows, in passes",
        "grades and tiers": "a sample",
    }
    assert told["sample"] == {
        "rows": 20,
        "of": 42,
        "seed": 0,
        "drawn": "least lots of splitmix64 by row number",
    }
    assert told["data"] == {"container": "a dask DataFrame", "criteria": 4, "units": 42}


def test_without_grades_and_tiers_there_is_no_sample():
    X = dd.from_pandas(frame(table()), npartitions=3)
    told = index(grade=None, tiers=None).fit(X).result_.provenance
    assert "sample" not in told


@pytest.mark.parametrize("what", ["ranks", "intervals", "stages", "treated", "table"])
def test_what_is_not_kept_says_so_with_the_way_out(what):
    result = index().fit(dd.from_pandas(frame(table()), 3)).result_
    with pytest.raises(AllRowsError, match=r"all rows in memory.*sample_rows"):
        getattr(result, what)


def test_an_unknown_attribute_is_refused_as_python_does():
    result = index().fit(dd.from_pandas(frame(table()), 3)).result_
    with pytest.raises(AttributeError, match="has no attribute 'rnaks'"):
        result.rnaks  # noqa: B018 the access is the test


@pytest.mark.parametrize(
    ("stages", "what"),
    [
        ({"normalize": "rank"}, "normalization 'rank'"),
        ({"treat": "winsorize"}, "treatment 'winsorize'"),
        ({"weights": "gini"}, "weighting 'gini'"),
        ({"aggregate": "codas"}, "scoring 'codas'"),
        ({"min_present": 0.5, "aggregate": "weighted_sum"}, "min_present"),
    ],
)
def test_a_stage_that_needs_all_rows_is_named(stages, what):
    with pytest.raises(AllRowsError, match=what):
        index(**stages).fit(dd.from_pandas(frame(table()), 3))


def test_such_a_stage_is_fitted_on_a_sample_and_scores_all_rows():
    X = dd.from_pandas(frame(table()), npartitions=3, sort=False)
    fitted = index(normalize="rank").fit(mi.sample_rows(X))
    expected = index(normalize="rank").fit(frame(table())).result_.scores["city"]
    assert_allclose(fitted.score_samples(X).compute(), expected, rtol=1e-12)


def test_there_are_no_periods_without_a_row_index():
    with pytest.raises(AllRowsError, match="period 'year' is a level of a row index"):
        index(period="year").fit(dd.from_pandas(frame(table()), 3))


def test_other_columns_are_not_looked_at():
    X = dd.from_pandas(frame(table()).assign(place="here"), npartitions=2, sort=False)
    expected = index().fit(frame(table())).result_.scores["city"]
    assert_allclose(index().fit(X).score_samples(X).compute(), expected, rtol=1e-12)


def test_layers_of_other_dimensions_are_not_looked_at():
    X = layers(table()).assign(height=("y", np.ones(6)), label="a map")
    plain = layers(table())
    fitted = index().fit(X)
    xr.testing.assert_allclose(fitted.score_samples(X), fitted.score_samples(plain))


def test_a_criterion_without_a_column_is_named():
    X = dd.from_pandas(frame(table()).drop(columns="air"), npartitions=2)
    with pytest.raises(UnknownColumnError, match="criterion 'air' has no column"):
        index().fit(X)


PER_HEAD = mi.Hierarchy.of(
    [
        mi.Criterion("gdp", polarity="+", denominator="people", factor=10),
        mi.Criterion("air", polarity="-"),
    ]
)


def test_criteria_are_divided_by_their_denominators():
    X = frame(table())[["gdp", "air"]].assign(people=np.arange(1.0, 43))
    expected = mi.CompositeIndex(PER_HEAD, random_state=0).fit(X).result_.scores
    lazy = dd.from_pandas(X, npartitions=4, sort=False)
    found = mi.CompositeIndex(PER_HEAD, random_state=0).fit(lazy).score_samples(lazy)
    assert_allclose(found.compute(), expected["index"], rtol=1e-12)


def test_a_denominator_that_is_not_positive_is_refused():
    X = frame(table())[["gdp", "air"]].assign(people=np.arange(42.0))
    with pytest.raises(DomainError, match="criterion 'gdp' is divided by 0"):
        mi.CompositeIndex(PER_HEAD).fit(dd.from_pandas(X, npartitions=4, sort=False))


def test_values_outside_declared_bounds_are_warned_of():
    tree = mi.Hierarchy.of(
        [
            mi.Criterion("gdp", polarity="+", bounds=(0, 1)),
            mi.Criterion("air", polarity="-"),
        ]
    )
    X = dd.from_pandas(frame(table())[["gdp", "air"]], npartitions=4)
    with pytest.warns(BoundsWarning, match="'gdp' lies between 0 and 1"):
        mi.CompositeIndex(tree, grade=None, tiers=None).fit(X)


def test_a_methodology_that_contradicts_itself_is_refused_before_a_pass():
    with pytest.raises(SpecError):
        index(goalposts="observed").fit(dd.from_pandas(frame(table()), 3))


@every_lazy
def test_nothing_is_computed_to_score(kind, tmp_path):
    import dask

    fitted = index().fit(frame(table()))
    computed = []
    with dask.config.set(scheduler=lambda *_, **__: computed.append("dask")):
        fitted.score_samples(kind.make(table(), tmp_path))
    assert not computed
