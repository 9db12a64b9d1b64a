"""What a target is called before it is known who it is."""

from __future__ import annotations

from tuiinspect.targets import procfs
from tuiinspect.targets.command_line import title
from tuiinspect.targets.resolve import Address, Pid, TargetSpec, Url
from tuiinspect.text import clean


def target_words(spec: TargetSpec) -> str:
    """`4242 server.js`, `127.0.0.1:9229`; only what the machine knows without asking the target."""
    match spec:
        case Pid(pid, worker):
            thread = f"/worker:{worker}" if worker is not None else ""
            command = procfs.command(pid)
            return f"{pid}{thread} {clean(title(command), 60)}" if command else f"{pid}{thread}"
        case Address(host, port):
            return f"{clean(host, 60)}:{port}"
        case Url(url):
            return clean(url, 60)
