from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.well_known_port import sole_use
from tuiinspect.targets.attach import Attachment, attach
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import TargetSpec

AttachTo = Callable[..., Attachment]


@pytest.fixture
def ledger_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of the test's own."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    return runtime / "tuiinspect"


@pytest.fixture
def attach_to(ledger_folder: Path) -> Iterator[AttachTo]:  # noqa: ARG001 - the ledger is in place before
    """`attach`, let go of at teardown."""
    made: list[Attachment] = []

    def attach_and_keep(spec: TargetSpec, *, allow_remote: bool = False) -> Attachment:
        made.append(attach(spec, allow_remote=allow_remote))
        return made[-1]

    yield attach_and_keep
    for attachment in made:
        let_go(attachment)


@pytest.fixture
def well_known_port() -> Iterator[int]:
    with sole_use() as port:
        yield port
