"""What the capture process and its parent say to each other comes out as it went in."""

from __future__ import annotations

import msgspec
import pytest

from tuiinspect.errors import (
    CallFailed,
    Cancelled,
    ConnectionLost,
    InspectError,
    NoSuchTarget,
    TargetEnding,
    UnwritableFile,
)
from tuiinspect.probes.capture_lines import (
    Begin,
    Cancel,
    End,
    Failed,
    News,
    Progressed,
    Request,
    Take,
    Taken,
    line,
    read_news,
    read_request,
)


@pytest.mark.parametrize(
    "request_", [Begin("ws://[::1]:1/x", "v20.1.0", 4, True), Take("/a\nb"), Cancel(), End()]
)
def test_requests_are_one_line_each(request_: Request) -> None:
    text = line(request_)
    assert text.count(b"\n") == 1
    assert read_request(text) == request_


@pytest.mark.parametrize(
    "news",
    [
        Progressed("streaming", 2, 3, 4, 0.5),
        Taken(10, None, 0.5, 1, 2, None),
        Failed("ConnectionLost", "it broke\nhere", over=True),
    ],
)
def test_news_are_one_line_each(news: News) -> None:
    text = line(news)
    assert text.count(b"\n") == 1
    assert read_news(text) == news


@pytest.mark.parametrize("kind", [Cancelled, ConnectionLost, NoSuchTarget, TargetEnding, UnwritableFile])
def test_an_error_arrives_as_what_it_was(kind: type[InspectError]) -> None:
    arrived = Failed.of(kind("what", advice="next")).error()
    assert type(arrived) is kind
    assert (arrived.what, arrived.advice) == ("what", "next")


def test_an_error_that_takes_more_than_words_arrives_in_words() -> None:
    arrived = Failed.of(CallFailed("HeapProfiler.takeHeapSnapshot", "no")).error()
    assert "takeHeapSnapshot failed: no" in arrived.what


def test_nonsense_is_refused() -> None:
    with pytest.raises(msgspec.MsgspecError):
        read_request(b'{"type":"Explode"}\n')
