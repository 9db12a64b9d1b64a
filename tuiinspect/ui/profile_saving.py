"""Sampling profiles that the user wants to keep: in the state folder, under the target's name."""

from __future__ import annotations

import time
from pathlib import Path

from tuiinspect import paths
from tuiinspect.probes.profile_file import SUFFIX, save_profile
from tuiinspect.samples import AllocationProfile, TargetInfo
from tuiinspect.ui.state import home_short


def save_in_state_folder(profile: AllocationProfile, target: TargetInfo) -> str:
    """Save the profile and return where it is, as it is shown to the user.

    Raises:
        InspectError: it cannot be written.
    """
    taken = time.strftime("%Y%m%d-%H%M%S", time.localtime(profile.t))
    path = Path(paths.state_dir()) / f"allocations-{target.file_word}-{taken}{SUFFIX}"
    if not path.exists():
        save_profile(profile, path)
    return home_short(str(path))
