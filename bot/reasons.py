"""The pages of help about each reason: docs/reasons, which readers and the bot have in common."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from journal.entries.failure import FailureReason

_IN_THE_REPOSITORY = Path(__file__).resolve().parents[1] / "docs" / "reasons"
_INSTALLED = Path(sys.prefix) / "share" / "jefail" / "reasons"


def read_reasons() -> Mapping[FailureReason, str]:
    """Return the page (Markdown) of each reason that has one."""
    folder = _IN_THE_REPOSITORY if _IN_THE_REPOSITORY.is_dir() else _INSTALLED
    pages = {reason: folder / f"{reason.value}.md" for reason in FailureReason}
    return {
        reason: path.read_text(encoding="utf-8") for reason, path in pages.items() if path.is_file()
    }
