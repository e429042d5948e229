"""The estimators keep scikit-learn's contract, and do what their functions do."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import ParameterGrid
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import (
    check_dataframe_column_names_consistency,
    check_set_output_transform_pandas,
    check_set_output_transform_polars,
    parametrize_with_checks,
)

import mcdm_index as mi
from mcdm_index import (
    Grader,
    MICEImputer,
    Normalizer,
    Scorer,
    Screener,
    TierClusterer,
    Treater,
    Weighter,
)
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    UnknownMethodError,
)

ESTIMATORS = [
    Screener(max_missing_units=0.5, max_missing_criteria=0.5),
    MICEImputer(m=2, max_iter=2),
    Normalizer("minmax"),
    Normalizer("vector"),
    Normalizer("orient"),
    Normalizer("zscore"),
    Normalizer("percentile"),
    Treater(),
    Treater("none"),
    Treater("winsorize"),
    Treater("iqr"),
    Treater("shrink"),
    Treater("log_ct"),
    Treater("yeo_johnson"),
    Weighter("equal"),
    Weighter("entropy"),
    Weighter("critic"),
    Weighter("std"),
    Scorer("topsis"),
    Scorer("weighted_sum", weights="std"),
    Scorer("topsis", weights="entropy"),
    Grader(),
    TierClusterer("kmeans"),
    TierClusterer("ward"),
    TierClusterer("k_medoids"),
    TierClusterer("gaussian_mixture", n_tiers=2, options={"covariance": "tied"}),
]
# Their settings name columns by position, which a frame does not.
BY_POSITION = [
    Normalizer(per_criterion={0: "zscore"}),
    Treater(per_criterion={0: "none"}),
]
TRANSFORMERS = [e for e in ESTIMATORS if not isinstance(e, TierClusterer)]


def expected_failures(estimator):
    if not isinstance(estimator, TierClusterer):
        return {}
    expected = {"check_clustering": "tiers count from 1, the best, not from 0"}
    if estimator.method == "gaussian_mixture":
        reason = "its columns are multiples of each other, so that no covariance exists"
        expected["check_array_api_input"] = reason
    return expected


@parametrize_with_checks(
    ESTIMATORS + BY_POSITION, expected_failed_checks=expected_failures
)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
def test_the_contract_of_scikit_learn_is_kept(estimator, check):
    check(estimator)


@pytest.mark.parametrize("estimator", TRANSFORMERS, ids=str)
@pytest.mark.parametrize(
    "check",
    [
        check_set_output_transform_pandas,
        check_set_output_transform_polars,
        check_dataframe_column_names_consistency,
    ],
)
@pytest.mark.filterwarnings("ignore:X (does not have|has).* feature names")
def test_column_names_and_output_containers_are_kept(estimator, check):
    check(type(estimator).__name__, clone(estimator))


def table(n=12, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.lognormal(size=(n, 3)), columns=["a", "b", "c"])
    return frame.rename(index="u{}".format)


def test_the_pipeline_of_the_readme_runs_on_gaps():
    X = table()
    X.iloc[2, 1] = np.nan
    pipe = make_pipeline(
        MICEImputer(random_state=0),
        Normalizer("minmax", polarity=["+", "-", "+"]),
        Scorer("topsis", weights="entropy"),
    )
    assert np.isfinite(pipe.fit(X).score_samples(X)).all()


def test_the_pipeline_of_normalizer_and_scorer_is_the_function():
    X, polarity, w = table(), ["max", "min", "max"], [0.5, 0.2, 0.3]
    pipe = make_pipeline(
        Normalizer("vector", polarity=polarity), Scorer("topsis", weights=w)
    )
    expected = mi.scoring.topsis(X, w, polarity)
    np.testing.assert_allclose(pipe.fit(X).score_samples(X), expected, rtol=1e-14)


def test_fitted_estimators_score_new_rows_on_the_old_goalposts():
    X = table()
    scorer = Scorer("weighted_sum", normalization="minmax").fit(X)
    worst = X.min().to_frame().T
    assert scorer.score_samples(worst - 1)[0] < scorer.score_samples(worst)[0] == 0


def test_the_methods_of_a_stage_can_be_searched_by_name():
    for parameters in ParameterGrid({"method": ["entropy", "critic", "std", "equal"]}):
        weights = clone(Weighter()).set_params(**parameters).fit(table()).weights_
        assert weights.sum() == pytest.approx(1)


def test_a_screened_unit_becomes_a_row_of_gaps_and_scores_nan():
    X = table()
    X.iloc[4, :2] = np.nan
    pipe = make_pipeline(
        Screener(max_missing_units=0.5),
        MICEImputer(random_state=0),
        Normalizer(missing="omit"),
        Scorer(missing="omit"),
    )
    scores = pipe.fit(X).score_samples(X)
    assert np.flatnonzero(np.isnan(scores)).tolist() == [4]


def test_a_screened_criterion_leaves_and_is_listed_with_its_reason():
    X = table()
    X.iloc[:8, 2] = np.nan
    screener = Screener(max_missing_criteria=0.5).fit(X)
    assert list(screener.get_feature_names_out()) == ["a", "b"]
    (gone,) = screener.screening_.dropped
    assert (gone.kind, gone.label) == ("criterion", "c")
    assert gone.reason == "66.7% missing, more than the limit of 50.0%"


def test_screening_away_everything_is_refused():
    X = pd.DataFrame({"a": [np.nan, 1.0], "b": [1.0, np.nan]})
    with pytest.raises(EmptyDataError, match="no criterion is left"):
        Screener(max_missing_criteria=0.1).fit(X)


def test_a_missing_value_is_named_by_unit_and_criterion():
    X = table()
    X.iloc[2, 1] = np.nan
    with pytest.raises(MissingDataError, match="unit 'u2', criterion 'b'"):
        Normalizer().fit(X)


def test_grades_are_frozen():
    grader = Grader("quantile", k=2).fit([[0.1], [0.2], [0.3], [0.4]])
    assert grader.transform([[0.0], [9.0]]).ravel().tolist() == [1, 2]


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_separated_groups_become_tiers_in_the_order_of_their_means(method):
    rng = np.random.default_rng(0)
    groups = np.repeat([0.2, 0.9, 0.5], 10)
    S = groups[:, None] + 0.01 * rng.standard_normal((30, 2))
    labels = TierClusterer(method, n_tiers=3, random_state=0).fit_predict(S)
    assert labels.tolist() == [3] * 10 + [1] * 10 + [2] * 10


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_the_order_of_units_does_not_change_the_tiers_of_separated_groups(method):
    rng = np.random.default_rng(1)
    S = np.repeat([0.0, 1.0, 2.0, 3.0], 8)[:, None] + 0.05 * rng.random((32, 1))
    shuffle = rng.permutation(32)
    labels = mi.TierClusterer(method, random_state=0).fit_predict(S)
    shuffled = mi.TierClusterer(method, random_state=5).fit_predict(S[shuffle])
    assert (labels[shuffle] == shuffled).all()


def test_new_units_join_the_tier_with_the_nearest_centre():
    S = np.array([[0.0], [0.1], [5.0], [5.1]])
    clusterer = TierClusterer(n_tiers=2, random_state=0).fit(S)
    assert clusterer.predict([[4.0], [1.0]]).tolist() == [1, 2]


def test_fewer_distinct_units_than_tiers_leave_the_last_tiers_empty():
    labels = TierClusterer(n_tiers=4).fit_predict([[1.0], [2.0], [2.0]])
    assert labels.tolist() == [2, 1, 1]


def test_tiers_are_one_or_more():
    with pytest.raises(DomainError, match="n_tiers must be a whole number"):
        TierClusterer(n_tiers=0).fit([[1.0], [2.0]])


@pytest.mark.parametrize("apart", [8.0, 0.0], ids=["groups", "noise"])
def test_the_number_of_tiers_is_chosen_as_by_the_function(apart):
    rng = np.random.default_rng(0)
    S = apart * np.repeat([0.0, 2.0, 1.0], 15)[:, None] + rng.standard_normal((45, 2))
    auto = TierClusterer("ward", n_tiers="auto", random_state=0).fit(S)
    chosen = mi.clustering.choose_tiers(S, method="ward", rng=0)
    pd.testing.assert_frame_equal(auto.selection_.table, chosen.table)
    assert auto.n_tiers_ == chosen.k == (3 if apart else 1)
    fixed = TierClusterer("ward", n_tiers=chosen.k, random_state=0).fit(S)
    assert auto.labels_.tolist() == fixed.labels_.tolist()
    assert mi.tiers(S, "auto", method="ward", rng=0).tolist() == auto.labels_.tolist()


def test_the_criterion_of_the_choice_is_a_parameter():
    rng = np.random.default_rng(0)
    S = 8 * np.repeat([0.0, 1.0], 15)[:, None] + rng.standard_normal((30, 2))
    auto = TierClusterer("ward", n_tiers="auto", criterion="bic", random_state=0).fit(S)
    assert (auto.n_tiers_, auto.selection_.criterion) == (2, "bic")


def test_a_number_of_tiers_that_is_given_is_not_chosen():
    clusterer = TierClusterer(n_tiers=2).fit([[1.0], [2.0], [4.0]])
    assert (clusterer.n_tiers_, clusterer.selection_) == (2, None)


def test_a_word_that_is_no_number_of_tiers_is_refused():
    with pytest.raises(DomainError, match=r"n_tiers must be .* or 'auto', got 'atuo'"):
        TierClusterer(n_tiers="atuo").fit([[1.0], [2.0]])


def test_tiers_whose_number_is_chosen_cannot_be_named_before():
    with pytest.raises(DomainError, match="labels cannot be given with n_tiers='auto'"):
        TierClusterer(n_tiers="auto", labels=["up", "down"]).fit([[1.0], [2.0]])


def test_options_go_to_the_clustering():
    with pytest.raises(UnknownMethodError, match="Did you mean 'covariance'"):
        TierClusterer("gaussian_mixture", options={"covarance": "tied"}).fit(table())


def test_a_mixture_has_memberships_in_the_order_of_the_tiers():
    rng = np.random.default_rng(0)
    S = 8 * np.repeat([0.0, 2.0, 1.0], 15)[:, None] + rng.standard_normal((45, 2))
    found = TierClusterer("gaussian_mixture", n_tiers=3, random_state=0).fit(S)
    assert (1 + found.membership_.argmax(axis=1)).tolist() == found.labels_.tolist()
    np.testing.assert_allclose(found.membership_.sum(axis=1), 1, rtol=1e-12)


def test_a_mixture_of_one_is_sure():
    found = TierClusterer("gaussian_mixture", n_tiers=1).fit([[1.0], [2.0]])
    assert found.membership_.tolist() == [[1.0], [1.0]]


def test_a_clustering_by_distances_has_no_memberships():
    assert TierClusterer(n_tiers=2).fit([[1.0], [2.0], [4.0]]).membership_ is None


def test_silhouettes_and_prototypes_are_those_of_the_standardized_scores():
    X = table(20)
    found = TierClusterer("ward", n_tiers=3).fit(X)
    Z = (X - X.mean()) / X.std()
    expected = mi.clustering.silhouettes(Z, found.labels_)
    np.testing.assert_allclose(found.silhouettes_, expected, atol=1e-12)
    assert found.labels_[found.prototypes_].tolist() == [1, 2, 3]
    assert found.prototypes_.tolist() == (
        mi.clustering.prototypes(Z, found.labels_).tolist()
    )


@pytest.mark.parametrize("attribute", ["silhouettes_", "prototypes_"])
def test_what_is_told_of_tiers_needs_a_fit(attribute):
    with pytest.raises(NotFittedError):
        getattr(TierClusterer(), attribute)


def test_of_tiers_with_equal_means_that_with_the_larger_first_score_is_first():
    S = [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    assert TierClusterer(n_tiers=2).fit(S).labels_.tolist() == [2, 1, 2]


def test_an_estimator_with_weights_serves_as_a_weighting():
    class First:
        def fit(self, X):
            self.weights_ = np.eye(X.shape[1])[0]
            return self

    assert Weighter(First()).fit(table()).weights_.tolist() == [1, 0, 0]


@pytest.mark.parametrize("position", ["inside", "outside"])
@pytest.mark.parametrize("p", [1, 2, np.inf])
def test_a_new_unit_beyond_the_frozen_ideal_is_never_punished_for_it(position, p):
    options = {"p": p, "weight_position": position}
    scorer = Scorer("topsis", options=options).fit([[0.0, 0.0], [1.0, 1.0]])
    better = np.column_stack([np.linspace(0, 5, 21), np.full(21, 0.5)])
    assert (np.diff(scorer.score_samples(better)) >= 0).all()
    assert scorer.score_samples([[1.0, 1.0], [4.0, 1.0]]).tolist() == [1.0, 1.0]


def test_columns_that_share_a_name_are_refused():
    frame = pd.DataFrame([[1.0, 2.0], [3.0, 4.0]], columns=["gdp", "gdp"])
    for estimator in (MICEImputer(2), Normalizer("minmax")):
        with pytest.raises(DuplicateLabelError, match="share a name: 'gdp'"):
            estimator.fit(frame)
