"""Findings of a triage on stdout and in files, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from tuiinspect.commands.output import json_line, say_json
from tuiinspect.errors import ExitCode, UnwritableFile
from tuiinspect.report.documents import Document
from tuiinspect.report.triage_text import triage_markdown, triage_text
from tuiinspect.text import clean

_SWITCHES = (
    click.option("--fail-on", type=click.Choice(["leak"]), help="Exit with 1 when this is the verdict."),
    click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Save the findings: .json, .md or .txt."
    ),
    click.option("--markdown", is_flag=True, help="Markdown, for a ticket."),
    click.option("--json", "as_json", is_flag=True, help="One JSON document."),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How the findings are given: on stdout, in a file, and in the exit code."""

    as_json: bool
    markdown: bool
    output: Path | None
    fail_on: str | None

    def give(self, document: Document) -> int:
        """Print and save the findings; the exit code that they come to.

        Raises:
            UnwritableFile: they cannot be saved.
        """
        if self.as_json:
            say_json(document)
        else:
            click.echo(triage_markdown(document) if self.markdown else triage_text(document), nl=False)
        if self.output is not None:
            save_findings(document, self.output)
        return ExitCode.LEAK_FOUND if self.fail_on == document["verdict"] else ExitCode.FINE


def answer_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the switches; the command gets them as one argument `answer`."""

    @wraps(function)
    def wrapped(
        *args: object, as_json: bool, markdown: bool, output: Path | None, fail_on: str | None, **rest: object
    ) -> object:
        return function(*args, answer=Answer(as_json, markdown, output, fail_on), **rest)

    decorated: Callable[..., Any] = wrapped
    for switch in reversed(_SWITCHES):
        decorated = switch(decorated)
    return decorated


def save_findings(document: Document, path: Path) -> None:
    """Write findings in the form that the file's name asks for: .md, .txt, anything else JSON.

    Raises:
        UnwritableFile: it cannot be written.
    """
    forms = {".md": triage_markdown, ".txt": triage_text}
    render = forms.get(path.suffix, lambda found: json_line(found) + "\n")
    write_text(path, render(document))


def write_text(path: Path, text: str) -> None:
    """Raises UnwritableFile when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnwritableFile(f"cannot write {clean(str(path))}: {error.strerror or error}") from None
