"""`tuiinspect watch`: memory samples of a live process, one a line."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tuiinspect.commands.counters import announce, counter_option, parse_counters
from tuiinspect.commands.live import SECONDS, live
from tuiinspect.commands.output import say_json
from tuiinspect.events import CountersRead, MemorySampled
from tuiinspect.history import MemoryHistory, NativeMemory
from tuiinspect.report.live import counter_words, sample_document, sample_line, trend_sentence
from tuiinspect.samples import CounterValue, MemorySample

LINES_TO_A_HEADER = 20


@click.command("watch")
@click.argument("target")
@click.option("--for", "span", type=SECONDS, default=None, help="How long, as 60s or 5m; until interrupted.")
@click.option("--interval", type=SECONDS, default="1s", show_default=True, help="Time between samples.")
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@counter_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line.")
def command(
    target: str,
    span: float | None,
    interval: float,
    allow_remote: bool,
    counters: Sequence[str],
    as_json: bool,
) -> None:
    """Watch the memory of TARGET: heap, external, RSS, CPU, loop delay, floor after GC.

    Worker threads have lines of their own, with their own heap, external memory and loop delay; RSS, CPU
    and native memory (what belongs to no heap and no buffer) are the whole process's. PID/worker:N watches
    one thread.

    Puts no hook in; costs the target a fraction of a millisecond a sample.
    """
    counted = parse_counters(counters)
    announce(counted)
    with live(
        target,
        read_only=True,
        workers=True,
        interval=interval,
        allow_remote=allow_remote,
        counters=counted,
    ) as stream:
        history, native = MemoryHistory(stream.thread), NativeMemory()
        values: Sequence[CounterValue] = ()
        write = _write_document if as_json else _Table(stream.thread).write
        try:
            for event in stream.events(span):
                if isinstance(event, CountersRead):
                    values = event.sample.values
                elif isinstance(event, MemorySampled):
                    history.add(event.sample)
                    own = values if event.sample.thread == stream.thread else ()
                    write(event.sample, native.add(event.sample), own)
        finally:
            if not as_json and history.latest:
                click.echo(trend_sentence(history.trend()), err=True)


def _write_document(sample: MemorySample, native: int | None, counters: Sequence[CounterValue]) -> None:
    say_json(sample_document(sample, native, counters))


class _Table:
    """Samples as lines under column names; once a second thread is seen, each line says which one it is."""

    def __init__(self, thread: str) -> None:
        self._thread = thread
        self._threads = False
        self._lines = 0

    def write(self, sample: MemorySample, native: int | None, counters: Sequence[CounterValue]) -> None:
        appeared = sample.thread != self._thread and not self._threads
        self._threads = self._threads or appeared
        header = appeared or self._lines % LINES_TO_A_HEADER == 0
        self._lines = 1 if header else self._lines + 1
        line = sample_line(sample, native, header=header, thread=self._threads)
        click.echo("  ".join((line, *map(counter_words, counters))))
