"""The methods and events of the protocol that tuiinspect uses, typed.

`Runtime.enable` is missing on purpose: with it the target keeps every object its program logs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.cdp.messages import decode
from tuiinspect.cdp.shapes import (
    HeapUsage,
    InternalProperty,
    Properties,
    Property,
    RemoteObject,
    ScriptParsed,
    SnapshotChunk,
    SnapshotProgress,
    WorkerAttached,
    WorkerDetached,
    WorkerInfo,
)
from tuiinspect.errors import ScriptFailed
from tuiinspect.samples.allocations import OWN_CALLS
from tuiinspect.text import clean

__all__ = [
    "SNAPSHOT_CHUNK",
    "SNAPSHOT_PROGRESS",
    "WAITING_FOR_DISCONNECT",
    "WORKER_ATTACHED",
    "WORKER_DETACHED",
    "HeapUsage",
    "InternalProperty",
    "Properties",
    "Property",
    "RemoteObject",
    "ScriptParsed",
    "SnapshotChunk",
    "SnapshotProgress",
    "WorkerAttached",
    "WorkerDetached",
    "WorkerInfo",
    "announce_exit",
    "call_function_on",
    "disable_workers",
    "discard_console",
    "enable_workers",
    "evaluate",
    "get_properties",
    "heap_object_id",
    "heap_object_ids",
    "heap_usage",
    "object_by_heap_id",
    "outcome",
    "query_objects",
    "release_group",
    "release_object",
    "sampling_profile",
    "scripts",
    "start_evaluate",
    "start_function_on",
    "start_heap_snapshot",
    "start_sampling",
    "start_sampling_profile",
    "stop_sampling",
]

SNAPSHOT_CHUNK = "HeapProfiler.addHeapSnapshotChunk"
SNAPSHOT_PROGRESS = "HeapProfiler.reportHeapSnapshotProgress"
WORKER_ATTACHED = "NodeWorker.attachedToWorker"
WORKER_DETACHED = "NodeWorker.detachedFromWorker"
WAITING_FOR_DISCONNECT = "NodeRuntime.waitingForDisconnect"


class _Thrown(msgspec.Struct, frozen=True):
    text: str = "the script threw"
    exception: RemoteObject | None = None


class _Outcome(msgspec.Struct, rename="camel", frozen=True):
    result: RemoteObject
    exception_details: _Thrown | None = None


class _Queried(msgspec.Struct, frozen=True):
    objects: RemoteObject


class _Resolved(msgspec.Struct, frozen=True):
    result: RemoteObject


class _Sampled(msgspec.Struct, frozen=True):
    profile: msgspec.Raw


class _HeapObjectId(msgspec.Struct, frozen=True):
    heap_snapshot_object_id: str = msgspec.field(name="heapSnapshotObjectId")


def start_evaluate(
    caller: Caller,
    expression: str,
    *,
    group: str | None = None,
    by_value: bool = False,
    command_line_api: bool = True,
    timeout_ms: int | None = None,
) -> Call:
    """Send an evaluation and do not wait; `outcome` reads the reply.

    `disableBreaks`: without it our script would be the statement at which a debugger's "pause" stops.
    """
    params: dict[str, object] = {
        "expression": _named(expression),
        "disableBreaks": True,
        "silent": True,
        "includeCommandLineAPI": command_line_api,
        "returnByValue": by_value,
    }
    if group is not None:
        params["objectGroup"] = group
    if timeout_ms is not None:
        params["timeout"] = timeout_ms
    return caller.start("Runtime.evaluate", params)


def evaluate(
    caller: Caller,
    expression: str,
    *,
    group: str | None = None,
    by_value: bool = False,
    command_line_api: bool = True,
    timeout_ms: int | None = None,
    timeout: float = 10.0,
) -> RemoteObject:
    """Run an expression in the target; what it throws comes as ScriptFailed.

    `timeout` is how long we wait, `timeout_ms` how long the target lets it run.
    `command_line_api` gives the expression a `require`. Not for what is sent again and again: in Node 18 and
    20 installing it can crash a process that is just ending by itself; `call_function_on` cannot.
    """
    call = start_evaluate(
        caller,
        expression,
        group=group,
        by_value=by_value,
        command_line_api=command_line_api,
        timeout_ms=timeout_ms,
    )
    return outcome(call, timeout)


def call_function_on(
    caller: Caller,
    object_id: str,
    declaration: str,
    arguments: Sequence[object] = (),
    *,
    group: str | None = None,
    by_value: bool = False,
    preview: bool = False,
    timeout: float = 10.0,
) -> RemoteObject:
    """Call a function with a remote `this`; arguments are JSON values or RemoteObjects with an id."""
    call = start_function_on(
        caller, object_id, declaration, arguments, group=group, by_value=by_value, preview=preview
    )
    return outcome(call, timeout)


def start_function_on(
    caller: Caller,
    object_id: str,
    declaration: str,
    arguments: Sequence[object] = (),
    *,
    group: str | None = None,
    by_value: bool = False,
    preview: bool = False,
) -> Call:
    """Send a function call and do not wait; `outcome` reads the reply."""
    params: dict[str, object] = {
        "objectId": object_id,
        "functionDeclaration": _named(declaration),
        "arguments": [_argument(argument) for argument in arguments],
        "silent": True,
        "returnByValue": by_value,
    }
    if preview:
        params["generatePreview"] = True
    if group is not None:
        params["objectGroup"] = group
    return caller.start("Runtime.callFunctionOn", params)


def outcome(call: Call, timeout: float) -> RemoteObject:
    """Wait for an evaluation or a function call; what the script threw is raised as ScriptFailed."""
    reply = call.result(timeout, _Outcome)
    thrown = reply.exception_details
    if thrown is not None:
        words = (thrown.exception.description if thrown.exception is not None else None) or thrown.text
        raise ScriptFailed(f"our script failed in the target: {clean(words, 400)}")
    return reply.result


def query_objects(caller: Caller, prototype_id: str, *, group: str, timeout: float) -> RemoteObject:
    """An array of every object with that prototype: a heap walk and a full collection, 6 to 9 ms a MB."""
    params = {"prototypeObjectId": prototype_id, "objectGroup": group}
    return caller.call("Runtime.queryObjects", params, timeout=timeout, into=_Queried).objects


def get_properties(
    caller: Caller, object_id: str, *, own: bool = True, indexed: bool = True, timeout: float = 10.0
) -> Properties:
    """An object's properties, `indexed` ones (the elements of arrays) too; no getter is called."""
    params = {"objectId": object_id, "ownProperties": own, "nonIndexedPropertiesOnly": not indexed}
    return caller.call("Runtime.getProperties", params, timeout=timeout, into=Properties)


