"""Denominators: quotients, factors, gaps that are counted, and what is refused."""

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    MCDMError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
)

NAN = np.nan


def table(**columns):
    given = {
        "patents": [30.0, 80.0, NAN, 12.0],
        "people": [10.0, NAN, 5.0, 4.0],
        "smog": [1, 2, 3, 4],
    }
    return pd.DataFrame(given | columns, index=list("abcd"))


def divided(frame=None, **options):
    frame = table() if frame is None else frame
    return mi.denominate(frame, {"patents": "people"}, **options)


# Values


def test_a_column_is_divided_by_another():
    found = divided().table["patents"]
    np.testing.assert_array_equal(found, [3, NAN, NAN, 3])


def test_a_factor_multiplies_the_quotient():
    found = divided(factors={"patents": 10000}).table["patents"]
    np.testing.assert_array_equal(found, [30000, NAN, NAN, 30000])


def test_a_factor_may_be_less_than_one():
    found = divided(factors={"patents": 0.5}).table["patents"]
    np.testing.assert_array_equal(found, [1.5, NAN, NAN, 1.5])


def test_a_column_that_is_not_named_stays_as_it_was():
    found = divided().table[["people", "smog"]]
    pd.testing.assert_frame_equal(found, table()[["people", "smog"]])


def test_columns_keep_their_order():
    assert divided().table.columns.tolist() == ["patents", "people", "smog"]


def test_the_input_is_not_changed():
    frame = table()
    divided(frame)
    pd.testing.assert_frame_equal(frame, table())


def test_nothing_to_divide_leaves_the_table_as_it_was():
    pd.testing.assert_frame_equal(mi.denominate(table(), {}).table, table())


def test_a_denominator_that_is_itself_divided_counts_as_it_was_before():
    frame = pd.DataFrame({"x": [6.0], "y": [2.0], "z": [4.0]})
    found = mi.denominate(frame, {"y": "z", "x": "y"}).table
    assert found.to_numpy().tolist() == [[3.0, 0.5, 4.0]]


def test_several_columns_may_have_one_denominator():
    frame = pd.DataFrame({"x": [6.0], "y": [2.0], "z": [4.0]})
    found = mi.denominate(frame, {"x": "z", "y": "z"}).table
    assert found[["x", "y"]].to_numpy().tolist() == [[1.5, 0.5]]


def test_zero_and_negative_values_may_be_divided():
    frame = pd.DataFrame({"x": [0.0, -6.0], "d": [4.0, 4.0]})
    found = mi.denominate(frame, {"x": "d"}).table["x"]
    assert found.tolist() == [0, -1.5]


# The account


def test_cells_that_were_missing_are_counted():
    assert divided().account["missing"].tolist() == [1]


def test_cells_that_the_denominator_made_missing_are_counted():
    assert divided().account["lost"].tolist() == [1]


def test_a_cell_that_was_missing_beside_a_missing_denominator_was_not_lost():
    frame = table(people=[10.0, 2.0, NAN, 4.0])
    assert divided(frame).account["lost"].tolist() == [0]


def test_the_account_names_column_denominator_and_factor():
    account = divided(factors={"patents": 100}).account
    named = account[["criterion", "denominator", "factor"]]
    assert named.to_numpy().tolist() == [["patents", "people", 100.0]]


def test_a_column_without_a_factor_has_the_factor_one():
    assert divided(factors={}).account["factor"].tolist() == [1.0]


def test_the_account_of_nothing_is_empty():
    assert mi.denominate(table(), {}).account.empty


# Denominators from elsewhere


def test_denominators_may_stand_in_another_frame():
    beside = pd.DataFrame({"gdp": [1.0, 2.0, 3.0, 4.0]}, index=list("abcd"))
    found = mi.denominate(table(), {"patents": "gdp"}, denominators=beside)
    np.testing.assert_array_equal(found.table["patents"], [30, 40, NAN, 3])


def test_denominators_of_another_frame_do_not_join_the_table():
    beside = pd.DataFrame({"gdp": [1.0] * 4}, index=list("abcd"))
    found = mi.denominate(table(), {"patents": "gdp"}, denominators=beside)
    assert "gdp" not in found.table


def test_a_denominator_of_the_table_does_not_stand_in_for_one_of_another_frame():
    beside = pd.DataFrame({"gdp": [1.0] * 4}, index=list("abcd"))
    with pytest.raises(UnknownColumnError, match="'people' is not in the table"):
        divided(denominators=beside)


