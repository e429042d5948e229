"""The command line: what it prints, what it writes, and how it fails."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from mcdm_index.cli import main

SPEC = """
seed = 1
[data]
unit = "city"
[impute]
m = 2
[[criteria]]
code = "gdp"
polarity = "+"
[[criteria]]
code = "co2"
polarity = "-"
"""
DATA = "city,gdp,co2\nA,1,2\nB,4,\nC,7,8\nD,2,3\n"
PANEL = "city,year,gdp,co2\n" + "".join(
    f"{c},{y},{y - 2019 + k},{k + 1}\n"
    for k, c in enumerate("ABC")
    for y in (2020, 2021)
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("s.toml").write_text(SPEC, encoding="utf-8")
    Path("d.csv").write_text(DATA, encoding="utf-8")
    Path("p.csv").write_text(PANEL, encoding="utf-8")
    return tmp_path


def test_the_demo_prints_top_ten_weights_and_files_and_says_simulated(here, capsys):
    assert main(["demo"]) == 0
    said = capsys.readouterr().out
    assert "SIMULATED DATA" in said
    assert "Weights of the dimensions" in said
    assert said.count("Simulated city") == 10
    assert "Files in mcdm-index-demo" in said
    assert (here / "mcdm-index-demo" / "result.csv").exists()


@pytest.mark.usefixtures("here")
def test_the_demo_gives_the_same_numbers_every_time():
    main(["demo", "--quiet", "--out", "one"])
    main(["demo", "--quiet", "--out", "two"])
    assert Path("one/result.csv").read_bytes() == Path("two/result.csv").read_bytes()


@pytest.mark.usefixtures("here")
def test_a_specification_is_run_on_a_file(capsys):
    assert main(["run", "s.toml", "d.csv", "--out", "out"]) == 0
    assert "4 units, 2 criteria" in capsys.readouterr().out
    assert len(pd.read_csv("out/imputed.csv")) == 1


@pytest.mark.usefixtures("here")
def test_quiet_prints_nothing(capsys):
    assert main(["run", "s.toml", "d.csv", "--out", "out", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("here")
def test_the_preset_runs_on_a_file_with_chinese_names_and_chinese_answers(capsys):
    from mcdm_index.presets import npindex

    tree = npindex.hierarchy()
    cities = npindex.simulate_cities(40, rng=1)
    cities.columns = [tree[leaf].name("zh") for leaf in tree.leaves]
    cities.to_csv("cities.csv")
    assert main(["npindex", "cities.csv", "--out", "out", "--lang", "zh"]) == 0
    assert "六星" in capsys.readouterr().out


@pytest.mark.usefixtures("here")
def test_a_workbook_is_read_by_sheet():
    with pd.ExcelWriter("d.xlsx") as book:
        pd.DataFrame().to_excel(book, sheet_name="cover")
        pd.read_csv("d.csv").to_excel(book, sheet_name="data", index=False)
    assert main(["run", "s.toml", "d.xlsx", "--sheet", "data", "--out", "out"]) == 0


@pytest.mark.usefixtures("here")
def test_one_period_of_a_panel_can_be_chosen():
    words = ["run", "s.toml", "p.csv", "--period", "year", "--out", "out", "--quiet"]
    assert main([*words, "--only", "2021"]) == 0
    assert set(pd.read_csv("out/result.csv")["year"]) == {2021}


@pytest.mark.usefixtures("here")
def test_the_seed_of_the_call_overrides_the_file():
    main(["run", "s.toml", "d.csv", "--out", "a", "--seed", "7", "--quiet"])
    assert '"seed": 7' in Path("a/provenance.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "data", "message"),
    [
        ([], DATA.replace("co2", "c02"), "d.csv: criterion 'co2' has no column"),
        ([], DATA + "A,1,1\n", "d.csv: a unit stands more than once: 'A' in rows 2, 6"),
        ([], DATA.replace("7,8", "7,x"), "d.csv: not a number in row 4, column 'co2'"),
        ([], DATA.replace("7,8", "7,inf"), "d.csv: infinite value in row 4, column"),
        ([], "city,gdp,co2\nA,1,\nB,2,\n", "d.csv: criterion 'co2': every value is"),
        ([], "city,gdp,co2\n", "d.csv: there is no unit"),
        ([], DATA + "E,,\n", "d.csv: unit 'E': no criterion has a value"),
        (["--unit", "town"], DATA, "d.csv: there is no column 'town'"),
        (["--only", "2020"], DATA, "--only needs to know"),
        (
            ["--period", "year", "--only", "3"],
            PANEL,
            "no row of year 3; there are 2020",
        ),
    ],
)
def test_bad_input_ends_with_2_one_message_and_nothing_written(
    here, capsys, words, data, message
):
    Path("d.csv").write_text(data, encoding="utf-8")
    before = set(here.iterdir())
    assert main(["run", "s.toml", "d.csv", "--out", "out", *words]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.startswith("mcdm-index: error: ")
    assert captured.out == ""
    assert set(here.iterdir()) == before


@pytest.mark.usefixtures("here")
def test_a_bad_polarity_in_the_specification_is_named(capsys):
    text = SPEC.replace('polarity = "-"', 'polarity = "minus"')
    Path("s.toml").write_text(text, encoding="utf-8")
    assert main(["run", "s.toml", "d.csv", "--out", "out"]) == 2
    assert (
        "s.toml, line 12: criterion 'co2': unknown polarity" in capsys.readouterr().err
    )


@pytest.mark.usefixtures("here")
def test_an_output_that_is_a_file_is_refused_before_any_work(capsys):
    assert main(["run", "nowhere.toml", "d.csv", "--out", "d.csv"]) == 2
    assert "--out d.csv: is a file, not a folder" in capsys.readouterr().err


@pytest.mark.parametrize("data", ["A,1,2", "A,1,2\nB,1,2"])
@pytest.mark.usefixtures("here")
def test_one_unit_and_equal_units_have_an_answer(data):
    Path("d.csv").write_text("city,gdp,co2\n" + data, encoding="utf-8")
    assert main(["run", "s.toml", "d.csv", "--out", "out", "--quiet"]) == 0
    assert (pd.read_csv("out/result.csv")["score"] == 0.5).all()


def test_methods_are_listed_by_kind(capsys):
    assert main(["methods"]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("weighting", "entropy", "topsis", "kmeans"))
    assert main(["methods", "grading"]) == 0
    assert "entropy" not in capsys.readouterr().out


def test_an_unknown_command_ends_with_2(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["frobnicate"])
    assert caught.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_the_installed_command_runs():
    command = Path(sys.executable).with_name("mcdm-index")
    done = subprocess.run([command, "methods"], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"entropy" in done.stdout


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "command", [["demo"], ["run", "s.toml", "d.csv", "--out", "o"]]
)
def test_a_seed_that_is_no_whole_number_is_refused(capsys, command):
    with pytest.raises(SystemExit) as caught:
        main([*command, "--seed", "-4"])
    assert caught.value.code == 2
    assert "a seed is a whole number of 0 or more" in capsys.readouterr().err


MESSY_SPEC = """
seed = 1
[impute]
m = 2
[[criteria]]
code = "rd"
name = { zh = "R&D经费" }
polarity = "+"
[[criteria]]
code = "fte"
name = { zh = "R&D人员全时当量" }
polarity = "+"
"""
MESSY = Path(__file__).parents[2] / "shared/data/messy"


@pytest.fixture
def page(here):
    """A page as a yearbook has it: GB18030, a title, a subtotal, spaces, marks."""
    (here / "m.toml").write_text(MESSY_SPEC, encoding="utf-8")
    lines = [
        *("各地区情况（2021年）,,", "地区,R&D经费（亿元）,R&D人员全时当量（人年）"),
        *('全　国,"2,800.0",9', '上　海,"1,819.8",235', "云　南,281.9,..", "北京,…,7"),
        "注：摘自年鉴。,,",
    ]
    (here / "y.csv").write_text("\r\n".join(lines), encoding="gb18030")
    return here


@pytest.mark.usefixtures("page")
def test_a_page_of_a_yearbook_is_run_as_it_is(capsys):
    assert main(["run", "m.toml", "y.csv", "--out", "out"]) == 0
    said = capsys.readouterr().out
    assert "Read y.csv (gb18030, commas): 3 rows, 2 columns; set apart: 3 rows" in said
    assert "reading.csv" in said
    log = pd.read_csv("out/reading.csv")
    assert log["row"].tolist() == [1, 2, 2, 3, 4, 4, 5, 5, 6, 7]
    result = pd.read_csv("out/result.csv")
    assert set(result.iloc[:, 0]) == {"上海", "云南", "北京"}


@pytest.mark.usefixtures("page")
def test_provenance_tells_how_the_file_was_read():
    main(["run", "m.toml", "y.csv", "--out", "out", "--quiet"])
    record = json.loads(Path("out/provenance.json").read_text(encoding="utf-8"))
    source = record["source"]
    assert source["encoding"] == "gb18030"
    assert source["header"] == [2]
    assert source["layout"] == "wide"


@pytest.mark.usefixtures("page")
def test_what_was_found_can_be_said_instead(capsys):
    words = ["--header", "2-2", "--encoding", "gbk", "--layout", "wide"]
    words += ["--decimal", ".", "--keep-subtotals"]
    assert main(["run", "m.toml", "y.csv", "--out", "out", *words]) == 0
    assert "Read y.csv (gbk, commas): 4 rows" in capsys.readouterr().out


@pytest.mark.usefixtures("page")
def test_rows_of_a_header_that_are_no_numbers_are_refused(capsys):
    with pytest.raises(SystemExit):
        main(["run", "m.toml", "y.csv", "--out", "out", "--header", "top"])
    assert "rows are written as 3 or 2-4" in capsys.readouterr().err


@pytest.mark.usefixtures("page")
def test_a_long_table_is_run_as_a_panel():
    rows = [
        f"{u},{t}年,{v},{k}"
        for k, (u, t, v) in enumerate(
            (u, t, v)
            for u in "甲乙丙"
            for t in (2020, 2021)
            for v in ("R&D经费", "R&D人员全时当量")
        )
    ]
    text = "\n".join(["地区,年份,指标,数值", *rows])
    Path("l.csv").write_text(text, encoding="utf-8")
    assert main(["run", "m.toml", "l.csv", "--out", "out", "--quiet"]) == 0
    assert set(pd.read_csv("out/result.csv")["年份"]) == {2020, 2021}


@pytest.mark.skipif(not MESSY.is_dir(), reason="the shared data are not there")
@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    "name", ["yearbook_gb18030.csv", "yearbook_utf8bom.csv", "yearbook_tab_utf16.txt"]
)
def test_a_file_straight_from_the_messy_set_is_run(name, capsys):
    assert main(["run", "m.toml", str(MESSY / name), "--out", "out"]) == 0
    assert "31 rows, 2 columns" in capsys.readouterr().out
