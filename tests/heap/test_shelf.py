"""Large columns rest in a file without a name, and small ones, or those without a disk, in memory."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

from tests.heap.test_bulk import long_list
from tuiinspect.heap import columns, load, load_chunks, shelf
from tuiinspect.heap.columns import widened
from tuiinspect.heap.parse import SnapshotParser

_LARGE = 32 << 20


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on a disk, or the test has nothing to say."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if not shelf.on_shelf(shelf.empty(_LARGE, np.uint8)):
        pytest.skip("there is no disk to put a shelf on")
    return tmp_path


def test_a_column_that_rests_keeps_its_values_and_no_memory(disk: Path) -> None:
    column = shelf.empty(_LARGE // 4, np.int32)
    column[:] = np.arange(column.size, dtype=np.int32)
    full = resident()
    shelf.rest(column)
    assert full - resident() > _LARGE // 2
    assert int(column[-1]) == column.size - 1
    assert int(column.sum(dtype=np.int64)) == column.size * (column.size - 1) // 2
    assert list(disk.iterdir()) == []


def test_a_view_rests_with_its_column(disk: Path) -> None:
    assert disk.exists()
    column = shelf.kept(np.ones(_LARGE, np.uint8))
    full = resident()
    shelf.rest(column[: _LARGE - 5])
    assert full - resident() > _LARGE // 2


def test_a_column_on_the_shelf_grows_with_what_is_in_it(disk: Path) -> None:
    assert disk.exists()
    column = shelf.empty(_LARGE, np.uint8)
    column[:] = 7
    wider = widened(column, _LARGE + 1)
    assert wider.size > _LARGE
    assert shelf.on_shelf(wider)
    assert int(wider[:_LARGE].min()) == 7


def test_small_columns_and_those_without_a_disk_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not shelf.on_shelf(shelf.empty(1_000, np.uint8))
    monkeypatch.setattr(shelf, "_mounts", lambda: {"/": "tmpfs"})
    column = shelf.empty(_LARGE, np.uint8)
    assert not shelf.on_shelf(column)
    shelf.rest(column)
    column[:] = 1


def test_a_disk_without_room_is_done_without(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: int) -> None:
        raise OSError(28, "No space left on device")

    assert disk.exists()
    monkeypatch.setattr(os, "posix_fallocate", full)
    assert not shelf.on_shelf(shelf.empty(_LARGE, np.uint8))


def test_a_snapshot_is_the_same_with_all_its_columns_on_the_shelf(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = long_list()
    plain = load_chunks([text])
    monkeypatch.setattr(shelf, "_LARGE", 1)
    path = disk / "list.heapsnapshot"
    path.write_bytes(text)
    for resting in (load(path), load_chunks([text[i : i + 5_000] for i in range(0, len(text), 5_000)])):
        assert np.array_equal(plain.dominators, resting.dominators)
        assert np.array_equal(plain.retained_sizes, resting.retained_sizes)
        assert np.array_equal(plain.distances, resting.distances)
        assert plain.classes() == resting.classes()
        assert plain.statistics() == resting.statistics()
        assert plain.retainers(5) == resting.retainers(5)


@pytest.mark.parametrize("large", [1 << 10, 1 << 14, 1 << 40])
def test_columns_of_one_section_grow_alike_wherever_they_are(
    disk: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    assert disk.exists()
    monkeypatch.setattr(shelf, "_LARGE", large)
    monkeypatch.setattr(columns, "_FIRST_ROWS", 100)
    monkeypatch.setattr(columns, "_TRUSTED_ROWS", 100)
    text = long_list()
    parser = SnapshotParser()
    for start in range(0, len(text), 9_000):
        parser.feed(text[start : start + 9_000])
        for section in (parser._nodes, parser._edges):
            if section is not None:
                sizes = {column.size for column in vars(section).values() if _is_column(column)}
                assert len(sizes) == 1
    assert parser.finish().nodes.rows == 60_000


def _is_column(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.size > 20
