from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.fake_inspector import FakeInspector
from tuiinspect.cdp.connection import Connection


@pytest.fixture
def fake() -> Iterator[FakeInspector]:
    with FakeInspector() as inspector:
        yield inspector


@pytest.fixture
def connection(fake: FakeInspector) -> Iterator[Connection]:
    opened = Connection.open(fake.url)
    yield opened
    opened.close()
