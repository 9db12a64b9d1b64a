"""`tuiinspect listeners`: listener counts per emitter and event, and what grew over a span."""

from __future__ import annotations

import click

from tuiinspect.commands.call_sites import CALL_SITE_COST, call_site_option, check_call_sites
from tuiinspect.commands.live import SECONDS, LiveSession, live, note
from tuiinspect.commands.output import say_json
from tuiinspect.errors import ConnectionLost, InspectError
from tuiinspect.events import ListenersCounted
from tuiinspect.history import ListenerHistory, ListenerRow
from tuiinspect.report.live import listeners_document, listeners_text
from tuiinspect.samples import ListenerFunction

# Locating functions costs the target a few calls a row; rows beyond these are not what grows.
LOCATED_ROWS = 20


@click.command("listeners")
@click.argument("target")
@click.option("--for", "span", type=SECONDS, default="30s", show_default=True, help="How long, as 30s or 5m.")
@click.option("--read-only", is_flag=True, help="Never put the hook in .on(); sees only what can be reached.")
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@call_site_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    target: str, span: float, read_only: bool, allow_remote: bool, call_sites: bool, as_json: bool
) -> None:
    """Count the listeners of TARGET per emitter and event, and name those that grow.

    A hook in .on() reports emitters whose event reaches 5 listeners; it is in for the span only. With
    --call-sites it also notes where the listeners that are added meanwhile come from. No heap walk.
    """
    check_call_sites(call_sites, read_only)
    history = ListenerHistory()
    spent = 0.0
    with live(target, read_only=read_only, allow_remote=allow_remote, call_sites=call_sites) as stream:
        note(
            "read-only: no hook"
            if read_only
            else f"a hook in .on() is in for {span:g} s; it is removed at the end"
        )
        if call_sites:
            why = stream.session.call_sites.why
            note(CALL_SITE_COST if why is None else f"call sites are not noted: {why}")
        for event in stream.events(span):
            if isinstance(event, ListenersCounted):
                history.add(event.sample)
                spent += event.sample.cost_s
        # Once more: what came since the last sample belongs to the span, and to what is located now.
        latest = stream.session.recount()
        history.add(latest)
        rows = history.rows()
        located = _locate(stream, rows[:LOCATED_ROWS])
    span_s = max((row.span_s for row in rows), default=span)
    if as_json:
        document = listeners_document(rows, located, latest, span_s=span_s, pause_s=spent + latest.cost_s)
        say_json(document)
    else:
        click.echo(listeners_text(rows, located, latest, span_s=span_s))


def _locate(
    stream: LiveSession, rows: tuple[ListenerRow, ...]
) -> dict[tuple[int, str], tuple[ListenerFunction, ...]]:
    located = {}
    for row in rows:
        try:
            located[row.key] = stream.session.functions(row.count.emitter, row.count.event)
        except ConnectionLost:
            raise
        except InspectError as error:
            note(f"{row.count.class_name} {row.count.event!r}: {error.what}")
    return located
