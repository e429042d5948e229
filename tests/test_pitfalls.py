"""Inputs that once gave a plausible wrong answer, or an error that said nothing."""

import json
import sys
from contextlib import suppress

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pytest

import mcdm_index as mi
from mcdm_index import CompositeIndex, Criterion, Grader, Hierarchy, MICEImputer
from mcdm_index._registry import unregister
from mcdm_index.cli import main
from mcdm_index.errors import (
    DomainError,
    MCDMError,
    MissingDataError,
    NonFiniteError,
    PolarityError,
    ReadError,
    ReplayError,
    SpecError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)
from mcdm_index.imputation.scales import Scale
from mcdm_index.spec import parse

TREE = Hierarchy.of([Criterion(code, polarity="+") for code in "xyz"])
FRAME = pd.DataFrame(
    np.random.default_rng(0).random((8, 3)), columns=list("xyz"), index=list("abcdefgh")
)


def test_a_polars_frame_is_matched_by_name():
    pandas = CompositeIndex(TREE, weights=[6, 3, 1], random_state=0).fit(FRAME)
    polars = CompositeIndex(TREE, weights=[6, 3, 1], random_state=0)
    polars.fit(pl.DataFrame(FRAME[["z", "y", "x"]].to_dict("list")))
    np.testing.assert_array_equal(polars.result_.scores, pandas.result_.scores)


def test_an_alias_given_as_one_text_is_one_alias():
    (node,) = [
        n
        for n in Hierarchy.from_dicts([{"code": "s", "polarity": "-", "aliases": "PM"}])
        if n.code == "s"
    ]
    assert node.columns == ("s", "PM")


def test_a_name_given_as_one_text_is_english():
    assert Criterion("a", names="Income", polarity="+").name("en") == "Income"


def test_a_quotation_mark_that_is_not_closed_is_named_by_its_row(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text('u,x,y,z\na,1,2,3\n"b,1,2,3\nc,4,5,6\n', encoding="utf-8")
    with pytest.raises(ReadError, match=r"row 3 .*not closed"):
        mi.read_table(path, TREE)


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0b"])
def test_a_rare_line_separator_inside_a_name_does_not_cut_the_row(tmp_path, mark):
    path = tmp_path / "d.csv"
    path.write_bytes(f"u,x,y,z\na{mark}b,1,2,3\nc,4,5,6\n".encode())
    assert len(mi.read_table(path, TREE).frame) == 2


def workbook(path, change):
    book = openpyxl.Workbook()
    for row in (["u", "x", "y", "z"], ["a", 1, 2, 3], ["b", 4, 5, 6]):
        book.active.append(row)
    change(book)
    book.save(path)
    return path


def test_a_formula_without_a_stored_value_is_named_by_its_cell(tmp_path):
    path = workbook(tmp_path / "d.xlsx", lambda b: b.active.__setitem__("C3", "=B3*2"))
    with pytest.raises(ReadError, match="formula without a stored value in C3"):
        mi.read_table(path, TREE)


def test_merged_cells_are_named(tmp_path):
    path = workbook(tmp_path / "d.xlsx", lambda b: b.active.merge_cells("B2:B3"))
    with pytest.raises(ReadError, match="merged cells B2:B3"):
        mi.read_table(path, TREE)


def test_a_missing_period_is_refused():
    index = pd.MultiIndex.from_arrays([list("abc"), [1, 1, None]], names=["u", "year"])
    panel = pd.DataFrame({"x": [1, 2, 3], "y": 1.0, "z": 2.0}, index=index)
    with pytest.raises(MissingDataError, match="a label is missing in row 2"):
        CompositeIndex(TREE, period="year").fit(panel)


def test_a_period_without_units_is_refused():
    years = FRAME.set_axis(pd.Index(range(8), name="year"))
    with pytest.raises(UnknownColumnError, match="needs a level for the unit"):
        CompositeIndex(TREE, period="year").fit(years)


@pytest.mark.parametrize(
    "labels", [["good", "bad"], ["a", "b", "c", "d"], ["a", "a", "b"], "abc", {}]
)
def test_class_names_must_be_as_many_as_classes_and_different(labels):
    with pytest.raises(DomainError, match="labels must"):
        Grader(k=3, labels=labels).fit(FRAME[["x"]])
    with pytest.raises(DomainError, match="labels must"):
        mi.TierClusterer(n_tiers=3, labels=labels).fit(FRAME)


@pytest.mark.parametrize("estimator", [mi.Weighter, lambda w: mi.Scorer(weights=w)])
def test_an_estimator_takes_one_weight_vector(estimator):
    with pytest.raises(WeightsError, match="one weight vector"):
        estimator(np.ones((8, 3))).fit(FRAME)


def test_a_frame_of_weight_vectors_is_a_batch_whose_columns_have_names():
    B = np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8], [0.2, 0.6, 0.2]])
    named = pd.DataFrame(B, columns=list("xyz"))[["z", "x", "y"]]
    np.testing.assert_array_equal(
        mi.scoring.topsis(FRAME, named), mi.scoring.topsis(FRAME, B)
    )


