"""Two lines about the target and the session, in words."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.samples import TargetInfo
from tuiinspect.text import clean
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Line, Piece, fit_line, line, spread, width_of
from tuiinspect.ui.state import Link


@dataclass(frozen=True, slots=True)
class StatusView:
    """What the status line tells; `paused_s` is None while the view moves."""

    asked_for: str
    target: TargetInfo | None
    link: Link
    link_words: str
    blocked_s: float
    attached_s: float
    hook: bool
    call_sites: bool
    read_only: bool
    interval_s: float
    cost_share: float | None
    paused_s: float | None


def status_lines(view: StatusView, width: int) -> tuple[Line, Line]:
    return _who(view, width), _how(view, width)


def _who(view: StatusView, width: int) -> Line:
    state = _state(view)
    if view.target is None:
        asked_for = clean(view.asked_for, 80)
        words = f"attaching to {asked_for} …" if view.link is Link.ATTACHING else asked_for
        return fit_line((Piece(" "), Piece(words, "strong"), Piece("  "), *state), width)
    target = view.target
    node = line(Piece(f"  node {clean(target.node, 20)}", "dim"))
    where = line(Piece(f"  {_endpoint(target)}", "dim"))
    name = line(" ", Piece(f"{target.word} ", "strong"), Piece(clean(target.title, 60), "strong"))
    # What changes each second comes before what never does: the end of the line need not be sent again.
    for more in ((*node, *where), node, ()):
        whole = (*name, Piece("  "), *state, *more)
        if width_of(whole) <= width:
            return fit_line(whole, width)
    return fit_line(name if view.link is Link.ATTACHED else (Piece(" "), *state), width)


def _endpoint(target: TargetInfo) -> str:
    opened = ", opened by tuiinspect" if target.opened_by_us else ""
    return f"inspector {clean(target.host, 40)}:{target.port}{opened}"


def _state(view: StatusView) -> Line:
    match view.link:
        case Link.ATTACHING:
            return ()
        case Link.ATTACHED:
            since = f" for {rounded_duration(view.attached_s)}" if view.attached_s >= 1 else ""
            return line(Piece("● ", "good"), Piece(f"attached{since}"))
        case Link.BLOCKED:
            return line(Piece(f"! target blocked for {rounded_duration(view.blocked_s)}", "warn"))
        case Link.RETRYING:
            return line(Piece("! connection dropped, trying again", "warn"))
        case Link.LOST:
            return line(Piece("! not connected" if view.target is None else "! connection lost", "bad"))
        case Link.ENDED:
            return line(Piece("! target has ended", "bad"))


def _how(view: StatusView, width: int) -> Line:
    badge = (
        line(Piece(f" PAUSED {rounded_duration(view.paused_s)} ", "badge"))
        if (view.paused_s is not None)
        else ()
    )
    if view.link in (Link.LOST, Link.ENDED, Link.RETRYING):
        kept = "; what was seen stays here" if view.target is not None else ""
        reason = clean(view.link_words.partition("\n")[0], 200)
        return spread(line(Piece(f" {reason}{kept}", "bad")), badge, width)
    parts: list[Line] = []
    if view.target is not None and view.target.warnings:
        parts.append(line(Piece(f"! {clean(view.target.warnings[0], 120)}", "warn")))
    parts += [line(Piece(_hook_words(view), "dim")), line(Piece(f"every {_seconds(view.interval_s)}", "dim"))]
    if view.cost_share is not None:
        parts.append(line(Piece(f"costs {view.cost_share * 100:.2f} % of its time", "dim")))
    # What there is no room for is left out whole; half a figure says less than none.
    while len(parts) > 1 and width_of(_listed(parts)) + width_of(badge) + bool(badge) > width:
        parts.pop()
    return spread(_listed(parts), badge, width)


def _hook_words(view: StatusView) -> str:
    if view.read_only:
        return "read-only: no hook in .on()"
    if not view.hook:
        return "no hook in .on(): i puts it in"
    noting = ", noting call sites" if view.call_sites else ""
    return f"hook in .on(){noting}: i removes it"


def _seconds(interval: float) -> str:
    return f"{interval:g} s"


def _listed(parts: list[Line]) -> Line:
    pieces: list[Piece] = [Piece(" ")]
    for number, part in enumerate(parts):
        pieces += [Piece(" · ", "dim")] if number else []
        pieces += part
    return tuple(pieces)
