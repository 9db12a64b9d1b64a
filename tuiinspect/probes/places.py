"""Where the code of one target was written: its scripts, by id, taken back through their source maps."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Caller
from tuiinspect.sourcemaps import Files, Script, SourceMaps


@dataclass(frozen=True, slots=True)
class Place:
    """`line` and `column` count from 1; `function` is its name in the source, where a map knows another."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    function: str | None = None


class Places:
    """Knows the scripts of one thread; asks for them again only when one is unknown. Thread-safe."""

    def __init__(self, caller: Caller, *, cwd: str | None = None, files: Files | None = None) -> None:
        """`files` are those of the target's machine, None where that is not ours."""
        self._caller = caller
        self._cwd = cwd
        self._maps = SourceMaps(files)
        self._scripts: dict[str, Script | None] = {}
        self._by_url: dict[str, Script] = {}
        self._lock = threading.Lock()

    def learn(self, script_ids: Collection[str]) -> None:
        """Make these scripts known, by one question if need be.

        Raises:
            InspectError: the target does not answer.
        """
        with self._lock:
            if set(script_ids) <= self._scripts.keys():
                return
        self._ask()
        with self._lock:
            # What is asked for in vain is gone: it need not be asked for again.
            self._scripts = {**dict.fromkeys(script_ids), **self._scripts}

    def learn_urls(self, urls: Collection[str]) -> None:
        """The same for scripts that are known by their URL only.

        Raises:
            InspectError: the target does not answer.
        """
        with self._lock:
            if set(urls) <= self._by_url.keys():
                return
        self._ask()
        with self._lock:
            self._by_url = {**{url: Script(url) for url in urls}, **self._by_url}

    def _ask(self) -> None:
        found = {
            number: Script(parsed.url, parsed.source_map_url)
            for number, parsed in domains.scripts(self._caller).items()
        }
        with self._lock:
            self._scripts.update(found)
            self._by_url.update({script.url: script for script in found.values() if script.url})

    def at(self, script_id: str, line: int, column: int, function: str = "", *, url: str = "") -> Place:
        """Where the position, counted from 0, of `function` was written; `url` for a script not learnt of."""
        with self._lock:
            script = self._scripts.get(script_id) or self._by_url.get(url) or Script(url)
            found = self._maps.original(script, line + 1, column + 1, function)
        if found is not None:
            return Place(readable_path(found.file, self._cwd), found.line, found.column, found.name)
        file = readable_path(script.url, self._cwd) if script.url else f"eval#{script_id}"
        return Place(file, line + 1, column + 1)


def readable_path(url: str, cwd: str | None) -> str:
    """A script's URL as a person writes it: relative to the target's directory when inside it."""
    path = unquote(urlsplit(url).path) if url.startswith("file://") else url
    if cwd and path.startswith("/") and PurePosixPath(path).is_relative_to(cwd):
        return str(PurePosixPath(path).relative_to(cwd))
    return path
