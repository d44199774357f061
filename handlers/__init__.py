"""Slack in: read the payload, call one use case, acknowledge, answer.

`register` is the list of everything Slack can call us for; app.yaml must agree with it.
"""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from blocks.kit import names
from handlers.commands import command, connect, home, lists, retry_all, talk
from handlers.edge import members, shapes
from handlers.edge.listening import (
    BoltListener,
    Desk,
    Listener,
    ack_first,
    commit_first,
    event_listener,
    options_listener,
)
from handlers.forms import (
    assign,
    change_cost,
    change_cost_seen,
    changed,
    code,
    costs,
    costs_seen,
    create_account,
    create_item,
    details,
    duplicate,
    explain,
    hand_edit,
    lines,
    offer,
    period,
    rate,
    resolve,
    shared_file,
    skip,
    snooze,
    support,
)
from handlers.forms import (
    map as map_accounts,
)
from handlers.moves import again, more, owner, retry


def register(app: AsyncApp, desk: Desk) -> None:  # noqa: PLR0915  the one list of all there is
    """Connect every command, button, form and event to its listener."""

    def click(listener: Listener) -> BoltListener:
        return commit_first(desk, listener)

    def later(listener: Listener) -> BoltListener:
        """After the acknowledgement, since it calls Slack: to open a form, to turn a page."""
        return ack_first(desk, listener)

    app.middleware(shapes.RequireShape())

    app.command(names.COMMAND)(click(command.typed))

    app.action(names.RETRY)(click(retry.retry_clicked))
    app.action(names.REOPEN)(click(retry.reopen_clicked))
    app.action(names.ASK_OWNER)(click(owner.ask_owner_clicked))
    app.action(names.STOP)(click(retry.stop_clicked))
    app.action(names.RETRY_ALL)(click(retry_all.clicked))
    app.action(names.APPROVE)(click(retry.approve_clicked))
    app.action(names.DECLINE)(click(retry.decline_clicked))
    app.action(names.VIEW_IN_LEDGER)(click(retry.link_followed))
    app.action(names.VIEW_COPY)(click(retry.link_followed))
    app.action(names.RECONNECT)(click(connect.reconnect_clicked))
    app.action(names.CONNECT_CONFIRM)(click(connect.confirmed))
    app.action(names.CONNECT_DECLINE)(click(connect.declined))
    app.action(names.CONNECT_LINK)(click(retry.link_followed))
    app.action(names.MORE)(click(more.chosen))

    app.action(names.RESOLVE)(later(resolve.asked_for))
    app.shortcut(names.RESOLVE_SHORTCUT)(later(resolve.asked_for_on_message))
    app.view(names.RESOLVE_FORM)(click(resolve.submitted))

    app.action(names.ADD_COSTS)(later(costs.asked_for))
    app.action(names.COSTS_BACK)(later(costs.page_turned))
    app.action(names.COSTS_NEXT)(later(costs.page_turned))
    app.action(names.COSTS_COPY)(later(costs.last_copied))
    app.action(names.COSTS_SHEET)(later(costs.sheet_asked_for))
    app.view(names.COSTS_FORM)(click(costs.submitted))
    app.view(names.COSTS_SEEN_FORM)(click(costs_seen.submitted))
    app.action(names.COSTS_UNSURE)(later(costs.asked_about_file))
    app.action(names.COSTS_SEEN_BACK)(later(costs_seen.page_turned))
    app.action(names.COSTS_SEEN_NEXT)(later(costs_seen.page_turned))

    app.action(names.CHANGE_COST)(later(change_cost.asked_for))
    app.view(names.CHANGE_WHICH_FORM)(click(change_cost.entry_chosen))
    app.action(names.CHANGE_COST_BACK)(later(change_cost.page_turned))
    app.action(names.CHANGE_COST_NEXT)(later(change_cost.page_turned))
    app.view(names.CHANGE_COST_FORM)(click(change_cost.submitted))
    app.action(names.CHANGE_REACH)(later(change_cost_seen.choice_made))
    app.action(names.CHANGE_CLOSED)(later(change_cost_seen.choice_made))
    app.view(names.CHANGE_SEEN_FORM)(click(change_cost_seen.submitted))

    app.action(names.PERIOD_WAYS)(later(period.asked_for))
    app.view(names.PERIOD_FORM)(click(period.way_chosen))
    app.view(names.REDATE_FORM)(click(period.day_agreed))

    app.action(names.RATE)(later(rate.clicked))
    app.view(names.RATE_FORM)(click(rate.submitted))

    app.action(names.COMPARE)(later(duplicate.clicked))
    app.view(names.COMPARE_FORM)(click(duplicate.submitted))
    app.action(names.OVERWRITE)(later(hand_edit.clicked))
    app.view(names.OVERWRITE_FORM)(click(hand_edit.submitted))
    app.action(names.CHANGED)(later(changed.clicked))
    app.action(names.REMOVED)(later(skip.clicked))
    app.view(names.CHANGED_FORM)(click(changed.submitted))
    app.action(names.POST_APART)(later(hand_edit.apart_clicked))
    app.view(names.APART_FORM)(click(hand_edit.apart_submitted))
    app.action(names.KEEP_THEIRS)(click(hand_edit.keep_clicked))
    app.action(names.EDIT_LINES)(later(lines.asked_for))
    app.view(names.EDIT_WHICH_FORM)(click(lines.entry_chosen))
    app.view(names.EDIT_LINES_FORM)(click(lines.submitted))

    app.action(names.MAP)(later(map_accounts.clicked))
    app.action(names.MAP_BACK)(later(map_accounts.page_turned))
    app.action(names.MAP_NEXT)(later(map_accounts.page_turned))
    app.action(names.MAP_REFRESH)(later(map_accounts.refresh_clicked))
    app.action(names.MAP_ACCOUNT)(later(map_accounts.chosen))
    app.options(names.MAP_ACCOUNT)(options_listener(desk, map_accounts.typed))
    app.action(names.MAP_WIDEN)(later(map_accounts.widened))
    app.action(names.MAP_ITEM)(later(map_accounts.chosen))
    app.options(names.MAP_ITEM)(options_listener(desk, map_accounts.typed_beside))
    app.view(names.MAP_FORM)(click(map_accounts.submitted))
    app.action(names.MAP_CREATE)(later(create_account.asked_for))
    app.action(names.CREATE_ACCOUNT)(later(create_account.asked_on_card))
    app.view(names.ACCOUNT_FORM)(click(create_account.submitted))

    app.action(names.CODE)(later(code.clicked))
    app.action(names.CODE_BACK)(later(code.page_turned))
    app.action(names.CODE_NEXT)(later(code.page_turned))
    app.action(names.CODE_REFRESH)(later(code.refresh_clicked))
    app.action(names.CODE_ITEM)(later(code.chosen))
    app.options(names.CODE_ITEM)(options_listener(desk, code.typed))
    app.view(names.CODE_FORM)(click(code.submitted))
    app.action(names.CODE_CREATE)(later(create_item.asked_for))
    app.view(names.ITEM_FORM)(click(create_item.submitted))

    app.action(names.DETAILS)(later(details.clicked))
    app.action(names.DETAILS_BACK)(later(details.page_turned))
    app.action(names.DETAILS_NEXT)(later(details.page_turned))

    app.view(names.ASSIGN_FORM)(click(assign.submitted))
    app.view(names.SNOOZE_FORM)(click(snooze.submitted))
    app.action(names.WAKE)(click(snooze.wake_clicked))
    app.action(names.SKIP)(later(skip.clicked))
    app.view(names.SKIP_FORM)(click(skip.chosen))
    app.view(names.SKIP_CONFIRMED_FORM)(click(skip.confirmed))
    app.action(names.SUPPORT)(later(support.clicked))
    app.view(names.SUPPORT_FORM)(click(support.submitted))
    app.action(names.SUPPORT_MAIL)(click(support.mail_clicked))
    app.action(names.EXPLAIN)(later(explain.clicked))
    app.action(names.AGAIN)(click(again.clicked))

    app.action(names.LIST_BACK)(later(lists.page_turned))
    app.action(names.LIST_NEXT)(later(lists.page_turned))

    app.event("file_shared")(event_listener(desk, shared_file.shared))
    app.action(names.OFFER_IMPORT)(click(offer.import_clicked))
    app.action(names.OFFER_NOT_NOW)(click(offer.not_now_clicked))
    app.action(names.OFFER_APPROVE)(click(offer.approve_clicked))
    app.action(names.OFFER_DECLINE)(click(offer.decline_clicked))
    app.action(names.OFFER_AGAIN)(click(offer.again_clicked))
    app.action(names.OFFER_BOOK)(click(offer.book_chosen))
    app.action(names.OFFER_OPTIONS)(later(offer.options_asked_for))
    app.view(names.OFFER_FORM)(click(offer.submitted))

    app.event("app_mention")(event_listener(desk, talk.mentioned))
    app.event("message")(event_listener(desk, talk.written))

    app.event(members.CAME)(event_listener(desk, members.came))
    app.event(members.WENT)(event_listener(desk, members.went))
    for kind in members.CLOSED:
        app.event(kind)(event_listener(desk, members.closed))

    app.event("app_home_opened")(click(home.opened))
    app.action(names.HOME_REFRESH)(later(home.refresh_clicked))
