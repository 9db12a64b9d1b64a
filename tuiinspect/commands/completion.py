"""`tuiinspect completion`: the script that teaches a shell to complete our commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tuiinspect.errors import UsageError

PROGRAM = "tuiinspect"
# Where the script asks for completions, as click expects it.
_VARIABLE = "_TUIINSPECT_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script of a SHELL.

    \b
    bash   tuiinspect completion bash > ~/.local/share/bash-completion/completions/tuiinspect
    zsh    tuiinspect completion zsh > a folder of $fpath, as _tuiinspect
    fish   tuiinspect completion fish > ~/.config/fish/completions/tuiinspect.fish
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise UsageError(f"this version of click has no completion for {shell}")
    script = kind(context.find_root().command, {}, PROGRAM, _VARIABLE)
    try:
        click.echo(script.source())
    except RuntimeError as error:
        raise UsageError(str(error)) from None
