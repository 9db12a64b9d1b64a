"""What the capture process and its parent say to each other: one JSON object a line, over two pipes."""

from __future__ import annotations

from typing import Literal

import msgspec

from tuiinspect.errors import (
    Cancelled,
    ConnectionLost,
    InspectError,
    NoSuchTarget,
    NotAttachable,
    TargetEnding,
    UnwritableFile,
)
from tuiinspect.samples.live import LiveObject


class Begin(msgspec.Struct, tag=True, frozen=True):
    """The first line: who to talk to. It holds the inspector's secret address, so it is no argument.

    `pid` is None when the target runs elsewhere; `close_inspector` asks the process to close the
    inspector when its parent is gone; `worker` is the number of the worker thread that is meant.
    """

    url: str
    node_version: str
    pid: int | None = None
    close_inspector: bool = False
    worker: int | None = None


class Take(msgspec.Struct, tag=True, frozen=True):
    path: str


class Look(msgspec.Struct, tag=True, frozen=True):
    """Say what the object of that id in the last snapshot is now; `properties`: list all named ones."""

    id: int
    properties: bool


class Cancel(msgspec.Struct, tag=True, frozen=True):
    """Drain the stream to its end, then tell; the file goes."""


class End(msgspec.Struct, tag=True, frozen=True):
    """Hang up when nothing streams any more; the parent closes the inspector itself."""


class Progressed(msgspec.Struct, tag=True, frozen=True):
    phase: Literal["waiting", "generating", "streaming"]
    done: int
    total: int
    bytes_written: int
    elapsed_s: float


class Taken(msgspec.Struct, tag=True, frozen=True):
    bytes_written: int
    nodes: int | None
    pause_s: float
    rss_before: int
    rss_after: int
    rss_peak: int | None


class Seen(msgspec.Struct, tag=True, frozen=True):
    """The answer to Look."""

    found: LiveObject


class Unseen(msgspec.Struct, tag=True, frozen=True):
    """The answer to Look when there is nothing to be seen."""

    what: str
    advice: str | None = None


class Failed(msgspec.Struct, tag=True, frozen=True):
    """No snapshot: in words, with the name of the error. `over` means that the session has ended with it."""

    kind: str
    what: str
    advice: str | None = None
    over: bool = False

    @classmethod
    def of(cls, error: InspectError, *, over: bool = False) -> Failed:
        return cls(kind=type(error).__name__, what=error.what, advice=error.advice, over=over)

    def error(self) -> InspectError:
        return _KINDS.get(self.kind, ConnectionLost)(self.what, advice=self.advice)


_KINDS: dict[str, type[InspectError]] = {
    kind.__name__: kind
    for kind in (Cancelled, ConnectionLost, NoSuchTarget, NotAttachable, TargetEnding, UnwritableFile)
}

Request = Begin | Take | Look | Cancel | End
News = Progressed | Taken | Seen | Unseen | Failed

_requests = msgspec.json.Decoder(Request)
_news = msgspec.json.Decoder(News)


def line(message: Request | News) -> bytes:
    return msgspec.json.encode(message) + b"\n"


def read_request(text: bytes) -> Request:
    request: Request = _requests.decode(text)
    return request


def read_news(text: bytes) -> News:
    news: News = _news.decode(text)
    return news
