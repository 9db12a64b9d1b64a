from __future__ import annotations

import threading

import msgspec
import pytest

from tests.support import reactions
from tests.support.fake_inspector import FakeInspector
from tests.support.fake_session import Reaction
from tests.support.processes import wait_until
from tuiinspect.cdp.connection import Connection, address_of
from tuiinspect.cdp.messages import decode
from tuiinspect.errors import (
    CallFailed,
    CallTimedOut,
    ConnectionLost,
    InspectError,
    NoSuchTarget,
    NotAttachable,
    TargetEnding,
    UsageError,
)


class Sum(msgspec.Struct):
    total: int


def test_call_is_answered_into_a_type(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Math.add", reactions.reply({"total": 3}))
    assert connection.call("Math.add", {"of": [1, 2]}, into=Sum).total == 3
    assert connection.call("Math.add") == {"total": 3}
    assert fake.wait_message("Math.add").params == {"of": [1, 2]}
    assert fake.unmasked == 0


def test_error_reply_names_the_method(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Math.add", reactions.refuse("not today", -32000))
    with pytest.raises(CallFailed, match="not today") as caught:
        connection.call("Math.add")
    assert (caught.value.method, caught.value.code) == ("Math.add", -32000)


def test_reply_of_another_shape_names_the_method(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Math.add", reactions.reply({"total": "three"}))
    with pytest.raises(CallFailed, match=r"Math\.add.*total"):
        connection.call("Math.add", into=Sum)


def test_late_reply_is_still_accepted(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Slow.do", reactions.held({"total": 9}))
    call = connection.start("Slow.do")
    with pytest.raises(CallTimedOut, match=r"Slow\.do"):
        call.result(0.01)
    assert not call.done
    fake.on("Quick.do", reactions.reply({"total": 1}))
    assert connection.call("Quick.do", into=Sum).total == 1
    fake.release()
    assert call.result(5, Sum).total == 9


def test_reply_to_a_call_nobody_made_is_ignored(fake: FakeInspector, connection: Connection) -> None:
    fake.on(
        "Math.add",
        reactions.in_turn(reactions.text(b'{"id":4711,"result":{}}'), reactions.reply({"total": 2})),
    )
    assert connection.call("Math.add", into=Sum).total == 2


def test_dropped_connection_fails_every_waiting_call(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Slow.do", reactions.never())
    waiting = [connection.start("Slow.do") for _ in range(3)]
    fake.wait_message("Slow.do", 3)
    fake.wait_session().drop()
    for call in waiting:
        with pytest.raises(ConnectionLost, match=r"Slow\.do got no answer: the target closed"):
            call.result(5)
    assert connection.closed
    assert connection.close_reason == "the target closed the connection"


def test_calls_after_the_end_fail_without_waiting(fake: FakeInspector, connection: Connection) -> None:
    fake.wait_session().drop()
    wait_until(lambda: connection.closed)
    call = connection.start("Math.add")
    assert call.done
    with pytest.raises(ConnectionLost, match=r"Math\.add"):
        call.result(0)


@pytest.mark.parametrize(
    ("name", "reaction"),
    [
        ("not JSON", reactions.text(b"hello there")),
        ("not a message", reactions.text(b"[1,2]")),
        ("reserved bits", reactions.raw_bytes(b"\xf1\x00")),
        ("unknown opcode", reactions.raw_bytes(b"\x87\x00")),
        ("bare continuation", reactions.raw_bytes(b"\x80\x01x")),
        ("broken close", reactions.raw_bytes(b"\x88\x01x")),
        ("half a frame", reactions.drop_within_frame({"total": 1})),
        ("goodbye", reactions.say_goodbye()),
    ],
)
def test_what_cannot_be_understood_ends_the_connection_in_words(
    fake: FakeInspector, connection: Connection, name: str, reaction: Reaction
) -> None:
    fake.on("Math.add", reaction)
    with pytest.raises(ConnectionLost, match=r"Math\.add got no answer: the \w+") as caught:
        connection.call("Math.add", timeout=60)
    assert connection.closed, name
    assert "Traceback" not in str(caught.value)
    fake.wait_left()


def test_broken_text_of_the_program_does_not_end_it(fake: FakeInspector, connection: Connection) -> None:
    fake.on(
        "Math.add",
        reactions.in_turn(
            reactions.text(b'{"method":"Some.event","params":{"s":"\xff"}}'),
            reactions.text(b'{"id":1,"result":{"s":"\\ud800\xfe"}}'),
        ),
    )
    heard: list[object] = []
    connection.subscribe("Some.event", lambda params: heard.append(decode(params)))
    assert connection.call("Math.add") == {"s": "\N{REPLACEMENT CHARACTER}" * 2}
    assert heard == [{"s": "\N{REPLACEMENT CHARACTER}"}]


def test_huge_message_in_fragments_with_pings_between(fake: FakeInspector, connection: Connection) -> None:
    text = "0,1,2,3,\n" * 2_000_000
    fake.on("Big.get", reactions.fragmented({"text": text}, 1 << 20, pings=True))
    assert connection.call("Big.get", timeout=30)["text"] == text
    assert fake.wait_pong() == b"there?"


def test_proxies_in_the_environment_play_no_part(
    fake: FakeInspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY", "ws_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    monkeypatch.delenv("no_proxy", raising=False)
    fake.on("Math.add", reactions.reply({"total": 3}))
    connection = Connection.open(fake.url)
    assert connection.call("Math.add", into=Sum).total == 3
    connection.close()
    request = fake.requests[-1]
    assert request.headers["host"] == f"127.0.0.1:{fake.port}"
    assert "origin" not in request.headers


def test_events_reach_their_subscribers_until_they_leave(fake: FakeInspector, connection: Connection) -> None:
    fake.on(
        "Math.add",
        reactions.in_turn(reactions.event("Some.event", {"n": 1}), reactions.reply({"total": 0})),
    )
    first: list[object] = []
    second: list[object] = []
    leave = connection.subscribe("Some.event", lambda params: first.append(decode(params)))
    connection.subscribe("Some.event", lambda params: second.append(decode(params)))
    connection.call("Math.add")
    leave()
    connection.call("Math.add")
    assert first == [{"n": 1}]
    assert second == [{"n": 1}, {"n": 1}]


def test_failing_handler_is_reported_and_does_not_end_the_session(
    fake: FakeInspector, connection: Connection
) -> None:
    fake.on(
        "Math.add",
        reactions.in_turn(reactions.event("Some.event", {}), reactions.reply({"total": 4})),
    )
    reported: list[tuple[str, Exception]] = []
    connection.trouble = lambda event, error: reported.append((event, error))

    def fail(_params: msgspec.Raw) -> None:
        raise ZeroDivisionError

    connection.subscribe("Some.event", fail)
    assert connection.call("Math.add", into=Sum).total == 4
    assert [(event, type(error)) for event, error in reported] == [("Some.event", ZeroDivisionError)]


def test_handler_that_waits_for_a_reply_is_stopped_at_once(
    fake: FakeInspector, connection: Connection
) -> None:
    fake.on(
        "Math.add",
        reactions.in_turn(reactions.event("Some.event", {}), reactions.reply({"total": 4})),
    )
    reported: list[str] = []
    connection.trouble = lambda _event, error: reported.append(str(error))

    def wait(_params: msgspec.Raw) -> None:
        connection.call("Math.add")

    connection.subscribe("Some.event", wait)
    assert connection.call("Math.add", into=Sum).total == 4
    assert reported == ["Math.add: a handler on the reader thread would wait for itself"]


def test_close_waits_for_replies_under_way(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Slow.do", reactions.held({"total": 5}))
    call = connection.start("Slow.do")
    fake.wait_message("Slow.do")
    closer = threading.Thread(target=connection.close)
    closer.start()
    wait_until(lambda: connection.closed)
    assert fake.open_sessions == 1
    assert connection.start("Math.add").done
    fake.release()
    assert call.result(5, Sum).total == 5
    closer.join(5)
    fake.wait_left()
    assert [message.method for message in fake.messages] == ["Slow.do"]
    assert fake.closes == []


def test_close_does_not_wait_for_ever(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Slow.do", reactions.never())
    call = connection.start("Slow.do")
    connection.close()
    fake.wait_left()
    with pytest.raises(ConnectionLost, match=r"Slow\.do got no answer: the connection was closed"):
        call.result(5)


def test_the_first_reason_stands_and_is_told_once(connection: Connection) -> None:
    told: list[InspectError | None] = []
    done = threading.Event()
    connection.on_close(told.append)
    connection.on_close(lambda _reason: done.set())
    connection.close(TargetEnding("the target is exiting"))
    connection.close()
    assert done.wait(5)
    assert [type(reason) for reason in told] == [TargetEnding]
    with pytest.raises(TargetEnding, match=r"Math\.add got no answer: the target is exiting"):
        connection.call("Math.add")
    late: list[InspectError | None] = []
    connection.on_close(late.append)
    assert late == told


def test_our_own_closing_has_no_reason(connection: Connection) -> None:
    done = threading.Event()
    reasons: list[InspectError | None] = []
    connection.on_close(reasons.append)
    connection.on_close(lambda _reason: done.set())
    connection.close()
    assert done.wait(5)
    assert reasons == [None]
    assert connection.close_reason is None


def test_closing_within_a_handler_returns_at_once(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Slow.do", reactions.event("Some.event", {}))
    connection.subscribe("Some.event", lambda _params: connection.close())
    call = connection.start("Slow.do")
    fake.wait_left()
    with pytest.raises(ConnectionLost):
        call.result(5)


def test_reserved_connection_serves_one_thread(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Math.add", reactions.reply({"total": 3}))
    connection.reserve()
    refused: list[tuple[bool, bool]] = []
    other = threading.Thread(
        target=lambda: refused.append((connection.closed, connection.start("Other.do").done))
    )
    other.start()
    other.join(5)
    assert refused == [(True, True)]
    assert not connection.closed
    assert connection.call("Math.add", into=Sum).total == 3
    assert [message.method for message in fake.messages] == ["Math.add"]


def test_closing_frame_is_not_answered(fake: FakeInspector, connection: Connection) -> None:
    fake.wait_session().send_bytes(b"\x88\x00")
    fake.wait_left()
    assert fake.closes == []
    assert connection.close_reason == "the target ended the session"


def test_many_threads_share_one_connection(fake: FakeInspector, connection: Connection) -> None:
    fake.on(
        "Math.echo",
        lambda session, message: session.send({"id": message.id, "result": {"total": message.params["n"]}}),
    )
    answers: dict[int, list[int]] = {}

    def ask(thread: int) -> None:
        numbers = range(thread * 1000, thread * 1000 + 50)
        answers[thread] = [connection.call("Math.echo", {"n": n}, into=Sum).total for n in numbers]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == {number: list(range(number * 1000, number * 1000 + 50)) for number in range(6)}


def test_refused_session_is_said_without_its_secret() -> None:
    with FakeInspector(refuse_sessions=400) as fake, pytest.raises(NotAttachable, match="HTTP 400") as caught:
        Connection.open(fake.url)
    assert fake.url.rpartition("/")[2] not in str(caught.value)


def test_nobody_there() -> None:
    with FakeInspector() as fake:
        url = fake.url
    with pytest.raises(NoSuchTarget, match=r"nothing to talk to at 127\.0\.0\.1:\d+: Connection refused"):
        Connection.open(url)


@pytest.mark.parametrize(
    "url", ["", "ws://", "http://127.0.0.1:9229/x", "ws://127.0.0.1/x", "ws://h:99999/x"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(UsageError):
        address_of(url)


def test_address_of_an_ipv6_url() -> None:
    assert address_of("ws://[::1]:9229/x") == ("::1", 9229)