def test_units_in_another_order_are_found_by_their_labels():
    beside = table(people=[10.0, 20.0, 5.0, 4.0])[["people"]].iloc[::-1]
    found = divided(denominators=beside).table["patents"]
    np.testing.assert_array_equal(found, [3, 4, NAN, 3])


@pytest.mark.parametrize("rows", [1, 3])
def test_denominators_have_the_rows_of_the_table(rows):
    beside = table(people=[10.0, 20.0, 5.0, 4.0])[["people"]].iloc[:rows]
    with pytest.raises(ShapeError):
        divided(denominators=beside)


def panel(*units):
    return pd.MultiIndex.from_tuples(units, names=["unit", "year"])


def test_units_of_a_panel_in_another_order_are_found_by_their_labels():
    rows = panel(("a", 1), ("a", 2), ("b", 1), ("b", 2))
    beside = pd.DataFrame({"gdp": [1.0, 2.0, 3.0, 4.0]}, index=rows)
    found = mi.denominate(
        table().set_axis(rows), {"patents": "gdp"}, denominators=beside.iloc[::-1]
    )
    np.testing.assert_array_equal(found.table["patents"], [30, 40, NAN, 3])


def test_units_named_by_numbers_in_another_order_are_found_by_their_labels():
    beside = pd.DataFrame({"gdp": [4.0, 3.0, 2.0, 1.0]}, index=[3, 2, 1, 0])
    found = mi.denominate(
        table().set_axis([0, 1, 2, 3]), {"patents": "gdp"}, denominators=beside
    )
    np.testing.assert_array_equal(found.table["patents"], [30, 40, NAN, 3])


def test_denominators_numbered_by_row_go_by_position():
    beside = pd.DataFrame({"gdp": [1.0, 2.0, 3.0, 4.0]})
    found = mi.denominate(table(), {"patents": "gdp"}, denominators=beside)
    np.testing.assert_array_equal(found.table["patents"], [30, 40, NAN, 3])


def test_denominators_of_other_units_are_refused_by_name():
    beside = pd.DataFrame({"gdp": [1.0] * 4}, index=list("abcz"))
    with pytest.raises(UnknownColumnError, match="units of the table; they lack: 'd'"):
        mi.denominate(table(), {"patents": "gdp"}, denominators=beside)


def test_units_that_stand_twice_in_another_order_are_refused():
    beside = pd.DataFrame({"gdp": [1.0] * 4}, index=list("abba"))
    with pytest.raises(UnknownColumnError, match="stand twice"):
        mi.denominate(
            table().set_axis(list("aabb")), {"patents": "gdp"}, denominators=beside
        )


def test_an_array_has_no_columns_to_be_divided():
    with pytest.raises(UnknownColumnError, match="pass a DataFrame, got ndarray"):
        mi.denominate(np.ones((2, 2)), {0: 1})


@pytest.mark.parametrize("tiny", [1e-300, 5e-324])
def test_a_quotient_beyond_the_floats_is_refused_by_name(tiny):
    with pytest.raises(NonFiniteError, match="column 'patents' leaves the range"):
        divided(table(patents=[1e300] * 4, people=[tiny] * 4))


# What is refused
# What is refused


def test_an_unknown_column_is_named_with_its_look_alike():
    with pytest.raises(UnknownColumnError, match=r"'patnets'.*Did you mean 'patents'"):
        mi.denominate(table(), {"patnets": "people"})


def test_an_unknown_denominator_is_named_with_its_look_alike():
    with pytest.raises(UnknownColumnError, match=r"'poeple'.*Did you mean 'people'"):
        mi.denominate(table(), {"patents": "poeple"})


@pytest.mark.parametrize("value", [0, -3])
def test_a_denominator_is_positive_or_its_unit_is_named(value):
    frame = table(people=[10.0, NAN, value, 4.0])
    message = f"denominator 'people' must be positive; got unit 'c': {value}"
    with pytest.raises(DomainError, match=message):
        divided(frame)


def test_every_unit_with_a_wrong_denominator_is_named():
    frame = table(people=[0, 1, -3, 4])
    with pytest.raises(DomainError, match="unit 'a': 0, unit 'c': -3"):
        divided(frame)


def test_a_unit_of_a_panel_is_named_with_its_period():
    rows = pd.MultiIndex.from_product([["a", "b"], [2020, 2021]])
    frame = table(people=[1, 1, 0, 1]).set_axis(rows)
    with pytest.raises(DomainError, match=r"unit \('b', 2020\): 0"):
        divided(frame)