def test_a_label_that_stands_twice_is_refused():
    twice = pd.Series([0.5, 0.2, 0.3, 0.1], index=list("xxyz"))
    with pytest.raises(UnknownColumnError, match="every column once"):
        mi.weighting.weigh(FRAME, twice)


def test_a_set_has_no_order_and_is_no_polarity():
    with pytest.raises(PolarityError):
        mi.normalization.minmax(FRAME[["x", "y"]], {"max", "min"})


def test_a_new_row_with_gaps_is_the_mean_over_all_draws_of_a_complete_fit():
    index = CompositeIndex(TREE, impute=MICEImputer(5), random_state=0).fit(FRAME)
    row = FRAME.iloc[[0]].assign(y=np.nan)
    each = [index.score_samples(table).iloc[0] for table in index.imputer_.draws(row)]
    assert index.score_samples(row).iloc[0] == pytest.approx(np.mean(each), rel=1e-14)
    assert np.std(each) > 0


def test_an_unknown_clustering_is_refused_even_if_none_is_needed():
    with pytest.raises(UnknownMethodError, match="Did you mean 'kmeans'"):
        mi.tiers([[1.0], [2.0]], 4, method="kmean")


SPEC = {"criteria": [{"code": "x", "polarity": "+"}, {"code": "y", "polarity": "+"}]}
VALUES = ["a", 5, -1, 2.5, True, ["q"], [1, 2], {"k": 1}]
KEYS = [
    ("seed",),
    ("root",),
    ("criteria",),
    *(("data", key) for key in ("unit", "period")),
    *(("screen", key) for key in ("max_missing_units", "max_missing_criteria")),
    *(("impute", key) for key in ("method", "m", "max_iter", "scale")),
    *(("normalize", key) for key in ("method", "out_range", "clip")),
    *(("weights", key) for key in ("method", "values", "shift", "orient")),
    *(("aggregate", key) for key in ("method", "scheme", "p", "weight_position")),
    *(("grade", key) for key in ("method", "k", "labels", "shares")),
    *(("tiers", key) for key in ("method", "k", "labels", "standardize")),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("key", KEYS, ids=".".join)
def test_any_value_in_a_specification_works_or_is_refused_as_documented(key, value):
    content = SPEC | ({key[0]: value} if len(key) == 1 else {key[0]: {key[1]: value}})
    frame = FRAME[["x", "y"]].rename_axis("u")
    with suppress(MCDMError):
        CompositeIndex.from_spec(content).fit(frame)


@pytest.mark.parametrize(
    "field", ["parent", "aliases", "name", "weight", "code", "unit"]
)
@pytest.mark.parametrize("value", [5, ["x"], True, {"k": [1]}], ids=repr)
def test_any_value_in_a_criterion_works_or_is_refused_as_documented(field, value):
    entry = {"code": "x", "polarity": "+"} | {field: value}
    with suppress(SpecError):
        parse({"criteria": [entry, {"code": "y", "polarity": "+"}]})


def test_a_criterion_that_is_no_table_is_refused():
    with pytest.raises(SpecError, match="criterion number 1: a criterion has keys"):
        parse({"criteria": ["income"]})


def test_the_fixed_rule_needs_its_cuts():
    with pytest.raises(SpecError, match="needs the option 'cuts'"):
        parse(SPEC | {"grade": {"method": "fixed", "k": 2}})


@pytest.mark.parametrize("code", ["score", "rank", "grade"])
def test_a_dimension_may_have_the_name_of_a_column_of_the_result(code):
    tree = Hierarchy.of([Criterion(code, polarity="+"), Criterion("y", polarity="+")])
    frame = FRAME.rename(columns={"x": code}).rename_axis("rank")
    result = CompositeIndex(tree, random_state=0).fit(frame).result_
    assert f"{code} (dimension)" in result.table()


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [f'[[criteria]]\ncode = "{c}"\npolarity = "+"\n' for c in "xyz"]
    (tmp_path / "s.toml").write_text("".join(lines), encoding="utf-8")
    FRAME.to_csv("d.csv", index_label="u")

    def words(*more):
        return main(["run", "s.toml", "d.csv", "--quiet", *more])

    return words


def test_a_folder_in_the_place_of_a_file_stops_all_of_it(run, tmp_path, capsys):
    (tmp_path / "out" / "ranks.csv").mkdir(parents=True)
    assert run("--out", "out") == 2
    assert "a folder stands in the place of ranks.csv" in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["ranks.csv"]


def test_files_of_an_earlier_run_do_not_stay(run, tmp_path):
    assert run("--out", "out") == 0
    spec = (tmp_path / "s.toml").read_text(encoding="utf-8")
    (tmp_path / "s.toml").write_text('[tiers]\nmethod = "none"\n' + spec, "utf-8")
    assert run("--out", "out") == 0
    assert not (tmp_path / "out" / "tiers.csv").exists()


def test_an_empty_name_of_the_folder_is_refused(run):
    assert run("--out", "") == 2


def test_a_fault_of_the_specification_is_not_blamed_on_the_data(run, tmp_path, capsys):
    text = (tmp_path / "s.toml").read_text(encoding="utf-8")
    (tmp_path / "s.toml").write_text('[aggregate]\nscheme = "nestd"\n' + text, "utf-8")
    assert run("--out", "out") == 2
    assert (
        "s.toml, line 2: [aggregate] unknown scheme 'nestd'" in capsys.readouterr().err
    )


def test_provenance_says_which_file_and_rows_were_read(run, tmp_path):
    assert run("--out", "out", "--unit", "u") == 0
    text = (tmp_path / "out" / "provenance.json").read_text(encoding="utf-8")
    source = json.loads(text)["source"]
    assert (source["file"], source["unit"], source["only"]) == ("d.csv", ["u"], None)


def test_a_screen_without_chinese_letters_is_no_error(tmp_path, monkeypatch):
    class Screen:
        def reconfigure(self, errors):
            self.errors = errors

        def write(self, text):
            text.encode("ascii", self.errors)

        def flush(self):
            pass

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", Screen())
    assert main(["demo", "--lang", "zh", "--out", "out"]) == 0


def test_units_without_labels_can_be_joined_over_the_files(tmp_path):
    result = CompositeIndex(TREE, random_state=0).fit(FRAME.to_numpy()).result_
    mi.write_result(result, tmp_path)
    scores, table = (
        pd.read_csv(tmp_path / f"{name}.csv", index_col="unit")
        for name in ("scores", "result")
    )
    assert (table["score"] == scores["index"].loc[table.index]).all()


def test_numpy_values_in_parameters_go_into_a_json_record(tmp_path):
    grader = Grader(k=np.int64(2), options={"shares": np.array([1.0, 3.0])})
    index = CompositeIndex(TREE, impute=MICEImputer(np.int64(2)), grade=grader)
    result = index.fit(FRAME).result_
    mi.write_result(result, tmp_path)
    record = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))
    again = CompositeIndex.replay(record, FRAME).result_
    assert (again.score_draws == result.score_draws).all()


