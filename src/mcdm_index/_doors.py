"""Doors: a name of what stands above comes in, and what it names goes out when asked.

A result can be written in many ways, by modules that know results and that it must not
know. A method of a result that calls one of them does so through a door: the module is
named as text and imported when the method is called, so that nothing below depends on
it, and nothing of it is loaded before it is used.
"""

from importlib import import_module
from typing import Any

__all__ = ["through"]


def through(module: str, name: str) -> Any:
    """Give what a module of this package offers under a name.

    Parameters
    ----------
    module : str
        Such as "report", inside this package.
    name : str
        Such as "to_html".

    Examples
    --------
    >>> through("errors", "listing")(["a", "b"])
    'a, b'
    """
    return getattr(import_module(f"mcdm_index.{module}"), name)
