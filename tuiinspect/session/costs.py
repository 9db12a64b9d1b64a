"""Predictions for this very target: its heap, its machine, its container, and how long the last one took."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tuiinspect.probes import predict
from tuiinspect.samples import MemorySample, Prediction, Pressure, TargetInfo
from tuiinspect.session.pressing import pressed
from tuiinspect.targets.pressure import read_pressure
from tuiinspect.targets.procfs import cgroup_memory
from tuiinspect.targets.sockets import visitors


def of_snapshot(
    info: TargetInfo,
    latest: MemorySample,
    path: Path,
    *,
    counted: int | None = None,
    pace: float | None = None,
) -> Prediction:
    """Of the thread that `latest` is of; `counted` is how many objects a census found in it, if one did."""
    prediction = predict.predict_snapshot(
        info.node, latest.heap_used, latest.rss, _pid(info), path, _container(info), counted=counted
    )
    return replace(_here(prediction, info, latest, pace), of_worker=latest.thread != "main")


def of_heap(info: TargetInfo, heap_used: int, rss: int, path: Path) -> Prediction:
    """Of a snapshot of the target's own thread, of which no sample was taken."""
    prediction = predict.predict_snapshot(info.node, heap_used, rss, _pid(info), path, _container(info))
    open_now = visitors(info.pid, but=info.port) if info.local and info.worker is None else 0
    return replace(
        pressed(prediction, _pressure(info)), of_worker=info.worker is not None, connections=open_now
    )


def of_census(info: TargetInfo, latest: MemorySample, pace: float | None = None) -> Prediction:
    return _of_walk("census", info, latest, pace)


def of_look(info: TargetInfo, latest: MemorySample) -> Prediction:
    return _of_walk("look", info, latest)


def of_reading(info: TargetInfo, latest: MemorySample) -> Prediction:
    prediction = predict.walk_prediction("reading", latest.heap_used, latest.rss, predict.Room())
    return _here(prediction, info, latest)


def _of_walk(
    walk: predict.Walk, info: TargetInfo, latest: MemorySample, pace: float | None = None
) -> Prediction:
    prediction = predict.predict_walk(walk, latest.heap_used, latest.rss, _pid(info), _container(info))
    return _here(prediction, info, latest, pace)


def _here(
    prediction: Prediction, info: TargetInfo, latest: MemorySample, pace: float | None = None
) -> Prediction:
    """The prediction for the thread of the sample, with what presses on it and who visits it."""
    return replace(
        pressed(prediction, _pressure(info), pace),
        of_worker=info.worker is not None,
        connections=sum(server.connections for server in latest.servers),
    )


def _pid(info: TargetInfo) -> int | None:
    return info.pid if info.local else None


def _container(info: TargetInfo) -> tuple[int | None, int | None]:
    return cgroup_memory(info.pid) if info.local else (None, None)


def _pressure(info: TargetInfo) -> Pressure | None:
    return read_pressure(info.pid) if info.local else None
