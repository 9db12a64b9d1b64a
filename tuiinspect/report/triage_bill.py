"""What a triage is going to cost, and how far it is, in words."""

from __future__ import annotations

from tuiinspect.report.pauses import cut_words, pause_words
from tuiinspect.text import format_bytes, format_duration
from tuiinspect.triage.bill import Bill, Progressed


def bill_text(bill: Bill) -> str:
    """The steps that pause the process, with what they are expected to cost."""
    lines = []
    for steps, prediction in ((bill.plan.snapshots, bill.snapshot), (bill.plan.censuses, bill.census)):
        if steps:
            memory = format_bytes(prediction.memory_bytes)
            lines.append(
                f"{prediction.what} x {len(steps)}: each stops the {prediction.held_up} for "
                f"{pause_words(prediction)} and takes up to {memory} of memory"
            )
            lines += filter(None, [cut_words(prediction)])
    lines += _of_workers(bill)
    if bill.plan.snapshots and bill.snapshot.cuts_connections and not bill.census.cuts_connections:
        lines.append(f"(a census instead of snapshots would stop it for {pause_words(bill.census)})")
    if bill.plan.reconsidered:
        lines.append("(snapshots follow the first census if it finds so few objects that they fit after all)")
    if bill.reading is not None:
        lines.append(
            f"allocations are sampled: the {bill.reading.held_up} takes 0 to 16 % more CPU meanwhile, "
            f"and each reading is a full collection of up to {format_duration(bill.reading.pause_s)}"
        )
    lines += [f"({words})" for words in bill.plan.unmet]
    return "\n".join(lines)


def _of_workers(bill: Bill) -> list[str]:
    if not bill.workers:
        return []
    first, number = bill.workers[0], len(bill.workers)
    threads = "a worker thread" if number == 1 else f"{number} worker threads"
    return [
        f"each time {threads} too: it stops the thread for {pause_words(first)} "
        f"and takes up to {format_bytes(first.memory_bytes)}"
    ]


def progress_words(progress: Progressed) -> str:
    """One line that fits a narrow terminal."""
    words = f"{progress.what}: {progress.gone_s:.0f} s of {progress.span_s:.0f} s"
    capture = progress.capture
    if capture is not None and capture.total:
        return f"{words}, {capture.done / capture.total:.0%}"
    return words
