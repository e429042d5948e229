"""Draw the picture of docs/howto/raster.md: simulated layers, and their score map.

python examples/raster_picture.py docs/_static/raster-suitability.png
"""

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import xarray as xr

import mcdm_index as mi

mpl.use("Agg")
import matplotlib.pyplot as plt

SHAPE = (240, 320)


def simulate(seed: int = 7, shape: tuple[int, int] = SHAPE) -> xr.Dataset:
    """Simulate layers of a valley: slope, sun, distance to a road, and a lake."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]] / shape[0]
    height = np.zeros(shape)
    for k in range(1, 12):
        a, b, phase = rng.normal(size=3)
        height += np.sin(k * (a * x + b * y) * 3 + 6 * phase) / k
    dy, dx = np.gradient(height)
    slope = np.degrees(np.arctan(40 * np.hypot(dy, dx)))
    sun = 1500 - 8 * slope * dy / np.hypot(dy, dx).clip(1e-9)
    road = np.abs(y - 0.5 - 0.15 * np.sin(4 * x)) * 20
    land = height > np.quantile(height, 0.08)
    layers = {"slope": slope, "sun": sun, "road": road}
    coords = {"y": np.arange(shape[0]) * 100.0, "x": np.arange(shape[1]) * 100.0}
    return xr.Dataset(
        {name: (("y", "x"), np.where(land, v, np.nan)) for name, v in layers.items()},
        coords,
    )


def main(path: Path) -> None:
    """Draw."""
    layers = simulate()
    tree = mi.Hierarchy.of(
        [
            mi.Criterion("slope", polarity="-"),
            mi.Criterion("sun", polarity="+"),
            mi.Criterion("road", polarity="-"),
        ]
    )
    index = mi.CompositeIndex(tree, weights="critic", random_state=0).fit(layers)
    shown = {
        "slope, degrees": (layers["slope"], "Greys"),
        "sun, kWh per m² and year": (layers["sun"], "YlOrBr"),
        "distance to the road, km": (layers["road"], "Purples"),
        "suitability": (index.score_samples(layers), "viridis"),
    }
    figure, axes = plt.subplots(2, 2, figsize=(8, 6), layout="constrained")
    for axis, (title, (layer, colors)) in zip(axes.flat, shown.items(), strict=True):
        image = axis.imshow(layer, cmap=colors)
        axis.set_title(title, fontsize=10)
        axis.set_axis_off()
        figure.colorbar(image, ax=axis, shrink=0.8)
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
