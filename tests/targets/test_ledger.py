from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.ledger import Note

pytestmark = pytest.mark.usefixtures("ledger_folder")


@pytest.fixture
def other() -> Iterator[subprocess.Popen[bytes]]:
    """A process that lives as long as the test."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def ticks(pid: int) -> int:
    found = procfs.start_ticks(pid)
    assert found is not None
    return found


def put(folder: Path, note: Note) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / f"{note.pid}.json").write_bytes(msgspec.json.encode(note))


def test_what_we_opened_is_ours(other: subprocess.Popen[bytes]) -> None:
    assert not ledger.opened_by_us(other.pid)
    ledger.write(other.pid, 9229)
    assert ledger.opened_by_us(other.pid)
    assert ledger.find(other.pid) == Note(other.pid, ticks(other.pid), 9229, os.getpid(), ticks(os.getpid()))
    ledger.forget(other.pid)
    assert ledger.find(other.pid) is None


def test_folder_is_closed_to_others(other: subprocess.Popen[bytes], ledger_folder: Path) -> None:
    ledger.write(other.pid, 9229)
    assert ledger_folder.stat().st_mode & 0o777 == 0o700


def test_note_of_a_former_process_is_not_believed(
    other: subprocess.Popen[bytes], ledger_folder: Path
) -> None:
    put(ledger_folder, Note(other.pid, ticks(other.pid) - 1, 9229, os.getpid(), ticks(os.getpid())))
    assert ledger.find(other.pid) is None
    ledger.forget(os.getpid())
    assert list(ledger_folder.iterdir()) == []


def test_another_living_run_keeps_what_it_opened(other: subprocess.Popen[bytes], ledger_folder: Path) -> None:
    put(ledger_folder, Note(os.getpid(), ticks(os.getpid()), 9229, other.pid, ticks(other.pid)))
    assert ledger.find(os.getpid()) is not None
    assert not ledger.opened_by_us(os.getpid())


def test_what_a_dead_run_opened_is_taken_over(other: subprocess.Popen[bytes], ledger_folder: Path) -> None:
    put(ledger_folder, Note(other.pid, ticks(other.pid), 9229, os.getpid(), ticks(os.getpid()) - 1))
    assert ledger.opened_by_us(other.pid)
    note = ledger.find(other.pid)
    assert note is not None
    assert note.is_mine


def test_move_keeps_the_opener(other: subprocess.Popen[bytes], ledger_folder: Path) -> None:
    note = Note(os.getpid(), ticks(os.getpid()), 9229, other.pid, ticks(other.pid))
    put(ledger_folder, note)
    ledger.moved(note, 40000)
    assert ledger.find(os.getpid()) == replace(note, port=40000)


def test_note_of_a_dead_run_goes_when_its_port_is_closed(
    other: subprocess.Popen[bytes], ledger_folder: Path
) -> None:
    abandoned = Note(other.pid, ticks(other.pid), 9229, os.getpid(), ticks(os.getpid()) - 1)
    put(ledger_folder, abandoned)
    ledger.forget(os.getpid())
    assert ledger.find(other.pid) is None
    put(ledger_folder, replace(abandoned, port=0))
    ledger.forget(os.getpid())
    assert ledger.find(other.pid) is not None


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"pid":"x"}', b"{" * 1000])
def test_nonsense_is_no_note(other: subprocess.Popen[bytes], ledger_folder: Path, content: bytes) -> None:
    ledger.write(other.pid, 9229)
    (ledger_folder / f"{other.pid}.json").write_bytes(content)
    assert ledger.find(other.pid) is None


def test_folder_that_others_can_write_to_is_not_used(
    other: subprocess.Popen[bytes], ledger_folder: Path
) -> None:
    ledger.write(other.pid, 9229)
    ledger_folder.chmod(0o777)
    assert ledger.find(other.pid) is None
    ledger.write(other.pid, 1)
    ledger_folder.chmod(0o700)
    note = ledger.find(other.pid)
    assert note is not None
    assert note.port == 9229


def test_link_in_place_of_the_folder_is_not_followed(
    other: subprocess.Popen[bytes], ledger_folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    ledger_folder.symlink_to(elsewhere)
    ledger.write(other.pid, 9229)
    assert list(elsewhere.iterdir()) == []


def test_without_a_runtime_folder_the_temporary_one_serves(
    other: subprocess.Popen[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ledger.write(other.pid, 9229)
    assert ledger.opened_by_us(other.pid)
    assert (tmp_path / f"tuiinspect-{os.geteuid()}").stat().st_mode & 0o777 == 0o700
