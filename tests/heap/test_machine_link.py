"""LLVM's functions called by ctypes say what llvmlite's own Python says of them."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from tuiinspect.heap import COMPILED
from tuiinspect.heap.machine_link import Code, package, processor

pytestmark = pytest.mark.skipif(not COMPILED, reason="numba is not installed")


def test_the_processor_is_the_one_that_llvmlite_names() -> None:
    from llvmlite import binding

    said = processor()
    assert said.startswith(f"b'{binding.get_host_cpu_name()}'")
    features = binding.get_host_cpu_features()
    assert features
    assert all(f"{'+' if there else '-'}{name}" in said for name, there in features.items())


def test_a_package_is_found_without_being_imported() -> None:
    spec = find_spec("llvmlite")
    assert spec is not None
    assert spec.origin is not None
    assert spec.origin.startswith(str(package("llvmlite")))
    with pytest.raises(ValueError, match="nosuch is not there"):
        package("nosuch")


def test_what_is_no_object_code_is_refused() -> None:
    with pytest.raises(ValueError, match="LLVM has no object file"):
        Code([b"nothing of the kind"])


def test_a_function_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="LLVM has no nosuch"):
        Code([]).function("nosuch")
