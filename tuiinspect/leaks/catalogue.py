"""The bundled leaks by name, with what the tests and the demo must find in each."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from tuiinspect.errors import UsageError
from tuiinspect.text import clean

DEFAULT = "listeners"

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Leak:
    """A Node program that leaks, and with `--healthy` does the same work without the fault.

    `holder` is the variable or property on every retainer path of what `accumulates` (a class).
    `default_rate` is in requests a second; `kind` is one of the kinds of suspects that a triage names.
    """

    name: str
    title: str
    story: str
    file: str
    default_rate: int
    holder: str
    accumulates: str
    kind: str

    @property
    def path(self) -> Path:
        return _FOLDER / self.file


LEAKS: tuple[Leak, ...] = (
    Leak(
        name="listeners",
        title="A listener added with every request",
        story="The request handler listens to an emitter that outlives the request, and the warning is off.",
        file="listeners.js",
        default_rate=40,
        holder="connector",
        accumulates="Session",
        kind="listeners",
    ),
    Leak(
        name="late-callback",
        title="A callback added again after the clean-up",
        story="A slow look-up subscribes connections that a fast refusal has closed and cleaned up before.",
        file="late-callback.js",
        default_rate=60,
        holder="hub",
        accumulates="StreamConnection",
        kind="listeners",
    ),
    Leak(
        name="function-cache",
        title="Results remembered on the function itself",
        story="A function keeps a Buffer for every argument it was ever given, as a property of its own.",
        file="function-cache.js",
        default_rate=40,
        holder="computeTerm",
        accumulates="Buffer",
        kind="properties",
    ),
    Leak(
        name="module-map",
        title="A Map of the module with one key per request",
        story="A Map in a module keeps a cache per environment, and every request brings an environment.",
        file="module-map.mjs",
        default_rate=40,
        holder="requestCachesByEnvironment",
        accumulates="ServerEnvironment",
        kind="collection",
    ),
    Leak(
        name="global-array",
        title="A global array that is only added to",
        story="Every request is entered in a global array, and no entry is ever taken out.",
        file="global-array.js",
        default_rate=60,
        holder="auditTrail",
        accumulates="AuditEntry",
        kind="array",
    ),
    Leak(
        name="timers",
        title="Intervals that are never cleared",
        story="Every visit starts an interval whose callback holds the session long after the visitor left.",
        file="timers.js",
        default_rate=40,
        holder="_onTimeout",
        accumulates="Session",
        kind="timers",
    ),
    Leak(
        name="abort-signal",
        title="Listeners on one long-lived AbortSignal",
        story="Every job listens for the server's shutdown and still does when the job is done.",
        file="abort-signal.js",
        default_rate=25,
        holder="shutdown",
        accumulates="Job",
        kind="event-target",
    ),
    Leak(
        name="worker",
        title="A leak inside a worker thread",
        story="A worker thread keeps every page it renders, while the main thread's heap stays small.",
        file="worker.js",
        default_rate=40,
        holder="renderedPages",
        accumulates="RenderedPage",
        kind="array",
    ),
    Leak(
        name="buffers",
        title="Buffers only: memory outside the heap",
        story="Uploads stay in a Set after they are stored: RSS grows while V8's heap stays small.",
        file="buffers.js",
        default_rate=16,
        holder="pendingUploads",
        accumulates="Buffer",
        kind="buffers",
    ),
)


def find_leak(name: str) -> Leak:
    """Return the leak of that name.

    Raises:
        UsageError: there is none; the message names the nearest one and all of them.
    """
    names = [leak.name for leak in LEAKS]
    if name in names:
        return LEAKS[names.index(name)]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    raise UsageError(
        f"there is no bundled leak '{clean(name, 40)}'" + (f"; did you mean '{near[0]}'?" if near else ""),
        advice=f"There are: {', '.join(names)}",
    )
