"""The command line: a file goes in, a folder of tables and a short summary come out."""

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from mcdm_index import _registry
from mcdm_index.errors import (
    MCDMError,
    MissingPackageError,
    ReadError,
    SpecError,
    UnknownMethodError,
    WeightsError,
    WriteError,
    listing,
    located,
)

__all__ = ["main"]

EXIT_DONE, EXIT_BAD_INPUT = 0, 2
# What an option needs, and the extra that brings it.
_NEEDS: Final = {
    "xlsx": ("openpyxl", "excel"),
    "report": ("mcdm_index.report", "report"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after ``mcdm-index``; those of the process by default.

    Returns
    -------
    int
        0 if it was done, 2 if the input was bad; the message then stands on standard
        error, as JSON if that was asked for, and nothing was written.
    """
    options = _parser().parse_args(arguments)
    told = getattr(options, "json", False)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a screen that lacks Chinese letters
            stream.reconfigure(errors="replace")
    try:
        _check_output(options)
        options.run(options)
    except (MCDMError, OSError) as error:
        text = f"mcdm-index: error: {error}"
        if told:
            text = _as_json({"error": type(error).__name__, "message": str(error)})
        print(text, file=sys.stderr)
        return EXIT_BAD_INPUT
    return EXIT_DONE


class _Version(argparse.Action):
    """Look the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from mcdm_index import __version__

        print(f"mcdm-index {__version__}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mcdm-index",
        description="Composite indices: from a table with gaps to a graded ranking.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="run npindex on simulated cities")
    demo.set_defaults(run=_demo)
    _add_output(demo, default="mcdm-index-demo")

    preset = commands.add_parser("npindex", help="run the preset npindex on a file")
    preset.set_defaults(run=_npindex)
    _add_data(preset)
    _add_output(preset)

    run = commands.add_parser("run", help="run a specification on a file")
    run.set_defaults(run=_run)
    run.add_argument("spec", metavar="SPEC.toml", help="the specification")
    _add_data(run)
    _add_output(run)

    methods = commands.add_parser("methods", help="list the methods by name")
    methods.set_defaults(run=_methods)
    methods.add_argument("kind", nargs="?", choices=_registry.KINDS, help="only these")
    return parser


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "data", metavar="DATA", help="a .csv, .tsv, .txt, .xlsx, .xls or .parquet file"
    )
    parser.add_argument("--sheet", help="sheet of the workbook (default: the first)")
    parser.add_argument(
        "--unit",
        action="append",
        metavar="COLUMN",
        help="column that names a unit; may be repeated (default: the first column)",
    )
    parser.add_argument(
        "--period", metavar="COLUMN", help="column that names the period"
    )
    parser.add_argument(
        "--only",
        action="append",
        metavar="PERIOD",
        help="use only this period; may be repeated",
    )
    parser.add_argument(
        "--header",
        type=_rows,
        default="auto",
        metavar="ROWS",
        help="row of the header, or rows as in 2-4 (default: found)",
    )
    parser.add_argument(
        "--layout",
        choices=("auto", "wide", "long", "years"),
        default="auto",
        help="a column per criterion, a row per value, or a column per year",
    )
    parser.add_argument("--encoding", help="of a text file (default: found)")
    parser.add_argument("--decimal", choices=(".", ","), help="the decimal sign")
    parser.add_argument(
        "--keep-subtotals",
        action="store_true",
        help="keep rows such as 全国 and Total, which are left out otherwise",
    )


def _add_output(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument(
        "--out",
        metavar="DIR",
        default=default,
        required=default is None,
        help="folder for the results" + (f" (default: {default})" if default else ""),
    )
    parser.add_argument("--seed", type=_seed, help="seed of everything that is random")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language")
    parser.add_argument(
        "--xlsx", action="store_true", help="also write all tables to results.xlsx"
    )
    parser.add_argument(
        "--report", action="store_true", help="also write the report report.html"
    )
    parser.add_argument(
        "--quiet", action="store_true", help="print nothing and show no progress"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print nothing but one JSON object: files, results, notices, versions",
    )


def _check_output(options: argparse.Namespace) -> None:
    """Find out before any work whether its result could be written."""
    out = getattr(options, "out", None)
    if out == "":
        msg = "--out needs the name of a folder"
        raise WriteError(msg)
    if out is not None and Path(out).exists() and not Path(out).is_dir():
        msg = f"--out {out}: is a file, not a folder"
        raise WriteError(msg)
    for wanted, (module, extra) in _NEEDS.items():
        if getattr(options, wanted, False) and find_spec(module) is None:
            msg = f"--{wanted} needs {module}: pip install mcdm-index[{extra}]"
            raise MissingPackageError(msg)


def _rows(text: str) -> str | tuple[int, ...]:
    if text == "auto":
        return text
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        msg = f"rows are written as 3 or 2-4, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return tuple(range(int(first), int(last or first) + 1))


def _seed(text: str) -> int:
    if not text.isdecimal():
        msg = f"a seed is a whole number of 0 or more, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def _demo(options: argparse.Namespace) -> None:
    from mcdm_index.presets import npindex

    seed = 0 if options.seed is None else options.seed
    cities = npindex.simulate_cities(rng=seed)
    _compute(npindex.index(random_state=seed), cities, options)


def _npindex(options: argparse.Namespace) -> None:
    from mcdm_index.presets import npindex

    _from_file(npindex.index(), options, unit=())


def _run(options: argparse.Namespace) -> None:
    from mcdm_index.index import CompositeIndex
    from mcdm_index.spec import read_toml

    read = read_toml(options.spec)
    _from_file(CompositeIndex(read.hierarchy, **read.stages), options, unit=read.unit)


def _from_file(index: Any, options: argparse.Namespace, unit: tuple[str, ...]) -> None:
    changes: dict[str, Any] = {}
    if options.period is not None:
        changes["period"] = options.period
    if options.seed is not None:
        changes["random_state"] = options.seed
    index.set_params(**changes)
    unit = tuple(options.unit or unit)
    table = _read(options, index, unit)
    if table.period is not None:  # a long table has one, whether or not it was named
        index.set_params(period=table.period)
    frame = table.frame
    if options.only:
        frame = _only(frame, index.period, options.only)
    try:
        _compute(index, frame, options, table, _source(options, table, unit))
    except (SpecError, UnknownMethodError, WeightsError) as error:
        raise located(error, getattr(options, "spec", "npindex")) from None
    except (MissingPackageError, WriteError):  # of the output
        raise
    except MCDMError as error:
        raise located(error, options.data) from None


def _read(options: argparse.Namespace, index: Any, unit: tuple[str, ...]) -> Any:
    from mcdm_index.tables import SUBTOTALS, read_table

    return read_table(
        options.data,
        index.hierarchy,
        unit=unit,
        period=index.period,
        layout=options.layout,
        header=options.header,
        sheet=options.sheet,
        encoding=options.encoding,
        decimal=options.decimal,
        subtotals=() if options.keep_subtotals else SUBTOTALS,
    )


def _source(
    options: argparse.Namespace, table: Any, unit: tuple[str, ...]
) -> dict[str, Any]:
    """Tell how the file was read, for the record of the run."""
    return {
        "file": Path(options.data).name,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "layout": table.layout,
        "header": list(table.header),
        "decimal": options.decimal,
        "keep_subtotals": options.keep_subtotals,
        "unit": list(unit),
        "period": table.period,
        "only": options.only,
    }


def _only(frame: Any, period: str | None, wanted: list[str]) -> Any:
    if period is None:
        msg = "--only needs to know which column names the period; use --period COLUMN"
        raise ReadError(msg)
    level = frame.index.get_level_values(period).map(str)
    for one in wanted:
        if one not in set(level):
            msg = (
                f"no row of {period} {one}; there are {listing(sorted(set(level)), 30)}"
            )
            raise ReadError(msg)
    return frame[level.isin(wanted)]


def _compute(
    index: Any,
    frame: Any,
    options: argparse.Namespace,
    table: Any = None,
    source: dict[str, Any] | None = None,
) -> None:
    from mcdm_index.tables import write_result
    from mcdm_index.tables.summary import as_record, summarize

    silent = options.quiet or options.json
    index.set_params(verbose=not silent)
    result = index.fit(frame).result_
    if source is not None:
        result.provenance["source"] = source
    files = write_result(
        result, options.out, lang=options.lang, extra=_extra(result, options, table)
    )
    if options.json:
        names = {"folder": options.out, "files": [path.name for path in files]}
        print(_as_json(names | as_record(result, lang=options.lang)))
    elif not options.quiet:
        if table is not None:
            print(f"Read {table.account}\n")
        print(summarize(result, lang=options.lang))
        print(f"\nFiles in {options.out}: {', '.join(path.name for path in files)}")


def _extra(result: Any, options: argparse.Namespace, table: Any) -> dict[str, Any]:
    """Give the writers of the files that are written beside the usual ones."""
    extra: dict[str, Any] = {}
    if table is not None:
        extra["reading.csv"] = partial(
            table.log.to_csv, index=False, encoding="utf-8-sig"
        )
    if options.xlsx:
        extra["results.xlsx"] = partial(result.to_excel, lang=options.lang)
    if options.report:
        extra["report.html"] = partial(result.to_html, lang=options.lang)
    return extra


def _as_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def _methods(options: argparse.Namespace) -> None:
    found = _registry.list_methods(options.kind)
    width = max(len(method.name) for method in found)
    for kind in _registry.KINDS:
        group = [method for method in found if method.kind == kind]
        if group:
            print(kind)
        for method in group:
            print(f"  {method.name:{width}}  {method.summary}")
