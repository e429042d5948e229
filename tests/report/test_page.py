"""The report as text: what is in the file, and what is not, without a browser."""

import base64
import hashlib
import json
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    MissingPackageError,
    ReadError,
    UnknownColumnError,
)
from mcdm_index.report import to_html
from mcdm_index.report._page import _SCRIPT
from mcdm_index.report._payload import decimals, embedded
from mcdm_index.report._words import LANGUAGES, Words, _table
from tests.report.tables import HOSTILE, SHAPES, fit, flat, shape_of, table


class Outline(HTMLParser):
    """The elements of a page, and what stands inside some of them."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.inside, self._open = [], {}, None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open = tag if tag in ("script", "style", "title", "h1") else self._open
        self.inside.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        self._open = None if tag == self._open else self._open

    def handle_data(self, data):
        if self._open:
            self.inside[self._open][-1] += data

    def data(self):
        return json.loads(self.inside["script"][0])

    def count(self, tag):
        return sum(name == tag for name, _ in self.elements)


@pytest.fixture
def written(tmp_path):
    """Write a report and read it back."""

    def write(result, **options):
        path = to_html(result, tmp_path / "report.html", **options)
        return path.read_text(encoding="utf-8")

    return write


def part(name):
    return (files("mcdm_index.report") / name).read_text("utf-8")


def script():
    return "\n".join(map(part, _SCRIPT))


# ---- the file


def test_the_method_writes_what_the_function_writes(cities, tmp_path):
    one = to_html(cities, tmp_path / "one.html", "zh", "T")
    other = cities.to_html(tmp_path / "other.html", lang="zh", title="T")
    assert one.read_bytes() == other.read_bytes()


def test_the_same_result_gives_the_same_bytes(cities, written):
    assert written(cities) == written(cities)


def test_the_path_comes_back(cities, tmp_path):
    path = tmp_path / "报告.html"
    assert cities.to_html(str(path)) == path


def test_nothing_is_asked_of_the_network(cities, written):
    outline = Outline(written(cities))
    links = [
        attrs[key]
        for tag, attrs in outline.elements
        for key in ("src", "href", "action", "data", "srcset")
        if key in attrs
    ]
    assert [link for link in links if not link.startswith(("#", "data:"))] == []


def test_the_styles_load_nothing():
    assert re.findall(r"@import|url\(", part("page.css")) == []


@pytest.mark.parametrize("kind", ["script", "style"])
def test_the_policy_lets_through_exactly_what_the_file_holds(cities, written, kind):
    outline = Outline(written(cities))
    (policy,) = [
        attrs["content"] for _, attrs in outline.elements if "http-equiv" in attrs
    ]
    digest = hashlib.sha256(outline.inside[kind][-1].encode()).digest()
    assert f"{kind}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_the_policy_forbids_the_rest(cities, written):
    assert "default-src 'none'" in written(cities)


def test_data_never_become_markup_in_the_script():
    assert (
        re.findall(
            r"innerHTML|outerHTML|insertAdjacent|eval\(|document.write", script()
        )
        == []
    )


@pytest.mark.parametrize(("lang", "tag"), LANGUAGES.items())
def test_the_page_says_its_language(cities, written, lang, tag):
    assert ("html", {"lang": tag}) in Outline(written(cities, lang=lang)).elements


def test_three_hundred_cities_take_less_than_five_seconds_and_megabytes(tmp_path):
    cities = mi.CompositeIndex(
        flat([f"c{i}" for i in range(24)]),
        impute=mi.MICEImputer(m=20, max_iter=2),
        random_state=0,
    )
    rng = np.random.default_rng(0)
    raw = pd.DataFrame(rng.random((300, 24))).mask(rng.random((300, 24)) < 0.05)
    result = cities.fit(raw.set_axis([f"c{i}" for i in range(24)], axis=1)).result_
    start = time.perf_counter()
    path = result.to_html(tmp_path / "report.html")
    taken, size = time.perf_counter() - start, path.stat().st_size
    assert (taken < 5, size < 5e6) == (True, True)


# ---- what is refused


def test_a_language_without_words_is_refused(cities, tmp_path):
    with pytest.raises(DomainError, match="comes in en, zh, got lang='fr'"):
        cities.to_html(tmp_path / "report.html", lang="fr")


def test_an_unknown_unit_is_refused_with_a_look_alike(cities, tmp_path):
    with pytest.raises(UnknownColumnError, match="Did you mean 'Simulated city"):
        cities.to_html(tmp_path / "report.html", units=["Simulated city 01"])


def test_a_refused_report_writes_nothing(cities, tmp_path):
    with pytest.raises(UnknownColumnError):
        cities.to_html(tmp_path / "report.html", units=["nobody"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [".", "no such folder/report.html"])
def test_a_place_that_cannot_be_written_is_refused(cities, tmp_path, place):
    with pytest.raises(ReadError, match="cannot be written"):
        cities.to_html(tmp_path / place)


def test_without_jinja_the_error_says_how_to_get_it(cities, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingPackageError, match=r"pip install mcdm-index\[report\]"):
        cities.to_html(tmp_path / "report.html")


def test_jinja_is_loaded_only_when_a_report_is_made():
    code = "import sys, mcdm_index.report; print('jinja2' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


# ---- names are text


def test_a_name_opens_no_element(hostile, written):
    outline = Outline(written(hostile))
    assert (outline.count("script"), outline.count("style"), outline.count("img")) == (
        2,
        1,
        0,
    )


def test_every_name_arrives_as_it_is(hostile, written):
    assert Outline(written(hostile)).data()["units"] == HOSTILE


def test_a_title_is_text(hostile, written):
    title = "</title><script>alert(3)</script>"
    outline = Outline(written(hostile, title=title))
    assert (outline.inside["h1"][0], outline.count("script")) == (title, 2)


@given(st.recursive(st.text() | st.integers(), st.lists, max_leaves=5))
def test_embedded_values_can_be_read_back(values):
    assert json.loads(embedded(values)) == values


@given(st.text())
def test_embedded_text_ends_no_script_and_no_line(text):
    assert re.findall("[<>&\u2028\u2029\n]", embedded(text)) == []


# ---- what it says


def gaps(text):
    return sorted(re.findall(r"\{(\w+)\}", text))


def test_every_text_has_the_same_gaps_in_both_languages():
    texts = _table().items()
    assert [key for key, said in texts if gaps(said["en"]) != gaps(said["zh"])] == []


def test_every_text_that_the_page_uses_is_there():
    used = set(re.findall(r"""\bt\(["'](\w+)["']""", part("page.html")))
    used |= set(re.findall(r"\bW\.(\w+)", script()))
    used |= set(re.findall(r'\bsay\(\s*"(\w+)"', script()))
    assert used - set(_table()) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_are_joined_as_the_language_does(lang):
    joined = {"en": "a, b and c", "zh": "a、b和c"}
    assert Words(lang).listed(["a", "b", "c"]) == joined[lang]


def test_simulated_data_are_called_so(cities, written):
    assert "Simulated data." in written(cities)


def test_real_data_are_not_called_simulated(panel, written):
    assert "Simulated data." not in re.sub("(?s)<script.*", "", written(panel))


def shown(text):
    """What a reader sees without scripts: the page before its data."""
    return re.sub('(?s)<script type="application/json".*', "", text)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Nothing was missing"),
        ({"impute": "mean"}, "filled once"),
        ({"impute": mi.MICEImputer(m=4)}, "from the least to the largest"),
        ({"impute": mi.MICEImputer(m=40, max_iter=1)}, "95 % intervals over 40"),
    ],
    ids=["complete", "filled once", "few draws", "many draws"],
)
def test_it_says_what_the_intervals_are(written, options, said):
    data = table()
    if options:
        data.iloc[0, 0] = np.nan
    assert said in shown(written(fit(data, weights="equal", **options)))


