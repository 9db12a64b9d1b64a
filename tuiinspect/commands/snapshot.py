"""`tuiinspect snapshot`: a heap snapshot of a live process into a file, its cost said before and after."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from tuiinspect.commands.consent import ask_leave
from tuiinspect.commands.live import ended_politely, note
from tuiinspect.commands.output import say_json
from tuiinspect.commands.progress import ProgressLine
from tuiinspect.errors import Cancelled, UnwritableFile, UsageError
from tuiinspect.probes.capture import Capture
from tuiinspect.probes.standing import ask_standing, read_standing
from tuiinspect.report.captures import (
    captured_text,
    prediction_text,
    progress_text,
    snapshot_document,
)
from tuiinspect.samples import Captured, Prediction
from tuiinspect.session import costs
from tuiinspect.targets.attach import Attachment, attach
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import resolve

_PATIENCE_S = 30.0
# The capture process writes the file; in it these would be its own pipes.
_OUR_PIPES = ("/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/fd/", "/proc/self/")


@click.command("snapshot")
@click.argument("target")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The file [node-PID-TIME.heapsnapshot]."
)
@click.option("--yes", is_flag=True, help="Take the predicted cost without being asked.")
@click.option("--force", is_flag=True, help="Also when it is not expected to fit in memory or on disk.")
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    target: str, output: Path | None, yes: bool, force: bool, allow_remote: bool, as_json: bool
) -> None:
    """Write a heap snapshot of TARGET to a file.

    The process stands still meanwhile, and its memory grows to several times its heap: both are predicted,
    and asked about, first. The file opens with `tuiinspect open` and in Chrome DevTools.
    """
    spec = resolve(target)
    if output is not None:
        _check(output)
    with ended_politely():
        attachment = attach(spec, allow_remote=allow_remote)
        taking = _Taking(attachment)
        try:
            for warning in attachment.info.warnings:
                note(f"warning: {warning}")
            path = output or Path(
                f"node-{attachment.info.file_word}-{time.strftime('%Y%m%d-%H%M%S')}.heapsnapshot"
            )
            prediction = _predict(attachment, path)
            ask_leave(prediction, prediction_text(prediction), yes=yes, force=force)
            captured = taking.take(path, prediction)
        finally:
            let_go(attachment, keep_inspector=taking.left_behind)
    if as_json:
        say_json(snapshot_document(captured, prediction))
    else:
        note(captured_text(captured, prediction))
        click.echo(captured.path)


def _check(output: Path) -> None:
    """Refuse before the target is touched what could not be written afterwards."""
    if str(output) == "-" or str(output).startswith(_OUR_PIPES):
        raise UsageError(
            "a snapshot is written to a file, not to a stream", advice="Name a file: -o FILE.heapsnapshot"
        )
    if output.is_file():
        raise UnwritableFile(f"{output} is there already", advice="Remove it, or name another file.")
    if not output.absolute().parent.is_dir():
        raise UnwritableFile(f"cannot write {output}: there is no folder {output.parent}")


def _predict(attachment: Attachment, path: Path) -> Prediction:
    info = attachment.info
    standing = read_standing(ask_standing(attachment.channel), _PATIENCE_S)
    return costs.of_heap(info, standing.heap_used, standing.rss, path)


class _Taking:
    """The snapshot under way, and what to do when somebody wants out of it."""

    def __init__(self, attachment: Attachment) -> None:
        self._attachment = attachment
        self.left_behind = False

    def take(self, path: Path, prediction: Prediction) -> Captured:
        """Wait for the snapshot. Interrupted once, drain it; twice, leave that to the capture process.

        Raises:
            InspectError: there is no snapshot; why, in words.
        """
        info = self._attachment.info
        line = ProgressLine(sys.stderr)
        capture = Capture.start(
            url=self._attachment.url,
            path=path,
            pid=info.pid if info.local else None,
            node_version=info.node,
            prediction=prediction,
            close_inspector_when_orphaned=info.opened_by_us,
            worker=info.worker,
            on_progress=lambda progress: line.show(progress_text(progress, prediction), progress.phase),
        )
        try:
            return capture.wait()
        except KeyboardInterrupt:
            line.leave_line()
            return self._call_off(capture)
        finally:
            line.end()

    def _call_off(self, capture: Capture) -> Captured:
        capture.cancel()
        try:
            note(
                "breaking it off could crash the process, so the snapshot is read to its end\n"
                "and then removed; interrupt again to leave that to the background"
            )
            return capture.wait()
        except (KeyboardInterrupt, OSError):
            # OSError: the terminal is gone, and with it whoever would wait.
            self.left_behind = True
            capture.abandon()
            raise Cancelled("left: a process in the background reads the snapshot to its end") from None
