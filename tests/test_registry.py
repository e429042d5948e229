"""The catalogue: what it refuses, what it suggests, and a method of one's own."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index._registry import DOMAINS, KINDS, get, unregister
from mcdm_index.errors import UnknownMethodError

X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
every_method = pytest.mark.parametrize(
    "method", mi.list_methods(), ids=lambda m: m.name
)


@pytest.fixture
def own_weighting():
    """Register a weighting, and take it out again."""

    @mi.register("weighting", name="mine", promises=("scale",), cite="Me2024")
    def by_largest(X, polarity=None, *, power=1.0):
        """Weigh by the largest value."""
        assert polarity is None or len(polarity) == X.shape[1]
        return X.max(axis=0) ** power

    yield by_largest
    unregister("weighting", "mine")


@pytest.fixture
def own_scoring():
    @mi.register("scoring", name="mine")
    def first_column(X, weights, polarity=None, *, sign=1):
        """Score by the first column."""
        del weights, polarity
        return sign * X[:, 0]

    yield first_column
    unregister("scoring", "mine")


@pytest.fixture
def own_normalization():
    @mi.register("normalization", name="mine")
    def halve(X, polarity=None):
        """Halve every value."""
        del polarity
        return X / 2

    yield halve
    unregister("normalization", "mine")


@pytest.fixture
def own_freezable_normalization():
    def learn(stats, polarity):
        del polarity
        return lambda X: X / stats.high

    @mi.register("normalization", name="mine", learn=learn)
    def by_largest(X, polarity=None):
        """Divide by the largest value."""
        return mi.normalization.fit("mine", X, polarity)(X)

    yield by_largest
    unregister("normalization", "mine")


@every_method
def test_every_method_has_a_one_sentence_summary(method):
    assert method.summary.endswith(".")


@every_method
def test_every_method_names_its_source(method):
    assert method.cite


@every_method
def test_every_method_is_found_by_its_kind_and_name(method):
    assert get(method.kind, method.name) is method


@pytest.mark.parametrize(
    "method",
    [m for m in mi.list_methods() if m.kind != "clustering"],  # estimators do that
    ids=lambda m: m.name,
)
def test_every_method_is_public_under_its_name(method):
    assert getattr(getattr(mi, method.kind), method.name) is method.func


def test_methods_are_listed_by_kind_and_then_by_name():
    keys = [(KINDS.index(m.kind), m.name) for m in mi.list_methods()]
    assert keys == sorted(keys)


def test_one_kind_is_listed_alone():
    assert {m.kind for m in mi.list_methods("weighting")} == {"weighting"}


def test_an_unknown_method_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'entropy'"):
        get("weighting", "entorpy")


def test_an_unknown_method_is_met_with_all_there_are():
    with pytest.raises(UnknownMethodError, match=r"Known: .*topsis, vikor"):
        get("scoring", "xyz")


def test_an_unknown_kind_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'weighting'"):
        mi.register("weigthing")


def test_an_unknown_domain_is_refused():
    with pytest.raises(UnknownMethodError, match=", ".join(map(repr, DOMAINS))):
        mi.register("weighting", domain="integers")


def test_a_name_is_not_given_twice(own_weighting):
    del own_weighting
    with pytest.raises(ValueError, match=r"'mine' is taken by .*by_largest"):
        mi.register("weighting", name="mine")(lambda X: X[0])


def test_a_refused_registration_leaves_the_first(own_weighting):
    with pytest.raises(ValueError, match="is taken"):
        mi.register("weighting", name="mine")(lambda X: X[0])
    assert get("weighting", "mine").func is own_weighting


def test_the_same_function_may_be_registered_again(own_weighting):
    # as when a notebook cell runs twice
    assert mi.register("weighting", name="mine")(own_weighting) is own_weighting


def test_one_name_may_stand_for_methods_of_two_kinds(own_weighting, own_scoring):
    found = get("weighting", "mine").func, get("scoring", "mine").func
    assert found == (own_weighting, own_scoring)


def test_what_is_not_registered_cannot_be_taken_out():
    with pytest.raises(UnknownMethodError, match="unknown weighting method 'nothing'"):
        unregister("weighting", "nothing")


def test_an_unknown_option_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'orient'"):
        get("weighting", "critic").check_options({"oreint": False})


def test_an_unknown_option_is_met_with_all_there_are():
    with pytest.raises(UnknownMethodError, match="It has: correlation, orient"):
        get("weighting", "critic").check_options({"q": 1})


def test_a_method_without_options_says_so():
    with pytest.raises(UnknownMethodError, match="It has: none"):
        get("weighting", "equal").check_options({"q": 1})


def test_registration_gives_the_function_back_unchanged(own_weighting):
    assert own_weighting(X).tolist() == [3.0, 9.0]


def test_an_entry_keeps_what_was_said_of_the_method(own_weighting):
    entry = get("weighting", own_weighting and "mine")
    assert (entry.promises, entry.cite) == (frozenset({"scale"}), "Me2024")


def test_an_entry_reads_its_options_off_the_signature(own_weighting):
    del own_weighting
    assert get("weighting", "mine").options == ("power",)


def test_an_entry_without_a_docstring_has_an_empty_summary():
    mi.register("weighting", name="mine")(lambda X: X[0])
    summary = get("weighting", "mine").summary
    unregister("weighting", "mine")
    assert summary == ""


@pytest.mark.usefixtures("own_weighting")
def test_ones_own_weighting_works_by_name():
    found = mi.weighting.weigh(X, "mine", ["max", "min"], {"power": 2})
    assert_allclose(found, [0.1, 0.9], rtol=1e-15)


@pytest.mark.usefixtures("own_weighting")
def test_ones_own_weighting_works_inside_a_score():
    found = mi.score(X, "weighted_sum", weights="mine")
    expected = mi.scoring.weighted_sum(X, [0.25, 0.75])
    assert found.tolist() == expected.tolist()


@pytest.mark.usefixtures("own_scoring")
def test_ones_own_scoring_works_by_name():
    assert mi.score(X, "mine", options={"sign": -1}).tolist() == [-1, -2, -3]


@pytest.mark.usefixtures("own_scoring")
def test_a_scoring_that_does_not_learn_cannot_be_fitted():
    with pytest.raises(UnknownMethodError, match="'mine' needs all rows at once"):
        mi.scoring.fit("mine", X, [1, 1])


@pytest.mark.usefixtures("own_freezable_normalization")
def test_ones_own_normalization_works_inside_a_scoring():
    found = mi.scoring.weighted_sum(X, [1, 0], normalization="mine")
    assert found.tolist() == [1 / 3, 2 / 3, 1.0]


@pytest.mark.usefixtures("own_normalization")
def test_a_normalization_that_does_not_learn_cannot_be_frozen():
    with pytest.raises(UnknownMethodError, match="'mine' cannot be frozen"):
        mi.normalization.fit("mine", X)


def test_what_is_taken_out_is_unknown_again():
    mi.register("scoring", name="mine")(lambda X, _weights: X[:, 0])
    unregister("scoring", "mine")
    with pytest.raises(UnknownMethodError, match="unknown scoring method 'mine'"):
        mi.score(X, "mine")
