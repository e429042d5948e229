"""Markup: from a sheet to a table in LaTeX or in Markdown, with nothing left to act."""

import math
from collections.abc import Mapping
from typing import Any, Final

from mcdm_index._numeric import check_whole
from mcdm_index.errors import DomainError
from mcdm_index.tables._sheet import Sheet

__all__ = ["escape_latex", "escape_markdown", "latex", "markdown"]

_LATEX: Final[Mapping[str, str]] = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "-": "{-}",
    "`": r"\textasciigrave{}",
}
_MARKDOWN: Final[Mapping[str, str]] = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
} | {letter: f"\\{letter}" for letter in "\\`*_[]|~$"}

_MOST_DIGITS: Final = 17
# Between these, numbers are written without powers of ten.
_PLAIN: Final = (1e-4, 1e15)


def escape_latex(text: str) -> str:
    r"""Make every letter of a text stand for itself in LaTeX.

    Control characters and line breaks become blanks. Brackets and asterisks, which a
    new row of a table would read as its options, and hyphens, which join to dashes,
    stand in braces. Letters beyond ASCII stay as they are.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> print(escape_latex("100%_x & [北京]"))
    100\%\_x \& {[}北京{]}
    """
    return "".join(_LATEX.get(letter, letter) for letter in _one_line(text))


def escape_markdown(text: str) -> str:
    r"""Make every letter of a text stand for itself in a Markdown table.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> print(escape_markdown("a|b <script>"))
    a\|b &lt;script&gt;
    """
    return "".join(_MARKDOWN.get(letter, letter) for letter in _one_line(text))


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() or c == " " else " " for c in text)


def latex(
    sheet: Sheet, *, digits: int = 4, caption: str | None = None, label: str = ""
) -> str:
    r"""Write a table for the package booktabs.

    Parameters
    ----------
    sheet : Sheet
    digits : int, default 4
        Of scores and weights.
    caption : str, optional
        The title of the sheet by default.
    label : str, optional
        For ``\ref``; that of the sheet by default.

    Returns
    -------
    str
        A ``table`` environment.
    """
    check_digits(digits)
    letters = zip(sheet.headers, sheet.tex, strict=True)
    headers = [tex or escape_latex(header) for header, tex in letters]
    columns = "".join("l" if kind is None else "r" for kind in sheet.kinds)
    rows = [
        " & ".join(
            escape_latex(_told(value, kind, digits))
            if kind is None or value is None
            else _number(_told(value, kind, digits))
            for value, kind in zip(row, sheet.kinds, strict=True)
        )
        for row in sheet.rows()
    ]
    return "\n".join(
        [
            "\\begin{table}[htbp]",
            "\\centering",
            f"\\caption{{{escape_latex(caption or sheet.title)}}}",
            f"\\label{{{label or 'tab:' + sheet.name}}}",
            f"\\begin{{tabular}}{{{columns}}}",
            "\\toprule",
            " & ".join(headers) + " \\\\",
            "\\midrule",
            *(row + " \\\\" for row in rows),
            "\\bottomrule",
            "\\end{tabular}",
            "\\end{table}",
        ]
    )


def _number(text: str) -> str:
    """Set a number with a true minus."""
    text = text.replace("%", "\\%")
    number, power, exponent = text.partition("e")
    if power:
        return f"${number} \\times 10^{{{int(exponent)}}}$"
    return f"${text}$" if text.startswith("-") else text


def markdown(sheet: Sheet, *, digits: int = 4) -> str:
    """Write a table as GitHub and Pandoc read it.

    Parameters
    ----------
    sheet : Sheet
    digits : int, default 4
        Of scores and weights.

    Returns
    -------
    str
    """
    check_digits(digits)
    marks = ["---" if kind is None else "---:" for kind in sheet.kinds]
    lines = [[escape_markdown(header) for header in sheet.headers], marks]
    lines += [
        [
            escape_markdown(_told(value, kind, digits))
            for value, kind in zip(row, sheet.kinds, strict=True)
        ]
        for row in sheet.rows()
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _told(value: Any, kind: str | None, digits: int) -> str:
    """Write a cell by its kind; nothing for what is missing."""
    if value is None:
        return ""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or kind is None or not math.isfinite(value):
        return str(value)
    if kind == "whole":
        return f"{value:.0f}"
    if kind == "percent":
        return f"{100 * value:.1f}%"
    if kind == "value":
        return _significant(float(value), digits)
    text = f"{value:.{2 if kind == 'mean' else digits}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def _significant(value: float, digits: int) -> str:
    """Write a value of any unit with so many digits, by powers only where it must be.

    >>> _significant(123456.7, 4), _significant(0.0123456, 4), _significant(3e-9, 4)
    ('123457', '0.01235', '3.000e-09')
    """
    if value == 0 or (value.is_integer() and abs(value) < _PLAIN[1]):
        return f"{value:.0f}"
    if not _PLAIN[0] <= abs(value) < _PLAIN[1]:
        return f"{value:.{digits - 1}e}"
    before = math.floor(math.log10(abs(value))) + 1
    return f"{value:.{max(digits - before, 0)}f}"


def check_digits(digits: int) -> int:
    """Refuse a number of digits that no number has.

    Raises
    ------
    DomainError
    """
    if check_whole(digits, "digits") > _MOST_DIGITS:
        msg = f"digits must be {_MOST_DIGITS} or less, got {digits}"
        raise DomainError(msg)
    return digits