def release_group(caller: Caller, group: str, *, timeout: float = 10.0) -> None:
    caller.call("Runtime.releaseObjectGroup", {"objectGroup": group}, timeout=timeout)


def release_object(caller: Caller, object_id: str, *, timeout: float = 10.0) -> None:
    caller.call("Runtime.releaseObject", {"objectId": object_id}, timeout=timeout)


def discard_console(caller: Caller, *, timeout: float = 10.0) -> None:
    """Let go of the last thousand logged objects, which V8 keeps while an inspector listens."""
    caller.call("Runtime.discardConsoleEntries", timeout=timeout)


def heap_usage(caller: Caller, *, timeout: float = 10.0) -> HeapUsage:
    return caller.call("Runtime.getHeapUsage", timeout=timeout, into=HeapUsage)


def scripts(caller: Caller, *, timeout: float = 10.0) -> dict[str, ScriptParsed]:
    """Each script by its id, which only an enabled debugger tells.

    The three calls go out together: should the program meet a `debugger` statement in between, the
    one that disables the debugger is already there to let it go on.
    """
    found: dict[str, ScriptParsed] = {}

    def note(params: msgspec.Raw) -> None:
        parsed = decode(params, ScriptParsed)
        found[parsed.script_id] = parsed

    unsubscribe = caller.subscribe("Debugger.scriptParsed", note)
    try:
        enabling = caller.start("Debugger.enable")
        skipping = caller.start("Debugger.setSkipAllPauses", {"skip": True})
        disabling = caller.start("Debugger.disable")
        for call in (enabling, skipping, disabling):
            call.result(timeout)
    finally:
        unsubscribe()
    return found


