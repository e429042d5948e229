"""The national agglomerations of the preset: versions, names, and the data file."""

from pathlib import Path

import pandas as pd
import pytest

from mcdm_index.diagnosis import concentration
from mcdm_index.errors import UnknownMethodError
from mcdm_index.presets import npindex

TABLE = Path(__file__).parents[2] / "shared/data/npindex/agglomerations.csv"
SIZES = {
    "2019-core": [13, 27, 9],
    "2019-whole": [13, 41, 9],
    "2016": [13, 26, 9],
    "2010": [10, 16, 9],
}
versions = pytest.mark.parametrize("version", SIZES)


@versions
def test_each_version_has_three_agglomerations_that_do_not_overlap(version):
    groups = npindex.agglomerations(version)
    assert [len(cities) for cities in groups.values()] == SIZES[version]
    everyone = [city for cities in groups.values() for city in cities]
    assert len(set(everyone)) == sum(SIZES[version])


@versions
def test_names_are_one_to_one_in_each_kind(version):
    by = [npindex.agglomerations(version, names=n) for n in ("zh", "zh_short", "en")]
    sizes = {tuple(len(set(c)) for c in groups.values()) for groups in by}
    assert sizes == {tuple(SIZES[version])}
    zh, short, en = ([city for c in g.values() for city in c] for g in by)
    assert [name.removesuffix("市") for name in zh] == short
    assert len(set(en)) == len(zh)
    assert all(name.isascii() for name in en)


def test_the_default_is_the_core_of_2019():
    assert npindex.agglomerations() == npindex.agglomerations("2019-core")


def test_later_versions_of_the_delta_hold_the_earlier_ones():
    old, mid, core, whole = (
        set(npindex.agglomerations(v)["长三角"])
        for v in ("2010", "2016", "2019-core", "2019-whole")
    )
    assert old < mid < core < whole
    assert core - mid == {"温州市"}


def test_plans_are_named_for_every_version():
    plans = npindex.agglomeration_plans()
    assert plans["cities"].groupby("version", sort=False).agg(list).to_dict() == SIZES
    assert plans.notna().all(axis=None)
    assert plans["year"].between(2008, 2019).all()


def test_an_unknown_version_is_refused_and_the_known_are_listed():
    msg = "unknown version '2019'; use one of 2019-core, 2019-whole, 2016, 2010"
    with pytest.raises(UnknownMethodError, match=msg):
        npindex.agglomerations("2019")
    with pytest.raises(UnknownMethodError, match="use one of zh, zh_short, en"):
        npindex.agglomerations(names="pinyin")


def test_they_are_a_membership():
    grades = pd.Series(
        [6, 5, 4, 4, 1], ["北京市", "深圳市", "西安市", "杭州市", "铁岭市"]
    )
    found = concentration(grades, npindex.agglomerations(), at_least=4)
    assert found.union["share_of_top"] == 0.75
    assert len(found.unmatched) == 49 - 3


@pytest.mark.skipif(
    not TABLE.exists(), reason="the table of agglomerations lies beside the project"
)
@pytest.mark.parametrize(
    ("version", "name", "theirs"),
    [
        ("2016", "京津冀", "13 cities"),
        ("2010", "京津冀", "10 cities"),
        ("2016", "长三角", "26 cities"),
        ("2019-core", "长三角", "27 cities"),
        ("2019-whole", "长三角", "41 cities"),
        ("2019-core", "粤港澳大湾区", "9 mainland cities"),
    ],
)
def test_cities_are_those_of_the_compiled_table(version, name, theirs):
    table = pd.read_csv(TABLE)
    rows = (table["agglomeration"] == name) & table["version"].str.startswith(theirs)
    ours = npindex.agglomerations(version)[name]
    assert sorted(ours) == sorted(table.loc[rows, "city_name"])
