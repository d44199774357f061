"""Slack in: read the payload, call one use case, acknowledge, answer.

`register` is the list of everything Slack can call us for; app.yaml must agree with it.
"""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from blocks import names
from handlers import (
    account_form,
    again,
    assigning,
    command,
    compare,
    connect,
    cost_files,
    costs_form,
    costs_seen,
    details,
    edit_lines,
    explaining,
    home,
    incident_actions,
    lists,
    map_form,
    more,
    overwrite,
    owner,
    period,
    resolve_form,
    retry_all,
    skipping,
    snoozing,
    support,
)
from handlers.edge import (
    BoltListener,
    Desk,
    Listener,
    hearing,
    listening,
    listening_later,
    suggesting,
)


def register(app: AsyncApp, desk: Desk) -> None:  # noqa: PLR0915  the one list of all there is
    """Connect every command, button, form and event to its listener."""

    def click(listener: Listener) -> BoltListener:
        return listening(desk, listener)

    def later(listener: Listener) -> BoltListener:
        """After the acknowledgement, since it calls Slack: to open a form, to turn a page."""
        return listening_later(desk, listener)

    app.command(names.COMMAND)(click(command.typed))

    app.action(names.RETRY)(click(incident_actions.retry_clicked))
    app.action(names.REOPEN)(click(incident_actions.reopen_clicked))
    app.action(names.ASK_OWNER)(click(owner.asked))
    app.action(names.STOP)(click(incident_actions.stop_clicked))
    app.action(names.RETRY_ALL)(click(retry_all.clicked))
    app.action(names.APPROVE)(click(incident_actions.approve_clicked))
    app.action(names.DECLINE)(click(incident_actions.decline_clicked))
    app.action(names.VIEW_IN_LEDGER)(click(incident_actions.link_followed))
    app.action(names.RECONNECT)(click(connect.reconnect_clicked))
    app.action(names.CONNECT_LINK)(click(incident_actions.link_followed))
    app.action(names.MORE)(click(more.chosen))

    app.action(names.RESOLVE)(later(resolve_form.asked_for))
    app.shortcut(names.RESOLVE_SHORTCUT)(later(resolve_form.asked_for_on_message))
    app.view(names.RESOLVE_FORM)(click(resolve_form.submitted))

    app.action(names.ADD_COSTS)(later(costs_form.asked_for))
    app.action(names.COSTS_BACK)(later(costs_form.page_turned))
    app.action(names.COSTS_NEXT)(later(costs_form.page_turned))
    app.action(names.COSTS_COPY)(later(costs_form.last_copied))
    app.action(names.COSTS_SHEET)(later(costs_form.sheet_asked_for))
    app.view(names.COSTS_FORM)(click(costs_form.submitted))
    app.view(names.COSTS_SEEN_FORM)(click(costs_seen.submitted))
    app.action(names.COSTS_UNSURE)(later(costs_form.asked_about_file))
    app.action(names.COSTS_SEEN_BACK)(later(costs_seen.page_turned))
    app.action(names.COSTS_SEEN_NEXT)(later(costs_seen.page_turned))

    app.action(names.PERIOD_WAYS)(later(period.asked_for))
    app.view(names.PERIOD_FORM)(click(period.way_chosen))
    app.view(names.REDATE_FORM)(click(period.day_agreed))

    app.action(names.COMPARE)(later(compare.clicked))
    app.view(names.COMPARE_FORM)(click(compare.submitted))
    app.action(names.OVERWRITE)(later(overwrite.clicked))
    app.view(names.OVERWRITE_FORM)(click(overwrite.submitted))
    app.action(names.POST_APART)(later(overwrite.apart_clicked))
    app.view(names.APART_FORM)(click(overwrite.apart_submitted))
    app.action(names.KEEP_THEIRS)(click(overwrite.kept))
    app.action(names.EDIT_LINES)(later(edit_lines.asked_for))
    app.view(names.EDIT_WHICH_FORM)(click(edit_lines.entry_chosen))
    app.view(names.EDIT_LINES_FORM)(click(edit_lines.submitted))

    app.action(names.MAP)(later(map_form.clicked))
    app.action(names.MAP_BACK)(later(map_form.page_turned))
    app.action(names.MAP_NEXT)(later(map_form.page_turned))
    app.action(names.MAP_REFRESH)(later(map_form.refresh_clicked))
    app.action(names.MAP_ACCOUNT)(later(map_form.chosen))
    app.options(names.MAP_ACCOUNT)(suggesting(desk, map_form.typed))
    app.view(names.MAP_FORM)(click(map_form.submitted))
    app.action(names.MAP_CREATE)(later(account_form.asked_for))
    app.action(names.CREATE_ACCOUNT)(later(account_form.asked_on_card))
    app.view(names.ACCOUNT_FORM)(click(account_form.submitted))

    app.action(names.DETAILS)(later(details.clicked))
    app.action(names.DETAILS_BACK)(later(details.page_turned))
    app.action(names.DETAILS_NEXT)(later(details.page_turned))

    app.view(names.ASSIGN_FORM)(click(assigning.submitted))
    app.view(names.SNOOZE_FORM)(click(snoozing.submitted))
    app.action(names.WAKE)(click(snoozing.wake_clicked))
    app.action(names.SKIP)(later(skipping.clicked))
    app.view(names.SKIP_FORM)(click(skipping.chosen))
    app.view(names.SKIP_CONFIRMED_FORM)(click(skipping.confirmed))
    app.action(names.SUPPORT)(later(support.clicked))
    app.view(names.SUPPORT_FORM)(click(support.submitted))
    app.action(names.SUPPORT_MAIL)(click(support.mail_clicked))
    app.action(names.EXPLAIN)(later(explaining.clicked))
    app.action(names.AGAIN)(click(again.clicked))

    app.action(names.LIST_BACK)(later(lists.page_turned))
    app.action(names.LIST_NEXT)(later(lists.page_turned))

    app.event("file_shared")(hearing(desk, cost_files.shared))

    app.event("app_home_opened")(click(home.opened))
    app.action(names.HOME_REFRESH)(later(home.refresh_clicked))
