"""Whole files, files that are still being written, and damaged heads that ask for too much."""

from __future__ import annotations

import json
import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from tests.heap.goldens import golden
from tests.heap.test_parse import SMALL
from tests.support.processes import wait_until
from tuiinspect.errors import UnreadableFile
from tuiinspect.heap import follow, load


def test_load_tells_its_progress_up_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.heapsnapshot"
    path.write_bytes(golden("node22").text)
    told: list[tuple[str, float]] = []
    snapshot = load(path, progress=lambda what, share: told.append((what, share)))
    assert snapshot.node_count == golden("node22").snapshot.node_count
    assert told[0][0] == "reading"
    assert told[-1][1] == 1.0
    shares = [share for _, share in told]
    assert shares == sorted(shares)


def test_a_growing_file_is_followed_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "growing.heapsnapshot"
    text = golden("node26").text
    written, read = threading.Event(), threading.Event()
    told: list[str] = []

    def write() -> None:
        with path.open("wb") as file:
            third = len(text) // 3
            for start in range(0, 3 * third, third):
                file.write(text[start : start + third])
                file.flush()
            file.write(text[3 * third :])
        written.set()

    def finished() -> bool:
        # The first answer is no, so that the file is read while it is still said to grow.
        was_asked = read.is_set()
        read.set()
        return was_asked and written.is_set()

    writer = threading.Thread(target=write)
    writer.start()
    snapshot = follow(path, finished=finished, progress=lambda what, _: told.append(what))
    writer.join()
    assert np.array_equal(snapshot.retained_sizes, golden("node26").snapshot.retained_sizes)
    assert told[-1] == "done"


def test_what_is_written_after_the_last_look_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "late.heapsnapshot"
    path.write_bytes(SMALL[:50])
    asked: list[bool] = []

    def finished() -> bool:
        asked.append(True)
        if len(asked) == 3:
            with path.open("ab") as file:
                file.write(SMALL[50:])
        return len(asked) >= 3

    assert follow(path, finished=finished).node_count == 4


def test_a_whole_snapshot_is_not_waited_for_to_be_finished(tmp_path: Path) -> None:
    path = tmp_path / "whole"
    path.write_bytes(SMALL)
    assert follow(path, finished=lambda: False).node_count == 4


def test_a_file_that_never_comes_and_one_that_stops_growing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        follow(tmp_path / "none", finished=lambda: True)
    path = tmp_path / "cut"
    path.write_bytes(SMALL[:300])
    with pytest.raises(UnreadableFile, match="ends too early"):
        follow(path, finished=lambda: True)


def test_a_file_may_come_later_than_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "later"
    done = threading.Event()
    found: list[int] = []
    waiting = threading.Event()

    def finished() -> bool:
        waiting.set()
        return done.is_set()

    reader = threading.Thread(target=lambda: found.append(follow(path, finished=finished).node_count))
    reader.start()
    assert waiting.wait(10)
    path.write_bytes(SMALL)
    done.set()
    reader.join(10)
    assert wait_until(lambda: found, what="the reader's snapshot") == [4]


def test_a_directory_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="directory"):
        load(tmp_path)
    with pytest.raises(UnreadableFile, match="nowhere"):
        load(tmp_path / "nowhere")


def test_a_damaged_count_takes_no_memory(tmp_path: Path) -> None:
    document = json.loads(SMALL)
    document["snapshot"]["node_count"] = 10**12
    document["snapshot"]["edge_count"] = 10**12
    path = tmp_path / "greedy"
    path.write_bytes(json.dumps(document).encode())
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFile, match="announces"):
            load(path)
        asked = iter((False, True, True, True))
        with pytest.raises(UnreadableFile, match="announces"):
            follow(path, finished=lambda: next(asked))
        assert tracemalloc.get_traced_memory()[1] < 400_000_000
    finally:
        tracemalloc.stop()
