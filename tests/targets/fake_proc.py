"""A /proc of our own making: processes of other users, namespaces and containers, without being root."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SIGUSR1 = 1 << 9
OURS = "4026531840"
THEIRS = "4026532999"
TICKS = os.sysconf("SC_CLK_TCK")
MACHINE_UPTIME = 5000.0
BOOT_TIME = 1_700_000_000


@dataclass
class FakeProc:
    """Builds the folders of processes under `root`."""

    root: Path
    programs: Path = field(init=False)

    def __post_init__(self) -> None:
        self.programs = self.root / "programs"
        self.programs.mkdir(parents=True)
        (self.root / "uptime").write_text(f"{MACHINE_UPTIME} 9000.0\n")
        (self.root / "stat").write_text(f"cpu 1 2 3\nbtime {BOOT_TIME}\nprocesses 9\n")
        self.ourselves()

    def ourselves(self, *, rights: int = 0) -> None:
        own = self.root / "self"
        (own / "ns").mkdir(parents=True, exist_ok=True)
        (own / "net").mkdir(exist_ok=True)
        (own / "status").write_text(f"Name:\tpython3\nCapEff:\t{rights:016x}\n")
        (own / "cgroup").write_text("0::/user.slice\n")
        for kind in ("net", "pid"):
            if not (own / "ns" / kind).is_symlink():
                (own / "ns" / kind).symlink_to(f"{kind}:[{OURS}]")

    def program(
        self, name: str = "node", *, content: bytes = b"NODE_MODULE_VERSION\0node.js/v20.20.2\0"
    ) -> Path:
        path = self.programs / name
        path.write_bytes(content)
        return path

    def add(
        self,
        pid: int,
        command: Sequence[str | bytes] = ("node", "server.js"),
        *,
        program: Path | str | None = "node",
        uid: int | None = None,
        age: float = 100.0,
        state: str = "S",
        rss_kb: int | None = 50_000,
        caught: int = SIGUSR1,
        blocked: int = 0,
        ignored: int = 0,
        name: str = "node",
        network: str | None = OURS,
        pids: str | None = OURS,
        inner: Sequence[int] = (),
        cgroup: str = "0::/user.slice\n",
        environment: dict[str, str] | None = None,
        inodes: Sequence[int] = (),
    ) -> Path:
        """`program` None stands for a program file that is not ours to read."""
        uid = os.geteuid() if uid is None else uid
        folder = self.root / str(pid)
        for inside in ("ns", "fd", "net"):
            (folder / inside).mkdir(parents=True)
        words = [word if isinstance(word, bytes) else word.encode() for word in command]
        (folder / "cmdline").write_bytes(b"".join(word + b"\0" for word in words))
        numbers = "\t".join(str(number) for number in (pid, *inner))
        resident = "" if rss_kb is None else f"VmRSS:\t{rss_kb} kB\n"
        (folder / "status").write_text(
            f"Name:\t{name}\nState:\t{state} (whatever)\nTgid:\t{pid}\nUid:\t{uid}\t{uid}\t{uid}\t{uid}\n"
            f"NSpid:\t{numbers}\n{resident}SigBlk:\t{blocked:016x}\nSigIgn:\t{ignored:016x}\n"
            f"SigCgt:\t{caught:016x}\n"
        )
        started = int((MACHINE_UPTIME - age) * TICKS)
        (folder / "stat").write_text(f"{pid} ({name}) {state} " + "0 " * 18 + f"{started} 0 0\n")
        (folder / "cgroup").write_text(cgroup)
        if environment is not None:
            (folder / "environ").write_bytes(b"".join(f"{k}={v}\0".encode() for k, v in environment.items()))
        if program is not None:
            file = self.program(program) if isinstance(program, str) else program
            (folder / "exe").symlink_to(file)
        for kind, number in (("net", network), ("pid", pids)):
            if number is not None:
                (folder / "ns" / kind).symlink_to(f"{kind}:[{number}]")
        for descriptor, inode in enumerate(inodes, start=20):
            (folder / "fd" / str(descriptor)).symlink_to(f"socket:[{inode}]")
        return folder

    def listen(
        self, pid: int | str, *sockets: tuple[str, int, int], uid: int = 0, table: str = "tcp"
    ) -> None:
        """Write the socket table that `pid` sees: (hexadecimal address, port, inode) of each listener."""
        lines = [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
        ]
        for number, (address, port, inode) in enumerate(sockets):
            nobody = "0" * len(address)
            lines.append(
                f"{number:4d}: {address}:{port:04X} {nobody}:0000 0A 00000000:00000000 00:00000000 00000000"
                f" {uid:5d}        0 {inode} 1 0000000000000000 100 0 0 10 0"
            )
        # A connection that is no listener, at a port that would qualify.
        lines.append(
            "  99: 0100007F:240D 0100007F:D431 01 00000000:00000000 02:00000AAA 00000000     0        0 777 2"
            " 0000000000000000 20 4 30 10 -1"
        )
        (self.root / str(pid) / "net" / table).write_text("\n".join(lines) + "\n")
