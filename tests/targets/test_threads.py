"""Worker threads as targets: found by their numbers, refused in words, left before their process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.support.processes import wait_until
from tests.support.threads import Threads, run_threads
from tests.targets.conftest import AttachTo
from tuiinspect.cdp.domains import evaluate
from tuiinspect.errors import NoSuchTarget, TargetEnding
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Pid
from tuiinspect.targets.threads import worker_words

THREAD_ID = "require('worker_threads').threadId"


@pytest.fixture
def threads(run_node: RunNode) -> Threads:
    return run_threads(run_node)


def test_the_number_is_the_programs_thread_id(threads: Threads, attach_to: AttachTo) -> None:
    threads.stop_worker(1)
    numbers = [threads.start_worker(name) for name in ("first", "second")]
    for number in numbers:
        attachment = attach_to(Pid(threads.pid, worker=number))
        assert attachment.info.worker == number
        assert (attachment.info.thread, attachment.info.word) == (
            f"worker:{number}",
            f"{threads.pid}/worker:{number}",
        )
        assert evaluate(attachment.channel, THREAD_ID, by_value=True).value == number
        assert evaluate(attachment.connection, THREAD_ID, by_value=True).value == 0
        assert let_go(attachment)
        assert not threads.listens()


def test_an_unknown_number_lists_those_there_are(threads: Threads, attach_to: AttachTo) -> None:
    threads.start_worker("mailer")
    with pytest.raises(NoSuchTarget, match=f"process {threads.pid} has no worker 9") as raised:
        attach_to(Pid(threads.pid, worker=9))
    assert str(raised.value.advice).splitlines() == [
        f"  {threads.pid}/worker:1  renderer threads.js",
        f"  {threads.pid}/worker:2  mailer threads.js",
    ]
    assert not threads.listens()
    assert threads.serves()


def test_a_process_without_workers_says_so(threads: Threads, attach_to: AttachTo) -> None:
    threads.stop_worker(1)
    with pytest.raises(NoSuchTarget, match="has no worker threads"):
        attach_to(Pid(threads.pid, worker=1))
    assert not threads.listens()


def test_the_end_of_the_worker_is_told_and_the_process_goes_on(threads: Threads, attach_to: AttachTo) -> None:
    attachment = attach_to(Pid(threads.pid, worker=1))
    threads.stop_worker(1)
    wait_until(lambda: attachment.channel.closed)
    assert isinstance(attachment.channel.ended_by, TargetEnding)
    assert attachment.channel.close_reason == "worker 1 has ended"
    assert not attachment.connection.closed
    assert let_go(attachment)
    assert not threads.listens()
    assert threads.serves()


@pytest.mark.every_node
def test_worker_is_left_on_every_node(run_node: RunNode, every_node: Path, attach_to: AttachTo) -> None:
    threads = run_threads(run_node, node=every_node)
    attachment = attach_to(Pid(threads.pid, worker=1))
    assert evaluate(attachment.channel, THREAD_ID, by_value=True).value == 1
    assert let_go(attachment)
    assert not threads.listens()
    assert threads.is_clean(1)


@pytest.mark.parametrize(
    ("name", "url", "words"),
    [
        ("renderer", "file:///srv/app/render.js", "renderer render.js"),
        ("WorkerThread", "file:///srv/app/render.js", "render.js"),
        ("", "", "a script without a file"),
        ("\x1b[31mred", "", "·[31mred"),
    ],
)
def test_what_a_worker_is_called(name: str, url: str, words: str) -> None:
    assert worker_words(name, url) == words
