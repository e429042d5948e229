"""Engines of other packages behind MICEImputer: same promises, and what they refuse."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.tree import DecisionTreeRegressor

from mcdm_index import CompositeIndex, Criterion, Hierarchy
from mcdm_index.errors import DomainError, SpecError, UnknownMethodError
from mcdm_index.imputation import MICEImputer, impute

ENGINES = ["sklearn", "miceforest"]


def table(n=60, seed=0):
    """Simulate columns with a tail, few values, a copy and a constant."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, 1)) + 0.7 * rng.standard_normal((n, 4))
    X[:, 1] = np.exp(X[:, 1])
    X[:, 2] = rng.integers(0, 4, n)
    X = np.c_[X, 3 * X[:, 0] + 1, np.full(n, 7.0)]
    gaps = rng.random(X.shape) < 0.12
    gaps[:, 3] = False
    return np.where(gaps, np.nan, X)


def run(engine, X, m=2, **options):
    if engine == "miceforest":
        pytest.importorskip("miceforest")
    return impute(X, m, rng=0, engine=engine, max_iter=2, **options).tables


@pytest.mark.parametrize("engine", ENGINES)
def test_what_holds_for_our_chains_holds_for_others(engine):
    X = table()
    tables = run(engine, X)
    assert (tables[:, ~np.isnan(X)] == X[~np.isnan(X)]).all()
    assert not np.isnan(tables).any()
    assert (tables[:, :, 1] > 0).all()
    assert_allclose(tables[:, :, 4], 3 * tables[:, :, 0] + 1)
    assert (tables[:, :, 5] == 7).all()
    assert set(np.unique(tables[:, :, 2])) <= {0, 1, 2, 3}
    assert_array_equal(run(engine, X), tables)
    assert_array_equal(run(engine, X, m=1)[0], tables[0])


@pytest.mark.parametrize("engine", ENGINES)
def test_later_rows_are_filled_by_the_fitted_models(engine):
    if engine == "miceforest":
        pytest.importorskip("miceforest")
    X = table()
    fitted = MICEImputer(2, engine=engine, max_iter=2, random_state=0).fit(X)
    later = X[:4].copy()
    later[0, 3] = np.nan  # complete in the fit
    later[1] = np.nan
    filled = fitted.draws(later).tables
    assert np.isnan(filled[:, 1]).all()
    assert not np.isnan(np.delete(filled, 1, axis=1)).any()
    assert_array_equal(fitted.draws(later).tables, filled)


def test_a_complete_table_stays_as_it_is():
    X = np.random.default_rng(0).standard_normal((30, 3))
    assert (run("sklearn", X) == X).all()
    assert (run("sklearn", np.ones((5, 2))) == 1).all()


def test_any_regressor_does_and_the_plan_names_it():
    fitted = MICEImputer(
        2, engine="sklearn", regressor=DecisionTreeRegressor(), random_state=0
    ).fit(table())
    assert fitted.plan_["filled by"].tolist()[:3] == [
        "DecisionTreeRegressor",
        "DecisionTreeRegressor",
        "pmm",
    ]
    assert fitted.convergence_.empty
    again = pickle.loads(pickle.dumps(fitted))
    assert_array_equal(again.draws(table()).tables, fitted.draws(table()).tables)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"engine": "slearn"}, UnknownMethodError, "Did you mean 'sklearn'"),
        ({"engine": "sklearn", "panel": ("a", "b")}, DomainError, "knows no panel"),
        ({"engine": "sklearn", "passive": {}}, DomainError, "knows no passive"),
        ({"engine": "sklearn", "predictors": "quickpred"}, DomainError, "predictors"),
        ({"engine": "miceforest", "method": "pmm"}, DomainError, "knows no method"),
        ({"engine": "sklearn", "method": "lrd"}, DomainError, "all by 'norm'"),
        ({"engine": "sklearn", "regressor": 3}, DomainError, "must be a regressor"),
        ({"regressor": DecisionTreeRegressor()}, DomainError, "goes with engine"),
    ],
)
def test_what_another_engine_cannot_do_is_refused(options, error, words):
    with pytest.raises(error, match=words):
        impute(table(), 2, rng=0, **options)


def test_an_engine_is_written_into_the_record_and_a_regressor_cannot_be():
    X = np.exp(table()[:, :4])
    tree = Hierarchy.of([Criterion(c, polarity="+") for c in "abcd"])
    index = CompositeIndex(
        tree,
        impute=MICEImputer(2, engine="sklearn", max_iter=2),
        tiers=None,
        random_state=0,
    )
    record = index.fit(X).result_.provenance
    again = CompositeIndex.replay(record, X).result_.score_draws
    assert_array_equal(again, index.result_.score_draws)
    regressor = DecisionTreeRegressor()
    own = MICEImputer(2, engine="sklearn", regressor=regressor, max_iter=2)
    with pytest.raises(SpecError, match=r"the regressor .* is an object"):
        index.with_(impute=own).to_toml()
