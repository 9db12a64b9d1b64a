from __future__ import annotations

from pathlib import Path

import pytest

from tests.targets.fake_proc import FakeProc
from tuiinspect.targets.cgroups import cgroup_cpus, cgroup_memory, container_id

ID = "0123456789abcdef" * 4
MB = 2**20


@pytest.fixture
def fake(tmp_path: Path) -> FakeProc:
    return FakeProc(tmp_path / "proc")


def group(top: Path, path: str, **files: object) -> None:
    folder = top / path
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("memory_", "memory.")).write_text(f"{content}\n")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"0::/system.slice/docker-{ID}.scope", ID),
        (f"11:memory:/docker/{ID}\n1:name=systemd:/docker/{ID}", ID),
        (f"0::/kubepods.slice/kubepods-pod12_34.slice/cri-containerd-{ID}.scope", ID),
        (f"0::/user.slice/user-1000.slice/libpod-{ID}.scope/container", ID),
        ("0::/lxc.payload.web/init.scope", "web"),
        ("4:memory:/lxc/web", "web"),
        ("0::/user.slice/user-1000.slice/session-3.scope", None),
        ("", None),
    ],
)
def test_container_of_a_control_group(fake: FakeProc, line: str, expected: str | None) -> None:
    fake.add(4242, cgroup=line + "\n")
    assert container_id(4242, proc=fake.root) == expected


def test_the_tightest_group_above_counts_in_version_2(fake: FakeProc, tmp_path: Path) -> None:
    top = tmp_path / "cgroup"
    fake.add(4242, cgroup="0::/app.slice/web.service\n")
    group(top, "app.slice/web.service", memory_max=1000 * MB, memory_current=200 * MB, memory_stat="anon 1")
    group(
        top,
        "app.slice",
        memory_max=900 * MB,
        memory_current=850 * MB,
        memory_stat=f"anon 5\ninactive_file {50 * MB}\nactive_file 7",
    )
    group(top, ".", memory_current=5000 * MB)
    assert cgroup_memory(4242, proc=fake.root, cgroups=top) == (900 * MB, 800 * MB)


def test_no_limit_anywhere(fake: FakeProc, tmp_path: Path) -> None:
    top = tmp_path / "cgroup"
    fake.add(4242, cgroup="0::/app.slice\n")
    group(top, "app.slice", memory_max="max", memory_current=5)
    assert cgroup_memory(4242, proc=fake.root, cgroups=top) == (None, None)
    assert cgroup_memory(4243, proc=fake.root, cgroups=top) == (None, None)


def test_version_1(fake: FakeProc, tmp_path: Path) -> None:
    top = tmp_path / "cgroup"
    fake.add(4242, cgroup=f"9:name=systemd:/x\n4:cpu,memory:/docker/{ID}\n0::/\n")
    group(
        top / "memory",
        f"docker/{ID}",
        memory_limit_in_bytes=512 * MB,
        memory_usage_in_bytes=300 * MB,
        memory_stat=f"inactive_file 1\ntotal_inactive_file {100 * MB}",
    )
    group(top / "memory", ".", memory_limit_in_bytes=9223372036854771712, memory_usage_in_bytes=1)
    assert cgroup_memory(4242, proc=fake.root, cgroups=top) == (512 * MB, 200 * MB)


def test_inside_a_container_the_mounted_top_is_ours(fake: FakeProc, tmp_path: Path) -> None:
    # The path is the host's, the mount shows the container's own group as its top.
    top = tmp_path / "cgroup"
    fake.add(4242, cgroup=f"4:memory:/docker/{ID}\n")
    fake.add(4243, cgroup="0::/../other.scope\n")
    group(top / "memory", ".", memory_limit_in_bytes=64 * MB, memory_usage_in_bytes=60 * MB)
    group(top, ".", memory_max=32 * MB, memory_current=MB)
    assert cgroup_memory(4242, proc=fake.root, cgroups=top) == (64 * MB, 60 * MB)
    assert cgroup_memory(4243, proc=fake.root, cgroups=top) == (32 * MB, MB)


def test_the_tightest_share_of_processor_time_counts(fake: FakeProc, tmp_path: Path) -> None:
    fake.add(4242, cgroup="0::/app.slice/web.service\n")
    group(tmp_path, "app.slice/web.service", **{"cpu.max": "max 100000"})
    group(tmp_path, "app.slice", **{"cpu.max": "50000 100000"})
    assert cgroup_cpus(4242, proc=fake.root, cgroups=tmp_path) == 0.5
    group(tmp_path, "app.slice/web.service", **{"cpu.max": "20000 100000"})
    assert cgroup_cpus(4242, proc=fake.root, cgroups=tmp_path) == 0.2
    assert cgroup_cpus(4243, proc=fake.root, cgroups=tmp_path) is None


def test_processor_time_in_version_1(fake: FakeProc, tmp_path: Path) -> None:
    fake.add(4242, cgroup=f"4:cpu,cpuacct:/docker/{ID}\n3:cpuset:/\n0::/\n")
    limit = {"cpu.cfs_quota_us": 150_000, "cpu.cfs_period_us": 100_000}
    group(tmp_path / "cpu", f"docker/{ID}", **limit)
    group(tmp_path / "cpu", ".", **{**limit, "cpu.cfs_quota_us": -1})
    assert cgroup_cpus(4242, proc=fake.root, cgroups=tmp_path) == 1.5