@pytest.mark.parametrize("record", [{}, {"spec": {}}, None])
def test_a_damaged_record_is_refused(record):
    with pytest.raises(ReplayError, match="this is no provenance"):
        CompositeIndex.replay(record, FRAME)


def test_a_record_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ReplayError, match=r"nowhere\.json: not a readable JSON file"):
        CompositeIndex.replay(tmp_path / "nowhere.json", FRAME)


def test_fitting_leaves_an_estimator_that_was_handed_in_as_it_was():
    weighter = mi.Weighter("entropy")
    mi.Scorer(weights=weighter).fit(FRAME)
    assert not hasattr(weighter, "weights_")


def test_polarity_reaches_an_estimator_that_has_none():
    polarity = ["max", "min", "max"]
    found = mi.weighting.weigh(FRAME, mi.Weighter("critic"), polarity)
    np.testing.assert_array_equal(found, mi.weighting.critic(FRAME, polarity))


@pytest.mark.parametrize(
    "stage",
    [
        {"weights": mi.Weighter("critic", polarity="-")},
        {"impute": MICEImputer(random_state=1)},
        {"tiers": mi.TierClusterer(random_state=1)},
        {"normalize": mi.Normalizer(missing="omit")},
        {"aggregate": mi.Scorer(missing="omit")},
    ],
    ids=lambda stage: next(iter(stage)),
)
def test_a_parameter_that_an_index_would_ignore_is_refused(stage):
    with pytest.raises(SpecError, match="has no place in an index"):
        CompositeIndex(TREE, **stage).fit(FRAME)