def start_sampling(caller: Caller, interval: int, *, timeout: float = 10.0) -> None:
    """Sample allocations, one for each `interval` bytes; objects that die are forgotten.

    Where a sampling is under way already this does nothing, and does not say so.
    """
    caller.call("HeapProfiler.startSampling", {"samplingInterval": interval}, timeout=timeout)


def start_sampling_profile(caller: Caller) -> Call:
    """Ask for what is alive of what was sampled, by a full collection; `sampling_profile` reads it."""
    return caller.start("HeapProfiler.getSamplingProfile")


def sampling_profile(call: Call, timeout: float) -> msgspec.Raw:
    """Wait for a profile; it is JSON, as in a `.heapprofile`."""
    return call.result(timeout, _Sampled).profile


def stop_sampling(caller: Caller, *, timeout: float = 10.0) -> None:
    """End the sampling, whoever began it: with a full collection, and a profile that nobody reads."""
    caller.call("HeapProfiler.stopSampling", timeout=timeout, into=_Sampled)


def start_heap_snapshot(caller: Caller, *, report_progress: bool = True) -> Call:
    """Begin a snapshot: chunks come as SNAPSHOT_CHUNK events, and it is complete when this call is done."""
    return caller.start("HeapProfiler.takeHeapSnapshot", {"reportProgress": report_progress})


def heap_object_id(caller: Caller, object_id: str, *, timeout: float = 10.0) -> int:
    """The id a live object has in snapshots; 0 until it was in one."""
    return heap_object_ids(caller, [object_id], timeout=timeout)[0]


def heap_object_ids(caller: Caller, object_ids: Sequence[str], *, timeout: float = 10.0) -> list[int]:
    """The same of several, asked all at once.

    Of an object made after the snapshot it may be the id of another that has died since: from Node 26 on V8
    puts new objects where old ones were and does not notice.
    """
    calls = [caller.start("HeapProfiler.getHeapObjectId", {"objectId": each}) for each in object_ids]
    replies = [call.result(timeout, _HeapObjectId) for call in calls]
    return [int(reply.heap_snapshot_object_id) for reply in replies]


def object_by_heap_id(caller: Caller, heap_id: int, *, group: str, timeout: float = 10.0) -> RemoteObject:
    """The live object behind a snapshot's id: a walk of the heap, about 5 ms a MB."""
    params = {"objectId": str(heap_id), "objectGroup": group}
    reply = caller.call("HeapProfiler.getObjectByHeapObjectId", params, timeout=timeout, into=_Resolved)
    return reply.result


def enable_workers(caller: Caller, *, timeout: float = 10.0) -> None:
    """Ask for WORKER_ATTACHED events, of the present worker threads and of those to come."""
    caller.call("NodeWorker.enable", {"waitForDebuggerOnStart": False}, timeout=timeout)


def disable_workers(caller: Caller, *, timeout: float = 10.0) -> None:
    caller.call("NodeWorker.disable", timeout=timeout)


def announce_exit(caller: Caller, *, timeout: float = 10.0) -> None:
    """Have WAITING_FOR_DISCONNECT sent when the process wants to end and only we keep it.

    For Node 22 and later: in 18 and 20 a call that meets the wait crashes the process.
    """
    caller.call("NodeRuntime.notifyWhenWaitingForDisconnect", {"enabled": True}, timeout=timeout)


def _named(script: str) -> str:
    """`script` with a name in stacks and profiles, by which it can be told from the program's own."""
    return script if "//# sourceURL=" in script else f"{script}\n//# sourceURL={OWN_CALLS}\n"


def _argument(argument: object) -> Mapping[str, object]:
    if isinstance(argument, RemoteObject):
        if argument.object_id is not None:
            return {"objectId": argument.object_id}
        return {"value": argument.value}
    return {"value": argument}
