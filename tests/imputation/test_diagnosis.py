"""Diagnosis flags what is bad and passes what is true, over simulated tables."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from mcdm_index import MICEImputer
from mcdm_index.errors import DomainError, ShapeError
from mcdm_index.imputation import Imputations, diagnose, impute, overimpute
from tests.imputation import test_panel as panels


def simulated(seed, n=287, p=6):
    """Draw a table with correlations of .5, MAR given the last two columns."""
    rng = np.random.default_rng(seed)
    truth = rng.standard_normal((n, 1)) + rng.standard_normal((n, p))
    drive = truth[:, -1] + truth[:, -2]
    chance = 1 / (1 + np.exp(1 - 0.8 * drive))
    X = truth.copy()
    X[:, :-2][rng.random((n, p - 2)) < chance[:, None]] = np.nan
    return truth, X


def hot_deck(X, rng):
    out = X.copy()
    for column in out.T:
        gaps = np.isnan(column)
        column[gaps] = rng.choice(column[~gaps], gaps.sum())
    return out


def share_flagged(fill, word, tables=8):
    flags = []
    for seed in range(tables):
        truth, X = simulated(seed)
        filled = fill(truth, X, np.random.default_rng(seed))
        found = diagnose(Imputations.of(X, filled)).conditional
        flags += [word in flag.split(", ") for flag in found["flagged"]]
    return np.mean(flags)


WAYS = {
    "truth": lambda truth, X, rng: truth[None],  # noqa: ARG005
    "bridge": lambda truth, X, rng: impute(X, 5, rng=rng).tables,  # noqa: ARG005
    "hot deck": lambda truth, X, rng: [hot_deck(X, rng)],  # noqa: ARG005
    "mean": lambda truth, X, rng: [  # noqa: ARG005
        np.where(np.isnan(X), np.nanmean(X, axis=0), X)
    ],
}


@pytest.mark.parametrize("word", ["t", "adjusted_ratio", "residual_ratio"])
@pytest.mark.parametrize("way", ["truth", "bridge"])
def test_true_values_and_proper_draws_pass(way, word):
    assert share_flagged(WAYS[way], word) < 0.15


@pytest.mark.parametrize(
    ("way", "word"),
    [("hot deck", "t"), ("hot deck", "residual_ratio"), ("mean", "adjusted_ratio")],
)
def test_bad_imputations_are_flagged(way, word):
    assert share_flagged(WAYS[way], word) > 0.6


def test_the_marginal_test_does_the_reverse():
    truth, X = simulated(0)
    of_truth = diagnose(Imputations.of(X, truth[None])).marginal
    random = hot_deck(X, np.random.default_rng(0))
    of_random = diagnose(Imputations.of(X, random[None])).marginal
    assert of_truth["KS p (expected)"].median() < 0.05
    assert of_random["KS p (expected)"].median() > 0.05


def test_the_residual_ratio_is_that_of_least_squares():
    truth, X = simulated(3, 80, 3)
    gaps = np.isnan(X[:, 0])
    A = np.c_[truth[:, 1:], np.ones(80)]
    slopes = np.linalg.lstsq(A[~gaps], truth[~gaps, 0], rcond=None)[0]
    left = truth[:, 0] - A @ slopes
    expected = (left[gaps] ** 2).mean() / (
        (left[~gaps] ** 2).sum() / ((~gaps).sum() - 3)
    )
    found = diagnose(Imputations.of(X, truth[None]), scale="linear").conditional
    assert_allclose(found["residual_ratio"][0], expected, rtol=1e-9)


def test_correlations_of_a_hot_deck_shrink():
    _, X = simulated(0)
    found = diagnose(Imputations.of(X, [hot_deck(X, np.random.default_rng(0))]))
    shift = found.correlations.to_numpy()
    assert shift[0, 1] < -0.05
    assert_allclose(np.diag(shift), 0, atol=1e-12)


def test_magnitudes_leave_the_numbers():
    truth, X = simulated(0)
    unit = np.array([1e300, 1e-300, 1.0, 1.0, 1.0, 1.0])
    found = diagnose(Imputations.of(X * unit, (truth * unit)[None]), scale="linear")
    plain = diagnose(Imputations.of(X, truth[None]), scale="linear")
    numbers = ["difference", "t", "adjusted_ratio", "residual_ratio"]
    assert_allclose(found.conditional[numbers], plain.conditional[numbers], rtol=1e-6)
    spread = found.marginal["observed sd"].to_numpy()[:2] / unit[:2]
    assert_allclose(spread, plain.marginal["observed sd"].to_numpy()[:2], rtol=1e-9)


def test_what_is_flagged_is_named():
    _, X = simulated(0)
    frame = pd.DataFrame(X, columns=list("abcdef"))
    table = [np.where(np.isnan(X), np.nanmean(X, axis=0), X)]
    draws = Imputations.of(X, table, tuple(frame.columns), frame.index)
    assert diagnose(draws).flagged == ("a", "b", "c", "d")


def test_a_complete_table_has_nothing_to_diagnose():
    truth, _ = simulated(0)
    found = diagnose(Imputations.of(truth, truth[None]))
    assert found.flagged == ()
    assert found.conditional.empty
    assert found.marginal.empty


def test_one_criterion_has_no_others_to_compare_with():
    with pytest.raises(ShapeError, match="only one"):
        diagnose(Imputations(np.array([[1.0], [np.nan], [2.0]]), np.array([[1.5]])))


def test_chains_of_ordinary_data_mix():
    imputer = MICEImputer(20, random_state=0).fit(simulated(0)[1])
    found = imputer.convergence_
    assert list(found.index) == [0, 1, 2, 3]
    assert (found["rhat"] < 1.2).all()
    assert found["far_donors"].isna().all()
    assert (found["flagged"] == "").all()


def test_chains_that_hang_on_each_other_are_flagged():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(100)
    X = np.c_[x, x + 0.05 * rng.standard_normal(100), rng.standard_normal(100)]
    X[:60, :2] = np.nan
    imputer = MICEImputer(20, random_state=0, predictors=np.ones((3, 3))).fit(X)
    assert (imputer.convergence_["flagged"] == "rhat").all()


def test_missing_donors_are_flagged():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(300)
    y = x + 0.3 * rng.standard_normal(300)
    y[x > 0] = np.nan  # nothing near is observed
    imputer = MICEImputer(5, random_state=0, method="pmm").fit(np.c_[x, y])
    assert imputer.convergence_.loc[1, "flagged"] == "far_donors"


def test_hidden_cells_are_covered_as_often_as_expected():
    truth, _ = simulated(1, 400, 4)
    found = overimpute(truth, MICEImputer(39, random_state=0), 0.2, repeats=4, rng=0)
    assert (found["cells"] == 4 * 80).all()
    assert_allclose(found["expected"], 0.95)
    assert (np.abs(found["coverage"] - 0.95) < 5 * np.sqrt(0.05 * 0.95 / 320)).all()
    assert (np.abs(found["bias"]) < 0.2).all()


def test_an_improper_interval_covers_too_little():
    truth, _ = simulated(1, 400, 4)
    constant = MICEImputer(39, random_state=0, method="pmm", donors=1)
    found = overimpute(truth, constant, 0.2, repeats=2, rng=0)
    proper = overimpute(truth, MICEImputer(39, random_state=0), 0.2, repeats=2, rng=0)
    assert found["coverage"].mean() <= proper["coverage"].mean()


@pytest.mark.parametrize(
    ("m", "options", "words"),
    [
        (39, {"share": 0}, "share"),
        (39, {"repeats": 0}, "repeats"),
        (10, {}, "needs 39 draws, the imputer has 10"),
    ],
)
def test_what_cannot_be_hidden_is_refused(m, options, words):
    with pytest.raises(DomainError, match=words):
        overimpute(simulated(0)[1], MICEImputer(m), **options)


@pytest.mark.parametrize("gaps", [1, 2, 5])
def test_a_few_gaps_that_are_well_filled_are_not_flagged(gaps):
    for seed in range(10):
        rng = np.random.default_rng(seed)
        X = rng.standard_normal((150, 1)) + 0.7 * rng.standard_normal((150, 4))
        X[rng.choice(150, gaps, replace=False), 0] = np.nan
        assert diagnose(impute(X, 10, rng=seed)).flagged == ()


def test_a_panel_that_is_imputed_along_time_is_judged_along_time():
    _, table = panels.simulated(cities=60, criteria=3)
    draws = impute(table, 10, rng=0, panel=panels.LEVELS)
    assert diagnose(draws, panel=panels.LEVELS).flagged == ()
    shuffled = draws.cells[
        :, np.random.default_rng(0).permutation(draws.cells.shape[1])
    ]
    bad = Imputations(draws.observed, shuffled, draws.columns, draws.index)
    assert set(diagnose(bad, panel=panels.LEVELS).flagged) == set("abc")


def test_over_imputation_hides_cells_of_a_panel():
    _, table = panels.simulated(cities=30, criteria=3)
    imputer = MICEImputer(39, random_state=0, panel=panels.LEVELS)
    found = overimpute(table, imputer, rng=0, repeats=2)
    alone = overimpute(table, MICEImputer(39, random_state=0), rng=0, repeats=2)
    assert (found["error"] < 0.8 * alone["error"]).all()
