"""Specification files: a whole methodology that is read, checked and written again."""

import pytest

from mcdm_index import CompositeIndex, Criterion, Hierarchy, judgment
from mcdm_index.errors import SpecError
from mcdm_index.spec import parse

CRITERIA = [{"code": "x", "polarity": "+"}, {"code": "y", "polarity": "-"}]
FULL = {
    "seed": 3,
    "data": {"unit": ["city"], "period": "year"},
    "screen": {"max_missing_units": 0.3},
    "impute": {"method": "mice", "m": 7, "max_iter": 4, "scale": "linear"},
    "normalize": {"method": "minmax", "out_range": [0.1, 1.0]},
    "weights": {"method": "critic", "correlation": "spearman"},
    "aggregate": {"method": "topsis", "scheme": "nested", "p": 1},
    "grade": {"method": "quantile", "k": 2, "labels": ["good", "poor"]},
    "tiers": {"method": "ward", "k": 2, "standardize": False},
    "criteria": CRITERIA,
}


def test_a_specification_round_trips_through_an_index():
    index = CompositeIndex.from_spec(FULL)
    again = CompositeIndex.from_spec(index.to_spec())
    assert again.to_spec() == index.to_spec()


def test_every_section_reaches_its_stage():
    index = CompositeIndex.from_spec(FULL)
    assert index.screen.max_missing_units == 0.3
    assert (index.impute.m, index.impute.max_iter, index.impute.scale) == (
        7,
        4,
        "linear",
    )
    assert index.normalize.options == {"out_range": [0.1, 1.0]}
    assert index.weights.options == {"correlation": "spearman"}
    assert (index.scheme, index.aggregate.options) == ("nested", {"p": 1})
    assert (index.grade.k, index.grade.labels) == (2, ["good", "poor"])
    assert (index.tiers.method, index.tiers.standardize) == ("ward", False)
    assert (index.period, index.random_state) == ("year", 3)


def test_what_is_not_written_takes_the_default_of_the_index():
    index = CompositeIndex.from_spec({"criteria": CRITERIA})
    bare = CompositeIndex(Hierarchy.from_dicts(CRITERIA))
    assert index.to_spec() == bare.to_spec()


@pytest.mark.parametrize(
    ("section", "stage"), [("impute", "impute"), ("grade", "grade"), ("tiers", "tiers")]
)
def test_a_stage_can_be_switched_off(section, stage):
    index = CompositeIndex.from_spec(
        {"criteria": CRITERIA, section: {"method": "none"}}
    )
    assert getattr(index, stage) is None
    assert index.to_spec()[section] == {"method": "none"}


def test_weights_may_be_values():
    index = CompositeIndex.from_spec(
        {"criteria": CRITERIA, "weights": {"values": [3, 1]}}
    )
    assert index.to_spec()["weights"] == {"values": [3.0, 1.0]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"wieghts": {}}, r"unknown section \[wieghts\]. Did you mean 'weights'"),
        ({"weights": {"method": "entorpy"}}, "Did you mean 'entropy'"),
        ({"weights": {"method": "entropy", "shfit": 1}}, "Did you mean 'shift'"),
        ({"weights": {"function": "my.weights"}}, "pass it as weights="),
        ({"impute": {"method": "hotdeck"}}, "Did you mean 'hot_deck'"),
        ({"impute": {"iter": 3}}, "Did you mean 'max_iter'"),
        ({"screen": {"units": 0.3}}, "unknown key 'units'"),
        ({"normalize": {"method": "minimax"}}, "Did you mean 'minmax'"),
        ({"aggregate": {"method": "topsys"}}, "Did you mean 'topsis'"),
        ({"grade": {"k": 3, "labels": ["a", "b"]}}, "labels must be 3 different names"),
        ({"grade": {"k": 0}}, "k must be a whole number"),
        ({"tiers": {"method": "kmeens"}}, "Did you mean 'kmeans'"),
        ({"data": {"units": "city"}}, "Did you mean 'unit'"),
        ({"seed": -1}, "seed must be"),
        ({"seed": "x"}, "seed must be"),
        ({"criteria": []}, "there are no criteria"),
        ({"weights": "entropy"}, "must be a section"),
    ],
)
def test_a_fault_is_named(change, message):
    with pytest.raises(SpecError, match=message):
        parse(FULL | change)


def test_every_fault_is_reported_in_one_error():
    faulty = FULL | {"weights": {"method": "x"}, "tiers": {"method": "y"}, "seed": -1}
    with pytest.raises(SpecError) as caught:
        parse(faulty)
    assert all(word in str(caught.value) for word in ("[weights]", "[tiers]", "seed"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SpecError, match=r"nowhere\.toml: no such file"):
        CompositeIndex.from_toml(tmp_path / "nowhere.toml")


def test_a_file_that_is_not_toml_is_named_with_the_line(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("[data\n", encoding="utf-8")
    with pytest.raises(SpecError, match=r"bad\.toml.*line 1"):
        CompositeIndex.from_toml(path)


def test_a_fault_in_a_file_is_reported_with_the_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[criteria]]\ncode = "x"\npolarity = "minus"\n', encoding="utf-8")
    with pytest.raises(SpecError, match=r"mine\.toml, line 3: criterion 'x': unknown"):
        CompositeIndex.from_toml(path)
    with pytest.raises(SpecError, match=r"mine\.toml, line 3: criterion 'x': unknown"):
        Hierarchy.from_toml(path)


def test_a_parameter_of_the_call_overrides_the_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[criteria]]\ncode = "x"\npolarity = "+"\n', encoding="utf-8")
    assert CompositeIndex.from_toml(path, weights="std").weights == "std"


def test_a_judgment_is_written_down_as_weights_by_name():
    judged = judgment.ahp({("a", "b"): 3})
    tree = Hierarchy.of([Criterion(c, polarity="+") for c in "ab"])
    spec = CompositeIndex(tree, weights=judged).to_spec()
    assert spec["weights"]["values"] == pytest.approx({"a": 0.75, "b": 0.25})
