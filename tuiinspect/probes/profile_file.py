"""`.heapprofile` files: the JSON that DevTools saves and opens."""

from __future__ import annotations

from pathlib import Path

from tuiinspect.errors import UnreadableFile, UnwritableFile
from tuiinspect.probes.allocations import plain_frame
from tuiinspect.probes.profile_tree import CallFrame, read_tree
from tuiinspect.samples import AllocationProfile, Frame
from tuiinspect.sourcemaps import Files, Script, SourceMaps

SUFFIX = ".heapprofile"


def check_new(path: Path) -> None:
    """Refuse before the target is touched what could not be written afterwards.

    Raises:
        UnwritableFile: there is something already, or nowhere to put it.
    """
    if path.exists():
        raise UnwritableFile(f"{path} is there already", advice="Remove it, or name another file.")
    if not path.absolute().parent.is_dir():
        raise UnwritableFile(f"cannot write {path}: there is no folder {path.parent}")


def save_profile(profile: AllocationProfile, path: Path) -> None:
    """Write the profile as the target gave it, into a new file for its owner only.

    Raises:
        UnwritableFile: it cannot be written; why, in words.
    """
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(profile.document)
    except FileExistsError as error:
        raise UnwritableFile(f"{path} is there already", advice="Remove it, or name another file.") from error
    except OSError as error:
        raise UnwritableFile(f"cannot write {path}: {error.strerror}") from error


def load_profile(path: Path) -> AllocationProfile:
    """Read a saved profile. Its scripts are looked for on this machine, for their source maps.

    Raises:
        UnreadableFile: it is none; the message names it.
    """
    try:
        document = path.read_bytes()
        tree = read_tree(document)
        saved = path.stat().st_mtime
    except OSError as error:
        raise UnreadableFile(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableFile(
            f"{path} is no sampling heap profile: {error}", advice=f"A {SUFFIX} of DevTools or tuiinspect is."
        ) from error
    maps = SourceMaps(Files())

    def placed(frame: CallFrame) -> Frame:
        plain = plain_frame(frame)
        if frame.kind != "program" or plain.line is None or plain.column is None:
            return plain
        found = maps.original(Script(frame.url), plain.line, plain.column, frame.function_name)
        if found is None:
            return plain
        return Frame(found.name or plain.function, found.file, found.line, found.column, "program")

    stacks = tree.stacks(placed)
    return AllocationProfile(
        t=saved,
        started=0.0,
        interval=0,
        stacks=stacks,
        total_bytes=sum(stack.bytes for stack in stacks),
        cost_s=0.0,
        foreign=True,
        document=document,
    )