@pytest.mark.parametrize(
    "stage",
    [{"normalize": None}, {"aggregate": None}, {"impute": 0.3}, {"screen": 0.3}],
    ids=repr,
)
def test_a_stage_of_another_kind_is_refused(stage):
    with pytest.raises(SpecError, match="a stage is"):
        CompositeIndex(TREE, **stage).fit(FRAME)


@pytest.mark.parametrize("weights", [[6, 3, 1], {"z": 1, "x": 6, "y": 3}])
def test_weights_per_leaf_follow_the_leaves_that_stay(weights):
    frame = FRAME.assign(y=[1.0, *[np.nan] * 7])
    screen = mi.Screener(max_missing_criteria=0.5)
    index = CompositeIndex(TREE, weights=weights, screen=screen, random_state=0)
    effective = index.fit(frame).result_.weights["effective"]
    assert effective["x"] == pytest.approx(6 / 7)


def test_weights_per_leaf_do_not_go_with_the_nested_scheme():
    with pytest.raises(SpecError, match="goes with the flat scheme"):
        CompositeIndex(TREE, weights=[1, 2, 3], scheme="nested").fit(FRAME)


def test_weights_by_label_are_checked_too():
    with pytest.raises(WeightsError, match="all zero"):
        CompositeIndex(TREE, weights=dict.fromkeys("xyz", 0)).fit(FRAME)


def test_an_array_scores_as_it_was_fitted_after_a_criterion_went():
    X = FRAME.assign(y=[1.0, *[np.nan] * 7]).to_numpy()
    index = CompositeIndex(TREE, screen=mi.Screener(max_missing_criteria=0.5))
    index.fit(X)
    np.testing.assert_array_equal(index.score_samples(X), index.result_.scores["index"])


def test_a_unit_that_was_fitted_is_scored_by_the_same_limit():
    frame = FRAME.copy()
    frame.loc["b", "y"] = np.nan
    frame.loc["c":, "z"] = np.nan
    screen = mi.Screener(max_missing_units=0.4, max_missing_criteria=0.5)
    index = CompositeIndex(TREE, screen=screen, impute=MICEImputer(2)).fit(frame)
    scored = index.score_samples(frame)
    assert set(scored.index[scored.notna()]) == set(index.result_.scores.index)


def test_changing_a_parameter_does_not_change_a_fitted_index():
    screen = mi.Screener(max_missing_units=0.5)
    index = CompositeIndex(TREE, screen=screen, impute=MICEImputer(2)).fit(FRAME)
    row = FRAME.iloc[[0]].assign(x=np.nan)
    before = index.score_samples(row)
    index.set_params(screen=mi.Screener(max_missing_units=0.0))
    pd.testing.assert_series_equal(index.score_samples(row), before)


def test_a_function_sees_one_array_whatever_the_container():
    def spread(X):
        return X.std(axis=0)

    by_frame = mi.weighting.weigh(FRAME, spread)
    by_list = mi.weighting.weigh(FRAME.to_numpy().tolist(), spread)
    np.testing.assert_array_equal(by_frame, by_list)


def test_a_scoring_function_of_ones_own_is_called():
    def first(X, weights, polarity):
        return np.asarray(X)[:, 0] * weights[0] * polarity

    found = mi.score(FRAME, first, weights=[1, 0, 0], polarity=1)
    np.testing.assert_array_equal(found, FRAME["x"])


def test_an_unknown_kind_or_promise_is_refused():
    with pytest.raises(UnknownMethodError, match="Did you mean 'weighting'"):
        mi.list_methods("weightings")
    with pytest.raises(UnknownMethodError, match="Did you mean 'scale'"):
        mi.register("weighting", promises=("scal",))


