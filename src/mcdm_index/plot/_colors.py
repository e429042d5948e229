"""Colors: from a number of classes to marks that eyes of every kind tell apart."""

from typing import Final, NamedTuple

__all__ = ["DARK", "LIGHT", "Mark", "marks", "ordered"]

DARK: Final = "#333333"
LIGHT: Final = "#BBBBBB"

# Okabe and Ito, those first that differ most in lightness as well.
_OKABE_ITO: Final = (
    "#0072B2",  # blue
    "#E69F00",  # orange
    "#009E73",  # bluish green
    "#CC79A7",  # reddish purple
    "#56B4E9",  # sky blue
    "#D55E00",  # vermilion
    "#000000",  # black
)
_SHAPES: Final = ("o", "s", "^", "D", "v", "P", "X")
_DASHES: Final = ("-", "--", "-.", ":")
# The ends of a color map are left out: nothing shows on one, and one not on white.
_DARKEST, _LIGHTEST = 0.05, 0.95


class Mark(NamedTuple):
    """How a class is shown."""

    color: str
    shape: str
    dash: str


def marks(n: int) -> list[Mark]:
    """Give n classes colors, shapes and dashes.

    Parameters
    ----------
    n : int
        Colors repeat after seven, with other dashes.
    """
    k = len(_OKABE_ITO)
    return [
        Mark(_OKABE_ITO[i % k], _SHAPES[i % k], _DASHES[i // k % len(_DASHES)])
        for i in range(n)
    ]


def ordered(n: int) -> list[str]:
    """Give n classes that have an order colors from dark (the best) to light.

    Parameters
    ----------
    n : int
    """
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    scale = colormaps["cividis"]
    step = (_LIGHTEST - _DARKEST) / max(n - 1, 1)
    return [to_hex(scale(_DARKEST + step * i)) for i in range(n)]
