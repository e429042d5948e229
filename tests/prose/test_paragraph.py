"""The paragraph on methods: it says what was done, and nothing else."""

import re

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index._registry import unregister
from mcdm_index.errors import DomainError
from mcdm_index.presets import npindex
from mcdm_index.prose._names import load, named
from tests.tables.results import fitted, panel, units

CITIES = units([f"c{i}" for i in range(12)])
WHOLE = CITIES.fillna(1.0)
KINDS = ("treatment", "normalization", "weighting", "scoring", "grading", "clustering")
METHODS = [m for kind in KINDS for m in mi.list_methods(kind)]


def text(frame=CITIES, lang="en", **stages):
    return fitted(frame, **stages).methods_text(lang)


@pytest.mark.parametrize("method", METHODS, ids=lambda m: f"{m.kind}-{m.name}")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_method_has_a_name_in_both_languages(method, lang):
    known = load("names")[method.kind]
    assert method.name in known
    assert known[method.name][lang]


def test_every_name_is_that_of_a_method():
    for kind in KINDS:
        names = {m.name for m in mi.list_methods(kind)}
        assert set(load("names")[kind]) <= names


def test_every_sentence_stands_in_both_languages():
    for section in load("sentences").values():
        for key, words in section.items():
            assert set(words) == {"en", "zh"}, key


def test_both_languages_of_a_sentence_have_the_same_numbers():
    for section in load("sentences").values():
        for key, words in section.items():
            en, zh = (
                set(re.findall(r"\{(\w+)", words[lang])) - {"their", "cells_were"}
                for lang in ("en", "zh")
            )
            assert en == zh, key


def test_numbers_are_those_of_the_result():
    result = npindex.index(random_state=0, impute=mi.MICEImputer(3)).fit(
        npindex.simulate_cities(60, rng=1)
    )
    result = result.result_
    gone = int((result.screened["kind"] == "unit").sum())
    told = result.methods_text()
    assert f"rates {len(result.index)} units on 24 criteria in 3 dimensions" in told
    assert "The data are simulated: no unit is real." in told
    assert "units with more than 30 % of their values missing" in told
    assert f"removed {gone} unit" in told
    assert f"{len(result.imputed)} missing values" in told
    assert "3 completed tables after 10 rounds" in told


def test_one_is_not_many():
    told = text()
    assert "1 missing value (2.78 % of the table) was filled" in told
    assert "smaller values are better in 1 criterion" in told


def test_what_was_not_done_is_not_said():
    told = text(WHOLE, impute=None, grade=None, tiers=None)
    assert "No value was missing." in told
    for word in ("imputation by", "Screening", "Outliers", "grade", "tier", "Rubin"):
        assert word not in told.replace("treatment of outliers", "")


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ({"impute": "median"}, "was filled once, by the median of the criterion"),
        ({"impute": None, "min_present": 0.3}, "1 missing value was not filled"),
        (
            {"goalposts": "observed", "weights": "std"},
            "learned from the observed values alone",
        ),
        ({"treat": "winsorize"}, "treated by winsorization at quantiles [Tukey 1962]"),
        ({"normalize": "zscore", "weights": "std"}, "by z-scores [OECD and JRC 2008]"),
        ({"weights": "equal"}, "All criteria have the same weight [Dawes 1979]"),
        ({"weights": "given"}, "The weights were given beforehand"),
        ({"weights": [3, 2, 1]}, "The weights were given beforehand"),
        ({"weights": "critic"}, "the CRITIC method [Diakoulaki et al. 1995]"),
        (
            {"weights": mi.Weighter("entropy", cap=0.5)},
            "[Shannon 1948], held at 0.5 or less",
        ),
        (
            {"weights": "entropy", "scheme": "nested"},
            "The weights within each group were found",
        ),
        ({"scheme": "nested"}, "from the scores of its members, level by level"),
        ({"aggregate": "vikor"}, "by VIKOR (v = 0.5) [Opricovic and Tzeng 2004]"),
        (
            {"aggregate": mi.Scorer("topsis", options={"weight_position": "outside"})},
            "squares of the distance) [Hwang and Yoon 1981; Deng et al. 2000]",
        ),
        (
            {"aggregate": mi.Scorer("power_mean", options={"p": 0.5})},
            "a weighted power mean (p = 0.5)",
        ),
        ({"grade": mi.Grader("natural_breaks", k=3)}, "3 grades by natural breaks"),
        ({"tiers": mi.TierClusterer("ward", n_tiers=2)}, "2 tiers by Ward's method"),
        (
            {"impute": mi.MICEImputer(2, method="pmm")},
            "predictive mean matching [Morris et al. 2014]",
        ),
    ],
)
def test_every_choice_is_told(stages, said):
    assert said in text(**stages)


def test_functions_of_ones_own_are_called_so():
    def by_largest(X):
        return X.max(axis=0)

    def mean(Z, w):
        return Z @ w

    told = text(weights=by_largest, aggregate=mean)
    assert "a function of the authors' own, `test_functions" in told
    assert "by_largest`" in told
    assert "mean`" in told


