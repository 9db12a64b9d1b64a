"""Where edges start from."""

from __future__ import annotations

import numpy as np
import pytest

from tuiinspect.heap.edges import source_near, sources


@pytest.mark.parametrize("nodes", [1, 2, 5, 1000])
def test_a_source_is_found_from_any_guess(nodes: int) -> None:
    chance = np.random.default_rng(nodes)
    counts = chance.integers(0, 4, nodes)
    counts[chance.integers(0, nodes)] += 1
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    edges = np.arange(first[-1], dtype=np.int32)
    expected = np.repeat(np.arange(nodes), counts).tolist()
    assert sources(first, edges).tolist() == expected
    for guess in range(0, nodes, max(1, nodes // 20)):
        assert [source_near(first, edge, guess) for edge in edges.tolist()] == expected