@pytest.mark.parametrize("column", ["patents", "people"])
def test_an_infinite_value_is_refused_by_name(column):
    frame = table(**{column: [1.0, np.inf, 1.0, 1.0]})
    with pytest.raises(NonFiniteError, match=f"unit 'b', criterion '{column}'"):
        divided(frame)


@pytest.mark.parametrize("column", ["patents", "people"])
def test_a_text_is_refused_by_name(column):
    frame = table(**{column: [1.0, "many", 1.0, 1.0]})
    with pytest.raises(NotNumericError, match=f"unit 'b', criterion '{column}'"):
        divided(frame)


def test_a_text_in_a_column_that_is_not_divided_does_no_harm():
    frame = table(smog=["low", "high", "low", "low"])
    assert divided(frame).table["smog"].tolist() == frame["smog"].tolist()


@pytest.mark.parametrize("twice", ["patents", "people"])
def test_a_column_that_stands_twice_is_refused(twice):
    frame = table().assign(again=1.0).rename(columns={"again": twice})
    with pytest.raises(MCDMError, match=twice):
        divided(frame)


@pytest.mark.parametrize("factor", [0.0, -1.0, NAN, np.inf])
def test_a_factor_is_positive_and_finite(factor):
    with pytest.raises(MCDMError, match="factor"):
        divided(factors={"patents": factor})


def test_a_factor_for_a_column_that_is_not_divided_is_refused():
    with pytest.raises(MCDMError, match="patnets"):
        divided(factors={"patnets": 100})


# Kinds of tables


@pytest.mark.parametrize("kind", ["Int64", "Float64"])
def test_nullable_columns_are_divided(kind):
    frame = pd.DataFrame({"x": [6, None, 9], "d": [3, 2, None]}, dtype=kind)
    found = mi.denominate(frame, {"x": "d"}).table["x"]
    np.testing.assert_array_equal(found.astype(float), [2, NAN, NAN])


def test_gaps_of_nullable_columns_are_counted():
    frame = pd.DataFrame({"x": [6, None, 9], "d": [3, 2, None]}, dtype="Int64")
    account = mi.denominate(frame, {"x": "d"}).account
    assert account[["missing", "lost"]].to_numpy().tolist() == [[1, 1]]


def test_integers_are_divided_as_numbers():
    frame = pd.DataFrame({"x": [1, 2], "d": [2, 4]})
    assert mi.denominate(frame, {"x": "d"}).table["x"].tolist() == [0.5, 0.5]


def test_rows_of_a_panel_keep_their_labels():
    rows = pd.MultiIndex.from_product([["a", "b"], [2020, 2021]], names=["u", "t"])
    found = divided(table().set_axis(rows)).table
    pd.testing.assert_index_equal(found.index, rows)


def test_columns_may_be_named_by_numbers():
    frame = pd.DataFrame([[6.0, 3.0]])
    assert mi.denominate(frame, {0: 1}).table.to_numpy().tolist() == [[2.0, 3.0]]


def test_rows_whose_labels_stand_twice_are_divided_one_by_one():
    found = divided(table(people=[10, 20, 5, 4]).set_axis(list("aabb")))
    np.testing.assert_array_equal(found.table["patents"], [3, 4, NAN, 3])


def test_a_table_without_rows_is_divided_to_one_without_rows():
    assert divided(table().iloc[:0]).table.shape == (0, 3)


def test_a_denominator_without_values_leaves_gaps_that_are_counted():
    found = divided(table(people=[NAN] * 4))
    assert found.account["lost"].tolist() == [3]


def test_labels_of_columns_may_have_several_levels():
    columns = pd.MultiIndex.from_tuples([("x", "total"), ("x", "people")])
    frame = pd.DataFrame([[6.0, 3.0]], columns=columns)
    found = mi.denominate(frame, {("x", "total"): ("x", "people")}).table
    assert found.to_numpy().tolist() == [[2.0, 3.0]]


def test_running_numbers_in_another_order_are_labels():
    X = pd.DataFrame({"x": [6.0, 6.0, 6.0]})
    d = pd.DataFrame({"d": [1.0, 2.0, 3.0]})
    found = mi.denominate(X, {"x": "d"}, denominators=d.iloc[::-1])
    assert found.table["x"].tolist() == [6, 3, 2]
