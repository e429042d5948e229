"""Axes: the ground on which figures stand, with title, remarks, and labels in place."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mcdm_index._numeric import Vector
from mcdm_index.errors import DomainError, MissingPackageError
from mcdm_index.plot._colors import DARK
from mcdm_index.plot._fonts import dress, plain_text
from mcdm_index.plot._words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "SMALL",
    "bare",
    "columns",
    "ems_of",
    "finish",
    "font_size",
    "given",
    "key_below",
    "new_axes",
    "shades",
    "slant",
    "spans",
    "spread",
    "text_rows",
    "wrapped",
]

SMALL: Final = 8.0
_TITLE: Final = 11.0
_LEADING: Final = 1.25
_POINTS: Final = 72.0
# Sizes beyond which text in rows is neither needed nor readable.
_LARGEST, _SMALLEST = 9.0, 4.0
# The width of a Latin letter, in ems; a Chinese character has one em.
_LETTER: Final = 0.53


def new_axes(ax: Any, width: float, height: float, *, polar: bool = False) -> "Axes":
    """Give the axes that were handed over, or those of a new figure.

    Parameters
    ----------
    ax : Axes or None
    width, height : float
        Of a new figure, in inches.
    polar : bool, default False
        Whether the axes must be polar.

    Raises
    ------
    MissingPackageError
        matplotlib is not installed.
    DomainError
        What was handed over is no Axes, or not polar.
    """
    try:
        import matplotlib.pyplot as plt
        from matplotlib.axes import Axes
        from matplotlib.projections.polar import PolarAxes
    except ImportError:
        msg = "figures need matplotlib: pip install mcdm-index[plot]"
        raise MissingPackageError(msg) from None
    if ax is None:
        kinds: Any = {"projection": "polar"} if polar else {}
        size = (width, height)
        return plt.subplots(figsize=size, layout="constrained", subplot_kw=kinds)[1]
    if not isinstance(ax, Axes):
        msg = f"ax must be the Axes of a matplotlib figure, got {type(ax).__name__}"
        raise DomainError(msg)
    if polar and not isinstance(ax, PolarAxes):
        msg = "ax must be polar: plt.subplots(subplot_kw={'projection': 'polar'})"
        raise DomainError(msg)
    return ax


def given(title: str | None, made: str) -> str:
    """Take the title that was given, even if it is empty, or else the one made."""
    return made if title is None else plain_text(title)


def finish(
    ax: "Axes", words: Words, title: str, remarks: Sequence[str], *, top: float = 0.0
) -> Any:
    """Write title and remarks above the axes, and see to the fonts of all texts.

    Parameters
    ----------
    ax : Axes
    words : Words
    title : str
    remarks : sequence of str
        Joined to one line, or to several where the axes are narrow.
    top : float, default 0
        Points that are taken between the axes and the remarks.

    Returns
    -------
    matplotlib.text.Annotation
        The remarks.
    """
    figure: Any = ax.figure
    room = figure.bbox.width / figure.dpi * _POINTS * max(_share(ax), 0.1)
    lines = _lines([part for part in remarks if part], words, room / SMALL)
    above = _LEADING * SMALL * len(lines)
    ax.set_title(
        title,
        loc="left",
        fontsize=_TITLE,
        fontweight="bold",
        color=DARK,
        pad=7 + top + above,
    )
    note = ax.annotate(
        "\n".join(lines),
        (0, 1),
        xytext=(0, 4 + top),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=SMALL,
        color=DARK,
        va="bottom",
        gid="remarks",
        annotation_clip=False,
    )
    # Width is no reason to make the axes narrow; height is kept by the title.
    note.set_in_layout(False)
    dress(ax)
    return note


def _share(ax: "Axes") -> float:
    """Guess what part of the width of its figure lies right of the axes' left edge."""
    spec = ax.get_subplotspec()
    return 0.75 / (1 if spec is None else spec.get_gridspec().ncols)


def _lines(remarks: Sequence[str], words: Words, ems: float) -> list[str]:
    """Put remarks on as few lines as hold them."""
    lines: list[str] = []
    for remark in remarks:
        longer = words.join([lines[-1], remark]) if lines else remark
        if lines and ems_of(longer) <= ems:
            lines[-1] = longer
        else:
            lines.append(remark)
    return [plain_text(line) if "$" in line else line for line in lines]


def wrapped(text: str, ems: float) -> list[str]:
    """Break a text between words, or between Chinese characters, into lines.

    Parameters
    ----------
    text : str
    ems : float
        The width of a line; a word may be wider.
    """
    pieces = re.findall(r"[\u2e80-\uffff]|[^\u2e80-\uffff\s]+\s*", text)
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + piece
        if lines[-1] and ems_of(longer.rstrip()) > ems:
            lines.append(piece)
        else:
            lines[-1] = longer
    return [line.rstrip() for line in lines]


