"""Diagnosis of a result: what is planted is found, and noise is not."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index import CompositeIndex, Criterion, Grader, Hierarchy, MICEImputer
from mcdm_index.errors import DomainError
from mcdm_index.tables.summary import summarize

DIMENSIONS = {"S": ["s1", "s2"], "I": ["i1", "i2"], "F": ["f1", "f2"]}
LEAVES = [leaf for leaves in DIMENSIONS.values() for leaf in leaves]
TREE = Hierarchy.of(
    [Criterion(code) for code in DIMENSIONS]
    + [
        Criterion(leaf, code, polarity="+")
        for code, leaves in DIMENSIONS.items()
        for leaf in leaves
    ]
)
TYPES = {"S": "science-led", "I": "industry-led", "F": "factor-led"}
CITIES = pd.Index([f"city {i:02d}" for i in range(60)], name="city")


def planted(seed=0, *, champions=True):
    """Simulate cities in three groups, a gap below the first, and two champions."""
    rng = np.random.default_rng(seed)
    level = np.repeat([0.85, 0.45, 0.2], [8, 26, 26])
    X = level[:, None] + rng.normal(0, 0.03, (60, 6))
    if champions:
        X[20, 0], X[41, 3] = 1.6, 1.5
    return pd.DataFrame(X, CITIES, LEAVES)


def noise(seed=0):
    return pd.DataFrame(
        np.random.default_rng(seed).normal(size=(60, 6)), CITIES, LEAVES
    )


def fit(frame, **options):
    usual = {"weights": "equal", "aggregate": "weighted_sum", "random_state": 0}
    return CompositeIndex(TREE, **(usual | options)).fit(frame).result_


@pytest.fixture(scope="module")
def cities():
    return fit(planted())


@pytest.fixture(scope="module")
def groups():
    return fit(planted(champions=False))


@pytest.fixture(scope="module")
def nothing():
    return fit(noise())


@pytest.fixture(scope="module")
def drawn():
    frame = planted()
    frame.iloc[::4, 1] = np.nan
    frame.iloc[20, 0] = np.nan
    return fit(frame, impute=MICEImputer(8))


def panel(speed=0.1, seed=0):
    """Simulate 30 cities over eight years that close in on a common level."""
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product([range(2015, 2023), CITIES[:30]])
    index.names = ["year", "city"]
    start = rng.uniform(1, 9, (30, 6))
    rows = [5 + (start - 5) * (1 - speed) ** t for t in range(8)]
    X = np.concatenate(rows) * np.exp(rng.normal(0, 0.01, (240, 6)))
    return pd.DataFrame(X, index, LEAVES)


@pytest.fixture(scope="module")
def years():
    normalize = mi.Normalizer("goalposts", options={"low": 0, "high": 10})
    return fit(panel(), period="year", normalize=normalize)


# Grades


def test_the_sizes_of_the_grades_are_told(cities):
    assert cities.grade_sizes.counts.sum() == 60
    assert cities.grade_sizes.dominant is None


def test_a_grade_with_more_than_half_the_units_is_told():
    shares = {"shares": (1, 4)}
    result = fit(planted(), grade=Grader("quantile", k=2, options=shares))
    (notice,) = result.grade_notices()
    assert notice.startswith("More than half of the units, 48 of 60")
    assert notice in summarize(result)


def test_grades_by_several_rules_stand_side_by_side(groups):
    rules = {"own": ("quantile", 6), "breaks": ("natural_breaks", 3)}
    found = groups.grade_by(rules)
    assert_array_equal(found["own"], groups.grade_codes)
    assert found["breaks"].value_counts().to_dict() == {1: 26, 2: 26, 3: 8}


def test_without_draws_or_noise_a_grade_is_certain(cities):
    chances = cities.grade_probabilities()
    assert_array_equal(chances.idxmax(axis=1), cities.grades.astype(int))
    assert chances.isin([0, 1]).all(axis=None)


@pytest.mark.parametrize("anew", [False, True])
def test_grade_probabilities_sum_to_one_over_draws_and_weights(drawn, anew):
    chances = drawn.grade_probabilities(spread=0.14, n=200, anew=anew, rng=0)
    assert_allclose(chances.sum(axis=1), 1, rtol=1e-12)
    assert not chances.isin([0, 1]).all(axis=None)


def test_weight_noise_goes_through_the_method_of_the_index():
    result = fit(planted(), aggregate="topsis", scheme="nested")
    sure = result.grade_probabilities(spread=0, n=20, rng=0)
    assert_array_equal(sure.idxmax(axis=1), result.grades.astype(int))


# Champions


def test_hidden_champions_are_found(cities):
    table = cities.champions(exclude_top=8).table
    clear = table[table["is_clear"]]
    assert clear["champion"].to_dict() == {"s1": "city 20", "i2": "city 41"}


def test_noise_has_no_clear_champion(nothing):
    assert not nothing.champions().table["is_clear"].any()
    assert not nothing.champions("dimension").table["is_clear"].any()


def test_a_champion_on_an_imputed_cell_is_refused_with_the_reason():
    frame = planted()
    best = frame["f1"].idxmax()
    result = fit(frame, impute=MICEImputer(8))
    assert result.champions(exclude_top=0).table.loc["f1", "champion"] == best
    gap = frame.copy()
    gap.loc[best, "f1"] = np.nan
    table = fit(gap, impute=MICEImputer(8)).champions().table.loc["f1"]
    if best in table["leaders"]:
        assert pd.isna(table["champion"])
        assert "imputed" in table["reason"]
    else:
        assert table["champion"] != best


def test_champions_of_a_period_are_among_its_units(years):
    found = years.champions("dimension", period=2016)
    assert len(found.table) == 3
    with pytest.raises(DomainError, match="there is no period 2030; there are 2015"):
        years.champions(period=2030)


# Profiles, peers, tiers


def test_profiles_follow_the_shape_and_not_the_level():
    frame = planted()
    frame.loc["city 50", ["f1", "f2"]] += 0.9
    found = fit(frame).profiles(TYPES)
    assert found.table.loc["city 50", "type"] == "factor-led"
    assert found.most_lopsided(1).index[0] == "city 50"


def test_peers_are_units_of_the_same_tier(cities):
    tier = cities.tiers
    near = cities.peers("city 03", k=4)
    assert (tier[near.index] == tier["city 03"]).all()
    assert len(near) == 4


def test_what_separates_a_unit_from_the_next_tier_adds_up(cities):
    lowest = cities.scores["index"].idxmin()
    found = cities.next_tier(lowest)
    assert found.table["share"].sum() == pytest.approx(1)


def test_three_planted_groups_are_three_tiers(groups):
    found = groups.choose_tiers(n_references=19, rng=0)
    assert (found.k, found.structured) == (3, True)


def test_noise_has_no_tiers(nothing):
    assert not nothing.choose_tiers(n_references=19, rng=0).structured


def test_planted_tiers_are_stable_over_resamples_and_draws(drawn):
    found = drawn.tier_stability(3, n_boot=30, rng=0)
    assert (found.tiers["jaccard"] > 0.85).all()


# Gaps


def test_the_planted_gap_is_found(cities):
    found = cities.gaps(rng=0)
    assert 8 in set(found.breaks["place"])


def test_noise_has_no_gap(nothing):
    assert not nothing.gaps(rng=0).found


# Concentration, inequality, convergence


def test_the_best_lie_in_the_planted_group(cities):
    groups = {"delta": list(CITIES[:8]), "rest": list(CITIES[30:])}
    found = cities.concentration(groups, at_least=6)
    assert found.table.loc["delta", "share_of_top"] > 0.7
    by_rule = cities.concentration_by_rule(
        groups, rules={"q": ("quantile", 6), "e": ("equal_interval", 3)}, at_least=3
    )
    assert by_rule["share_of_top"].nunique() == 2


def test_concentration_takes_one_period_of_a_panel(years):
    groups = {"first": list(CITIES[:10])}
    found = years.concentration(groups, at_least=4, period=2022)
    assert found.n_units == 30


def test_inequality_within_and_between_groups_adds_up_in_every_period(years):
    groups = {city: "ab"[i % 2] for i, city in enumerate(CITIES[:30])}
    found = years.inequality(groups)
    assert list(found.index) == list(range(2015, 2023))
    parts = ["gini_within", "gini_between", "gini_transvariation"]
    assert_allclose(found[parts].sum(axis=1), found["gini"], rtol=1e-12)
    assert_allclose(
        found[["theil_within", "theil_between"]].sum(axis=1), found["theil"], rtol=1e-12
    )
    assert found["gini"].is_monotonic_decreasing


def test_inequality_of_one_table_is_one_row(cities):
    found = cities.inequality()
    scores = cities.scores["index"]
    assert found["gini"].tolist() == [mi.inequality.gini(scores)]


def test_a_unit_without_a_group_is_refused(cities):
    with pytest.raises(DomainError, match="units without a group: 'city 01'"):
        cities.inequality({"city 00": "a"})


def test_planted_convergence_is_found(years):
    assert years.sigma_convergence().ratio < 0.7
    beta = years.beta_convergence()
    assert beta.beta < 0
    assert beta.p < 0.01


def test_density_and_transitions_are_those_of_the_panel(years):
    assert years.density().table.shape[1] == 8
    found = years.transitions()
    assert found.n_transitions == 30 * 7


def test_convergence_needs_a_panel(cities):
    for method in (cities.sigma_convergence, cities.transitions, cities.density):
        with pytest.raises(DomainError, match="needs a panel"):
            method()


# Coupling and obstacles


def test_coupling_is_that_of_the_dimensions(cities):
    found = cities.coupling("corrected")
    weights = cities.weights["effective"][list(DIMENSIONS)]
    alone = mi.diagnosis.coupling(cities.scores[list(DIMENSIONS)], weights, "corrected")
    pd.testing.assert_frame_equal(found, alone)


def test_obstacles_of_a_unit_sum_to_one(cities):
    found = cities.obstacles()
    assert_allclose(found.degrees[~found.perfect].sum(axis=1), 1, rtol=1e-12)
    assert list(found.degrees.columns) == LEAVES


def test_units_without_a_score_are_left_out():
    frame = planted()
    frame.loc["city 05", ["s1", "s2", "i1", "i2"]] = np.nan
    result = fit(frame, min_present=0.6)
    assert "city 05" not in result.grade_probabilities().index
    assert "city 05" not in result.coupling().index
    assert len(result.gaps(rng=0).groups) == 59
    assert len(result.choose_tiers(n_references=19, rng=0).table) > 1


def test_peers_and_the_next_tier_in_a_panel_are_those_of_the_period(years):
    unit = years.scores.xs(2019, drop_level=False)["index"].idxmin()
    near = years.peers(unit, 3, within_tier=False)
    assert set(near.index.get_level_values("year")) == {2019}
    found = years.next_tier(unit)
    assert len(found.table) in (0, 3)
