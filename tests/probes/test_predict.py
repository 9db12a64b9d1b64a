"""Predictions: what they depend on, and when a step does not fit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tuiinspect.probes.predict import (
    Room,
    find_room,
    most_objects,
    predict_snapshot,
    predict_walk,
    snapshot_prediction,
    walk_prediction,
)

MB = 1_000_000
ROOMY = Room(host=64_000 * MB, container=None, disk=64_000 * MB)


# Medians of programs with many small objects, on the server the constants come from.
@pytest.mark.parametrize(
    ("version", "heap_mb", "measured_s"),
    [
        ("v18.20.8", 50.7, 5.2),
        ("v20.20.2", 5.7, 0.26),
        ("v20.20.2", 50.6, 3.6),
        ("v20.20.2", 250.8, 24.5),
        ("v22.23.3", 5.5, 0.19),
        ("v22.23.3", 50.5, 2.9),
        ("v24.21.0", 5.7, 0.14),
        ("v24.21.0", 50.5, 1.75),
        ("v26.10.0", 50.7, 1.7),
    ],
)
def test_the_predicted_pause_is_near_what_was_measured(
    version: str, heap_mb: float, measured_s: float
) -> None:
    predicted = snapshot_prediction(version, int(heap_mb * MB), 0, ROOMY).pause_s
    assert measured_s / 1.5 < predicted < measured_s * 1.5


# Between the medians of that server's idle hours and those of its busy ones.
@pytest.mark.parametrize(("heap_mb", "idle_s", "busy_s"), [(50.2, 0.6, 1.3), (250.4, 2.9, 7.0)])
def test_the_predicted_pause_of_a_census_is_within_what_was_measured(
    heap_mb: float, idle_s: float, busy_s: float
) -> None:
    prediction = walk_prediction("census", int(heap_mb * MB), 0, ROOMY)
    assert idle_s < prediction.pause_s < busy_s
    assert 1.5 * heap_mb * MB < prediction.memory_bytes < 2.5 * heap_mb * MB


def test_the_predicted_memory_covers_what_was_measured() -> None:
    assert snapshot_prediction("v20.20.2", 5_700_000, 0, ROOMY).memory_bytes > 48 * MB
    assert 490 * MB < snapshot_prediction("v20.20.2", 50_600_000, 0, ROOMY).memory_bytes < 735 * MB
    assert 2456 * MB < snapshot_prediction("v20.20.2", 250_800_000, 0, ROOMY).memory_bytes < 3700 * MB


def test_a_version_between_or_beyond_the_measured_ones_uses_the_older_neighbour() -> None:
    def pause(version: str) -> float:
        return snapshot_prediction(version, 50 * MB, 0, ROOMY).pause_s

    assert pause("v21.1.0") == pause("v20.0.0")
    assert pause("v30.0.0") == pause("24.1.0")
    assert pause("v16.0.0") == pause("v18.0.0") == pause("unknown") > pause("v20.0.0")


def test_objects_grow_with_the_heap_without_a_step() -> None:
    counts = [most_objects(heap) for heap in (0, MB, 4 * MB - 1, 4 * MB, 4 * MB + 37, 100 * MB)]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[4] - counts[3] == 1


def test_a_snapshot_does_not_fit_where_memory_or_disk_is_short() -> None:
    def fits(room: Room) -> bool:
        return snapshot_prediction("v20.0.0", 50 * MB, 90 * MB, room).fits

    assert fits(ROOMY)
    assert fits(Room())
    assert not fits(Room(host=500 * MB))
    assert not fits(Room(host=64_000 * MB, container=500 * MB))
    assert not fits(Room(host=64_000 * MB, disk=90 * MB))


def test_a_census_costs_less_than_a_snapshot() -> None:
    census = walk_prediction("census", 50 * MB, 90 * MB, ROOMY)
    snapshot = snapshot_prediction("v20.0.0", 50 * MB, 90 * MB, ROOMY)
    assert census.pause_s < snapshot.pause_s
    assert census.memory_bytes < snapshot.memory_bytes
    assert (census.disk_bytes, census.heap_bytes, census.rss_bytes) == (0, 50 * MB, 90 * MB)


def test_the_room_of_this_machine_is_read(tmp_path: Path) -> None:
    room = find_room(os.getpid(), tmp_path / "new.heapsnapshot", (1000, 400))
    assert room.host is not None
    assert room.host > 0
    assert room.disk is not None
    assert room.disk > 0
    assert room.container == 600


def test_a_container_over_its_limit_has_nothing_free() -> None:
    assert find_room(None, None, (1000, 1400)).container == 0


def test_nothing_is_known_of_another_machines_memory(tmp_path: Path) -> None:
    prediction = predict_snapshot("v22.0.0", 50 * MB, 90 * MB, None, tmp_path / "a.heapsnapshot")
    assert prediction.free_bytes is None
    assert prediction.fits
    assert predict_walk("census", 50 * MB, 90 * MB, None).fits


def test_a_folder_that_is_not_there_has_no_known_space(tmp_path: Path) -> None:
    assert find_room(os.getpid(), tmp_path / "missing" / "a.heapsnapshot", (None, None)).disk is None
