"""Passive columns: an identity holds in every draw, and what cannot be is refused."""

import pickle

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.errors import (
    DomainError,
    NonFiniteError,
    SpecError,
    UnknownColumnError,
)
from mcdm_index.imputation import MICEImputer, impute
from mcdm_index.imputation.passive import computed, read_identities

PER_HEAD = "income per head"
BOTH_WAYS = {PER_HEAD: "income / people", "income": f"`{PER_HEAD}` * people"}


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(0)
    people = np.exp(rng.normal(3, 1, 80))
    income = people * np.exp(rng.normal(1, 0.4, 80))
    other = np.log(people) + rng.normal(0, 0.5, 80)
    whole = pd.DataFrame({"income": income, "people": people})
    whole[PER_HEAD] = income / people
    whole["other"] = other
    gaps = rng.random(whole.shape) < 0.15
    gaps[gaps.all(axis=1), 3] = False
    gaps[~gaps[:, 0] & ~gaps[:, 2], 1] = False  # no rule says what people would be
    return whole.mask(gaps)


def worst(tables):
    return np.abs(tables[..., 2] * tables[..., 1] / tables[..., 0] - 1).max()


def test_the_identity_holds_in_every_draw(table):
    tables = impute(table, 5, rng=0, passive=BOTH_WAYS).tables
    assert worst(tables) < 1e-15


def test_without_it_the_identity_is_lost(table):
    assert worst(impute(table, 5, rng=0).tables) > 1e-6


def test_later_rows_keep_it_too(table):
    fitted = MICEImputer(5, random_state=0, passive=BOTH_WAYS).fit(table)
    assert worst(fitted.draws(table.iloc[:30]).tables) < 1e-15


def test_what_follows_from_observed_cells_is_the_same_in_every_draw(table):
    tables = impute(table, 5, rng=0, passive=BOTH_WAYS).tables
    gap = table[PER_HEAD].isna() & table["income"].notna() & table["people"].notna()
    assert gap.any()
    assert not tables[:, gap, 2].std(axis=0).any()


def test_observed_cells_stay_even_where_the_identity_does_not_hold_in_them(table):
    wrong = table.copy()
    row = table.notna().all(axis=1).idxmax()
    wrong.loc[row, PER_HEAD] = 99.0
    tables = impute(wrong, 3, rng=0, passive=BOTH_WAYS).tables
    assert (tables[:, row, 2] == 99.0).all()


def test_the_draws_do_not_depend_on_the_number_of_processes(table):
    alone = impute(table, 4, rng=0, passive=BOTH_WAYS).tables
    assert_array_equal(
        impute(table, 4, rng=0, passive=BOTH_WAYS, n_jobs=2).tables, alone
    )


def test_a_function_of_columns_is_as_good_as_an_expression(table):
    by_text = impute(table, 3, rng=0, passive={PER_HEAD: "income / people"}).tables
    pair = (np.divide, ["income", "people"])
    by_function = impute(table, 3, rng=0, passive={PER_HEAD: pair}).tables
    assert_array_equal(by_function, by_text)


def test_an_array_names_its_columns_by_number(table):
    pair = (np.divide, [0, 1])
    tables = impute(table.to_numpy(), 3, rng=0, passive={2: pair}).tables
    gap = table[PER_HEAD].isna()
    assert_allclose(tables[:, gap, 2], tables[:, gap, 0] / tables[:, gap, 1])


def test_a_fitted_imputer_with_an_expression_can_be_pickled(table):
    fitted = MICEImputer(2, random_state=0, passive=BOTH_WAYS).fit(table)
    again = pickle.loads(pickle.dumps(fitted))
    assert_array_equal(again.draws(table).tables, fitted.draws(table).tables)


def test_the_plan_says_what_is_computed(table):
    fitted = MICEImputer(2, random_state=0, passive=BOTH_WAYS).fit(table)
    told = fitted.plan_.set_index("criterion")["filled by"]
    assert told[PER_HEAD] == "income / people, else bridge"


def test_a_computed_column_predicts_none_of_those_behind_it(table):
    fitted = MICEImputer(2, random_state=0, passive=BOTH_WAYS).fit(table)
    plain = MICEImputer(2, random_state=0).fit(table)
    told = fitted.plan_.set_index("criterion")["predictors"]
    before = plain.plan_.set_index("criterion")["predictors"]
    assert told["people"] == before["people"] - 2


def test_a_sum_of_constants_and_copies_is_computed_as_any_other():
    rng = np.random.default_rng(1)
    a = rng.uniform(1, 2, 40)
    data = np.column_stack([a, 3 * a, np.full(40, 5.0), a + 3 * a + 5])
    data[:6, 3] = np.nan
    data[6:9, 0] = np.nan
    data[9:12, 1] = np.nan
    tables = impute(
        pd.DataFrame(data, columns=list("abcd")), 3, rng=0, passive={"d": "a + b + c"}
    ).tables
    assert_allclose(tables[:, :6, 3], data[:6, :3].sum(axis=1)[None].repeat(3, 0))


