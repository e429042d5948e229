"""What the command line writes and says besides the tables."""

import json
from pathlib import Path

import openpyxl
import pytest

from mcdm_index import cli
from mcdm_index.cli import main
from mcdm_index.outgoing import Outgoing

from .test_cli import DATA, SPEC

RUN = ["run", "s.toml", "d.csv", "--out", "out"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("s.toml").write_text(SPEC, encoding="utf-8")
    Path("d.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


@pytest.fixture
def report(monkeypatch):
    """Let a result have a report, whether or not the package is there."""

    def to_html(self, path, *, lang="en"):
        Path(path).write_text(f"<html lang={lang}>{self.m}", encoding="utf-8")

    monkeypatch.setattr(Outgoing, "to_html", to_html, raising=False)
    monkeypatch.setitem(cli._NEEDS, "report", ("json", "report"))


@pytest.mark.usefixtures("here")
def test_methods_and_sources_are_among_the_files():
    assert main([*RUN, "--quiet"]) == 0
    assert "entropy weight method" in Path("out/methods.txt").read_text("utf-8")
    assert "@book{HwangYoon1981" in Path("out/references.bib").read_text("utf-8")


@pytest.mark.usefixtures("here")
def test_a_workbook_is_written_in_the_language_asked_for():
    assert main([*RUN, "--xlsx", "--lang", "zh", "--quiet"]) == 0
    assert "权重" in openpyxl.load_workbook("out/results.xlsx").sheetnames


@pytest.mark.usefixtures("here", "report")
def test_a_report_is_written_in_the_language_asked_for():
    assert main([*RUN, "--report", "--lang", "zh", "--quiet"]) == 0
    assert Path("out/report.html").read_text("utf-8").startswith("<html lang=zh>")


@pytest.mark.usefixtures("here", "report")
def test_files_that_are_not_asked_for_again_are_removed():
    main([*RUN, "--xlsx", "--report", "--quiet"])
    main([*RUN, "--quiet"])
    assert not Path("out/results.xlsx").exists()
    assert not Path("out/report.html").exists()


def test_a_report_that_fails_leaves_nothing_behind(here, report, monkeypatch, capsys):
    def fail(_, path, **__):
        Path(path).write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    del report
    monkeypatch.setattr(Outgoing, "to_html", fail)
    before = set(here.iterdir())
    assert main([*RUN, "--report"]) == 2
    assert "out: cannot be written: No space left" in capsys.readouterr().err
    assert set(here.iterdir()) == before


@pytest.mark.parametrize("option", ["--xlsx", "--report"])
def test_a_package_that_lacks_is_named_before_any_work(
    here, option, monkeypatch, capsys
):
    name = option.removeprefix("--")
    monkeypatch.setitem(cli._NEEDS, name, ("no_such_module", name))
    before = set(here.iterdir())
    assert main([*RUN, option]) == 2
    said = capsys.readouterr().err
    assert f"{option} needs no_such_module: pip install mcdm-index[{name}]" in said
    assert set(here.iterdir()) == before


@pytest.mark.usefixtures("here")
def test_json_is_all_that_stands_on_standard_output(capsys):
    assert main([*RUN, "--json"]) == 0
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert captured.err == ""
    assert sorted(told["files"]) == sorted(p.name for p in Path("out").iterdir())
    assert [unit["rank"] for unit in told["units"]] == [1, 2, 3, 4]
    first = {"unit", "rank", "rank_low", "rank_high", "score", "score_low"}
    assert first < set(told["units"][0])
    assert {w["code"]: w["parent"] for w in told["weights"]}["gdp"] == "index"
    assert told["imputation"] == {"cells": 1, "draws": 2}
    assert told["seed"] == 1
    assert "numpy" in told["versions"]


@pytest.mark.usefixtures("here")
def test_json_of_a_panel_has_labels_of_two_parts(capsys):
    rows = "".join(f"{c},{y},{i},{y % 7}\n" for i, c in enumerate("AB") for y in (1, 2))
    Path("d.csv").write_text("city,year,gdp,co2\n" + rows, encoding="utf-8")
    assert main([*RUN, "--json", "--period", "year"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["units"][0]["unit"] in (["A", 1], ["B", 1])


@pytest.mark.usefixtures("here")
def test_an_error_is_json_where_json_was_asked_for(capsys):
    Path("d.csv").write_text(DATA.replace("7,8", "7,x"), encoding="utf-8")
    assert main([*RUN, "--json"]) == 2
    captured = capsys.readouterr()
    told = json.loads(captured.err)
    assert captured.out == ""
    assert told["error"] == "NotNumericError"
    assert "row 4, column 'co2'" in told["message"]


@pytest.mark.usefixtures("here")
def test_a_unit_that_is_a_command_is_only_its_letters(capsys):
    Path("d.csv").write_text(DATA.replace("A,", "=cmd(),"), encoding="utf-8")
    assert main([*RUN, "--json", "--xlsx"]) == 0
    assert "=cmd()" in {u["unit"] for u in json.loads(capsys.readouterr().out)["units"]}
    page = openpyxl.load_workbook("out/results.xlsx")["Scores"]
    assert {"=cmd()"} <= {row[0].value for row in page.iter_rows()}
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
