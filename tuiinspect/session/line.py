"""One live line to a target: the attachment, our agent in it, and how the line came to its end."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.errors import InspectError, NotAttachable
from tuiinspect.probes.agent import Agent
from tuiinspect.samples import TargetInfo
from tuiinspect.targets.attach import Attachment, attach
from tuiinspect.targets.identity import Identity
from tuiinspect.targets.inspectors import find_inspector
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Pid, TargetSpec


@dataclass(frozen=True, slots=True)
class Line:
    """An attachment with the agent installed; replaced as a whole when the connection is made anew."""

    attachment: Attachment
    agent: Agent

    @property
    def info(self) -> TargetInfo:
        return self.attachment.info

    @property
    def up(self) -> bool:
        return not self.attachment.connection.closed

    def renewed(self, *, hook: bool, owner: str) -> Line:
        """The same line with a new agent in the target, for one that left because nobody asked."""
        return Line(self.attachment, _install(self.attachment, hook=hook, owner=owner))

    def drop(self, *, keep_inspector: bool = False) -> bool:
        """Take out what is ours and hang up; True when the target confirmed all of it."""
        removed = not self.up or self.agent.remove()
        return let_go(self.attachment, keep_inspector=keep_inspector) and removed


def open_line(spec: TargetSpec, *, hook: bool, owner: str, allow_remote: bool) -> Line:
    """Attach and install the agent; what was begun is undone when a part of it fails."""
    attachment = attach(spec, allow_remote=allow_remote)
    try:
        return Line(attachment, _install(attachment, hook=hook, owner=owner))
    except InspectError:
        let_go(attachment)
        raise


def _install(attachment: Attachment, *, hook: bool, owner: str) -> Agent:
    return Agent.install(
        attachment.connection,
        hook=hook,
        owner=owner,
        close_inspector_when_orphaned=attachment.info.opened_by_us,
    )


def reopen_line(lost: TargetInfo, spec: TargetSpec, *, hook: bool, owner: str, allow_remote: bool) -> Line:
    """Attach again to the process that was lost, at whichever port it listens now.

    An inspector that somebody has closed stays closed: to open it again takes the user's word.
    """
    if not lost.local:
        return open_line(spec, hook=hook, owner=owner, allow_remote=allow_remote)
    if find_inspector(lost.pid) is None:
        raise NotAttachable(
            f"the inspector of process {lost.pid} was closed", advice="Attach again to open it."
        )
    return open_line(Pid(lost.pid), hook=hook, owner=owner, allow_remote=allow_remote)


def process_lives(info: TargetInfo) -> bool:
    """Whether the very process is still there; an address elsewhere is presumed to live."""
    return not info.local or Identity(info.pid, info.started).lives
