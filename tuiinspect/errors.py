"""What can go wrong, in words a user can act on, and the exit code of each."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    FINE = 0
    LEAK_FOUND = 1
    USAGE = 2
    NO_TARGET = 3
    CONNECTION_LOST = 4
    REFUSED = 5
    INTERNAL = 70
    INTERRUPTED = 130


class InspectError(Exception):
    """An error for a person: what went wrong (and where), and what to do next."""

    exit_code: ClassVar[ExitCode] = ExitCode.NO_TARGET

    def __init__(self, what: str, *, advice: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what}\n{self.advice}" if self.advice else self.what


class UsageError(InspectError):
    """The command's words are off: an unknown leak, an ambiguous target."""

    exit_code = ExitCode.USAGE


class UnreadableFile(InspectError):
    """A file that is not what it should be; the message names the place."""

    exit_code = ExitCode.USAGE

    @classmethod
    def because_of(cls, path: object, error: OSError) -> UnreadableFile:
        return cls(f"{path}: {error.strerror or error}", advice="Check the path and who may read it.")


class UnwritableFile(InspectError):
    """A file of ours that cannot be made or went wrong while it was written: disk full, name taken."""

    exit_code = ExitCode.USAGE


class Cancelled(InspectError):
    """A long step that the user called off."""

    exit_code = ExitCode.INTERRUPTED


class NoSuchTarget(InspectError):
    """Nothing answers to that name, pid or address."""


class NotAttachable(InspectError):
    """The process is there but cannot be inspected; the message says why."""


class ConnectionLost(InspectError):
    """The connection to the target ended while it was needed."""

    exit_code = ExitCode.CONNECTION_LOST


class TargetEnding(ConnectionLost):
    """The target wants to exit and we have let it go, so that nothing of ours holds it up."""


class ScriptFailed(InspectError):
    """What we ran in the target threw an exception."""

    exit_code = ExitCode.CONNECTION_LOST


class LeaseExpired(InspectError):
    """What we had in the target took itself out, because nothing was asked of it for too long."""

    exit_code = ExitCode.CONNECTION_LOST

    def __init__(self) -> None:
        super().__init__(
            "tuiinspect's part in the target took itself out: nothing had been asked of it for too long",
            advice="Attach again; growth is then counted anew.",
        )


class SamplingEnded(InspectError):
    """The sampling of allocations is over though we did not end it."""

    exit_code = ExitCode.CONNECTION_LOST

    def __init__(self, what: str) -> None:
        super().__init__(what, advice="Begin again when the other has finished.")


class Refused(InspectError):
    """A costly step that was not confirmed, is not permitted or does not fit."""

    exit_code = ExitCode.REFUSED


class CallFailed(InspectError):
    """The target answered a protocol call with an error."""

    exit_code = ExitCode.CONNECTION_LOST

    def __init__(self, method: str, message: str, *, code: int | None = None) -> None:
        super().__init__(f"{method} failed: {message}")
        self.method = method
        self.code = code
        self.reply = message


class CallTimedOut(InspectError):
    """The target did not answer a protocol call in time; the reply may still come."""

    exit_code = ExitCode.CONNECTION_LOST

    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(
            f"{method} got no answer in {seconds:g} s",
            advice="The target's main thread may be blocked; its process is otherwise unharmed.",
        )
        self.method = method
        self.seconds = seconds
