"""A program that wants a snapshot and will be killed while it waits: URL PATH PID VERSION close|leave."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tuiinspect.probes.capture import Capture
from tuiinspect.probes.predict import predict_snapshot
from tuiinspect.samples import CaptureProgress


def main() -> None:
    os.setpgrp()
    for number in (signal.SIGHUP, signal.SIGTERM):
        # Who started the tests may have ignored them, as nohup does.
        signal.signal(number, signal.SIG_DFL)
    url, path, pid, version, close = sys.argv[1:6]

    def report(progress: CaptureProgress) -> None:
        print("progress", progress.phase, progress.bytes_written, flush=True)

    capture = Capture.start(
        url=url,
        path=Path(path),
        pid=int(pid),
        node_version=version,
        prediction=predict_snapshot(version, 1, 1, int(pid), Path(path)),
        close_inspector_when_orphaned=close == "close",
        on_progress=report,
    )
    print("child", capture.session.pid, flush=True)
    print("done", capture.wait().bytes_written, flush=True)


main()
