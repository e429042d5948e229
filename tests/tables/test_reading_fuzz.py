"""Whatever the bytes, the reader gives a table of numbers or an error of its own."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdm_index import read_table
from mcdm_index.errors import MCDMError
from tests.tables.xls import xls

PIECES = st.sampled_from(
    [
        *("city", "GDP（亿元）", "指标", "数值", "年份", "2020年", "2021", "year"),
        *("地区", "上　海", "全国", "东部地区", "注：x", "单位：万元", "亿元", "%"),
        *("1", "-2.5", "1,234", "1.234,5", "１２", "12%", "3‰", "NA", "—", "…", ""),
        *(" ", "\xa0", "①", "5①", "inf", "nan", "1e999", "0x1", "True", "a"),
        *('"', "'", "\u2028", "\ufeff", "\0", "=1+1", "#DIV/0!", "(5)", "A", "B"),
        *("value", "variable", "...", "没有单位"),
    ]
)
CELLS = st.one_of(PIECES, PIECES, st.text(max_size=3), st.integers(-9, 9).map(str))
GRIDS = st.lists(st.lists(CELLS, max_size=6), max_size=7)
TYPED = st.one_of(
    *(CELLS, st.none(), st.booleans(), st.floats(), st.integers(), st.dates())
)
OLD = st.lists(st.lists(CELLS | st.floats(), max_size=5), min_size=1, max_size=6)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "unit": st.sampled_from(["", "city", "地区", ("city", "指标")]),
        "period": st.sampled_from(["year", "年份", "city"]),
        "columns": st.sampled_from([("value",), ("GDP",), ()]),
        "layout": st.sampled_from(["auto", "wide", "long", "years"]),
        "variable": st.sampled_from(["variable", "指标", "x"]),
        "value": st.sampled_from(["value", "数值"]),
        "header": st.sampled_from(["auto", 1, 2, (1, 2), (1, 2, 3)]),
        "decimal": st.sampled_from([".", ","]),
        "below": st.sampled_from([None, 0.0, float("nan")]),
        "subtotals": st.sampled_from([(), ("A",)]),
    },
)
SEEDS = {
    ".csv": '城市,x（亿元）\n全　国,9\n上　海,"1,234"\n注：y,\n'.encode("gb18030"),
    ".tsv": "city\t2020\t2021\nA\t1\t…\n".encode("utf-16"),
    ".xls": xls([["city", "x"], ["A", 1.5], ["B", "NA"]]),
}


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


SEEDS[".xlsx"] = workbook([["city", "x"], ["A", 1.5], ["B", "=1"]])
SEEDS[".parquet"] = pd.DataFrame({"city": ["A"], "x": [1.5]}).to_parquet()


def check(content, suffix, **options):
    """Read; what comes out is a table of numbers, or an error that names the file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "d" + suffix)
        path.write_bytes(content)
        try:
            table = read_table(path, **options)
        except MCDMError as error:
            assert str(error).startswith(str(path))  # noqa: PT017
            return
    values = table.frame.to_numpy()
    assert values.dtype == float
    assert not np.isinf(values).any()
    assert min(values.shape) > 0
    assert table.frame.index.is_unique
    assert table.frame.columns.is_unique
    assert (table.log["row"] >= 1).all()
    assert set(table.units) <= set(table.frame) == set(table.labels)


@given(st.sampled_from(sorted(SEEDS)), st.binary(max_size=300))
def test_any_bytes(suffix, content):
    check(content, suffix)


@given(st.data(), st.sampled_from(sorted(SEEDS)))
def test_a_file_with_some_bytes_changed(data, suffix):
    content = bytearray(SEEDS[suffix])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    check(bytes(content[: cut or None]), suffix)


@given(GRIDS, OPTIONS, st.sampled_from(",;\t"))
def test_any_cells_separated_by_anything(rows, options, separator):
    text = "\n".join(separator.join(row) for row in rows)
    check(text.encode("utf-8", "surrogatepass"), ".csv", **options)


@given(GRIDS, OPTIONS)
def test_any_cells_in_quotes(rows, options):
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    check(file.getvalue().encode("gb18030", "ignore"), ".csv", **options)


@given(st.lists(st.lists(TYPED, max_size=5), max_size=6), OPTIONS)
def test_any_cells_of_a_workbook(rows, options):
    try:
        content = workbook(rows)
    except (openpyxl.utils.exceptions.IllegalCharacterError, ValueError):
        return
    check(content, ".xlsx", **options)


@given(OLD, OPTIONS)
def test_any_cells_of_an_old_workbook(rows, options):
    check(xls([[c or None for c in row] for row in rows]), ".xls", **options)


@given(
    st.dictionaries(CELLS, st.sampled_from([["1", "x"], [1.5, None], [True, False]])),
    OPTIONS,
)
def test_any_columns_of_parquet(columns, options):
    frame = pd.DataFrame(columns)
    try:
        content = frame.to_parquet()
    except (UnicodeError, ValueError):
        return
    check(content, ".parquet", **options)


@pytest.mark.parametrize("suffix", SEEDS)
def test_the_seeds_of_the_fuzz_are_read(tmp_path, suffix):
    path = tmp_path / f"d{suffix}"
    path.write_bytes(SEEDS[suffix])
    if suffix == ".xlsx":
        with pytest.raises(MCDMError, match="formula without a stored value"):
            read_table(path)
    else:
        assert len(read_table(path).frame) > 0
