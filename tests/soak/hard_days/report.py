"""What a run of hard days came to: a table, and the document that says what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.faults.faketime import LIBRARY
from tests.soak.hard_days.running import HardDays

DOCUMENT = Path(__file__).parents[3] / "docs" / "reliability.md"
BEGIN, END = "<!-- written by make soak -->", "<!-- end -->"
Row = tuple[str, object]


def table(days: HardDays) -> str:
    """Return the tables for a terminal."""
    width = max(len(name) for name, _ in (*_came_to(days), *_tried(days)))
    parts = (_tried(days), _came_to(days))
    return "\n\n".join("\n".join(f"{name:<{width}}  {n}" for name, n in part) for part in parts)


def write_report(days: HardDays) -> None:
    """Write what was counted into the document, between its two marks."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    parts = [_markdown(_tried(days), "Tried"), _markdown(_came_to(days), "Came to")]
    DOCUMENT.write_text("\n\n".join([before + BEGIN, *parts, END + after]))


def _tried(days: HardDays) -> Sequence[Row]:
    wanted = days.wanted
    stepped = () if LIBRARY else (("clocks stepped", "not tried: no libfaketime here"),)
    return (
        ("seed", wanted.seed),
        ("minutes, before settling", f"{days.minutes:.0f}"),
        ("entries, over " + ", ".join(days.platforms), f"{days.entries:,}"),
        ("incidents", f"{days.count.incidents:,}"),
        ("messages in Slack", f"{days.count.messages:,}"),
        ("clicks acknowledged", f"{days.clicks['acknowledged']:,}"),
        ("clicks that Slack warned about", f"{days.clicks['warned by Slack']:,}"),
        *sorted(days.troubles.items()),
        *stepped,
    )


def _came_to(days: HardDays) -> Sequence[Row]:
    found = days.count
    return (
        ("entries lost", len(found.lost)),
        ("entries doubled", len(found.doubled)),
        ("entries, incidents or jobs stuck", len(found.stuck)),
        ("failures untold", len(found.untold)),
        ("told twice", len(found.told_twice)),
        ("lying cards", len(found.lies)),
        ("acknowledged clicks without effect", len(days.dead_clicks)),
        ("processes that ended by themselves, or did not stop", len(days.ends)),
        ("rules of the database broken", len(found.broken)),
        ("seconds until all was settled", f"{days.settled_in:.0f}"),
    )


def _markdown(rows: Sequence[Row], title: str) -> str:
    return "\n".join([f"| {title} | |", "|---|---|", *(f"| {name} | {n} |" for name, n in rows)])
