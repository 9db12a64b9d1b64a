"""Predictions for this very target: its heap, its machine, its container."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tuiinspect.probes import predict
from tuiinspect.samples import MemorySample, Prediction, TargetInfo
from tuiinspect.targets.procfs import cgroup_memory


def of_snapshot(
    info: TargetInfo, latest: MemorySample, path: Path, *, counted: int | None = None
) -> Prediction:
    """Of the thread that `latest` is of; `counted` is how many objects a census found in it, if one did."""
    prediction = predict.predict_snapshot(
        info.node, latest.heap_used, latest.rss, _pid(info), path, _container(info), counted=counted
    )
    return replace(prediction, of_worker=latest.thread != "main")


def of_census(info: TargetInfo, latest: MemorySample) -> Prediction:
    prediction = predict.predict_walk("census", latest.heap_used, latest.rss, _pid(info), _container(info))
    return replace(prediction, of_worker=info.worker is not None)


def of_reading(info: TargetInfo, latest: MemorySample) -> Prediction:
    prediction = predict.walk_prediction("reading", latest.heap_used, latest.rss, predict.Room())
    return replace(prediction, of_worker=info.worker is not None)


def of_look(info: TargetInfo, latest: MemorySample) -> Prediction:
    prediction = predict.predict_walk("look", latest.heap_used, latest.rss, _pid(info), _container(info))
    return replace(prediction, of_worker=info.worker is not None)


def _pid(info: TargetInfo) -> int | None:
    return info.pid if info.local else None


def _container(info: TargetInfo) -> tuple[int | None, int | None]:
    return cgroup_memory(info.pid) if info.local else (None, None)
