"""Kernels are compiled before a test waits for a snapshot: with a cold cache that takes half a minute."""

from __future__ import annotations

import pytest

from tuiinspect.heap.warm import warm_up


@pytest.fixture(scope="session", autouse=True)
def _kernels() -> None:
    warm_up()
