"""Work done a little ahead of whoever waits for it, so that both cores are busy and memory stays bounded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

T = TypeVar("T")
S = TypeVar("S")

THREADS = 2


def ahead(work: Callable[[T], S], items: Iterable[T]) -> Iterator[S]:
    """``work`` of each item, in their order; of those not yet asked for a few are under way."""
    items = iter(items)
    first = list(islice(items, 2))
    if len(first) < 2:  # nothing to be ahead of: no thread is started
        yield from map(work, first)
        return
    with ThreadPoolExecutor(THREADS) as pool:
        waiting: deque[Future[S]] = deque()
        try:
            for item in chain(first, items):
                waiting.append(pool.submit(work, item))
                if len(waiting) > THREADS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