def test_scores_of_periods_with_scales_of_their_own_are_not_compared(panel, written):
    alone = panel.with_(base="each period")
    text = written(alone)
    assert "cannot be compared over time" in shown(text)
    assert Outline(text).data()["comparable"] == 0


def test_a_break_in_the_ranking_is_told(written):
    data = table(40, 1)
    data.iloc[:6] += 4
    text = shown(written(fit(data, grade=None, tiers=None)))
    assert "There is a break after place 6" in text


def test_equal_leaders_are_told(written):
    data = pd.DataFrame({"a": [1.0, 1.0, 0.0]}, index=["Ada", "Bel", "Cor"])
    text = shown(written(fit(data, grade=None, tiers=None)))
    assert "First place is shared by 2 units, among them Ada and Bel." in text


def test_without_scripts_the_last_period_is_ranked(panel, written):
    text = re.search("(?s)<noscript>(.*?)</noscript>", written(panel)).group(1)
    places = [int(n) for n in re.findall(r"<tr><td>(\d+)</td>", text)]
    expected = panel.ranks["index"].xs(2023, level="year").sort_values()
    assert places == expected.to_list()


def test_units_that_were_screened_out_are_listed(written):
    data = table(12).mask(np.eye(12, 3, dtype=bool) & (np.arange(12) == 0)[:, None])
    data.iloc[0, :2] = np.nan
    screened = mi.Screener(max_missing_units=0.5)
    text = shown(written(fit(data, screen=screened)))
    assert "67% missing, more than 50%" in text


