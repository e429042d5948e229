"""The laws themselves: that each is stated, asked of some method, and can be found."""

import pytest

import mcdm_index as mi
from mcdm_index._registry import PROMISES
from mcdm_index.errors import DomainError, UnknownMethodError
from mcdm_index.testing import law_of, laws_of, promises_of
from tests.laws.catalogue import held

KINDS = ("weighting", "scoring", "normalization", "grading", "imputer")
LAWS = [
    pytest.param(law, id=f"{kind}-{law.name}")
    for kind in KINDS
    for law in laws_of(kind)
]


@pytest.mark.parametrize("law", LAWS)
def test_a_law_is_stated_in_one_sentence(law):
    assert law.sentence.endswith(".")
    assert law.sentence[0].isupper()
    assert ":math:" not in law.sentence


@pytest.mark.parametrize("law", LAWS)
def test_a_law_says_who_violates_it(law):
    assert "break" in law.statement.removeprefix(law.sentence)


def test_every_promise_has_a_law():
    asked = {law.values[0].promise for law in LAWS}
    assert set(PROMISES) <= asked


def test_every_law_that_asks_for_a_promise_asks_for_one_that_can_be_made():
    for kind in KINDS[:-1]:
        assert set(promises_of(kind)) <= set(PROMISES)


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_every_promise_of_a_registered_method_has_a_law_of_its_kind(kind):
    made = {promise for m in mi.list_methods(kind) for promise in m.promises}
    assert made <= set(promises_of(kind))


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_every_law_is_asked_of_some_registered_method(kind):
    asked = {param.values[0].law.name for param in held(kind)}
    elsewhere = {"no_value_leaves_the_range_that_is_stated"}
    assert {law.name for law in laws_of(kind)} - elsewhere == asked - elsewhere


def test_an_unknown_law_is_refused_with_a_look_alike():
    with pytest.raises(UnknownMethodError, match="weights_sum_to_one"):
        law_of("weighting", "weights_sum_to_on")


def test_an_unknown_kind_is_refused_with_a_look_alike():
    with pytest.raises(UnknownMethodError, match="'scoring'"):
        laws_of("scorings")


def test_a_law_is_tried_on_all_that_it_asks_for():
    law = law_of("weighting", "weights_sum_to_one")
    with pytest.raises(DomainError, match="is tried on X, polarity; got X"):
        law.check("entropy", X=[[1.0, 2.0]])
