"""Streams: chunks of rows that come one after the other, worked on side by side."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import reduce
from itertools import chain
from operator import add
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["fold_stream", "fold_stream_numbered", "in_turn"]

A = TypeVar("A")
B = TypeVar("B")


def in_turn(work: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
    """Apply a function in threads, and give the results in the order of the items.

    No more items are taken than are worked on, and one each that waits.

    Parameters
    ----------
    work : callable
    items : iterable
    """
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    if threads == 1:
        yield from map(work, items)
        return
    waiting: deque[Future[B]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for rest in waiting:
                rest.cancel()


def fold_stream(chunks: Iterable[Any], work: Callable[[Any], Any], width: int) -> Any:
    """Add up what a function makes of every chunk, and of an empty one.

    Parameters
    ----------
    chunks : iterable of ndarray of shape (b, width)
    work : callable
        From a chunk to what can be added.
    width : int
    """
    nothing = np.empty((0, width))
    return reduce(add, in_turn(work, chain([nothing], chunks)))


def fold_stream_numbered(
    chunks: Iterable[Any], work: Callable[[Any, NDArray[np.int64]], Any], width: int
) -> Any:
    """Add up what a function makes of every chunk and the numbers of its rows.

    Parameters
    ----------
    chunks, work, width
        As in `fold_stream`.
    """

    def numbered() -> Iterator[tuple[Any, NDArray[np.int64]]]:
        start = 0
        for chunk in chain([np.empty((0, width))], chunks):
            yield chunk, np.arange(start, start + len(chunk))
            start += len(chunk)

    return reduce(add, in_turn(lambda pair: work(*pair), numbered()))
