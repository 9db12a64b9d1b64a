"""The catalogue of leaking and healthy programs, and the judge of what is said of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from leaks.catalogue import PROGRAMS, Trial, Truth, read_trials
from leaks.judge import judge
from leaks.table import scores

TRIALS = read_trials()
TRUTH = Truth(leaks=True, classes=("^Session$",), holders=("connector", "_events"))


def answer(verdict: str = "leak", **suspect: Any) -> dict[str, Any]:
    described = {
        "thread": "main",
        "confidence": "high",
        "summary": "grows",
        "accumulates": [{"class": "Session"}],
        "holder": {"class": "Connector", "path": "connector._events.connected"},
    }
    return {"verdict": verdict, "suspects": [described | suspect]}


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_each_trial_has_its_programs_and_its_truth(trial: Trial) -> None:
    scripts = [trial.program, trial.backend, (trial.load or {}).get("script", "load.js")]
    assert all((PROGRAMS / script).is_file() for script in scripts if script)
    if trial.truth.leaks:
        assert trial.truth.classes
        assert trial.truth.holders
        for pattern in (*trial.truth.classes, *trial.truth.holders):
            re.compile(pattern)


def test_a_leak_and_its_twin_are_kept_aside_together() -> None:
    sides = Counter((trial.name.removesuffix(".twin"), trial.aside) for trial in TRIALS)
    assert len(sides) == len({name for name, _ in sides})


def test_there_are_enough_of_each_kind() -> None:
    leaks = [trial for trial in TRIALS if trial.truth.leaks]
    twins = [trial for trial in TRIALS if trial.name.endswith(".twin")]
    corrected = [twin for twin in twins if "--healthy" not in twin.arguments]
    assert len(leaks) >= 25
    assert len(twins) >= 25
    assert len(corrected) >= 15
    assert len(leaks) / 5 < sum(leak.aside for leak in leaks) < len(leaks) / 2


def test_a_leak_is_solved_by_verdict_class_and_holder() -> None:
    assert judge(answer(), TRUTH).solved


@pytest.mark.parametrize(
    "wrong",
    [
        answer("inconclusive"),
        answer(accumulates=[{"class": "SessionStore"}, {"class": "(array)"}]),
        answer(holder={"class": "Hub", "path": "hub.items"}),
        answer(thread="worker:1"),
        answer(accumulates=[]),
        {"verdict": "leak", "suspects": []},
    ],
    ids=["verdict", "class", "holder", "thread", "no class", "no suspect"],
)
def test_a_leak_is_missed_when_one_of_them_is_wrong(wrong: dict[str, Any]) -> None:
    assert not judge(wrong, TRUTH).solved


def test_the_fourth_suspect_does_not_count() -> None:
    right = answer()["suspects"]
    other = answer(accumulates=[{"class": "Other"}], holder={"class": "Other"})["suspects"]
    assert judge({"verdict": "leak", "suspects": other * 2 + right}, TRUTH).solved
    assert not judge({"verdict": "leak", "suspects": other * 3 + right}, TRUTH).solved


def test_a_healthy_program_is_acquitted_undecided_or_accused() -> None:
    healthy = Truth(leaks=False)
    acquitted = judge({"verdict": "no leak", "suspects": []}, healthy)
    undecided = judge({"verdict": "inconclusive", "suspects": []}, healthy)
    assert (acquitted.solved, acquitted.accused) == (True, False)
    assert (undecided.solved, undecided.accused) == (False, False)
    assert judge(answer(), healthy).accused
    assert judge(answer("inconclusive"), healthy).accused, "a named suspect is an accusation"
    assert not judge(answer("inconclusive", confidence="low"), healthy).accused


def test_the_scores_tell_the_sides_apart() -> None:
    def result(name: str, *, leaks: bool, solved: bool, aside: bool, accused: bool = False) -> dict[str, Any]:
        return {"name": name, "leaks": leaks, "solved": solved, "aside": aside, "accused": accused}

    text = scores(
        [
            result("a", leaks=True, solved=True, aside=False),
            result("b", leaks=True, solved=False, aside=False),
            result("c", leaks=False, solved=False, accused=True, aside=True),
        ]
    )
    assert "worked on: 1 of 2 leaks solved" in text
    assert (
        "kept aside: 0 of 0 leaks solved; of 1 healthy programs 0 acquitted, 0 undecided, 1 accused (c)"
        in text
    )
