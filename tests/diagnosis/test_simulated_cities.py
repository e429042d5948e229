"""Simulated cities: what was planted in them is found, and in pure noise nothing."""

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index import diagnosis

N, DIMENSIONS, EACH = 100, ("science", "industry", "factors"), 4
GROUPS = {d: [f"{d}{i}" for i in range(1, EACH + 1)] for d in DIMENSIONS}
LEAVES = [leaf for group in GROUPS.values() for leaf in group]
CITIES = [f"city {i:03d}" for i in range(N)]
LEADING = CITIES[:12]  # ahead in everything
CHAMPIONS = {"science2": CITIES[40], "factors3": CITIES[70]}
SPECIALIZED = {"science": CITIES[20:25], "factors": CITIES[50:55]}
LOPSIDED = {*SPECIALIZED["science"], *SPECIALIZED["factors"], *CHAMPIONS.values()}


def smooth(seed):
    """Draw cities from one normal distribution, with indicators that go together."""
    rng = np.random.default_rng(seed)
    level, dimension = rng.normal(size=(N, 1)), rng.normal(size=(N, 3))
    own = rng.normal(size=(N, 3 * EACH))
    X = 2 * level + 0.3 * np.repeat(dimension, EACH, axis=1) + 0.5 * own
    return pd.DataFrame(X, CITIES, LEAVES)


def planted(seed):
    X = smooth(seed)
    order = X.mean(axis=1).sort_values(ascending=False).index
    X = X.loc[order].set_axis(CITIES)
    X.loc[LEADING] += 4
    for dimension, cities in SPECIALIZED.items():
        X.loc[cities] -= 4 / 3  # their index stays where it was
        X.loc[cities, GROUPS[dimension]] += 4
    for indicator, city in CHAMPIONS.items():
        X.loc[city, indicator] = X[indicator].max() + 20
    return X


def index_of(X, **options):
    criteria = [mi.Criterion(d) for d in DIMENSIONS]
    criteria += [
        mi.Criterion(leaf, parent=d, polarity="+")
        for d, group in GROUPS.items()
        for leaf in group
    ]
    settings = {"weights": "equal", "aggregate": "weighted_sum", "random_state": 0}
    tree = mi.Hierarchy.of(criteria)
    return mi.CompositeIndex(tree, **settings | options).fit(X).result_


@pytest.fixture(scope="module")
def result():
    return index_of(planted(1))


@pytest.fixture(scope="module")
def noise():
    return [index_of(smooth(seed)) for seed in range(40)]


def found_champions(result):
    leads = diagnosis.champions(
        result.scores,
        overall="index",
        imputed=result.imputed,
        leaves=GROUPS,
        weights=result.weights["effective"],
        draws=result.score_draws,
    )
    return leads.table.loc[leads.table["is_clear"], "champion"].to_dict()


def test_the_planted_break_is_found_and_no_other(result):
    found = diagnosis.gaps(result.scores["index"], rng=0)
    assert found.breaks["place"].tolist() == [12]
    assert set(found.groups[found.groups == 1].index) == set(LEADING)


def test_the_planted_champions_are_found_and_no_other(result):
    assert found_champions(result) == CHAMPIONS


def test_the_planted_types_are_found(result):
    found = diagnosis.profiles(result.scores[list(DIMENSIONS)])
    for dimension, cities in SPECIALIZED.items():
        assert set(found.table.loc[cities, "type"]) == {f"{dimension}-led"}
    others = found.table["type"].drop(list(LOPSIDED))
    assert (others == "balanced").mean() > 0.85


def test_the_most_lopsided_are_the_specialized_and_the_champions(result):
    found = diagnosis.profiles(result.scores[list(DIMENSIONS)])
    assert set(found.most_lopsided(len(LOPSIDED)).index) == LOPSIDED


def test_peers_by_shape_are_specialized_alike(result):
    first, *rest = SPECIALIZED["science"]
    found = diagnosis.peers(result.scores[list(DIMENSIONS)], first, 4, by="shape")
    assert len(set(found.index) & set(rest)) >= 3


def test_pure_noise_seldom_has_a_break(noise):
    found = [diagnosis.gaps(r.scores["index"], rng=0).found for r in noise]
    assert sum(found) <= 5  # of 40 at 5 %: more once in a hundred times


def test_pure_noise_seldom_has_a_clear_champion(noise):
    assert sum(bool(found_champions(r)) for r in noise) <= 5


def test_a_champion_that_was_imputed_is_refused():
    X = planted(1)
    X.loc[CITIES[3:9], "industry1"] = np.nan
    result = index_of(X, impute=mi.MICEImputer(m=3, max_iter=2))
    leads = diagnosis.champions(
        result.scores,
        exclude=[city for city in CITIES if city not in CITIES[3:9]],
        imputed=result.imputed,
        leaves=GROUPS | {"index": LEAVES},
        weights=result.weights["effective"],
        draws=result.score_draws,
    )
    reasons = leads.table["reason"]
    assert reasons["industry1"].endswith("is imputed")
    assert reasons["industry"].startswith("25% of the weight")
    assert reasons["index"].startswith("8% of the weight")
    assert leads.table.loc["science1", "champion"] in CITIES[3:9]
