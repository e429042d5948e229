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


# What is wrong, and on which line

FAULTY = """\
title = "a faulty one"
seed = -1

[weights]
method = "entropy"
shfit = 1
cap = 3

[aggregate]
scheme = "nestd"
min_present = 7

[grade]
k = 3
labels = ["good", "poor"]

[[levels]]
depth = 0
aggregate = "topsys"

[[criteria]]
code = "A"
aggregate = { method = "power_mean", q = 1 }

[[criteria]]
code = "x"
parent = "A"
polarity = "plus"
weight = "heavy"
aliases = [
  "one",
  2,
]

[[criteria]]
code = "y"
parent = "B"
polarity = "-"

[[criteria]]
code = "z"
parent = "A"
polarity = "+"

[criteria.normalize]
method = "minmax"
out_rnge = [0, 1]
"""


def told(text, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        CompositeIndex.from_toml(path)
    return str(caught.value).splitlines()


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path):
    first, *rest = told(FAULTY, tmp_path)
    assert first.endswith(f"mine.toml: {len(rest)} problems:")
    found = [" ".join(line.split()[1:6]) for line in rest]
    assert sorted(found, key=lambda line: int(line.split()[1][:-1])) == [
        "line 2: seed must be",
        "line 6: [weights] weighting method",
        "line 7: [weights] cap is",
        "line 10: [aggregate] unknown scheme",
        "line 11: [aggregate] min_present is",
        "line 15: [grade] labels must",
        "line 19: [[levels]] number 1:",
        "line 28: criterion 'x': unknown",
        "line 29: criterion 'x': weight",
        "line 30: criterion 'x': aliases",
        "line 37: criterion 'y': no",
    ]


def test_look_alikes_are_suggested_for_each(tmp_path):
    text = "\n".join(told(FAULTY, tmp_path))
    for word in ("'shift'", "'nested'", "'topsis'"):
        assert f"Did you mean {word}" in text


def test_settings_of_single_nodes_are_told_with_their_lines(tmp_path):
    text = FAULTY.replace('polarity = "plus"', 'polarity = "+"')
    text = text.replace('weight = "heavy"\n', "").replace("  2,\n", "")
    lines = "\n".join(told(text.replace('parent = "B"', 'parent = "A"'), tmp_path))
    assert "line 23: criterion 'A', aggregate: scoring method 'power_mean'" in lines
    assert "line 43: criterion 'z', normalize: normalization method" in lines


def test_a_fault_of_the_whole_is_told_without_a_line(tmp_path):
    text = '[[criteria]]\ncode = "x"\npolarity = "+"\n[weights]\ncap = {z = 0.5}\n'
    (line,) = told(text, tmp_path)
    assert "mine.toml: cap for 'z', which gets no weight" in line


def test_a_file_that_can_be_read_without_criteria_says_so(tmp_path):
    (line,) = told("seed = 1\n", tmp_path)
    assert "mine.toml: there are no criteria" in line


def test_levels_and_bases_round_trip(tmp_path):
    tree = Hierarchy.of(
        [
            Criterion("A", weights="given", min_present=0.5),
            Criterion("x", "A", polarity="+", weight=2),
            Criterion("y", "A", polarity="+"),
        ]
    )
    index = CompositeIndex(
        tree,
        scheme="nested",
        levels={0: {"aggregate": {"method": "power_mean", "p": 2.0}}},
        min_present=0.25,
        period="year",
        base=[2019, 2020],
    )
    index.to_toml(tmp_path / "mine.toml")
    again = CompositeIndex.from_toml(tmp_path / "mine.toml")
    assert again.to_spec() == index.to_spec()
    assert again.levels == index.levels
    assert again.hierarchy == tree
    assert (again.base, again.min_present) == ([2019, 2020], 0.25)


def test_a_level_that_is_said_twice_is_told(tmp_path):
    text = "[[levels]]\ndepth = 0\n[[levels]]\ndepth = 0\n"
    text += '[[criteria]]\ncode = "x"\npolarity = "+"\n'
    (line,) = told(text, tmp_path)
    assert "line 4: [[levels]] number 2: depth 0 is said twice" in line


def test_what_stands_in_an_inline_table_has_its_line(tmp_path):
    text = 'seed = 1\n[[criteria]]\ncode = "x"\npolarity = "+"\n'
    (line,) = told(text + 'normalize = { method = "minmx" }\n', tmp_path)
    assert "line 5: criterion 'x', normalize: unknown" in line


def test_a_long_list_does_not_take_long(tmp_path):
    many = "".join(f'  "name {i}",\n' for i in range(3000))
    text = (
        f'seed = -1\n[[criteria]]\ncode = "x"\npolarity = "+"\naliases = [\n{many}]\n'
    )
    (line,) = told(text, tmp_path)
    assert "line 1: seed must be" in line
