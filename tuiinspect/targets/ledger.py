"""Which inspectors tuiinspect opened on this machine, so that each is closed and may be moved by another run.

One small file per target in a folder that only this user can write to. A note is believed while its
process (pid and start) lives; when its opener is gone, whoever attaches next takes over.
"""

from __future__ import annotations

import os
import stat
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from tuiinspect.targets import procfs

UNANSWERED = -1


@dataclass(frozen=True, slots=True)
class Note:
    """An inspector opened by us; the starts are in ticks since boot and make the pids unmistakable.

    `port` is 0 from the signal until the port is known, and UNANSWERED once nobody waits for it any more.
    """

    pid: int
    started: int
    port: int
    opener: int
    opener_started: int

    @property
    def holds(self) -> bool:
        return procfs.start_ticks(self.pid) == self.started

    @property
    def opener_lives(self) -> bool:
        return procfs.start_ticks(self.opener) == self.opener_started

    @property
    def is_mine(self) -> bool:
        return self.opener == os.getpid() and self.opener_lives


def write(pid: int, port: int) -> None:
    """Note that this process has opened the inspector of `pid`. Without a safe folder nothing is noted."""
    started, own = procfs.start_ticks(pid), procfs.start_ticks(os.getpid())
    folder = _folder(create=True)
    if folder is not None and started is not None and own is not None:
        _store(folder, Note(pid, started, port, os.getpid(), own))


def moved(note: Note, port: int) -> None:
    """The inspector listens at another port now; whose it is stays."""
    folder = _folder(create=False)
    if folder is not None:
        _store(folder, replace(note, port=port))


def find(pid: int) -> Note | None:
    """The note on `pid`, if its process still is the same."""
    folder = _folder(create=False)
    note = _read(folder / f"{pid}.json") if folder is not None else None
    return note if note is not None and note.pid == pid and note.holds else None


def was_unanswered(pid: int) -> bool:
    """Whether the process got our signal and opened no inspector while we waited."""
    note = find(pid)
    return note is not None and note.port == UNANSWERED


def opened_by_us(pid: int) -> bool:
    """Whether closing the inspector of `pid` is up to us; takes over from an opener that is gone."""
    note = find(pid)
    if note is None:
        return False
    if note.is_mine:
        return True
    if note.opener_lives:
        return False
    write(pid, note.port)
    return True


def forget(pid: int) -> None:
    """Remove the note on `pid`, and those whose process or purpose is gone."""
    folder = _folder(create=False)
    if folder is None:
        return
    for file in folder.glob("*.json"):
        note = _read(file)
        if note is None or note.pid == pid or _stale(note):
            file.unlink(missing_ok=True)


def _stale(note: Note) -> bool:
    if not note.holds:
        return True
    return (
        note.port > 0
        and not note.opener_lives
        and note.port not in {at.port for at in procfs.listening(note.pid)}
    )


def _folder(*, create: bool) -> Path | None:
    """The folder, if it is ours alone: what others could have written there is not believed."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and _ours_alone(Path(runtime)):
        folder = Path(runtime) / "tuiinspect"
    else:
        folder = Path(tempfile.gettempdir()) / f"tuiinspect-{os.geteuid()}"
    if create:
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            return None
    return folder if _ours_alone(folder) else None


def _ours_alone(folder: Path) -> bool:
    try:
        known = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(known.st_mode) and known.st_uid == os.geteuid() and not known.st_mode & 0o022


def _read(file: Path) -> Note | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Note)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _store(folder: Path, note: Note) -> None:
    # Written aside and renamed: a reader never sees half a note.
    aside = folder / f".{note.pid}.{os.getpid()}"
    try:
        aside.write_bytes(msgspec.json.encode(note))
        aside.replace(folder / f"{note.pid}.json")
    except OSError:
        aside.unlink(missing_ok=True)