def ems_of(text: str) -> float:
    """Guess the width of a text, in ems."""
    wide = sum(ord(c) > 0x2E7F for c in text)
    return wide + _LETTER * (len(text) - wide)


def columns(labels: Sequence[str], size: float = SMALL) -> float:
    """Tell how many inches the longest of some labels takes.

    Parameters
    ----------
    labels : sequence of str
    size : float
        Of the font, in points.
    """
    return max(map(ems_of, labels), default=0.0) * size / _POINTS


def font_size(ax: "Axes", rows: float, share: float = 0.75) -> float:
    """Give a font that fits into rows of which the axes have so many.

    Parameters
    ----------
    ax : Axes
    rows : float
    share : float, default 0.75
        What part of a row the font takes.
    """
    size = share * SMALL * text_rows(ax) / max(rows, 1)
    return float(np.clip(size, _SMALLEST, _LARGEST))


def text_rows(ax: "Axes") -> float:
    """Tell how many rows of small text the axes hold, set solid."""
    return float(ax.get_window_extent().height / ax.figure.dpi * _POINTS / SMALL)


def slant(ax: "Axes") -> None:
    """Turn the labels below the axes, so that long ones stand side by side."""
    for label in ax.get_xticklabels():
        label.set(rotation=55, ha="right", rotation_mode="anchor")


def bare(ax: "Axes", *keep: str) -> None:
    """Take off the frame but for some sides.

    Parameters
    ----------
    ax : Axes
    *keep : {"left", "bottom", "right", "top"}
    """
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
        spine.set_color("#888888")
    ax.tick_params(labelsize=SMALL, color="#888888")


def key_below(
    ax: "Axes", handles: Any = None, *, ncols: int = 3, **options: Any
) -> None:
    """Explain marks below the axes, or within those whose figure is not laid out by us.

    Parameters
    ----------
    ax : Axes
    handles : list of artists, optional
        What is explained; by default all of the axes that have labels.
    ncols : int, default 3
    **options
        Of a legend.
    """
    figure: Any = ax.figure
    handles = ax.get_legend_handles_labels()[0] if handles is None else handles
    looks = {"fontsize": SMALL, "title_fontsize": SMALL, "frameon": False} | options
    if len(figure.axes) == 1 and figure.get_layout_engine() is not None:
        columns_ = min(ncols, len(handles))
        place = "outside lower center"
        figure.legend(handles=handles, loc=place, ncols=columns_, **looks)
    else:
        ax.legend(handles=handles, **looks)


def shades(ax: "Axes", image: Any, label: str) -> None:
    """Explain the shades of an image, by a bar beside the axes.

    Parameters
    ----------
    ax : Axes
    image : AxesImage
    label : str
    """
    bar: Any = ax.figure.colorbar(image, ax=ax, shrink=0.65, aspect=30, pad=0.02)
    bar.set_label(label, fontsize=SMALL)
    bar.ax.tick_params(labelsize=SMALL - 1)
    bar.outline.set_visible(False)


def spans(ax: "Axes", y: Any, low: Any, high: Any) -> None:
    """Draw intervals in black on white, so that they show on bars of every color.

    Parameters
    ----------
    ax : Axes
    y, low, high : array_like of shape (n,)
    """
    ax.hlines(y, low, high, color="white", linewidth=2.4, zorder=3)
    ax.hlines(y, low, high, color="black", linewidth=1.0, zorder=4)


def spread(wish: Vector, gap: float, low: float, high: float) -> Vector:
    """Move places apart as little as needed, so that none is nearer than a gap.

    Parameters
    ----------
    wish : ndarray of shape (n,)
    gap : float
        Made smaller where n of them do not fit.
    low, high : float
        Between which all must lie.

    Returns
    -------
    ndarray of shape (n,)
        In the same order as they were wished for.

    Examples
    --------
    >>> spread(np.array([1.0, 1.0, 5.0]), 1.0, 0.0, 9.0)
    array([0.5, 1.5, 5. ])
    """
    n = len(wish)
    gap = min(gap, (high - low) / max(n - 1, 1))
    order = np.argsort(wish, kind="stable")
    # With the gaps taken out, places only need to keep their order.
    slack = np.clip(wish[order], low, high) - gap * np.arange(n)
    blocks: list[tuple[float, int]] = []
    for value in slack:
        mean, size = float(value), 1
        while blocks and blocks[-1][0] > mean:
            other, many = blocks.pop()
            mean, size = (mean * size + other * many) / (size + many), size + many
        blocks.append((mean, size))
    kept = np.concatenate([np.full(size, mean) for mean, size in blocks])
    kept = np.clip(kept, low, high - gap * (n - 1))
    places = np.empty(n)
    places[order] = kept + gap * np.arange(n)
    return places
