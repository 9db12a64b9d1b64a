"""`tuiinspect doctor`: what a bug report needs, and why an attach does or does not work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from tuiinspect.commands.output import say_json
from tuiinspect.commands.surroundings import Section, surroundings
from tuiinspect.errors import ExitCode, NoSuchTarget
from tuiinspect.targets.checkup import Check, check_target
from tuiinspect.targets.resolve import resolve
from tuiinspect.text import clean, format_bytes

_MARKS = {True: "ok", False: "NO", None: "--"}


@click.command("doctor")
@click.argument("target", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(target: str | None, as_json: bool) -> int:
    """Tell what a bug report needs; with TARGET, why an attach does or does not work.

    No signal is sent and nothing is attached to. Exits with 3 when an attach would not work.
    """
    checks = _checks(target) if target is not None else None
    around = surroundings()
    if as_json:
        say_json(document(around, checks))
    else:
        click.echo("\n".join(lines(around, checks)))
    return ExitCode.FINE if checks is None or _works(checks) else ExitCode.NO_TARGET


def _checks(target: str) -> tuple[Check, ...]:
    try:
        spec = resolve(target)
    except NoSuchTarget as error:
        return (Check("target", str(error), passed=False),)
    return check_target(spec)


def _works(checks: Sequence[Check]) -> bool:
    return not any(check.passed is False for check in checks)


def document(around: Mapping[str, Section], checks: Sequence[Check] | None) -> dict[str, object]:
    """What `doctor --json` prints: the sections, and `target` (null without one)."""
    target = None
    if checks is not None:
        target = {
            "attachable": _works(checks),
            "checks": [
                {"what": check.what, "passed": check.passed, "found": check.found} for check in checks
            ],
        }
    return {"schema": 1, **around, "target": target}


def lines(around: Mapping[str, Section], checks: Sequence[Check] | None) -> Iterator[str]:
    """The same for people, what was asked for last."""
    for title, section in around.items():
        yield title
        width = max(len(_label(label)) for label in section)
        for label, value in section.items():
            yield f"  {_label(label).ljust(width)}  {_value(label, value)}"
    if checks is None:
        return
    yield "attach"
    width = max(len(check.what) for check in checks)
    for check in checks:
        first, *rest = check.found.splitlines()
        yield f"  {_MARKS[check.passed]}  {check.what.ljust(width)}  {clean(first, 300)}"
        for line in rest:
            yield f"      {' ' * width}  {clean(line, 300)}"


def _label(label: str) -> str:
    return label.removesuffix("_bytes").replace("_", " ")


def _value(label: str, value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if label.endswith("_bytes") and isinstance(value, int):
        return format_bytes(value)
    return clean(str(value), 300)
