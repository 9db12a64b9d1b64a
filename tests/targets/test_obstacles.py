from __future__ import annotations

from dataclasses import replace

import pytest

from tuiinspect.targets.command_line import InspectorFlags
from tuiinspect.targets.inspector_port import Endpoint
from tuiinspect.targets.obstacles import Ourselves, ourselves, why_not
from tuiinspect.targets.sightings import Sighting

USER = Ourselves(1000, may_signal_others=False, may_look_into_others=False, may_enter_namespaces=False)
ROOT = Ourselves(0, may_signal_others=True, may_look_into_others=True, may_enter_namespaces=True)
ROOT_OF_A_CONTAINER = Ourselves(
    0, may_signal_others=True, may_look_into_others=False, may_enter_namespaces=False
)
AT = Endpoint("127.0.0.1", 9229)

FINE = Sighting(
    pid=4242,
    uid=1000,
    user="app",
    age_s=60.0,
    state="S",
    rss_bytes=1,
    command=("node", "server.js"),
    sigusr1="caught",
    flags=InspectorFlags(),
    version="v20.20.2",
    lookalike=None,
    readable=True,
    network="net:[1]",
    same_network=True,
    container=False,
    container_id=None,
)
ELSEWHERE = replace(FINE, same_network=False, container=True)
OTHERS = replace(FINE, uid=33, user="www-data")
NO_SIGNAL = InspectorFlags(signal_disabled=True)
HIDDEN = replace(OTHERS, readable=False)


@pytest.mark.parametrize(
    ("target", "us"),
    [(FINE, USER), (FINE, ROOT), (ELSEWHERE, ROOT), (OTHERS, ROOT)],
)
def test_nothing_in_the_way(target: Sighting, us: Ourselves) -> None:
    assert why_not(target, us) is None
    assert why_not(target, us, inspector=AT) is None


@pytest.mark.parametrize(
    ("target", "us", "said"),
    [
        (replace(FINE, lookalike="Bun"), ROOT, "not Node but Bun"),
        (HIDDEN, USER, "belongs to user www-data: run as www-data or with sudo"),
        (replace(HIDDEN, uid=0, user="root"), USER, "belongs to user root: run with sudo"),
        (HIDDEN, ROOT_OF_A_CONTAINER, "root may not look into it here: run as www-data"),
        (replace(FINE, readable=False), USER, "has rights that tuiinspect lacks"),
        (ELSEWHERE, USER, "in another network namespace"),
        (ELSEWHERE, ROOT_OF_A_CONTAINER, "in another network namespace"),
        (replace(FINE, state="T"), USER, "stopped (ctrl+z or SIGSTOP): continue it with kill -CONT 4242"),
        (replace(FINE, state="t"), USER, "stopped by a debugger"),
        (replace(FINE, sigusr1="would kill", age_s=0.01), USER, "still starting"),
        (replace(FINE, sigusr1="disabled", age_s=0.01), USER, "still starting"),
        (replace(FINE, sigusr1="disabled"), USER, "SIGUSR1 is disabled"),
        (replace(FINE, sigusr1="would kill"), USER, "the signal would kill it"),
        (replace(FINE, flags=NO_SIGNAL, sigusr1="disabled", age_s=0.01), USER, "SIGUSR1 is disabled"),
        (OTHERS, USER, "belongs to user www-data, and may not be signalled"),
    ],
)
def test_what_is_in_the_way(target: Sighting, us: Ourselves, said: str) -> None:
    assert said in str(why_not(target, us))


def test_a_listening_inspector_needs_no_signal() -> None:
    mute = replace(FINE, sigusr1="would kill")
    assert why_not(mute, USER, inspector=AT) is None
    # But a stopped process answers at no port, and another network's port is out of reach.
    assert "stopped" in str(why_not(replace(mute, state="T"), USER, inspector=AT))
    assert "another network" in str(why_not(replace(mute, same_network=False), USER, inspector=AT))


def test_an_address_that_only_the_log_has() -> None:
    secret = replace(FINE, flags=InspectorFlags(9300, given=True, tells_address=False))
    assert "ws:// URL" in str(why_not(secret, USER, inspector=AT))
    assert "ws:// URL" in str(why_not(secret, USER))


def test_a_program_that_answered_the_signal_itself() -> None:
    assert "handles that signal itself" in str(why_not(FINE, USER, unanswered=True))


def test_a_port_that_is_taken() -> None:
    flags = InspectorFlags(9300, given=True)
    said = str(why_not(replace(FINE, flags=flags), USER, port_holder="process 7"))
    assert said == "port 9300, which its inspector would take, is held by process 7"


def test_an_unreadable_one_that_says_where_it_listens() -> None:
    assert str(why_not(HIDDEN, USER, perhaps_at=AT)).endswith("may be the one at 127.0.0.1:9229")


def test_our_own_rights_are_read() -> None:
    us = ourselves()
    assert us.may_enter_namespaces <= us.may_signal_others