def test_of_two_ways_the_second_is_taken_where_the_first_result_is_known():
    names = pd.DataFrame(columns=["a", "b", "ratio"])
    rows = type("Names", (), {"names": list(names), "column": lambda _, j: str(j)})()
    identities = read_identities(rows, {"ratio": "a / b", "a": "ratio * b"})
    gaps = np.array([[1, 0, 0], [0, 0, 1], [1, 0, 1], [0, 1, 0]], dtype=bool)
    ratio, a = computed(gaps, identities)
    assert ratio.tolist() == [1, 2]
    assert a.tolist() == [0]


def test_a_chain_of_columns_is_computed_along_it():
    rng = np.random.default_rng(2)
    a, b = rng.uniform(1, 2, (2, 50))
    frame = pd.DataFrame({"a": a, "b": b, "c": a + b, "d": 2 * (a + b)})
    frame.loc[:4, ["a", "c", "d"]] = np.nan
    draws = impute(frame, 3, rng=0, passive={"c": "a + b", "d": "2 * c"}).tables
    assert_allclose(draws[:, :5, 3], 2 * (draws[:, :5, 0] + draws[:, :5, 1]))


@pytest.mark.parametrize(
    ("passive", "error", "words"),
    [
        ({"incom": "people * 2"}, UnknownColumnError, "Did you mean 'income'"),
        ({"income": "peple * 2"}, UnknownColumnError, "Did you mean 'people'"),
        ({"income": "income * 2"}, DomainError, "from other columns"),
        ({"income": "5"}, DomainError, "from other columns"),
        ({"income": "people +"}, SpecError, "cannot be read"),
        ({"income": "__import__('os')"}, SpecError, "may hold columns"),
        ({"income": "people.real"}, SpecError, "may hold columns"),
        ({"income": "people if 1 else 2"}, SpecError, "may hold columns"),
        ({"income": 3}, DomainError, "needs an expression"),
        ({"income": (np.divide, "ab")}, DomainError, "needs an expression"),
        ({"income": (np.divide, ["people"])}, DomainError, "raised TypeError"),
        (["income"], DomainError, "a mapping"),
        ({"income": "log(people - 1000)"}, NonFiniteError, "criterion 'income'"),
    ],
)
def test_what_cannot_be_computed_is_refused(table, passive, error, words):
    with pytest.raises(error, match=words):
        impute(table, 2, rng=0, passive=passive)


def test_a_column_that_is_computed_from_its_own_copy_is_still_drawn():
    rng = np.random.default_rng(0)
    a = rng.normal(size=40)
    table = pd.DataFrame({"a": a, "b": 2 * a, "c": a + 0.5 * rng.normal(size=40)})
    table.loc[[1, 2, 3, 4, 5], "a"] = np.nan
    table.loc[[1, 2, 3], "b"] = np.nan
    fitted = MICEImputer(6, passive={"b": "2 * a"}, random_state=1).fit(table)
    for tables in (fitted.imputations_.tables, fitted.draws(table).tables):
        assert (tables[:, 1:4, 0].std(axis=0) > 0.1).all()
        assert_allclose(tables[:, :, 1], 2 * tables[:, :, 0], atol=1e-12)


def test_a_column_is_not_predicted_by_what_is_computed_from_its_copy():
    rng = np.random.default_rng(3)
    a, w = np.exp(0.5 * rng.normal(size=(2, 60)))
    table = pd.DataFrame({"a": a, "c": 2 * a, "w": w, "r": a * w})
    table.loc[:24, ["a", "c", "r"]] = np.nan
    table.loc[59, "c"] = np.nan
    fitted = MICEImputer(20, passive={"r": "c * w"}, scale="log", random_state=1)
    tables = fitted.fit(table).imputations_.tables
    assert abs(np.log(tables[:, :25, 0]).mean()) < 0.5
    assert fitted.convergence_["rhat"].max() < 1.2


def test_the_order_in_which_columns_are_listed_does_not_matter():
    rng = np.random.default_rng(0)
    x, y = rng.uniform(2, 3, 60), rng.uniform(0, 1, 60)
    table = pd.DataFrame({"x": x, "y": y, "q": x - y, "r": (x - y) ** 2 + y})
    table = table.mask(rng.random(table.shape) < 0.3)
    table["y"] = y
    rules = {"r": "q ** 2 + y", "q": "x - y"}
    tables = impute(table, 5, rng=0, passive=rules).tables
    open_ = table["r"].isna().to_numpy()
    q, r = tables[:, open_, 2], tables[:, open_, 3]
    assert_allclose(r, q**2 + tables[:, open_, 1])
    turned = dict(reversed(rules.items()))
    assert_array_equal(impute(table, 5, rng=0, passive=turned).tables, tables)


@pytest.mark.parametrize("function", [lambda a, b: (a / b)[:1], lambda *_: "ab"])
def test_a_function_gives_an_array_of_its_shape(table, function):
    pair = (function, ["people", "other"])
    with pytest.raises(DomainError, match="give one of their shape"):
        impute(table, 2, rng=0, passive={"income": pair})
