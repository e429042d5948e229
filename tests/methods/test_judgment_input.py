"""Judgments as people write them: texts, frames, names, and what is refused."""

import copy
import pickle
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from mcdm_index import judgment
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    NotNumericError,
    ShapeError,
    SpecError,
    UnknownColumnError,
    UnknownMethodError,
)

THREE = [[1, 3, 5], [None, 1, 3], [None, None, 1]]
NAN = float("nan")
ENDS = [2, 1, 4, 3, 8], [4, 8, 2, 3, 1]


def test_ranks_as_texts_are_ranks():
    found = judgment.roc(["2", "3", "1"], names=["a", "b", "c"])
    assert found.by_name == judgment.roc([2, 3, 1], names="abc").by_name


@pytest.mark.parametrize("form", [list, tuple, np.array, pd.Index, pd.Series, iter])
def test_names_in_their_order_are_a_ranking(form):
    found = judgment.roc(form(["b", "a"]))
    assert found.names == ("b", "a")
    assert found.weights.tolist() == [0.75, 0.25]


def test_names_in_their_order_go_where_names_say():
    found = judgment.roc(["b", "c", "a"], names=["a", "b", "c"])
    assert found.names == ("a", "b", "c")
    assert found.weights.argmax() == 1


def test_a_ranking_of_other_names_is_refused():
    with pytest.raises(UnknownColumnError, match="ranking by label"):
        judgment.roc(["x", "y"], names=["a", "b"])


def test_a_fraction_may_have_spaces_and_no_more():
    assert judgment.ahp({("a", "b"): " 1 / 3 "}).weights[0] == pytest.approx(0.25)
    with pytest.raises(NotNumericError, match="got '1 1/2'"):
        judgment.ahp({("a", "b"): "1 1/2"})


def test_one_column_or_one_row_of_a_frame_are_ratings():
    column = pd.DataFrame({"rating": [3, 1]}, index=["a", "b"])
    assert judgment.direct_rating(column).by_name == {"a": 0.75, "b": 0.25}
    assert judgment.direct_rating(column.T).by_name == {"a": 0.75, "b": 0.25}


def test_a_frame_of_more_is_no_rating():
    with pytest.raises(ShapeError, match=r"got a frame \(2, 2\)"):
        judgment.direct_rating(pd.DataFrame([[1, 2], [0.5, 1]]))


def test_a_frame_without_labels_takes_names():
    frame = pd.DataFrame([[1, 2], [0.5, 1]])
    assert judgment.ahp(frame).names is None
    assert judgment.ahp(frame, names=["a", "b"]).names == ("a", "b")
    assert judgment.rancom(pd.DataFrame([[0.5, 1], [0, 0.5]])).weights[0] == 0.75


def test_what_pandas_calls_missing_is_not_compared():
    frame = pd.DataFrame([[1, 3], [None, 1]], list("ab"), list("ab")).convert_dtypes()
    assert judgment.ahp(frame).weights[0] == pytest.approx(0.75)


def test_decimals_of_the_standard_library_are_numbers():
    assert judgment.direct_rating([Decimal(3), Decimal(1)]).weights[0] == 0.75


def test_what_comes_once_is_read_once():
    assert judgment.rancom(rank for rank in [1, 2]).weights.tolist() == [0.75, 0.25]
    rows = (row for row in [[1, 2], [0.5, 1]])
    with pytest.raises(SpecError, match="children need names"):
        judgment.ahp_tree({"root": rows})


def test_a_judgment_is_rated_by_its_weights():
    first = judgment.roc(["a", "b"])
    assert judgment.direct_rating(first).by_name == first.by_name


def test_swara_takes_names_in_their_order():
    found = judgment.swara({"a": 0.5, "b": 0}, ranking=["b", "a"])
    assert found.by_name == pytest.approx({"a": 0.4, "b": 0.6})
    assert judgment.swara([0.5, 0], ranking={"a": 2, "b": 1}).names == ("a", "b")


@pytest.mark.parametrize(
    "nothing", [None, 3, "abc", b"ab", {1, 2}, np.array(3.0), dict]
)
@pytest.mark.parametrize(
    "method",
    [judgment.ahp, judgment.roc, judgment.rancom, judgment.direct_rating],
    ids=lambda method: method.__name__,
)
def test_what_has_no_order_is_refused(method, nothing):
    with pytest.raises(ShapeError, match="must be a sequence or a mapping"):
        method(nothing)


@pytest.mark.parametrize("names", [5, {"a", "b"}, 1.5])
def test_names_without_an_order_are_refused(names):
    with pytest.raises(ShapeError, match="names must be a sequence"):
        judgment.roc([1, 2], names=names)


