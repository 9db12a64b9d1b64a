"""Letting go of a target: once, within seconds, whatever state either side is in."""

from __future__ import annotations

from tuiinspect.targets.attach import Attachment
from tuiinspect.targets.identity import Identity
from tuiinspect.targets.leaving import leave


def let_go(attachment: Attachment, *, keep_inspector: bool = False) -> bool:
    """End the session; close the inspector if we opened it and nobody of ours still needs it.

    Returns whether the target confirmed that nothing of us is left. Never raises, takes at most some 3 s,
    and may be called again (from a signal, at exit): the first outcome stands. With `keep_inspector` the
    port stays open and noted as ours, for another session of this run or for the capture process.
    """
    info, departure = attachment.info, attachment.departure
    with departure.lock:
        if departure.clean is None:
            left = attachment.thread.leave() if attachment.thread is not None else True
            departure.clean = (
                leave(
                    attachment.connection,
                    Identity(info.pid, info.started),
                    close_inspector=info.opened_by_us and not keep_inspector,
                )
                and left
            )
        return departure.clean
