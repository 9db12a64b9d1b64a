"""One live line to a target: the attachment, our agent in it, and how the line came to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tuiinspect.errors import InspectError, NotAttachable
from tuiinspect.events import SessionEvent
from tuiinspect.probes.agent import Agent
from tuiinspect.probes.watcher import Watcher
from tuiinspect.samples import Counter, TargetInfo
from tuiinspect.session.workers import WorkerReadings, asked_by_handle
from tuiinspect.sourcemaps import Files
from tuiinspect.targets import procfs
from tuiinspect.targets.attach import Attachment, attach
from tuiinspect.targets.identity import Identity
from tuiinspect.targets.inspectors import find_inspector
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Pid, TargetSpec


@dataclass(frozen=True, slots=True)
class Line:
    """An attachment with the agent installed; replaced as a whole when the connection is made anew.

    A worker thread cannot close its process's inspector: where that may have to be done for us when we
    are gone, `keeper` sits in the main thread for it.
    """

    attachment: Attachment
    agent: Agent
    keeper: Watcher | None = None
    workers: WorkerReadings | None = None

    @property
    def info(self) -> TargetInfo:
        return self.attachment.info

    @property
    def up(self) -> bool:
        return not (self.attachment.channel.closed or self.attachment.connection.closed)

    @property
    def ended_by(self) -> InspectError | None:
        """Why it is down: by the end of the worker, or of the connection."""
        return self.attachment.channel.ended_by or self.attachment.connection.ended_by

    def poll_others(self, publish: Callable[[SessionEvent], None]) -> None:
        """After the poll of the agent: what is to be heard of, and said to, the other threads."""
        if self.keeper is not None:
            self.keeper.stay()
        if self.workers is not None:
            self.workers.poll(publish)

    def extend_lease(self, seconds: float) -> None:
        """Have what is ours stay for that long without being asked.

        Raises:
            InspectError: the target does not answer.
        """
        self.agent.extend_lease(seconds)
        if self.keeper is not None:
            self.keeper.extend_lease(seconds)

    def drop(self, *, keep_inspector: bool = False) -> bool:
        """Take out what is ours and hang up; True when the target confirmed all of it."""
        removed = self.attachment.channel.closed or self.agent.remove()
        if not self.attachment.connection.closed:
            if self.keeper is not None:
                removed = self.keeper.remove() and removed
            if self.workers is not None:
                removed = self.workers.leave() and removed
        return let_go(self.attachment, keep_inspector=keep_inspector) and removed


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be in the target's `.on()`: the hook, and with it the noting of call sites."""

    hook: bool
    call_sites: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """How a session gets to its target; `owner` is its token, `workers` whether it reads those too,
    `counters` what the user wants evaluated in it."""

    spec: TargetSpec
    owner: str
    allow_remote: bool
    workers: bool
    counters: tuple[Counter, ...] = ()

    def open(self, wanted: Wanted) -> Line:
        """Attach and install the agent; what was begun is undone when a part of it fails."""
        return self._open(self.spec, wanted)

    def reopen(self, lost: TargetInfo, wanted: Wanted) -> Line:
        """Attach again to the process that was lost, at whichever port it listens now.

        An inspector that somebody has closed stays closed: to open it again takes the user's word.
        """
        if not lost.local:
            return self._open(self.spec, wanted)
        if find_inspector(lost.pid) is None:
            raise NotAttachable(
                f"the inspector of process {lost.pid} was closed", advice="Attach again to open it."
            )
        return self._open(Pid(lost.pid, lost.worker), wanted)

    def renew(self, line: Line, wanted: Wanted) -> Line:
        """The same line with a new agent in the target, for one that left because nobody asked."""
        if line.keeper is not None:
            line.keeper.remove()
        if line.workers is not None:
            line.workers.leave()
        return self._install(line.attachment, wanted)

    def _open(self, spec: TargetSpec, wanted: Wanted) -> Line:
        attachment = attach(spec, allow_remote=self.allow_remote)
        try:
            return self._install(attachment, wanted)
        except InspectError:
            let_go(attachment)
            raise

    def _install(self, attachment: Attachment, wanted: Wanted) -> Line:
        ours, in_worker = attachment.info.opened_by_us, attachment.thread is not None
        agent = Agent.install(
            attachment.channel,
            hook=wanted.hook,
            call_sites=wanted.call_sites,
            owner=self.owner,
            by_handle=asked_by_handle(attachment.info.node),
            close_inspector_when_orphaned=ours and not in_worker,
            files=_files(attachment.info),
            counters=self.counters,
            thread=attachment.info.thread,
        )
        line = Line(attachment, agent)
        if in_worker and ours:
            keeper = Watcher.install(
                attachment.connection,
                by_handle=asked_by_handle(attachment.info.node),
                close_inspector_when_orphaned=True,
            )
            line = replace(line, keeper=keeper)
        if self.workers and not in_worker:
            line = replace(line, workers=WorkerReadings.begin(attachment.connection, attachment.info.node))
        return line


def process_lives(info: TargetInfo) -> bool:
    """Whether the very process is still there; an address elsewhere is presumed to live."""
    return not info.local or Identity(info.pid, info.started).lives


def _files(info: TargetInfo) -> Files | None:
    """The files of the target's machine as the target sees them, where that machine is ours."""
    return Files(procfs.foreign_root(info.pid)) if info.local else None