@pytest.mark.parametrize("cell", [10**400, "1e400", 1j, object()])
def test_what_no_float_holds_is_refused(cell):
    with pytest.raises(NotNumericError, match="ratings of 1 must be a number"):
        judgment.direct_rating([1, cell])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: judgment.rank_exponent([1, 2], exponent="2"), "exponent must be"),
        (lambda: judgment.smart([10, 20], least=None), "least must be a number"),
        (lambda: judgment.point_allocation([50, 50], total="100"), "total must be"),
        (lambda: judgment.ahp(THREE, tolerance=NAN), "tolerance must be a number"),
        (lambda: judgment.ahp(THREE, tolerance=-1), "0 or more, got -1"),
        (lambda: judgment.point_allocation([1e308, 1e308]), "too many"),
    ],
)
def test_options_that_are_no_numbers_are_refused(call, message):
    with pytest.raises(DomainError, match=message):
        call()


@pytest.mark.parametrize(
    "options", [{"method": ["geometric"]}, {"random_index": ["saaty"]}], ids=str
)
def test_options_are_checked_where_no_pair_is_compared(options):
    with pytest.raises(UnknownMethodError, match="must be one of"):
        judgment.ahp_tree({"root": {"a": 1, "b": 2}}, **options)


@pytest.mark.parametrize("model", ["linear", "original"])
@pytest.mark.parametrize("vectors", [([1, 5, 1], [1, 5, 1]), ([1, 9, 2], [2, 9, 1])])
def test_a_criterion_beyond_the_best_and_the_worst_is_refused(model, vectors):
    with pytest.raises(DomainError, match="best_to_others of 1 must be at most"):
        judgment.bwm(*vectors, best=0, worst=2, model=model)


def test_ratios_that_nobody_can_judge_are_refused():
    with pytest.raises(DomainError, match="0 is said to be 1e\\+200 times"):
        judgment.bwm([1, 1e200], [1e200, 1])
    with pytest.raises(
        DomainError, match="comparison of a with b must be positive, and"
    ):
        judgment.ahp({("a", "b"): 1e200})


def test_nothing_is_expected_where_nothing_is_judged_twice():
    found = judgment.ahp({("a", "b"): 2, ("b", "c"): 3})
    assert (found.random_index, found.random_index_source) == (0.0, "none")


def test_a_name_of_no_criterion_is_refused_by_itself():
    with pytest.raises(UnknownColumnError, match="compared with 'x': there is no such"):
        judgment.ahp({("a", "x"): 2}, names=["a", "b"])
    for position in (-1, True):
        with pytest.raises(
            UnknownColumnError, match=r"no such criterion\. There are: 0"
        ):
            judgment.bwm([1, 2], [2, 1], best=position)


@pytest.mark.parametrize("cube", [np.ones((2, 2, 2)), [[[1]]]])
def test_more_than_a_square_is_refused(cube):
    with pytest.raises(ShapeError, match="square table"):
        judgment.ahp(cube)


def test_nodes_of_one_name_are_refused():
    said = {"x": 1, "y": 1}
    with pytest.raises(DuplicateLabelError, match="two nodes are called '1'"):
        judgment.ahp_tree({"r": {"1": 1, "b": 2}, 1: said, "1": {"z": 1, "q": 3}})


def test_the_worst_node_has_the_largest_contradiction_of_any_kind():
    tree = judgment.ahp_tree(
        {
            "r": judgment.fucom({"a": 1, "b": 2, "c": 4}, over_next=[6]),
            "a": {("x", "y"): 2, ("y", "z"): 2, ("x", "z"): 1},
        }
    )
    assert tree.worst_node == "a"
    assert tree.worst.factor == pytest.approx(4)


@pytest.mark.parametrize(
    "found",
    [
        judgment.ahp_tree({"r": {"a": 1, "b": 2}}),
        judgment.ahp(THREE),
        judgment.bwm(*ENDS, model="original"),
    ],
)
def test_a_judgment_can_be_stored_and_stays_frozen(found):
    again = pickle.loads(pickle.dumps(copy.deepcopy(found)))
    assert_array_equal(again.weights, found.weights)
    with pytest.raises(ValueError, match="read-only"):
        found.weights[0] = 1


def test_the_ranges_of_a_judgment_are_read_only():
    found = judgment.bwm(*ENDS, model="original")
    with pytest.raises(ValueError, match="read-only"):
        found.lower[0] = 1


def test_weights_of_a_judgment_of_ones_own_stay_writable():
    w = np.array([0.5, 0.5])
    judgment.Judgment(w, None, 0.0, 0, None)
    w[0] = 1
    assert len(judgment.Judgment([0.5, 0.5], None, 0.0, 0, None)) == 2


def test_a_judgment_is_an_array_of_its_weights():
    found = judgment.roc([1, 2])
    assert np.asarray(found).tolist() == [0.75, 0.25]
    assert np.asarray(found, dtype=np.float32).dtype == np.float32
