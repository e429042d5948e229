"""Methods that other packages offer: their modules are imported when needed."""

import warnings
from typing import Final

from mcdm_index.errors import PluginWarning

__all__ = ["GROUP", "load_offered"]

# A package names here the modules in which it registers methods.
GROUP: Final = "mcdm_index.methods"

_loaded: set[str] = set()


def load_offered() -> None:
    """Import, once, the modules that installed packages name in their entry points.

    Warns
    -----
    PluginWarning
        A module could not be imported, or offers a name that is taken; the methods of
        the others are there.
    """
    from importlib.metadata import entry_points  # slow, and seldom needed

    for entry in entry_points(group=GROUP):
        if entry.value in _loaded:
            continue
        _loaded.add(entry.value)  # before, since the module may list methods itself
        try:
            entry.load()
        except Exception as error:
            package = "a package" if entry.dist is None else entry.dist.name
            msg = (
                f"{package} offers methods in {entry.value}, which cannot be used: "
                f"{type(error).__name__}: {error}"
            )
            warnings.warn(msg, PluginWarning, stacklevel=3)
