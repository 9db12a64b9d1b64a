"""A command started as a program of its own: out of our process group, its output drained, its end told."""

from __future__ import annotations

import contextlib
import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence
from secrets import token_hex

from tuiinspect.errors import NoSuchTarget
from tuiinspect.running.family import Family, Kin
from tuiinspect.running.guardian import Guardian
from tuiinspect.running.output import Output, Sink
from tuiinspect.text import clean

_DRAIN_S = 2.0


class Program:
    """A command and everything it starts. Whoever starts it ends it, by `ending.end`."""

    def __init__(self, command: Sequence[str], guardian: Guardian | None = None) -> None:
        """`guardian` ends what it has started when we no longer can."""
        self.command = tuple(command)
        self._guardian = guardian
        self.mark = token_hex(8)
        self.family = Family(self.mark)
        self._process: subprocess.Popen[bytes] | None = None
        self._output: Output | None = None

    @property
    def words(self) -> str:
        """The command as one would type it, made harmless."""
        return words_of(self.command)

    def start(self, environment: Mapping[str, str], sink: Sink, *, awaited: str | None = None) -> None:
        """Start it; `environment` carries its mark.

        Raises:
            NoSuchTarget: there is no such command, or it may not be run.
        """
        if self._guardian is not None:
            # Before there is anything to end: we may be killed at any moment.
            self._guardian.expect(self.mark)
        try:
            # Its stdin is a pipe that only we hold: it is never at its end while we live, and is when we
            # are gone. A session of its own: what is typed on our terminal is not meant for it.
            self._process = subprocess.Popen(
                self.command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            if self._guardian is not None:
                self._guardian.leave(self.mark)
            raise NoSuchTarget(f"cannot start {self.words}: {error.strerror or error}") from error
        self.family.founded_by(self._process.pid)
        if self._guardian is not None:
            self._guardian.watch(self.mark, self._process.pid)
        assert self._process.stdout is not None
        self._output = Output(self._process.stdout, sink, name=self.words, awaited=awaited)

    @property
    def exit_code(self) -> int | None:
        """How the command itself ended (negative: by that signal); None while it runs. Reaps it."""
        return self._process.poll() if self._process is not None else None

    @property
    def lives(self) -> bool:
        """Whether the command runs, or anything that it has left running."""
        return self._process is not None and (self.exit_code is None or bool(self.members()))

    def members(self) -> list[Kin]:
        """Who of its processes lives."""
        if self._process is not None:
            self._process.poll()  # reaped: what is dead is no member, and keeps no number taken
        return self.family.members()

    @property
    def said_what_is_awaited(self) -> bool:
        return self._output is not None and self._output.seen.is_set()

    def last_lines(self, count: int = 20) -> tuple[str, ...]:
        return self._output.last_lines(count) if self._output is not None else ()

    def fate(self) -> str:
        """How the command itself ended, in words."""
        code = self.exit_code
        if code is None:
            return "runs"
        return f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}"

    def with_last_lines(self, words: str, count: int = 20) -> str:
        """`words`, and what the program wrote last: usually the reason."""
        said = self.last_lines(count)
        if not said:
            return f"{words}; it wrote nothing"
        return "\n".join([f"{words}; its last lines:", *(f"    {line}" for line in said)])

    def release(self) -> None:
        """Reap what has ended and give its pipes back."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_DRAIN_S)
        if self._output is not None:
            self._output.close(_DRAIN_S)
        if self._guardian is not None:
            self._guardian.leave(self.mark)


def words_of(command: Sequence[str]) -> str:
    """A command as one would type it, made harmless."""
    return clean(shlex.join(command), 120)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
