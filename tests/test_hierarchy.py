"""The tree of criteria: what it accepts, what it refuses, and how it finds columns."""

import pickle

import pandas as pd
import pytest

from mcdm_index import BENEFIT, COST, Criterion, Hierarchy
from mcdm_index.errors import SpecError, UnknownColumnError


@pytest.fixture
def tree():
    return Hierarchy.of(
        [
            Criterion("A", names={"en": "Science", "zh": "科技"}),
            Criterion("A1", "A", weight=3),
            Criterion("a", "A1", polarity="+", names={"zh": "专利数"}, aliases=["pat"]),
            Criterion("b", "A1", polarity="-"),
            Criterion("c", "A", polarity="+", weight=1),
            Criterion("d", polarity="+"),
        ]
    )


def test_nodes_without_parent_get_a_root_above_them(tree):
    assert tree.root == "index"
    assert tree.dimensions == ("A", "d")


def test_a_single_top_with_children_is_the_root_already():
    tree = Hierarchy.of([Criterion("top"), Criterion("x", "top", polarity="+")])
    assert tree.root == "top"
    assert len(tree) == 2


def test_leaves_keep_their_order_and_their_polarity(tree):
    assert tree.leaves == ("a", "b", "c", "d")
    assert tree.polarity == (BENEFIT, COST, BENEFIT, BENEFIT)


def test_groups_come_after_all_that_is_below_them(tree):
    order = tree.upward()
    assert order.index("A1") < order.index("A") < order.index("index")


def test_given_weights_multiply_down_the_tree(tree):
    weights = tree.given_weights()
    assert weights["A1"] == pytest.approx(0.5 * 0.75)
    assert weights["a"] == pytest.approx(0.5 * 0.75 * 0.5)
    assert sum(weights[leaf] for leaf in tree.leaves) == pytest.approx(1)


def test_selecting_leaves_removes_groups_that_become_empty(tree):
    assert tree.select(["c", "d"]).codes == ("index", "A", "c", "d")


@pytest.mark.parametrize("column", ["a", "专利数", "pat", " PAT ", "ｐａｔ"])
def test_a_column_is_found_by_code_name_or_alias(tree, column):
    assert tree.match([column, "b", "c", "d", "other"])["a"] == column


def test_a_criterion_without_column_is_named_with_its_look_alike(tree):
    with pytest.raises(
        UnknownColumnError, match=r"'a'.*looked for.*Did you mean 'pta'"
    ):
        tree.match(["pta", "b", "c", "d"])


def test_all_criteria_without_column_are_named_at_once(tree):
    with pytest.raises(UnknownColumnError) as caught:
        tree.match(["a"])
    assert all(f"'{leaf}'" in str(caught.value) for leaf in "bcd")


def test_a_criterion_with_two_columns_is_refused(tree):
    with pytest.raises(UnknownColumnError, match="'a' has several columns: a, pat"):
        tree.match(["a", "pat", "b", "c", "d"])


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([Criterion("x", polarity="+")] * 2, "code 'x' is used 2 times"),
        ([Criterion("x", "nowhere", polarity="+")], "no node 'nowhere' above it"),
        ([Criterion("x")], "'x' needs a polarity"),
        (
            [Criterion("g", polarity="+"), Criterion("x", "g", polarity="+")],
            "'g' has children, so it can have no polarity",
        ),
        ([Criterion("x", polarity="+", weight=-1)], "weight must be finite and 0 or"),
        (
            [
                Criterion("g"),
                Criterion("x", "g", polarity="+", weight=0),
                Criterion("y", polarity="+"),
            ],
            "'g': the weights of its children are all zero",
        ),
        (
            [
                Criterion("x", "y"),
                Criterion("y", "x"),
                Criterion("z", polarity="+"),
            ],
            "'x': its parents lead back to itself",
        ),
        (
            [
                Criterion("x", polarity="+", aliases=["size"]),
                Criterion("y", polarity="+", names={"en": "Size"}),
            ],
            "criteria 'x' and 'y' share a name: 'size'",
        ),
    ],
)
def test_a_faulty_tree_is_refused_by_name(nodes, message):
    with pytest.raises(SpecError, match=message):
        Hierarchy.of(nodes)


def test_every_problem_of_a_tree_is_reported_in_one_error():
    with pytest.raises(SpecError) as caught:
        Hierarchy.of([Criterion("x"), Criterion("y", "nowhere", polarity="+")])
    assert "'x' needs a polarity" in str(caught.value)
    assert "no node 'nowhere'" in str(caught.value)


def test_an_unknown_key_of_a_criterion_is_refused_with_its_look_alike():
    with pytest.raises(SpecError, match=r"'x'.*unknown key 'polarty'.*'polarity'"):
        Hierarchy.from_dicts([{"code": "x", "polarty": "+"}])


@pytest.mark.parametrize("code", [None, "", "  ", 3])
def test_a_code_must_be_a_text(code):
    with pytest.raises(SpecError, match="needs a code"):
        Hierarchy.from_dicts([{"code": code, "polarity": "+"}])


def test_plain_values_round_trip(tree):
    assert Hierarchy.from_dicts(tree.to_dicts()) == tree


def test_a_hierarchy_survives_pickling(tree):
    assert pickle.loads(pickle.dumps(tree)) == tree


def test_a_table_of_criteria_is_read_with_empty_cells_as_absent():
    table = pd.DataFrame(
        {
            "code": ["g", "x", "y"],
            "parent": [None, "g", "g"],
            "name_zh": ["组", None, "乙"],
            "polarity": [None, "正向", "负向"],
            "weight": [None, 2, 1],
            "aliases": [None, "ex| eks", None],
        }
    )
    tree = Hierarchy.from_table(table)
    assert tree["x"].aliases == ("ex", "eks")
    assert tree["y"].name("zh") == "乙"
    assert tree.local_weights("g") == pytest.approx((2 / 3, 1 / 3))


def test_a_table_without_codes_is_refused():
    with pytest.raises(SpecError, match="needs a column 'code'"):
        Hierarchy.from_table(pd.DataFrame({"kode": ["x"]}))


def test_an_unknown_node_is_refused_with_its_look_alike(tree):
    with pytest.raises(SpecError, match="no node 'A2'"):
        tree["A2"]


def test_a_name_falls_back_to_another_language_and_then_to_the_code(tree):
    assert tree["a"].name("en") == "专利数"
    assert tree["b"].name("en") == "b"
