"""One line of what to do, only where the pattern leaves no doubt."""

from __future__ import annotations

ADVICE = {
    "listeners": "Remove the listener where the connection or request ends, or use once() instead of on().",
    "event-target": "Remove the listener when the work is done, or add it with { once: true } or a signal of "
    "its own.",
    "collection": "Delete an entry when it is done with, bound the collection, or key a WeakMap by object.",
    "properties": "Bound this cache (an LRU with a maximum), or let its entries expire.",
    "array": "Take entries out again, or bound the array.",
    "modules": "Import each module by one and the same URL: with another query it is another module, and all "
    "of them stay.",
    "loaded again": "Load the module once and call it; or take it out of its parent's module.children too, "
    "where it is taken out of require.cache.",
    "timers": "Clear the timer or interval when its owner is done.",
    "agents": "Make one agent and use it for all requests, or destroy() each when its request is done.",
    "handles": "Close each handle when its work is done: an open one keeps itself and its listeners alive.",
    "promise": "Settle or abandon the promise that never resolves: every reaction added to it stays.",
    "buffers": "Let go of the buffers when they are stored; copy a small slice, or its parent stays.",
    "sliced": "Copy the slice: a small piece of a string keeps the whole of it.",
}


def advice_for(kind: str) -> str | None:
    return ADVICE.get(kind)