def test_a_method_that_its_author_registered_is_called_so_and_its_key_is_cited():
    @mi.register("weighting", name="mine", cite="Me2024")
    def mine(X):
        """Weigh by the largest value."""
        return np.asarray(X).max(axis=0)

    try:
        result = fitted(CITIES, weights="mine")
        assert "the authors' own method `mine` [Me2024]" in result.methods_text()
        assert "% Me2024: cited by a method" in result.bibtex()
    finally:
        unregister("weighting", "mine")


@pytest.mark.parametrize(
    ("base", "said"),
    [
        (None, "from the rows of all periods together"),
        (2020, "were learned from 2020 and held for the other periods"),
        ([2020, 2021], "were learned from 2020 and 2021 and held"),
        ("each period", "scores cannot be compared between periods"),
    ],
)
def test_a_panel_says_from_what_it_learned(base, said):
    told = text(panel(), period="year", base=base)
    assert "4 units over 3 periods (2020 to 2022; 12 rows in all)" in told
    assert said in told
    assert "within each period" in told


def test_groups_with_rules_of_their_own_are_named():
    tree = mi.Hierarchy.of(
        [
            mi.Criterion("top", weights="equal", names={"en": "Whole"}),
            mi.Criterion("a", parent="top", aggregate="vikor", names={"en": "Part"}),
            mi.Criterion("gdp", parent="a", polarity="+"),
            mi.Criterion("co2", parent="a", polarity="-"),
            mi.Criterion("jobs", parent="top", polarity="+"),
        ]
    )
    told = fitted(CITIES, tree, scheme="nested").methods_text()
    assert "All members of a group have the same weight [Dawes 1979] in Whole." in told
    assert "by VIKOR (v = 0.5) [Opricovic and Tzeng 2004] in Part." in told
    assert "[Hwang and Yoon 1981] in Whole." in told


def test_a_stage_that_one_group_has_otherwise_is_no_default():
    tree = mi.Hierarchy.of(
        [
            mi.Criterion("top", aggregate="weighted_sum"),
            mi.Criterion("gdp", parent="top", polarity="+"),
            mi.Criterion("co2", parent="top", polarity="-"),
        ]
    )
    told = fitted(WHOLE[["gdp", "co2"]], tree).methods_text()
    defaults = told.partition("has them by default: ")[2].partition(".")[0]
    assert "aggregation" not in defaults
    assert "weights" in defaults


def test_what_is_particular_to_a_criterion_is_counted():
    tree = mi.Hierarchy.of(
        [
            mi.Criterion("gdp", polarity="+", normalize="rank", treat="winsorize"),
            mi.Criterion("co2", polarity="-"),
            mi.Criterion("jobs", polarity=mi.Target(1.0)),
        ]
    )
    told = fitted(CITIES, tree).methods_text()
    assert "1 criterion was treated for outliers in a way of its own" in told
    assert "1 of them by settings of its own" in told
    assert "values near a target are best in 1 criterion" in told


def test_defaults_are_named_and_choices_are_not():
    told = text(weights="critic")
    assert "by default" in told
    stages = told.partition("has them by default: ")[2].partition(".")[0]
    assert "normalization" in stages
    assert "weights" not in stages


def test_seed_versions_and_data_are_told():
    result = fitted(CITIES)
    told = result.methods_text()
    assert "seed 0" in told
    assert f"numpy {np.__version__}" in told
    assert result.provenance["data"]["sha256"][:12] in told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_left_to_be_filled_in(lang):
    for frame, stages in ((CITIES, {}), (panel(), {"period": "year"})):
        told = text(frame, lang, **stages)
        assert not re.search(r"[{}]|  |\.\.|。。|None|nan", told)


def test_braces_in_a_name_are_letters():
    tree = mi.Hierarchy.of(
        [mi.Criterion("x", polarity="+"), mi.Criterion("y", polarity="+")],
        root=mi.Criterion("{top}"),
    )
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [3.0, 1.0]})
    assert "“{top}”" in fitted(frame, tree, impute=None).methods_text()


def test_chinese_says_the_same():
    told = text(lang="zh")
    for said in ("3 项指标", "1 个缺失值", "熵权法[Shannon 1948]", "随机种子为 0"):
        assert said in told


def test_an_unknown_language_is_refused():
    with pytest.raises(DomainError, match="lang must be 'en' or 'zh', got 'fr'"):
        text(lang="fr")


def test_bibtex_holds_what_is_cited_and_the_software():
    entries = re.findall(r"^@\w+\{(\w+)", fitted(CITIES).bibtex(), re.MULTILINE)
    assert "mcdm_index" in entries
    assert {"Shannon1948", "HwangYoon1981", "VanBuuren2011"} <= set(entries)
    assert len(entries) == len(set(entries))


def test_options_that_stay_as_they_are_are_not_told():
    told = named("scoring", "gra", {"rho": 0.5}, "en").phrase
    assert told == "grey relational analysis"
    assert named("scoring", "vikor", {"v": 0.7}, "zh").phrase == "VIKOR 法（v = 0.7）"


def test_an_option_with_many_values_is_cut():
    told = named("normalization", "goalposts", {"low": list(range(20))}, "en").phrase
    assert told == "fixed goalposts (low = [0, 1, 2, ..., 19])"
