"""How the screens behave here: from flags, then the environment, then the config file."""

from __future__ import annotations

import locale
import os
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tuiinspect import paths
from tuiinspect.errors import UsageError

REDRAWS_A_SECOND: Final = 4.0
REDRAWS_A_SECOND_SLOW: Final = 1.0


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Options:
    """`keys` maps actions of the key table to keys; `clock` gives Unix time (the tests bring their own)."""

    ascii: bool = False
    slow: bool = False
    mouse: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    redraw_interval_s: float = 1 / REDRAWS_A_SECOND
    ticking: bool = True
    warm_up: bool = True
    engine_ready: Callable[[], bool] = always
    """Whether the snapshot engine is compiled, or nobody is at it."""
    goes_to_suspects: bool = True
    """Whether the first suspect calls its pane up, as long as no key was pressed."""


def options_here(
    *,
    ascii_only: bool | None = None,
    slow: bool | None = None,
    mouse: bool | None = None,
    environ: Mapping[str, str] = os.environ,
    config: Path | None = None,
) -> Options:
    """The options for this terminal; None leaves a choice to the environment.

    Raises:
        UsageError: the config file cannot be read.
    """
    remote = "SSH_CONNECTION" in environ
    slow = remote if slow is None else slow
    return Options(
        ascii=not _speaks_utf8(environ) if ascii_only is None else ascii_only,
        slow=slow,
        mouse=not remote if mouse is None else mouse,
        keys=read_keys(config or paths.config_dir() / "config.toml"),
        redraw_interval_s=1 / (REDRAWS_A_SECOND_SLOW if slow else REDRAWS_A_SECOND),
    )


def _speaks_utf8(environ: Mapping[str, str]) -> bool:
    if sys.flags.utf8_mode:
        # Python has put its own LC_CTYPE over a locale that it could not use.
        named = environ.get("LC_ALL") or environ.get("LANG", "")
        return "utf8" in named.lower().replace("-", "")
    return locale.getpreferredencoding(do_setlocale=False).lower().replace("-", "") == "utf8"


def read_keys(path: Path) -> dict[str, str]:
    """The `[keys]` of the config file, which need not exist.

    Raises:
        UsageError: it is there but is not TOML, or a key is not a string.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}", advice="Correct it or move it away.") from error
    keys = document.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise UsageError(f'{path}: [keys] must hold lines like `snapshot = "S"`')
    return keys
