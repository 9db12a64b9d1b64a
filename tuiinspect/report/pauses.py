"""A predicted pause in words: what it should take, and what it may where something presses on the target."""

from __future__ import annotations

from tuiinspect.samples import KEEP_ALIVE_S, Prediction
from tuiinspect.text import format_count, format_duration


def pause_words(prediction: Prediction) -> str:
    """`about 3.0 s`, or `about 3.0 s (this machine is busy: it may take 9.0 s)`."""
    words = f"about {expected(prediction)}"
    asides = []
    if prediction.pace is not None:
        asides.append("going by the last one")
    if prediction.calm_s is not None:
        asides.append(f"{_presses(prediction)}: it may take {format_duration(prediction.pause_s)}")
    return f"{words} ({'; '.join(asides)})" if asides else words


def cut_words(prediction: Prediction) -> str:
    """What so long a pause does to the target's visitors; empty where it does nothing."""
    if not prediction.cuts_connections:
        return ""
    return (
        f"after more than {KEEP_ALIVE_S:.0f} s an HTTP server resets connections that were kept alive, and "
        f"requests that came meanwhile fail ({format_count(prediction.connections)} connections are open)"
    )


def expected(prediction: Prediction) -> str:
    """The pause that there would be if nothing pressed."""
    return format_duration(prediction.pause_s if prediction.calm_s is None else prediction.calm_s)


def pressed_words(prediction: Prediction) -> str:
    """The rest of it where there is little room; empty where nothing presses."""
    if prediction.calm_s is None:
        return ""
    longer = format_duration(prediction.pause_s)
    return f"! {longer} on so busy a machine" if prediction.cores is None else f"! {longer} in its container"


def _presses(prediction: Prediction) -> str:
    if prediction.cores is None:
        return "this machine is busy"
    return f"its container may use {prediction.cores:.2g} core{'' if prediction.cores == 1 else 's'}"
