"""A progress bar for work over a second, where tqdm is there to draw it."""

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")


def track(
    items: Iterable[T], doing: str, *, show: bool, total: int | None = None
) -> Iterator[T]:
    """Pass items on and, if asked and if it takes over a second, show how far it is."""
    if show:
        try:
            from tqdm import tqdm
        except ModuleNotFoundError:  # an optional extra
            show = False
    if not show:
        yield from items
        return
    if total is None and isinstance(items, Sized):
        total = len(items)
    yield from tqdm(items, desc=doing, total=total, delay=1.0, leave=False)