def test_a_summary_of_one_draw_still_counts_the_imputed_cells():
    from mcdm_index.tables.summary import summarize

    frame = FRAME.copy()
    frame.iloc[0, 0] = np.nan
    result = (
        CompositeIndex(TREE, impute=MICEImputer(1), random_state=0).fit(frame).result_
    )
    assert "imputed: 1 cells" in summarize(result)


def test_an_imputed_value_beyond_the_floats_is_refused():
    scale = Scale.learn(np.exp(np.linspace(0, 700, 40))[:, None], ["log"])
    with pytest.raises(NonFiniteError, match="too large"):
        scale.undo(np.array([[50.0]]))


def test_rng_of_a_function_may_be_a_generator():
    frame = FRAME.copy()
    frame.iloc[0, 0] = np.nan
    a, b = (mi.impute(frame, 2, rng=np.random.default_rng(3)).tables for _ in range(2))
    assert (a == b).all()


def test_integer_codes_of_a_table_are_codes():
    table = pd.DataFrame(
        {"code": [1, 2, 3], "parent": [None, 1, 1], "polarity": [None, "+", "-"]}
    )
    assert Hierarchy.from_table(table).leaves == ("2", "3")


def test_the_unit_column_may_be_one_text(tmp_path):
    FRAME.to_csv(tmp_path / "d.csv", index_label="city")
    assert (
        mi.read_table(tmp_path / "d.csv", TREE, unit="city").frame.index.name == "city"
    )


def test_a_lone_criterion_without_a_root_is_refused():
    with pytest.raises(SpecError, match="stands alone"):
        Hierarchy((Criterion("x", polarity="+"),))


@pytest.mark.parametrize(
    "weights", [{"x": 1, "y": 1, "z": 1}, pd.Series({"x": 1, "y": 1, "z": 1})]
)
def test_labels_need_columns_with_names(weights):
    with pytest.raises(UnknownColumnError, match="this table has none"):
        mi.scoring.topsis(FRAME.to_numpy(), weights)


def test_imputation_may_be_asked_for_by_name():
    frame = FRAME.assign(x=[np.nan, *FRAME["x"][1:]])
    assert CompositeIndex(TREE, impute="mice").fit(frame).result_.m == 50


def test_a_run_with_a_function_is_replayed_with_the_function(tmp_path):
    def spread(X):
        return np.ptp(X, axis=0) + X.mean(axis=0)

    result = CompositeIndex(TREE, weights=spread).fit(FRAME).result_
    mi.write_result(result, tmp_path)
    again = CompositeIndex.replay(tmp_path / "provenance.json", FRAME, weights=spread)
    assert (again.result_.score_draws == result.score_draws).all()


def test_a_parameter_with_a_default_is_an_option_of_a_registered_function():
    def power(X, power=1):
        return X.mean(axis=0) ** power

    mi.register("weighting", name="power_of_mean")(power)
    try:
        found = mi.weighting.weigh(FRAME, "power_of_mean", options={"power": 2})
    finally:
        unregister("weighting", "power_of_mean")
    expected = FRAME.mean() ** 2
    np.testing.assert_allclose(found, expected / expected.sum(), rtol=1e-14)


def test_weights_that_lack_a_leaf_are_the_fault_of_the_specification():
    with pytest.raises(SpecError, match="Columns without: z"):
        CompositeIndex(TREE, weights={"x": 1, "y": 1}).fit(FRAME)


def test_bad_weights_of_a_function_are_named_by_criterion():
    def bad(X):
        return np.array([1.0, -1.0, 1.0]) * X.max(axis=0)

    with pytest.raises(WeightsError, match="see criterion y"):
        CompositeIndex(TREE, weights=bad).fit(FRAME)


def test_a_result_says_in_one_line_what_it_is():
    result = CompositeIndex(TREE, random_state=0).fit(FRAME).result_
    assert repr(result) == "<IndexResult: 8 units, 3 criteria, 1 draws>"


def test_the_command_tells_its_version(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"mcdm-index {mi.__version__}\n"


def test_a_series_without_labels_is_taken_in_its_order():
    weights = [3.0, 1.0, 1.0]
    found = mi.weighting.weigh(FRAME, pl.Series(weights))
    np.testing.assert_allclose(found, [0.6, 0.2, 0.2], rtol=1e-15)
