"""Robustness: what is varied shows, what is not does not, and nothing is lost."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index import CompositeIndex, Criterion, Hierarchy, MICEImputer, Normalizer
from mcdm_index.errors import DomainError, SpecError

TREE = Hierarchy.of(
    [Criterion("G")]
    + [Criterion(code, "G", polarity="+") for code in "ab"]
    + [Criterion("c", polarity="-"), Criterion("d", polarity="+")]
)
UNITS = pd.Index([f"u{i:02d}" for i in range(14)], name="unit")


def table(seed=0):
    X = np.random.default_rng(seed).lognormal(size=(14, 4))
    return pd.DataFrame(X, UNITS, list("abcd"))


def index(**options):
    usual = {"tiers": None, "grade": None, "random_state": 0}
    return CompositeIndex(TREE, **(usual | options))


def run(vary, *, n=60, frame=None, options=(), **kwargs):
    frame = table() if frame is None else frame
    return mi.robustness(index(**dict(options)), frame, vary, n, rng=1, **kwargs)


EVERYTHING = {
    "noise": 0.05,
    "units": "bootstrap",
    "weight_noise": 0.1,
    "drop": "leaf",
    "normalize": ["minmax", "rank"],
    "weights": ["entropy", "equal"],
    "aggregate": ["topsis", "weighted_sum"],
    "scheme": ["flat", "nested"],
}


# Against the index itself


def test_what_is_not_varied_is_as_in_the_index():
    found = run({"scheme": ["flat", "nested"]})
    result = index().fit(table()).result_
    assert_array_equal(found.distribution.base, result.scores["index"])
    flat = (found.varied["scheme"] == "flat").to_numpy()
    assert (
        found.distribution.replicates[flat] == found.distribution.base.to_numpy()
    ).all()


@pytest.mark.parametrize("aggregate", ["topsis", "vikor", "copeland"])
def test_a_choice_gives_what_the_index_with_it_gives(aggregate):
    found = run({"aggregate": ["weighted_sum", aggregate]}, n=20)
    alone = index(aggregate=aggregate).fit(table()).result_.scores["index"]
    rows = (found.varied["aggregate"] == aggregate).to_numpy()
    assert rows.any()
    assert (found.distribution.replicates[rows] == alone.to_numpy()).all()


def test_a_draw_gives_what_the_index_gives_in_that_draw():
    frame = table()
    frame.iloc[::4, 0] = np.nan
    options = {"impute": MICEImputer(6)}
    found = run({"draws": True}, frame=frame, options=options)
    result = index(**options).fit(frame).result_
    root = result.score_draws[:, :, 0]
    for scores, draw in zip(
        found.distribution.replicates, found.varied["draws"], strict=True
    ):
        assert_array_equal(scores, root[int(draw)])


def test_a_dropped_criterion_gives_the_index_without_it():
    found = run({"drop": ["c"]}, n=20)
    result = index().fit(table()).result_
    without = result.rerun(without={"c"}).scores["index"].to_numpy()
    rows = (found.varied["drop"] == "c").to_numpy()
    assert_array_equal(found.distribution.replicates[rows][0], without)
    assert_array_equal(found.distribution.replicates[~rows][0], found.distribution.base)


def test_sure_weights_and_no_noise_change_nothing():
    found = run({"weight_noise": 0, "noise": 0.0})
    spread = np.ptp(found.distribution.replicates, axis=0)
    assert spread.max() == 0
    assert (found.table()["kept"] == 1).all()


@pytest.mark.parametrize("scheme", ["flat", "nested"])
def test_drawn_weights_are_those_that_score(scheme):
    options = {"aggregate": "weighted_sum", "scheme": scheme, "weights": "equal"}
    found = run({"weight_noise": "uniform"}, n=400, options=options)
    result = index(**options).fit(table()).result_
    expected = result.scores["index"].to_numpy()
    if scheme == "nested":  # uniform weights are equal on average, at every group
        assert_allclose(found.distribution.replicates.mean(axis=0), expected, atol=0.05)
    low, high = (
        result.scores[list("abcd")].agg(f, axis=1).to_numpy() for f in ("min", "max")
    )
    assert (found.distribution.replicates >= low - 1e-12).all()
    assert (found.distribution.replicates <= high + 1e-12).all()


# Planted cases


def test_two_equal_units_beat_each_other_half_the_time():
    frame = table()
    frame.iloc[5] = frame.iloc[9]
    found = run({"noise": 0.2}, n=400, frame=frame)
    assert abs(found.distribution.beats.loc["u05", "u09"] - 0.5) < 0.08


def test_a_unit_that_is_best_in_all_is_always_first():
    frame = table()
    frame.loc["u03"] = [99, 99, 0.001, 99]
    found = run(
        {"weight_noise": "uniform", "aggregate": ["topsis", "weighted_sum"]},
        frame=frame,
    )
    assert found.table().loc["u03", ["first", "kept"]].tolist() == [1, 1]
    order = found.distribution.robust_order(1.0).table
    assert order.loc["u03", ["layer", "above", "below"]].tolist() == [1, 0, 13]


def test_a_source_that_decides_nothing_has_no_share():
    frame = table()
    shares = mi.uncertainty.variance_shares(
        index(aggregate="weighted_sum"),
        frame,
        {"weights": ["entropy", "equal"], "noise": 0.0},
        n=32,
        bootstrap=20,
        rng=0,
    )
    total = shares.total["mean shift"]
    assert total["noise"] == pytest.approx(0, abs=1e-12)
    assert total["weights"] == pytest.approx(1, abs=0.05)


# What the distribution says


def test_acceptabilities_are_shares_of_the_replications():
    found = run(EVERYTHING, n=80).distribution
    a = found.acceptability
    assert_allclose(a.sum(axis=1), 1, rtol=1e-12)
    assert a.loc["u04", 3] == np.mean(found.ranks[:, 4] == 3)


def test_precedence_is_that_of_a_slow_loop():
    found = run(EVERYTHING, n=70).distribution
    s = found.replicates
    for i, j in ((0, 1), (3, 9), (13, 2)):
        slow = np.mean(
            [(a > b) + 0.5 * (a == b) for a, b in zip(s[:, i], s[:, j], strict=True)]
        )
        assert found.beats.iloc[i, j] == pytest.approx(slow, rel=1e-12)


def test_grades_under_fixed_cuts_sum_to_one():
    found = run(EVERYTHING).distribution.grade_chances([0.3, 0.6], ["A", "B", "C"])
    assert_allclose(found.sum(axis=1), 1, rtol=1e-12)
    assert list(found.columns) == ["A", "B", "C"]


def test_the_robust_order_is_open_where_units_change_places():
    order = run(EVERYTHING).distribution.robust_order(0.99).table
    assert (order["above"] + order["below"] + order["open"] == 13).all()
    assert order["layer"].is_monotonic_increasing


def test_a_circle_of_units_shares_a_layer():
    scores = np.array([[3.0, 2, 1], [1, 3, 2], [2, 1, 3]])
    base = pd.Series(scores[0], list("xyz"))
    order = mi.uncertainty.Replications.of(scores, base).robust_order(0.6)
    assert order.layers.tolist() == [1, 1, 1]


# The same numbers, and nothing lost


def test_the_same_seed_gives_the_same_numbers_however_it_is_run():
    one, other = run(EVERYTHING, n=40), run(EVERYTHING, n=40, n_jobs=2)
    assert_array_equal(one.distribution.replicates, other.distribution.replicates)
    pd.testing.assert_frame_equal(one.varied, other.varied)


def test_more_replications_leave_the_first_ones_as_they_are():
    one, other = run(EVERYTHING, n=20), run(EVERYTHING, n=30)
    assert_array_equal(one.distribution.replicates, other.distribution.replicates[:20])


def test_combinations_that_cannot_work_are_named_before_the_run():
    vary = {
        "normalize": ["minmax", "zscore"],
        "aggregate": ["weighted_sum", "harmonic_mean"],
        "weights": ["equal", "entropy"],
    }
    with pytest.raises(DomainError) as caught:
        run(vary)
    told = str(caught.value)
    assert "3 combinations" in told or "4 combinations" in told
    assert "normalize=zscore, aggregate=harmonic_mean, weights=equal: " in told


def test_combinations_that_cannot_work_are_listed_if_they_are_skipped():
    vary = {"normalize": ["minmax", "zscore"], "weights": ["equal", "entropy"]}
    found = run(vary, impossible="skip", n=40)
    assert found.impossible[["normalize", "weights"]].to_numpy().tolist() == [
        ["zscore", "entropy"]
    ]
    pairs = set(map(tuple, found.varied[["normalize", "weights"]].to_numpy()))
    assert pairs == {("minmax", "equal"), ("minmax", "entropy"), ("zscore", "equal")}


def test_a_replication_that_fails_is_counted_with_its_reason():
    frame = table()
    options = {"normalize": Normalizer("sum"), "aggregate": "weighted_product"}
    found = run({"noise": 0.4}, frame=frame, options=options, n=60)
    assert 0 < len(found.failed) < 60
    assert len(found.failed) + found.distribution.n_draws == 60
    assert found.failed["reason"].str.contains("is -").all()


def test_each_source_alone_is_told():
    alone = run({"scheme": ["flat", "nested"], "noise": 0.0}, alone=True).alone
    assert alone.loc["noise", "mean_shift"] == 0
    assert alone.loc["scheme", "mean_shift"] > 0


@pytest.mark.parametrize(
    ("vary", "error", "message"),
    [
        ({}, SpecError, "vary names what may vary"),
        ({"nosie": 1}, SpecError, "Did you mean 'noise'"),
        ({"normalize": "minmax"}, SpecError, "is a list of alternatives"),
        ({"normalize": ["minmax"]}, SpecError, "needs two alternatives"),
        ({"draws": True}, SpecError, "has 1 draw"),
        ({"noise": -1}, DomainError, "0 or more"),
        ({"noise": {"z": 1}}, SpecError, "'z' is no criterion"),
        ({"units": "jackknife"}, SpecError, "is 'bootstrap'"),
        ({"weight_noise": 1}, DomainError, "a spread from 0"),
        ({"drop": "leef"}, DomainError, "level must be"),
        ({"drop": ["q"]}, SpecError, "no node 'q'"),
        ({"scheme": ["flat", "nestd"]}, DomainError, "Did you mean 'nested'"),
    ],
    ids=repr,
)
def test_what_cannot_vary_so_is_refused(vary, error, message):
    with pytest.raises(error, match=message):
        run(vary)


def test_a_level_needs_to_be_one():
    found = run({"noise": 0.1}, n=5)
    with pytest.raises(DomainError, match="level must be a probability"):
        found.table(1.5)
    with pytest.raises(DomainError, match=r"above 0\.5"):
        found.distribution.robust_order(0.4)


# Weights within limits


NESTED = {"scheme": "nested", "weights": "equal", "aggregate": "weighted_sum"}


def effective(limits, options, n=40):
    """Weights behind scores that are linear in them, from units that show them."""
    frame = pd.DataFrame(np.eye(4), list("wxyz"), list("abcd"))
    frame["c"] = 1 - frame["c"]  # a cost: the best is 0
    found = run({"weight_noise": limits}, n=n, frame=frame, options=options)
    return pd.DataFrame(found.distribution.replicates, columns=list("abcd"))


def test_limits_hold_for_the_weights_of_every_group():
    w = effective({"low": 0.2, "order": ["G", "c"]}, NESTED)
    group = w["a"] + w["b"]
    assert (group >= w["c"] - 1e-9).all()
    assert (w[["c", "d"]] >= 0.2 - 1e-9).all(axis=None)
    assert (w["a"] / group >= 0.2 - 1e-9).all()
    assert w["a"].nunique() > 30


def test_limits_by_name_hold_for_the_criteria_of_a_flat_index():
    w = effective({"high": {"a": 0.1}, "order": [("d", ">", "c")]}, NESTED | FLAT)
    assert (w["a"] <= 0.1 + 1e-9).all()
    assert (w["d"] >= w["c"] - 1e-9).all()
    assert w["b"].max() > 0.5


FLAT = {"scheme": "flat"}


@pytest.mark.parametrize(
    ("limits", "options", "error", "message"),
    [
        ({"least": 1}, NESTED, SpecError, "'least' is none of low, high, order"),
        ({"low": {"q": 0.1}}, NESTED, SpecError, "'q' is no node below the root"),
        ({"low": "much"}, NESTED, DomainError, "low is one share for all nodes"),
        ({"order": [("a", "b")]}, NESTED, SpecError, "order is a list of nodes"),
        ({"order": ["a", "c"]}, NESTED, DomainError, "not drawn together"),
        ({"low": {"G": 0.5}}, FLAT, DomainError, "take scheme='nested'"),
        ({"low": 0.6}, NESTED, DomainError, "no weights of sum 1"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_limits_that_cannot_hold_are_told_before_the_run(
    limits, options, error, message
):
    with pytest.raises(error, match=message):
        run({"weight_noise": limits}, options=options)


def test_counts_that_do_not_fit_into_the_memory_are_refused():
    with pytest.raises(DomainError, match="more than memory=1,000"):
        run({"noise": 0.1}, memory=1000)
