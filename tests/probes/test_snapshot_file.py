"""The snapshot's file: private, complete or gone, and never a reason to stop reading."""

from __future__ import annotations

import resource
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuiinspect.errors import UnwritableFile
from tuiinspect.probes.snapshot_file import SnapshotFile

HEAD = b'{"snapshot":{"meta":{},"node_count":4711,"edge_count":2},\n'


@pytest.fixture
def small_files() -> Iterator[int]:
    """No file may grow beyond this many bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    yield 200_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_is_written_is_there_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.heapsnapshot"
    file = SnapshotFile(path)
    for chunk in (HEAD, b"x" * 300_000, b"}"):
        file.write(chunk)
    file.complete()
    assert path.read_bytes() == HEAD + b"x" * 300_000 + b"}"
    assert file.bytes_written == path.stat().st_size
    assert file.nodes == 4711
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_chunks_are_there_for_a_reader_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.heapsnapshot"
    file = SnapshotFile(path)
    file.write(b"x" * 107_000)
    assert path.stat().st_size == 107_000
    file.give_up()


def test_a_head_without_a_count_has_none(tmp_path: Path) -> None:
    file = SnapshotFile(tmp_path / "a.heapsnapshot")
    file.write(b"x" * 20_000)
    file.write(HEAD)
    file.complete()
    assert file.nodes is None


def test_a_file_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "precious.heapsnapshot"
    path.write_text("precious")
    with pytest.raises(UnwritableFile, match="there already"):
        SnapshotFile(path)
    assert path.read_text() == "precious"


def test_a_link_is_not_followed_to_a_new_place(tmp_path: Path) -> None:
    trap = tmp_path / "a.heapsnapshot"
    trap.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnwritableFile):
        SnapshotFile(trap)
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match=r"cannot write .*missing.*No such file"):
        SnapshotFile(tmp_path / "missing" / "a.heapsnapshot")


def test_given_up_it_is_gone_and_swallows_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.heapsnapshot"
    file = SnapshotFile(path)
    file.write(HEAD)
    file.give_up()
    assert not path.exists()
    file.write(b"more")
    file.give_up()
    assert not path.exists()


def test_with_a_piece_missing_it_is_gone_and_that_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.heapsnapshot"
    file = SnapshotFile(path)
    file.write(HEAD)
    file.spoil("a piece is missing")
    file.write(b"more")
    assert not path.exists()
    with pytest.raises(UnwritableFile, match="a piece is missing"):
        file.complete()


def test_a_full_disk_is_told_and_the_part_is_removed(tmp_path: Path, small_files: int) -> None:
    path = tmp_path / "a.heapsnapshot"
    file = SnapshotFile(path)
    for _ in range(4):
        file.write(b"x" * (small_files // 2))
    assert not path.exists()
    with pytest.raises(UnwritableFile, match="File too large"):
        file.complete()


def test_a_device_without_room_is_told_and_stays() -> None:
    file = SnapshotFile(Path("/dev/full"))
    file.write(b"x" * 300_000)
    file.write(b"x" * 300_000)
    with pytest.raises(UnwritableFile, match="No space left"):
        file.complete()
    assert Path("/dev/full").exists()


def test_a_failure_that_shows_at_the_end_only_is_told() -> None:
    file = SnapshotFile(Path("/dev/full"))
    file.write(b"little enough to wait in a buffer")
    with pytest.raises(UnwritableFile, match="No space left"):
        file.complete()


def test_a_file_that_somebody_removed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.heapsnapshot"
    file = SnapshotFile(path)
    path.unlink()
    file.write(HEAD)
    with pytest.raises(UnwritableFile, match="removed or replaced"):
        file.complete()


def test_a_file_that_somebody_put_in_its_place_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.heapsnapshot"
    file = SnapshotFile(path)
    path.unlink()
    path.write_text("another's")
    file.give_up()
    assert path.read_text() == "another's"
