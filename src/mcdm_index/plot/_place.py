"""Names beside points: from points and names to places where nothing is covered."""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.plot._axes import SMALL
from mcdm_index.plot._colors import DARK
from mcdm_index.plot._fonts import families

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["name_points"]

# Where a name may stand: how many points away, in which directions.
_DISTANCES: Final = (7.0, 12.0, 18.0, 25.0, 33.0, 42.0, 52.0)
_DIRECTIONS: Final = np.deg2rad([0, 180, 90, 270, 45, 315, 135, 225, 22, 338, 158, 202])
_MARKER: Final = 3.5
# From this distance on a line leads from the name to its point.
_NEAR: Final = 8.0


def name_points(
    ax: "Axes", points: Matrix, names: Sequence[str], obstacles: Sequence[Any] = ()
) -> int:
    """Write the names of points where they cover neither points nor other names.

    Parameters
    ----------
    ax : Axes
        As large, and with such limits, as it is to stay.
    points : ndarray of shape (n, 2)
        In the units of the axes. All are kept free.
    names : sequence of str
        Of the first points, the most important first.
    obstacles : sequence of artists
        What is kept free besides, such as a legend.

    Returns
    -------
    int
        How many of the names found a place; the others are left out.
    """
    figure: Any = ax.figure
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    scale = figure.dpi / 72
    spots = ax.transData.transform(points)
    ground = _Ground(
        ax, spots, scale, [a.get_window_extent(renderer) for a in obstacles]
    )
    fonts = families(names)
    placed = 0
    for name, spot, point in zip(names, spots, points, strict=False):
        found = ground.free(spot, _size(ax, name, fonts, renderer))
        if found is None:
            continue
        center, far = found
        _write(ax, name, fonts, point, (center - spot) / scale, far=far)
        placed += 1
    return placed


class _Ground:
    """What is taken: boxes of points and names, and the lines that lead to names."""

    def __init__(self, ax: "Axes", spots: Matrix, scale: float, others: list[Any]):
        self.scale = scale
        self.frame = np.array(ax.get_window_extent().extents)
        near = _MARKER * scale
        self.points = np.concatenate([spots - near, spots + near], axis=1)
        self.names = np.array([box.extents for box in others]).reshape(-1, 4)
        self.lines = np.empty((0, 2))

    def free(self, spot: Vector, size: Vector) -> tuple[Vector, bool] | None:
        """Take the nearest place where a name covers nothing, and say if it is far.

        Lines run across names only if there is no other way.
        """
        ways = product((True, False), _DISTANCES, _DIRECTIONS)
        for strict, distance, angle in ways:
            way = np.array([np.cos(angle), np.sin(angle)])
            away = way * (distance * self.scale + size / 2 * np.abs(way) ** 0.5)
            box = np.concatenate([spot + away - size / 2, spot + away + size / 2])
            far = distance > _NEAR
            line = _line(spot, box) if far else np.empty((0, 2))
            if self._is_free(box) and not (strict and self._is_crossed(box, line)):
                self.names = np.vstack([self.names, box])
                self.lines = np.vstack([self.lines, line])
                return spot + away, far
        return None

    def _is_free(self, box: Vector) -> bool:
        frame, boxes = self.frame, np.vstack([self.points, self.names])
        inside = (box[:2] >= frame[:2]).all() and (box[2:] <= frame[2:]).all()
        apart = (box[:2] >= boxes[:, 2:]) | (box[2:] <= boxes[:, :2])
        return bool(inside and apart.any(axis=1).all())

    def _is_crossed(self, box: Vector, line: Matrix) -> bool:
        own, others = _within(self.lines, box[None]), _within(line, self.names)
        return bool(own.any() or others.any())


def _line(spot: Vector, box: Vector) -> Matrix:
    """Give points along the way from a spot to the nearest point of a box."""
    end = np.clip(spot, box[:2], box[2:])
    return spot + np.linspace(0, 0.95, 12)[:, None] * (end - spot)


def _within(points: Matrix, boxes: Matrix) -> NDArray[np.bool_]:
    """Tell of each point and each box whether it lies in it."""
    above = points[:, None] > boxes[None, :, :2]
    return np.asarray((above & (points[:, None] < boxes[None, :, 2:])).all(axis=2))


def _size(ax: "Axes", name: str, fonts: list[str], renderer: Any) -> Vector:
    text = ax.text(0, 0, name, fontsize=SMALL, fontfamily=fonts)
    box = text.get_window_extent(renderer)
    text.remove()
    return np.array([box.width, box.height])


def _write(
    ax: "Axes", name: str, fonts: list[str], point: Vector, offset: Vector, *, far: bool
) -> None:
    line = {"arrowstyle": "-", "color": "#999999", "linewidth": 0.5}
    ax.annotate(
        name,
        (float(point[0]), float(point[1])),
        xytext=(float(offset[0]), float(offset[1])),
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=SMALL,
        fontfamily=fonts,
        color=DARK,
        arrowprops=line | {"shrinkA": 0, "shrinkB": 3} if far else None,
        gid="unit",
    )
