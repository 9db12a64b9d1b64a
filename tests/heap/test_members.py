"""Pages of a class's objects, sorted as asked."""

from __future__ import annotations

import numpy as np
import pytest

from tuiinspect.heap.members import Members
from tuiinspect.heap.rows import SortKey

_LARGE = 250_000
_RANDOM = np.random.default_rng(5)


def members(count: int) -> tuple[Members, dict[SortKey, np.ndarray]]:
    """Class 0 has the odd nodes, class 1 none, class 2 the even ones but the first, which has no class."""
    keys = np.where(np.arange(count) % 2, 0, 2).astype(np.int32)
    keys[0] = -1
    columns: dict[SortKey, np.ndarray] = {
        "retained": _RANDOM.integers(0, count // 3, count),
        "shallow": np.zeros(count, np.int64),
        "distance": _RANDOM.integers(-5, 40, count).astype(np.int32),
        "id": _RANDOM.permutation(count).astype(np.uint64),
    }
    return Members(keys, 3, columns), columns


@pytest.mark.parametrize("count", [40, _LARGE])
@pytest.mark.parametrize("sort", ["retained", "shallow", "distance", "id"])
@pytest.mark.parametrize("reverse", [True, False])
def test_pages_put_together_are_the_sorted_class(count: int, sort: SortKey, reverse: bool) -> None:
    of_class, columns = members(count)
    nodes = np.arange(1, count, 2)
    values = columns[sort][nodes].astype(np.int64)
    expected = nodes[np.argsort(-values if reverse else values, kind="stable")]
    for start, length in ((0, 7), (7, 7), (count // 4, 50), (count // 2 - 5, 50)):
        page, total = of_class.page(0, start, length, sort, reverse)
        assert total == count // 2
        assert np.array_equal(page, expected[start : start + length])


def test_a_class_without_objects_and_a_page_past_the_end_are_empty() -> None:
    of_class, _ = members(40)
    assert of_class.page(1, 0, 10, "retained", True)[1] == 0
    page, total = of_class.page(2, 100, 10, "retained", True)
    assert (page.size, total) == (0, 19)
    assert of_class.page(2, 0, 0, "retained", True)[0].size == 0


def test_the_first_page_of_a_large_class_counts_equals_once() -> None:
    of_class, _ = members(_LARGE)
    page, total = of_class.page(0, 0, 100, "shallow", True)
    assert np.array_equal(page, np.arange(1, 201, 2))
    assert total == _LARGE // 2
