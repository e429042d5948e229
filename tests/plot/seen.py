"""What is to be seen of a figure: its texts, and where they stand."""

import numpy as np
from matplotlib.text import Text


def shown(ax):
    """Give all texts of the figure that show something."""
    ax.figure.draw_without_rendering()
    beyond = {
        id(label)
        for one in ax.figure.axes
        for axis in (one.xaxis, one.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for label in (tick.label1, tick.label2)
        if not (one.axison and _in_sight(tick.get_loc(), axis))
    }
    found = ax.figure.findobj(Text)
    return [
        text
        for text in found
        if text.get_visible() and text.get_text().strip() and id(text) not in beyond
    ]


def _in_sight(place, axis):
    low, high = sorted(axis.get_view_interval())
    return low - 1e-9 <= place <= high + 1e-9


def texts(ax):
    """Give what all texts of the figure say."""
    return [text.get_text() for text in shown(ax)]


def remarks(ax):
    """Give the line of remarks under the title."""
    (note,) = [text for text in ax.texts if text.get_gid() == "remarks"]
    return note.get_text()


def boxes(ax, which):
    """Give the extents of some texts, in pixels."""
    ax.figure.draw_without_rendering()
    renderer = ax.figure.canvas.get_renderer()
    # Of an annotation without its line.
    return np.array([Text.get_window_extent(text, renderer).extents for text in which])


def overlaps(frames):
    """Count the pairs of boxes that cover each other by more than a pixel."""
    lows, highs = frames[:, :2] + 0.5, frames[:, 2:] - 0.5
    meet = (lows[:, None] < highs[None]) & (lows[None] < highs[:, None])
    return int(np.triu(meet.all(axis=2), 1).sum())


def rows(ax):
    """Give the labels of the vertical axis, from the top."""
    return [label.get_text() for label in ax.get_yticklabels()]
