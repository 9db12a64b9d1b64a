"""The `tuiinspect` command: finds the command asked for; every error becomes words and an exit code."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from tuiinspect import __version__
from tuiinspect.errors import ExitCode, InspectError

# Imported only when asked for, so that `ps` and `--version` load neither the screens nor the heap engine.
COMMANDS = {
    name: f"tuiinspect.commands.{name}"
    for name in (
        "allocations",
        "attach",
        "census",
        "completion",
        "demo",
        "diff",
        "doctor",
        "listeners",
        "open",
        "ps",
        "retainers",
        "run",
        "snapshot",
        "summary",
        "triage",
        "watch",
    )
}
DEFAULT_COMMAND = "attach"


class Commands(click.Group):
    """The commands by name; anything else is a target to attach to."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = import_module(module).command
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "-h", "--version"}
        if ctx.resilient_parsing and not args:
            # A shell completes the very first word: that may become any command.
            return super().parse_args(ctx, args)
        if not args or (args[0] not in COMMANDS and args[0] not in own):
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 a leak was found (with --fail-on), 2 usage or unreadable input, "
    "3 no such target or no connection, 4 connection lost, 5 refused, 130 interrupted.",
)
@click.version_option(__version__, prog_name="tuiinspect")
def cli() -> None:
    """Names what grows in a live Node.js process, and who holds it.

    Without a command: `tuiinspect` picks a process, `tuiinspect TARGET` opens the dashboard on one.
    A TARGET is a pid, PORT, :PORT, HOST:PORT, ws://…, or a word of exactly one node process's command line.
    PID/worker:N is one worker thread of a process.
    """


def main() -> NoReturn:
    """Run the command line and exit; never with a traceback unless $TUIINSPECT_DEBUG asks for one."""
    code = run(sys.argv[1:])
    if any(thread is not threading.main_thread() and not thread.daemon for thread in threading.enumerate()):
        # Somebody left in the middle of an analysis: nobody waits for its end, not the interpreter either.
        _leave_now(code)
    sys.exit(code)


def _leave_now(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        result = cli.main(arguments, prog_name="tuiinspect", standalone_mode=False)
    except InspectError as error:
        say_error(error)
        return error.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader of our output is gone, which click answers with an exit of its own; what is still
        # buffered must not complain at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FINE
    except Exception as error:
        if os.environ.get("TUIINSPECT_DEBUG"):
            raise
        click.echo(
            f"tuiinspect: an error of its own, {type(error).__name__}: {error}\n"
            "TUIINSPECT_DEBUG=1 shows where. Please report it with the output of `tuiinspect doctor`.",
            err=True,
        )
        return ExitCode.INTERNAL
    return int(result) if isinstance(result, int) else ExitCode.FINE


def say_error(error: InspectError) -> None:
    """One line of what went wrong, one of what to do."""
    click.echo(f"tuiinspect: {error.what}", err=True)
    if error.advice:
        click.echo(error.advice, err=True)
