"""The machine that figures were measured on, in a line: a figure without it says nothing."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import psutil

_CPUINFO = Path("/proc/cpuinfo")


def machine() -> str:
    """Return processor, cores, memory, system and Python; and how busy it is with other things."""
    memory = psutil.virtual_memory().total / 2**30
    busy = os.getloadavg()[0]
    return (
        f"{_processor()}, {psutil.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}; "
        f"load {busy:.1f} at the start"
    )


def _processor() -> str:
    if _CPUINFO.exists():
        for line in _CPUINFO.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