# ---- numbers


@pytest.mark.parametrize(
    ("scores", "digits"),
    [([0.1, 0.9], 3), ([0, 100], 0), ([1.0], 3), ([np.nan, 0.5], 3), ([0, 1e-4], 6)],
)
def test_three_digits_of_the_range_are_shown(scores, digits):
    assert decimals(np.array(scores, dtype=float)) == digits


def test_peers_are_those_of_the_result(cities, written):
    data = Outline(written(cities)).data()
    for row in range(0, len(cities.index), 7):
        expected = list(cities.peers(cities.index[row]).index)
        assert [cities.index[i] for i in data["rows"]["peers"][row]] == expected


def test_peers_in_a_panel_are_those_of_the_period(panel, written):
    data = Outline(written(panel)).data()
    found = [[panel.index[i] for i in near] for near in data["rows"]["peers"]]
    assert found == [list(panel.peers(unit).index) for unit in panel.index]


def test_obstacles_are_those_of_the_result(cities, written):
    data = Outline(written(cities)).data()
    leaves, top = cities.hierarchy.leaves, cities.obstacles().top(5)
    for unit, listed in zip(cities.index, data["rows"]["obstacles"], strict=True):
        expected = top.loc[unit]
        assert [leaves[j] for j, _ in listed] == list(expected["indicator"])
        np.testing.assert_allclose(
            [d for _, d in listed], expected["degree"], atol=5e-5
        )


def test_chances_are_those_of_the_result(cities, written):
    data = Outline(written(cities)).data()
    expected = cities.grade_probabilities().to_numpy()
    np.testing.assert_allclose(data["rows"]["chances"], expected, atol=5e-4)


def test_profiles_are_those_of_the_result(cities, written):
    data = Outline(written(cities)).data()
    kinds = cities.profiles().table["type"].cat.codes
    last = len(cities.hierarchy.dimensions)
    found = [last if lead[0] < 0 else lead[0] for lead in data["rows"]["leads"]]
    assert found == list(kinds)


def test_every_imputed_cell_is_there(cities, written):
    data = Outline(written(cities)).data()
    leaves = cities.hierarchy.leaves
    found = {
        (data["units"][int(row)], leaves[cell[0]])
        for row, cells in data["imputed"].items()
        for cell in cells
    }
    assert found == set(
        zip(cities.imputed["unit"], cities.imputed["criterion"], strict=True)
    )


def test_scores_and_ranks_are_those_of_the_result(cities, written):
    rows = Outline(written(cities)).data()["rows"]
    assert np.array(rows["ranks"]).T.tolist() == cities.ranks.to_numpy().tolist()
    np.testing.assert_allclose(np.transpose(rows["scores"]), cities.scores, rtol=5e-6)


def test_units_without_a_page_show_no_values(panel, written):
    data = Outline(written(panel, units=["unit c"])).data()
    kept = [value is not None for value in data["raw"][0]]
    assert kept == [unit == "unit c" for unit, _ in panel.index]


# ---- results of every shape


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_result_of_any_shape_gets_a_report(written, shape, lang):
    data = Outline(written(shape_of(shape), lang=lang)).data()
    assert len(data["rows"]["unit"]) == len(shape_of(shape).index)


def test_a_unit_without_a_score_has_none_in_the_data(written):
    rows = Outline(written(shape_of("gaps left"))).data()["rows"]
    assert (rows["scores"][0][0], rows["ranks"][0][0], rows["tier"][0]) == (
        None,
        None,
        None,
    )


def test_labels_of_several_parts_are_joined(written):
    data = Outline(written(shape_of("tuples"))).data()
    assert data["units"][0] == "p0 / 0"


def test_labels_that_join_alike_get_names_of_their_own(written):
    labels = pd.MultiIndex.from_tuples([("a", "b / c"), ("a / b", "c"), ("d", "e")])
    data = table(3).set_axis(labels)
    names = Outline(written(fit(data, grade=None, tiers=None))).data()["units"]
    assert names == ["a / b / c", "a / b / c (2)", "d / e"]
