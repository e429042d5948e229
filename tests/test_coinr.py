"""The tables of R's COINr: what is read from them, and what is said of wrong ones."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mcdm_index import CompositeIndex, FillImputer, MICEImputer
from mcdm_index.coinr import from_coinr
from mcdm_index.errors import DomainError, MissingDataError, ReadError, SpecError
from mcdm_index.imputation import fill
from mcdm_index.polarity import BENEFIT, COST

ASEM = Path(__file__).parents[2] / "shared/data/asem"
FILES = ASEM / "asem_iData.csv", ASEM / "asem_iMeta.csv"

asem = pytest.mark.skipif(
    not ASEM.exists(), reason="the ASEM tables lie beside the project, not in it"
)

# Two pillars, a denominator, a group; rows 2 to 9 of the file.
META = """\
Level,iCode,iName,Direction,Weight,Unit,Denominator,ScaleFactor,Parent,Type,Note
1,patents,Patents,1,2,number,people,1000,Tech,Indicator,from the office
1,school,Years of school,1,1,years,,,Tech,Indicator,
1,smog,Smog,-1,1,ug/m3,,,Air,Indicator,
2,Tech,Technology,1,0.75,score,,,Idx,Aggregate,
2,Air,Air,1,0.25,score,,,Idx,Aggregate,
3,Idx,Index,1,1,score,,,,Aggregate,
NA,people,Population,NA,NA,persons,,,NA,Denominator,
NA,region,Region,NA,NA,NA,,,NA,Group,
"""
DATA = """\
uCode,uName,region,people,patents,school,smog
AA,Aland,North,1000,10,8,30
BB,Bland,South,500,20,12,10
CC,Cland,South,2000,20,10,20
"""


@pytest.fixture
def files(tmp_path):
    """Write the tables with some texts replaced, and give their paths."""

    def write(*changes, meta=META, data=DATA):
        for old, new in changes:
            assert (meta + data).count(old) == 1, old
            meta, data = meta.replace(old, new), data.replace(old, new)
        paths = tmp_path / "iData.csv", tmp_path / "iMeta.csv"
        for path, text in zip(paths, (data, meta), strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    return write


def complaint(files, *changes, use_iMeta="auto", **tables):
    with pytest.raises(SpecError) as caught:
        from_coinr(*files(*changes, **tables), use_iMeta=use_iMeta)
    return str(caught.value)


# What COINr computes


def computed(name):
    return pd.read_csv(ASEM / "expected" / f"{name}.csv", index_col=0)


def assert_same(found, expected):
    found = found.loc[expected.index, list(expected.columns)]
    np.testing.assert_allclose(found, expected.astype(float), rtol=1e-12, atol=0)


@pytest.fixture(scope="module")
def divided():
    return from_coinr(*FILES).denominate()


@pytest.fixture(scope="module")
def complete(divided):
    return fill(divided.data, "group", groups=divided.groups["EurAsia_group"])


@pytest.fixture(scope="module")
def fitted(divided, complete):
    return divided.index().fit(complete)


@asem
def test_the_denominated_table_is_that_of_coinr(divided):
    assert_same(divided.data, computed("03_denominated"))


@asem
def test_the_treated_table_is_that_of_coinr(fitted, complete):
    treated = fitted.trees_[0].treat(complete.to_numpy())
    found = pd.DataFrame(treated, complete.index, complete.columns)
    assert_same(found, computed("06_treated_pipeline_default"))


@asem
def test_the_points_that_are_moved_are_those_of_coinr(fitted):
    table = computed("06_treated_pipeline_default_points")
    expected = table.reset_index().melt("uCode").dropna()
    moved = fitted.result_.treated
    found = zip(
        moved["unit"],
        moved["criterion"],
        moved["end"].map({"high": "winhi", "low": "winlo"}),
        strict=True,
    )
    assert set(found) == set(expected.itertuples(index=False, name=None))


@asem
def test_the_normalized_table_is_that_of_coinr(fitted):
    assert_same(fitted.result_.scores, computed("07_norm_treated_minmax_0_100"))


@asem
def test_one_specification_file_holds_all_that_coinr_does(tmp_path):
    coin = from_coinr(*FILES)
    by_group = FillImputer("group", by="EurAsia_group")
    coin.index(impute=by_group).to_toml(tmp_path / "asem.toml")
    index = CompositeIndex.from_toml(tmp_path / "asem.toml")
    result = index.fit(coin.data.join(coin.groups)).result_
    assert_same(result.stages["divided"], computed("03_denominated"))
    assert_same(result.stages["treated"], computed("06_treated_pipeline_default"))
    assert_same(result.scores, computed("07_norm_treated_minmax_0_100"))
    assert_same(result.scores, computed("09_agg_amean_0_100_Original"))
    ranked = computed("10_rank_amean_0_100_Original")
    found = result.ranks.loc[ranked.index, list(ranked.columns)]
    assert (found == ranked).all(axis=None)


@asem
def test_z_scores_are_those_of_coinr(divided, complete):
    index = divided.index(normalize="zscore").fit(complete)
    assert_same(index.result_.scores, computed("07_norm_treated_zscore_0_1"))


@asem
def test_the_aggregates_are_those_of_coinr(fitted):
    assert_same(fitted.result_.scores, computed("09_agg_amean_0_100_Original"))


@asem
def test_the_ranks_are_those_of_coinr(fitted):
    expected = computed("10_rank_amean_0_100_Original")
    found = fitted.result_.ranks.loc[expected.index, list(expected.columns)]
    assert (found.to_numpy() == expected.to_numpy()).all()


@asem
def test_frames_that_pandas_read_give_the_same_as_the_files():
    coin, framed = from_coinr(*FILES), from_coinr(*map(pd.read_csv, FILES))
    assert framed.hierarchy == coin.hierarchy
    pd.testing.assert_frame_equal(framed.data, coin.data, rtol=1e-15)


@asem
def test_targets_that_are_not_asked_for_are_extra():
    extra = from_coinr(*FILES).extra
    assert extra.columns.tolist() == ["Target"]
    assert extra.loc["LPI", "Target"] == 4.11803135


@asem
def test_the_specification_of_the_asem_index_gives_the_same_scores(fitted, complete):
    again = CompositeIndex.from_spec(fitted.to_spec()).fit(complete)
    found, expected = again.result_.scores, fitted.result_.scores
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


# What is read


def test_the_tree_has_what_imeta_says(files):
    tree = from_coinr(*files()).hierarchy
    patents = tree["patents"]
    assert tree.codes == ("patents", "school", "smog", "Tech", "Air", "Idx")
    assert tree.polarity == (BENEFIT, BENEFIT, COST)
    assert (patents.parent, patents.weight, patents.unit) == ("Tech", 2, "number")
    assert (patents.denominator, patents.factor) == ("people", 1000)
    assert patents.name() == "Patents"


def test_the_data_are_indicators_and_denominators_by_unit(files):
    data = from_coinr(*files(("10,8,30", "NA,,30"))).data
    assert data.columns.tolist() == ["patents", "school", "smog", "people"]
    assert data.index.name == "uCode"
    assert data.isna().sum().sum() == 2
    assert data.loc["BB"].tolist() == [20, 12, 10, 500]


def test_groups_names_and_extra_columns_come_along(files):
    coin = from_coinr(*files())
    assert coin.groups["region"].to_dict() == {"AA": "North"} | dict.fromkeys(
        ("BB", "CC"), "South"
    )
    assert coin.names == {"AA": "Aland", "BB": "Bland", "CC": "Cland"}
    assert coin.extra["Note"].dropna().to_dict() == {"patents": "from the office"}


def test_a_unit_without_a_name_is_called_by_its_code(files):
    assert from_coinr(*files(("AA,Aland", "AA,"))).names["AA"] == "AA"


def test_other_columns_are_kept_apart(files):
    meta = META + "NA,area,Area,NA,NA,km2,,,NA,Other,\n"
    data = "\n".join(
        line + more
        for line, more in zip(
            DATA.split("\n"), [",area", ",1", ",2", ",3"], strict=False
        )
    )
    coin = from_coinr(*files(meta=meta, data=data))
    assert coin.others["area"].tolist() == [1, 2, 3]
    assert "area" not in coin.data


def test_columns_in_another_order_and_blank_rows_do_not_matter(files):
    coin = from_coinr(*files())
    iData, iMeta = map(pd.read_csv, files())
    turned = from_coinr(iData[iData.columns[::-1]], iMeta[iMeta.columns[::-1]])
    blank = from_coinr(*files(("\nBB,", "\n,,,,,,\nBB,")))
    for other in (turned, blank):
        assert other.hierarchy == coin.hierarchy
        pd.testing.assert_frame_equal(other.data, coin.data)


def test_the_row_names_that_r_writes_are_left_out(files):
    numbered = "\n".join(f'"{i}",{line}' for i, line in enumerate(DATA.splitlines()))
    coin = from_coinr(*files(data=numbered.replace('"0"', '""', 1)))
    pd.testing.assert_frame_equal(coin.data, from_coinr(*files()).data)


def test_semicolons_and_a_byte_order_mark_do_not_matter(files):
    coin = from_coinr(*files())
    other = from_coinr(*files(data="\ufeff" + DATA.replace(",", ";")))
    pd.testing.assert_frame_equal(other.data, coin.data)


def test_the_code_of_namibia_is_no_gap(files):
    assert from_coinr(*files(("AA,Aland", "NA,Namibia"))).names["NA"] == "Namibia"


def test_an_iname_that_two_share_gets_the_code_behind_it(files):
    tree = from_coinr(*files(("Smog", "Patents"))).hierarchy
    names = [tree[leaf].name() for leaf in ("patents", "smog")]
    assert names == ["Patents (patents)", "Patents (smog)"]


def test_an_iname_that_is_the_code_of_a_denominator_gets_its_own_behind_it(files):
    coin = from_coinr(*files(("Years of school", "People")))
    assert coin.hierarchy["school"].name() == "People (school)"
    assert len(coin.index().fit(coin.data).result_.ranks) == 3


def test_an_aggregate_has_no_direction(files):
    turned = files(("Air,Air,1", "Air,Air,-1"))
    assert from_coinr(*turned).hierarchy == from_coinr(*files()).hierarchy


# The index


def test_the_usual_index_is_what_is_computed_by_hand(files):
    coin = from_coinr(*files())
    found = coin.index().fit(coin.data).result_.scores
    # 10, 40 and 10 patents per 1000 persons; 8, 12, 10 years; 30, 10, 20 of smog.
    patents, school, smog = [0, 100, 0], [0, 100, 50], [0, 100, 50]
    tech = [(2 * p + s) / 3 for p, s in zip(patents, school, strict=True)]
    expected = [0.75 * t + 0.25 * a for t, a in zip(tech, smog, strict=True)]
    assert found["Idx"].tolist() == pytest.approx(expected, rel=1e-12)


def test_dividing_beforehand_gives_the_same_scores(files):
    coin = from_coinr(*files())
    early = coin.denominate()
    assert early.data["patents"].tolist() == [10, 40, 10]
    found = early.index().fit(early.data).result_.scores
    pd.testing.assert_frame_equal(found, coin.index().fit(coin.data).result_.scores)


def test_a_stage_can_be_overridden(files):
    coin = from_coinr(*files())
    index = coin.index(treat=None, aggregate="topsis", grade="quantile")
    assert (index.treat, index.aggregate, index.grade) == (None, "topsis", "quantile")
    assert (index.weights, index.scheme) == ("given", "nested")


def test_an_option_that_there_is_not_is_refused(files):
    with pytest.raises(TypeError, match="normalise"):
        from_coinr(*files()).index(normalise="zscore")


def test_a_gap_is_an_error_unless_the_index_imputes(files):
    coin = from_coinr(*files(("10,8,30", "10,,30")))
    with pytest.raises(MissingDataError, match="'school'"):
        coin.index().fit(coin.data)
    assert isinstance(coin.index(impute=MICEImputer(m=2)).impute, MICEImputer)


def test_a_denominator_of_zero_names_the_unit(files):
    coin = from_coinr(*files(("North,1000", "North,0")))
    with pytest.raises(DomainError, match="AA"):
        coin.denominate()


def test_the_specification_gives_the_same_scores(files):
    coin = from_coinr(*files())
    index = coin.index(random_state=0).fit(coin.data)
    again = CompositeIndex.from_spec(index.to_spec()).fit(coin.data)
    found, expected = again.result_.scores, index.result_.scores
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


# Panels

PANEL = """\
uCode,Time,region,people,patents,school,smog
AA,2020,North,1000,10,8,30
BB,2020,South,500,20,12,10
AA,2021,North,1000,30,10,20
BB,2021,South,500,15,11,15
"""


def test_several_times_make_a_panel(files):
    coin = from_coinr(*files(data=PANEL))
    assert coin.period == "Time"
    assert coin.data.index.names == ["uCode", "Time"]
    assert coin.data.loc[("AA", 2021), "patents"] == 30
    assert coin.groups.index.equals(coin.data.index)


def test_a_panel_has_one_scale_over_time_and_ranks_within_it(files):
    coin = from_coinr(*files(data=PANEL))
    result = coin.index().fit(coin.data).result_
    # 10, 40, 30 and 30 patents per 1000 persons.
    patents = [0, 100, 200 / 3, 200 / 3]
    assert result.scores["patents"].tolist() == pytest.approx(patents, rel=1e-12)
    assert result.ranks["Air"].tolist() == [2, 1, 2, 1]


def test_the_specification_of_a_panel_gives_the_same_ranks(files):
    coin = from_coinr(*files(data=PANEL))
    index = coin.index(random_state=0).fit(coin.data)
    again = CompositeIndex.from_spec(index.to_spec()).fit(coin.data)
    pd.testing.assert_frame_equal(again.result_.ranks, index.result_.ranks)


def test_a_single_time_makes_no_panel(files):
    coin = from_coinr(*files(data=PANEL.partition("AA,2021")[0]))
    assert coin.period is None
    assert coin.data.index.tolist() == ["AA", "BB"]


# Parameters of normalizations


def with_columns(header, patents, school, smog):
    """Add columns of parameters to iMeta."""
    lines = META.splitlines()
    blank = "," * header.count(",")
    more = [header, patents, school, smog] + [blank] * 5
    return "\n".join(",".join(pair) for pair in zip(lines, more, strict=True)) + "\n"


def scores(files, meta, **options):
    coin = from_coinr(*files(meta=meta), **options)
    return coin.index().fit(coin.data).result_.scores


POSTS = "goalpost_lower,goalpost_upper,goalpost_scale,goalpost_trunc2posts"


def test_goalposts_are_what_is_computed_by_hand(files):
    meta = with_columns(POSTS, "0,20,10,FALSE", "9,13,10,", "0,40,10,TRUE")
    found = scores(files, meta)
    # (x - l) / (u - l) * a, and (u - x) / (u - l) * a where less is better.
    assert found["patents"].tolist() == pytest.approx([5, 20, 5], rel=1e-15)
    assert found["school"].tolist() == pytest.approx([0, 7.5, 2.5], rel=1e-15)
    assert found["smog"].tolist() == pytest.approx([2.5, 7.5, 5], rel=1e-15)


def test_an_indicator_without_goalposts_ends_where_the_others_do(files):
    meta = with_columns(POSTS, ",,,", "8,16,10,", ",,,")
    found = scores(files, meta)
    assert found["school"].tolist() == [0, 5, 2.5]
    assert found["smog"].tolist() == [0, 10, 5]


def test_a_blank_scale_of_goalposts_is_100(files):
    found = scores(files, with_columns(POSTS, ",,,", "8,16,,", ",,,"))
    assert found["school"].tolist() == [0, 50, 25]


def test_an_indicator_with_goalposts_is_not_turned_into_its_logarithm():
    x = np.exp(np.linspace(0, 11, 200) ** 2 / 11)
    meta = pd.DataFrame(
        {
            "iCode": ["a", "b", "I"],
            "Type": ["Indicator", "Indicator", "Aggregate"],
            "Level": [1, 1, 2],
            "Parent": ["I", "I", None],
            "Direction": 1,
            "Weight": 1,
            "goalpost_lower": [0, None, None],
            "goalpost_upper": [1e5, None, None],
        }
    )
    data = pd.DataFrame({"uCode": [f"u{i}" for i in range(200)], "a": x, "b": x})
    coin = from_coinr(data, meta)
    result = coin.index().fit(coin.data).result_
    done = result.treatment["treatment"]
    assert (done["a"], done["b"]) == ("none", "log_ct")
    assert result.scores["a"].tolist() == pytest.approx(list(x / 1e3), rel=1e-12)


def test_goalposts_survive_a_specification(files):
    meta = with_columns(POSTS, "0,20,10,FALSE", ",,,", "0,40,10,TRUE")
    coin = from_coinr(*files(meta=meta))
    index = coin.index(random_state=0).fit(coin.data)
    again = CompositeIndex.from_spec(index.to_spec()).fit(coin.data)
    found, expected = again.result_.scores, index.result_.scores
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_goalposts_can_be_left_unused(files):
    meta = with_columns(POSTS, "0,20,10,", "8,16,10,", "0,40,10,")
    coin = from_coinr(*files(meta=meta), use_iMeta="none")
    assert not any(node.normalize for node in coin.hierarchy)
    assert coin.extra.loc["patents", "goalpost_upper"] == 20


def test_targets_are_what_is_computed_by_hand(files):
    meta = with_columns("Target,dist2targ_cap_max", "20,TRUE", "14,", "0,FALSE")
    found = scores(files, meta, use_iMeta="n_dist2targ")
    # (x - min) / (t - min), and (max - x) / (max - t) where less is better.
    assert found["patents"].tolist() == [0, 1, 0]
    assert found["school"].tolist() == pytest.approx([0, 4 / 6, 2 / 6], rel=1e-15)
    assert found["smog"].tolist() == pytest.approx([0, 2 / 3, 1 / 3], rel=1e-15)


def test_ends_of_minmax_are_those_of_imeta(files):
    meta = with_columns("minmax_lower,minmax_upper", "1,10", "0,1", "-1,1")
    found = scores(files, meta, use_iMeta="minmax")
    assert found["patents"].tolist() == [1, 10, 1]
    assert found["smog"].tolist() == [-1, 1, 0]


def test_z_scores_have_mean_and_deviation_of_imeta(files):
    meta = with_columns("zscore_mean,zscore_sd", "100,10", "0,1", "5,2")
    found = scores(files, meta, use_iMeta="zscore")
    assert found["school"].tolist() == [-1, 1, 0]
    assert found["smog"].tolist() == [3, 7, 5]


def test_scaled_bounds_of_a_cost_are_those_of_its_negative(files):
    header = "scaled_lower,scaled_upper,scale_factor"
    meta = with_columns(header, "0,10,", "8,12,10", "-40,-20,")
    found = scores(files, meta, use_iMeta="scaled")
    assert found["patents"].tolist() == [100, 400, 100]
    assert found["school"].tolist() == [0, 10, 5]
    # (-x - l) / (u - l) * 100
    assert found["smog"].tolist() == [50, 150, 100]


def test_a_method_that_is_named_is_needed_for_every_indicator(files):
    meta = with_columns("Target", "20", "", "x")
    told = complaint(files, meta=meta, use_iMeta="dist2targ")
    assert told.splitlines()[1:] == [
        "- iMeta row 3, 'school': Target must be a number, for dist2targ, got nothing",
        "- iMeta row 4, 'smog': Target must be a number, for dist2targ, got 'x'",
    ]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("5,,,", "goalpost_upper must be a number, for goalposts, got nothing"),
        ("9,5,,", "goalpost_lower must be below goalpost_upper, which is '5', got '9'"),
        ("1,5,0,", "goalpost_scale must be a positive number, got '0'"),
        ("1,5,1,yes", "goalpost_trunc2posts must be TRUE or FALSE, got 'yes'"),
    ],
)
def test_wrong_goalposts_are_refused(files, cells, problem):
    told = complaint(files, meta=with_columns(POSTS, ",,,", cells, ",,,"))
    assert told == f"iMeta row 3, 'school': {problem}"


def test_an_unknown_normalization_is_refused_with_its_look_alike(files):
    message = complaint(files, use_iMeta="n_goalpost")
    assert "unknown use_iMeta 'n_goalpost'. Did you mean 'goalposts'?" in message


# Problems: what is changed in the tables, and what is said of it


def case(name, problem, *changes):
    return pytest.param(changes, problem, id=name.replace(" ", "-"))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        case(
            "a column of iMeta is missing",
            "iMeta has no column 'Weight'. Did you mean 'Weigth'? It needs "
            "iCode, Type, Level, Parent, Direction, Weight",
            ("Weight,Unit", "Weigth,Unit"),
        ),
        case(
            "a column of iData is missing",
            "iData has no column 'uCode'. Did you mean 'ucode'? It needs uCode",
            ("uCode,uName", "ucode,uName"),
        ),
        case(
            "a column of iMeta stands twice",
            "iMeta has 2 columns 'Unit'; keep or rename one",
            ("Type,Note", "Type,Unit"),
        ),
        case(
            "a column has no name",
            "iMeta has a column without a name (row 1); name it or take it out",
            ("Type,Note", "Type,"),
        ),
        case(
            "a Type is unknown",
            "iMeta row 9, 'region': Type must be one of Indicator, Aggregate, "
            "Denominator, Group, Other, got 'Groups'. Did you mean 'Group'?",
            ("NA,Group", "NA,Groups"),
        ),
        case(
            "an iCode is blank",
            "iMeta row 9: iCode is blank; give one or take the row out",
            ("NA,region,Region", "NA,,Region"),
            ("uName,region", "uName"),
            ("Aland,North", "Aland"),
            ("Bland,South", "Bland"),
            ("Cland,South", "Cland"),
        ),
        case(
            "an iCode stands twice",
            "iMeta row 7, 'smog': iCode stands in row 4 already; rename one",
            ("3,Idx,Index", "1,smog,Smog,-1,1,,,,Air,Indicator,\n3,Idx,Index"),
        ),
        case(
            "the Level of an Indicator is not 1",
            "iMeta row 4, 'smog': Level must be 1 for an Indicator, got '1.5'",
            ("1,smog", "1.5,smog"),
        ),
        case(
            "the Level of an Aggregate is not whole",
            "iMeta row 7, 'Idx': Level must be a whole number of 2 or more for "
            "an Aggregate, got 'top'",
            ("3,Idx,", "top,Idx,"),
        ),
        case(
            "an Indicator has no Parent",
            "iMeta row 4, 'smog': Parent must be the iCode of an Aggregate of "
            "Level 2, got nothing",
            ("Air,Indicator", "NA,Indicator"),
            ("2,Air,Air,1,0.25,score,,,Idx,Aggregate,\n", ""),
        ),
        case(
            "a Parent is no iCode",
            "iMeta row 3, 'school': Parent 'Tec' is no iCode. Did you mean "
            "'Tech'? Correct it or add a row",
            ("years,,,Tech", "years,,,Tec"),
        ),
        case(
            "a Parent is no Aggregate",
            "iMeta row 3, 'school': Parent must be the iCode of an Aggregate of "
            "Level 2, got 'region' of Type Group",
            ("years,,,Tech", "years,,,region"),
        ),
        case(
            "a Parent is two levels up",
            "iMeta row 3, 'school': Parent must be the iCode of an Aggregate of "
            "Level 2, got 'Idx' of Level 3",
            ("years,,,Tech", "years,,,Idx"),
        ),
        case(
            "there are two roots",
            "iMeta: one Aggregate, the root, must have no Parent; got row 6, "
            "'Air', row 7, 'Idx'",
            ("0.25,score,,,Idx", "0.25,score,,,NA"),
        ),
        case(
            "an Aggregate has nothing below",
            "iMeta row 8, 'Gap': no row has this Aggregate for its Parent; take it out",
            ("NA,people", "2,Gap,,1,1,,,,Idx,Aggregate,\nNA,people"),
        ),
        case(
            "a Direction is neither 1 nor -1",
            "iMeta row 4, 'smog': Direction must be 1 or -1, got '-2'",
            ("Smog,-1", "Smog,-2"),
        ),
        case(
            "a Direction is blank",
            "iMeta row 4, 'smog': Direction must be 1 or -1, got nothing",
            ("Smog,-1", "Smog,NA"),
        ),
        case(
            "a Weight is negative",
            "iMeta row 4, 'smog': Weight must be a number of 0 or more, got '-1'",
            ("Smog,-1,1", "Smog,-1,-1"),
        ),
        case(
            "a Weight is blank",
            "iMeta row 4, 'smog': Weight must be a number of 0 or more, got nothing",
            ("Smog,-1,1", "Smog,-1,"),
        ),
        case(
            "all Weights below an Aggregate are zero",
            "iMeta row 6, 'Air': the Weights of all that is below are 0; raise one",
            ("Smog,-1,1", "Smog,-1,0"),
        ),
        case(
            "a Denominator is no iCode of that Type",
            "iMeta row 2, 'patents': Denominator must be an iCode of Type "
            "Denominator, got 'peple'. Did you mean 'people'?",
            ("people,1000", "peple,1000"),
        ),
        case(
            "a ScaleFactor is not positive",
            "iMeta row 2, 'patents': ScaleFactor must be a positive number, got '0'",
            ("people,1000", "people,0"),
        ),
        case(
            "an iCode has no column",
            "iMeta row 4, 'smog': iData has no such column. Add it or drop the row",
            ("patents,school,smog", "patents,school"),
            ("10,8,30", "10,8"),
            ("20,12,10", "20,12"),
            ("20,10,20", "20,10"),
        ),
        case(
            "a column is no iCode",
            "iData column 'region' (row 1) is no iCode of iMeta. Give it a row "
            "there, of Type Other if it only comes along, or take it out",
            ("NA,region,Region,NA,NA,NA,,,NA,Group,\n", ""),
        ),
        case(
            "two iCodes differ only in case",
            "iMeta: iCodes 'smog' and 'Smog' differ only in case; rename one",
            ("NA,region", "NA,Smog,,NA,NA,,,,NA,Denominator,\nNA,region"),
            ("patents,school,smog", "patents,school,smog,Smog"),
            ("10,8,30", "10,8,30,1"),
            ("12,10", "12,10,1"),
            ("10,20", "10,20,1"),
        ),
        case(
            "cells are no numbers",
            "iData column 'school': no number in row 2 ('8 years'), row 3 "
            "('-inf'). Write numbers without units and thousands separators, and "
            "a gap as NA or blank",
            ("10,8,30", "10,8 years,30"),
            ("20,12,10", "20,-inf,10"),
        ),
        case(
            "a uCode is blank",
            "iData row 3: uCode is blank; name the unit",
            ("BB,Bland", ",Bland"),
        ),
        case(
            "a uCode stands twice",
            "iData rows 2, 4 are all 'AA'; keep one of them",
            ("CC,Cland", "AA,Cland"),
        ),
    ],
)
def test_a_problem_is_told_with_its_place_and_its_remedy(files, changes, problem):
    assert complaint(files, *changes) == problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("AA,2021", "AA,2020"), "iData rows 2, 4 are all 'AA / 2020'; keep one"),
        (("AA,2021", "AA,late"), "iData column 'Time': no number in row 4 ('late')"),
        (("AA,2021", "AA,NA"), "iData row 4: Time is blank; say when"),
    ],
)
def test_a_problem_of_time_is_told(files, change, problem):
    told = complaint(files, data=PANEL.replace(*change))
    assert told.startswith(problem)


def test_a_misspelt_column_is_told_from_both_sides(files):
    told = complaint(files, ("people,patents", "peple,patents")).splitlines()
    assert len(told) == 3
    assert told[1].startswith(
        "- iMeta row 8, 'people': iData has no such column. Did you mean 'peple'?"
    )
    assert told[2].startswith(
        "- iData column 'peple' (row 1) is no iCode of iMeta. Did you mean 'people'?"
    )


def test_all_problems_of_both_tables_are_told_at_once(files):
    changes = [("Smog,-1", "Smog,0"), ("NA,Group", "NA,Grp"), ("BB,Bland", "AA,Bland")]
    told = complaint(files, *changes, ("20,10,20", "20,ten,20")).splitlines()
    assert told[0] == "4 problems in the tables of COINr:"
    assert [line.split(" must")[0].split(":")[0] for line in told[1:]] == [
        "- iMeta row 4, 'smog'",
        "- iMeta row 9, 'region'",
        "- iData rows 2, 3 are all 'AA'; keep one of them",
        "- iData column 'school'",
    ]


def test_of_many_wrong_cells_the_rest_are_counted(files):
    units = "".join(f"U{i},,North,1,1,x{i},1\n" for i in range(9))
    told = complaint(files, data=DATA.partition("AA,")[0] + units)
    assert "row 6 ('x4') and 4 more. Write" in told


@pytest.mark.parametrize("name", ["iData", "iMeta"])
def test_a_table_without_rows_is_refused(files, name):
    empty = {"iData": {"data": DATA}, "iMeta": {"meta": META}}[name]
    key, text = empty.popitem()
    told = complaint(files, **{key: text.partition("\n")[0] + "\n"})
    assert f"{name} has no row below its header" in told


# Files


def test_a_file_that_is_not_there_is_named(files):
    with pytest.raises(ReadError, match=r"iMeta, .*absent\.csv: no such file"):
        from_coinr(files()[0], files()[0].with_name("absent.csv"))


@pytest.mark.parametrize("content", [b"\xff\xfea", b"", b"a,b\n1,2,3\n"])
def test_a_file_that_is_no_table_is_named(files, content):
    iData, iMeta = files()
    iData.write_bytes(content)
    with pytest.raises(ReadError, match=r"iData, .*iData\.csv: not a CSV file"):
        from_coinr(iData, iMeta)


def test_what_is_neither_path_nor_frame_is_refused(files):
    with pytest.raises(SpecError, match=r"iData must be the path .*, got dict"):
        from_coinr({}, files()[1])
