"""A correction met what people did to the posted entry: ours replaces it, or theirs counts.

A version that reads as another entry may also be posted apart: that is `SHOWN_POST_ANYWAY`.
"""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.models.blocks import ConfirmObject

from blocks.forms.changed import changed_form
from blocks.forms.hand_edit import overwrite_form
from blocks.kit import names
from blocks.kit.buttons import CaseButton, question
from blocks.kit.carrying import carry
from blocks.moves.changed import PUT_BACK_BUTTON, ask_keep_changed, ask_put_back
from blocks.moves.shown import ShownMove
from blocks.words.asks import Ask, Facts, number_in, posts_in
from blocks.words.conflict import conflicting, theirs
from journal.entries.failure import Obstacle
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import OursPutBack, TheirsOverwritten
from journal.moves.hand_edit import Kept

_OURS: Mapping[Obstacle | None, str] = {
    Obstacle.DELETED: "Post it anew",
    Obstacle.RESTATED: "Replace it",
}


def _obstacle(case: Case) -> Obstacle | None:
    met = case.incident.failure.conflict
    return met.obstacle if met else None


def _ours_label(case: Case) -> str:
    return _OURS.get(_obstacle(case), "Overwrite")


def _theirs_label(case: Case) -> str:
    return "Keep the old one" if _obstacle(case) is Obstacle.RESTATED else "Keep theirs"


def _theirs_question(case: Case) -> ConfirmObject:
    platform, there, label = case.connection.platform.label, theirs(case), _theirs_label(case)
    has = f"what it has: {there}" if there else "what it has"
    return question(f"{label}?", f"{platform} keeps {has}. The correction is not sent.", label)


def _theirs_value(case: Case) -> str:
    met = case.incident.failure.conflict
    return carry(case.incident.id, Kept(met.version if met else ""))


def _ask_overwrite(facts: Facts, case: Case) -> Ask:
    if facts.get("put_back"):
        return ask_put_back(facts, case)
    number, platform = number_in(facts), case.connection.platform.label
    what = f"put {number} in the place of {conflicting(case)}"
    if facts.get("restated"):
        what = f"replace {conflicting(case)} with the new version of {number}"
    if facts.get("anew"):
        what = f"post {number} anew, which was deleted in {platform}"
    return Ask(what, then=posts_in(facts, case))


def _overwritten(turn: Turn | None, _locale: str) -> str:
    if isinstance(turn, OursPutBack):
        return "ours put back"
    if not isinstance(turn, TheirsOverwritten):
        return ""
    if turn.anew:
        return "posted anew"
    return "the version before replaced" if turn.restated else "theirs overwritten"


def _ask_keep(facts: Facts, case: Case) -> Ask:
    if facts.get("put_back"):
        return ask_keep_changed(facts, case)
    kept = f"keep {conflicting(case)} as {number_in(facts)}"
    return Ask(kept, then="the correction is not sent")


OVERWRITE_BUTTON = CaseButton(names.OVERWRITE, _ours_label)
KEEP_THEIRS_BUTTON = CaseButton(names.KEEP_THEIRS, _theirs_label, _theirs_question, _theirs_value)
SHOWN_OVERWRITE = ShownMove(
    MoveName.OVERWRITE,
    "overwrite what people did to posted entries",
    ask=_ask_overwrite,
    fix=_overwritten,
    buttons=(OVERWRITE_BUTTON.on, PUT_BACK_BUTTON.on),
    forms=(overwrite_form, changed_form),
)
SHOWN_KEEP_THEIRS = ShownMove(
    MoveName.KEEP_THEIRS,
    "keep what people did to posted entries",
    ask=_ask_keep,
    fix=lambda _turn, _locale: "theirs kept",
    buttons=(KEEP_THEIRS_BUTTON.on,),
)
