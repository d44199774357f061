"""The card, face by face."""

from dataclasses import replace

import pytest

from blocks.card.incident import incident_card, plain_card
from blocks.kit import names
from blocks.kit.carrying import carried
from blocks.kit.validate import checked
from journal.amounts.money import Money
from journal.books.book import Platform
from journal.entries.entry import EntryKind
from journal.entries.failure import FailureReason
from journal.entries.grounds import Ground
from journal.incidents.incident import Mending
from journal.incidents.move import MoveName
from journal.incidents.story.mending import AccountsMapped
from journal.moves.hand_edit import Kept
from tests.blocks.gallery import FACES, FAILURES, PEOPLE, of_reason
from tests.blocks.read import buttons, fields, header, shown, usable
from tests.build import (
    LEDGER_URL,
    NOW,
    a_book,
    a_case,
    a_connection,
    a_failure,
    a_summary,
    an_incident,
)

MENU = "['I take it', 'Assign to …', 'Snooze …', 'Details', 'Contact support']"
SHUT_OUT = MENU.replace("Contact support", "Test connection")
STANDING = ["What is this?", "Retry", "Resolve", MENU]
TO_BE_MAPPED = [STANDING[0], "Map accounts", *STANDING[1:]]


@pytest.mark.parametrize(
    ("face", "first_line", "offered"),
    [
        ("open", "🔴 Gift cards has no account in QuickBooks", TO_BE_MAPPED),
        (
            "no entry yet",
            "🔴 QuickBooks no longer lets us in",
            ["What is this?", "Reconnect", "Resolve", SHUT_OUT],
        ),
        ("retrying", "⏳ Posting 3 entries again, asked by Ana", ["Stop", "Details"]),
        (
            "connected again",
            "⏳ Ana connected QuickBooks again; posting 3 entries",
            ["Stop", "Details"],
        ),
        (
            "connected again, nothing waited",
            "✅ Ana connected QuickBooks again",
            ["Details"],
        ),
        ("retrying by itself", "⏳ Posting 3 entries again", ["Stop", "Details"]),
        ("partly through", "🔴 July 2026 is closed in QuickBooks", STANDING),
        (
            "outcome unknown",
            "🟠 QuickBooks did not answer; looking whether the entries are there",
            ["What is this?", "Look again", *STANDING[2:]],
        ),
        (
            "candidate",
            "🟡 Is this it? QuickBooks has a journal 7 of $64.00",
            ["What is this?", "Compare", "Resolve", MENU],
        ),
        (
            "our number elsewhere",
            "🔴 QuickBooks has our number on something else: a journal JF-1042 of $64.00",
            ["What is this?", "Compare", "Resolve", MENU],
        ),
        (
            "linked one gone",
            "🔴 The entry that was linked isn't in QuickBooks any more",
            STANDING,
        ),
        (
            "linked one says otherwise",
            "🔴 The entry in QuickBooks says something else than the correction",
            ["What is this?", "Overwrite", "Keep theirs", "Resolve", MENU],
        ),
        ("posted", "✅ Posted: 3 entries · $4,812.40", ["View in QuickBooks", "Details"]),
        ("moved on", "➡️ On another card now, for another reason", ["Details"]),
        ("fixed, not yet checked", "☑️ Ana says it's fixed · checking", ["Reopen", "Details"]),
        (
            "fixed, access lost",
            "☑️ Ana says it's fixed · can't check: jefail has lost access to QuickBooks",
            ["Reopen", "Details"],
        ),
        (
            "fixed, no answer",
            "☑️ Ana says it's fixed · can't check: QuickBooks can't be read now",
            ["Reopen", "Details"],
        ),
        (
            "moved to another",
            "➡️ 3 entries moved to INC-9: Tips has no account in QuickBooks",
            ["Details"],
        ),
        ("moved to two", "➡️ 4 entries moved to INC-12 and INC-9", ["Details"]),
        (
            "fixed, found",
            "☑️ Closed by Ana: fixed in QuickBooks",
            ["View in QuickBooks", "Details"],
        ),
        ("not needed", "☑️ Closed by Ana: not needed", ["Reopen", "Details"]),
        ("skipped", "☑️ Skipped by Ana: 3 entries", ["Reopen", "Details"]),
        (
            "taken",
            "🔴 Gift cards has no account in QuickBooks",
            [
                *TO_BE_MAPPED[:4],
                "['Assign to …', 'Snooze …', 'Details', 'Contact support', 'Skip …']",
            ],
        ),
        (
            "remembered",
            "🔴 Gift cards has no account in QuickBooks",
            ["What is this?", "Close again: not needed", *TO_BE_MAPPED[1:]],
        ),
        ("reopened", "🔴 Gift cards has no account in QuickBooks", TO_BE_MAPPED),
        ("still missing", "🔴 Still missing in QuickBooks", TO_BE_MAPPED),
        (
            "edited there",
            "🔴 An entry was changed by hand in QuickBooks since it was posted",
            ["What is this?", "Overwrite", "Keep theirs", "Resolve", MENU],
        ),
        (
            "deleted there",
            "🔴 An entry was deleted in QuickBooks since it was posted",
            ["What is this?", "Post it anew", "Resolve", MENU],
        ),
        (
            "held there",
            "🔴 QuickBooks does not let a posted entry be changed any more",
            ["What is this?", "Keep theirs", *STANDING[1:]],
        ),
        ("theirs kept", "☑️ Closed by Ana: theirs kept", ["View in QuickBooks", "Details"]),
        (
            "theirs overwritten",
            "✅ Posted: 1 entry · $1,604.13 · theirs overwritten by Ana",
            ["View in QuickBooks", "Details"],
        ),
    ],
)
def test_each_face_says_where_it_stands(face: str, first_line: str, offered: list[str]) -> None:
    """The first line and the buttons agree, and no button is there that cannot help."""
    card = incident_card(FACES[face], PEOPLE)

    assert header(card) == first_line
    assert buttons(card.blocks) == offered


def test_accounts_of_lines_are_mapped_where_we_look_them_up() -> None:
    """Of a posting service's own lines there is no button that cannot help, but what does."""
    failure = FAILURES[FailureReason.ACCOUNT_INVALID]
    watched = a_connection(platform=Platform.POSTING_SERVICE)
    ours = a_case(an_incident(failure=failure), a_summary(has_categories=False))
    named = replace(ours, connection=watched)

    assert buttons(incident_card(named).blocks) == STANDING
    assert "hand the entry in again with another account" in shown(incident_card(named))
    assert buttons(incident_card(ours).blocks)[1:5] == [
        "Map accounts",
        "Edit lines",
        "Retry",
        "Resolve",
    ]


def test_what_was_mapped_stands_on_the_closed_card() -> None:
    """One account by its name, several counted, and who did it."""
    at, by = NOW, "U0ANA"
    gift, tips = ("Gift cards", "4100 Sales"), ("Tips", "2400 Tips")
    one = AccountsMapped(mapped=(gift,), categories=1)
    two = AccountsMapped(mapped=(gift, tips), categories=2)

    for turn, said in ((one, "mapped to 4100 Sales by Ana"), (two, "2 categories mapped by Ana")):
        posted = FACES["posted"]
        mending = Mending(MoveName.MAP, by, at, turn)
        case = replace(posted, incident=replace(posted.incident, mending=mending))
        assert header(incident_card(case, PEOPLE)).endswith(said)


def test_missing_rights_are_mended_by_someone_who_has_them() -> None:
    """The fix stands first and alone is green; trying again stands beside it."""
    blocks = incident_card(of_reason(FailureReason.PERMISSION)).blocks

    assert buttons(blocks)[1:] == ["Reconnect as admin", "Retry", "Resolve", SHUT_OUT]
    styles = [one.get("style") for one in usable(blocks)]
    assert styles == [None, "primary", None, None, None]


def test_connected_again_says_by_whom() -> None:
    """Also where the header may not mention anybody."""
    assert "connected by <@U0ANA> <!date^" in shown(incident_card(FACES["connected again"]))
    nameless = incident_card(FACES["connected again"], {})
    assert header(nameless) == "⏳ QuickBooks is connected again; posting 3 entries"
    closed = shown(incident_card(FACES["connected again, nothing waited"]))
    assert "by <@U0ANA> · was: QuickBooks no longer lets us in · nothing had to wait" in closed


def test_date_and_platform_come_first() -> None:
    """The fields stand in the order a bookkeeper looks for them."""
    found = fields(incident_card(FACES["open"]))

    assert list(found) == ["Date", "Platform", "Books", "Posts to", "Kind", "Waiting"]
    assert found["Date"] == "Jul 7 – 9, 2026"
    assert found["Platform"] == "🛍️ Shopify"
    assert found["Waiting"].endswith("|2026-07-10 06:42 UTC>, 1 attempt")


def test_card_says_how_much_of_whom() -> None:
    """The line under the cause counts the entries and their amount."""
    assert "*3 entries* of Northwind Retail wait · *$4,812.40*" in shown(incident_card(a_case()))


def test_amounts_of_several_currencies_stand_side_by_side() -> None:
    """Currencies are never added up."""
    summary = a_summary(amounts=(Money(1250, "USD"), Money(90000, "JPY")))

    assert "*$12.50 + ¥90,000*" in shown(incident_card(a_case(summary=summary)))


def test_costs_not_known_come_to_no_amount() -> None:
    """An entry that waits for its costs is not said to be worth nothing."""
    case = replace(
        of_reason(FailureReason.COST_MISSING), summary=a_summary(amounts=(Money(0, "USD"),))
    )

    assert "$0" not in shown(incident_card(case))


def test_platform_is_quoted_only_when_it_spoke() -> None:
    """A gap found before asking has no empty quote."""
    gap = incident_card(of_reason(FailureReason.MAPPING_MISSING))
    refusal = incident_card(of_reason(FailureReason.PERIOD_CLOSED))

    assert "QuickBooks says" not in shown(gap)
    assert "*QuickBooks says*\n> Business Validation Error: The account" in shown(refusal)


def test_quote_is_cut_and_harmless() -> None:
    """The platform's words end after 300 characters; nothing in them calls anybody."""
    failure = a_failure(FailureReason.UNKNOWN, words="<!channel> & " + "x" * 400)
    text = shown(incident_card(a_case(an_incident(failure=failure))))

    assert "> &lt;!channel&gt; &amp; xxx" in text
    assert "<!channel>" not in text
    assert "x" * 286 + "…" in text
    assert "x" * 287 not in text


def test_partly_posted_says_how_far_it_got() -> None:
    """What is left and what is through stand side by side."""
    text = shown(incident_card(FACES["partly through"]))

    assert "*1 entry* of Northwind Retail waits · *$1,604.13* · 2 of 3 posted, 1 left" in text


def test_a_moved_card_leads_to_the_other() -> None:
    """Number and cause in the first line, and below it the number leads to the card."""
    card = incident_card(FACES["moved to another"])

    assert "To <https://slack.example/9|INC-9>" in shown(card)
    assert card.text.startswith("3 entries moved to INC-9: Tips has no account")


def test_an_unchecked_card_reads_whole_without_its_blocks() -> None:
    """Who said so, and that it cannot be checked, with why."""
    text = incident_card(FACES["fixed, access lost"], PEOPLE).text

    assert text.startswith(
        "Closed by Ana, fixed in QuickBooks, not checked (can't check: jefail has lost access to"
    )


def test_closed_card_is_one_line() -> None:
    """Header, one quiet line, buttons; with who, when, what they wrote and whether it was seen."""
    card = incident_card(FACES["fixed, not yet checked"])
    _header, line, _buttons = checked(card.blocks)

    assert line["type"] == "context"
    text = line["elements"][0]["text"]
    assert text.startswith("By <@U0ANA> <!date^")
    assert "“entered by hand” · 3 entries ($4,812.40) said to be fixed, not checked" in text
    assert "Jul 7 – 9, 2026" in text


def test_closed_as_fixed_and_found_says_so() -> None:
    """Once the platform shows the entries the line says when."""
    assert "|2026-07-10 08:42 UTC>: found in QuickBooks" in shown(
        incident_card(FACES["fixed, found"])
    )


def test_still_missing_names_who_closed_it() -> None:
    """The person who said it was fixed reads that it is not."""
    text = shown(incident_card(FACES["still missing"]))

    assert "closed by <@U0ANA> before, looked up <!date^" in text
    assert "*Cause*  Gift cards has no account in QuickBooks" in text


def test_unknown_people_are_left_out_of_the_header() -> None:
    """A header cannot mention; without a name it still is a sentence."""
    assert header(incident_card(FACES["retrying"])) == "⏳ Posting 3 entries again"
    assert header(incident_card(FACES["not needed"])) == "☑️ Closed by hand: not needed"


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "https://x/" + "y" * 3000])
def test_no_link_no_button(url: str | None) -> None:
    """View in QuickBooks is drawn only when it leads somewhere."""
    case = FACES["posted"]
    case = replace(case, summary=replace(case.summary, ledger_url=url))

    assert buttons(incident_card(case).blocks) == ["Details"]


def test_view_in_ledger_leads_to_the_entry() -> None:
    """The button opens the newest posted entry."""
    [view, _details] = usable(incident_card(FACES["posted"]).blocks)

    assert (view["action_id"], view["url"]) == (names.VIEW_IN_LEDGER, LEDGER_URL)


@pytest.mark.parametrize("face", FACES)
def test_buttons_carry_only_the_incident(face: str) -> None:
    """A button's value is the incident's id, or the book's to connect, and says nothing else."""
    for element in usable(incident_card(FACES[face]).blocks):
        if element["type"] == "overflow":
            values = [names.read_more(option["value"]) for option in element["options"]]
            assert {incident_id for _move, incident_id in values} == {7}
            assert names.DETAILS in {move for move, _incident_id in values}
            assert len(values) <= 5
        elif element["action_id"] == names.RECONNECT:
            assert element["value"] == str(FACES[face].book.id)
        elif element["action_id"] == names.KEEP_THEIRS:
            assert carried(element["value"], Kept) == (7, Kept("1"))  # and which version is shown
        elif element["action_id"] != names.VIEW_IN_LEDGER:
            assert element["value"] == "7"


def test_passing_trouble_is_retried_now() -> None:
    """jefail tries by itself, so the button only spares the wait."""
    assert buttons(incident_card(of_reason(FailureReason.RATE_LIMITED)).blocks)[1] == "Retry now"


def test_text_reads_whole() -> None:
    """The notification says what, whose, when, how much, why and what to do."""
    assert incident_card(a_case()).text == (
        "3 Shopify entries of Northwind Retail (Jul 7 – 9, 2026, $4,812.40) are not in QuickBooks: "
        "Gift cards has no account in QuickBooks. Press Map accounts and choose an account for "
        "“Gift cards”. Whatever waits for it is then posted by itself."
    )


@pytest.mark.parametrize(
    ("face", "text"),
    [
        ("retrying", "Posting again to QuickBooks: 3 Shopify entries of Northwind Retail"),
        ("posted", "Posted in QuickBooks: 3 Shopify entries of Northwind Retail"),
        ("not needed", "Closed by Ana, not needed: 3 Shopify entries of Northwind Retail"),
        (
            "outcome unknown",
            "3 Shopify entries of Northwind Retail (Jul 7 – 9, 2026, $4,812.40) may or",
        ),
        ("no entry yet", "Northwind Retail: QuickBooks no longer lets us in."),
    ],
)
def test_text_of_every_face_says_what_happened(face: str, text: str) -> None:
    """No text claims more than is known."""
    assert incident_card(FACES[face], PEOPLE).text.startswith(text)


def test_a_correction_says_what_is_there_and_since_when() -> None:
    """Both days and sums stand below each other; nobody is told that the entry is missing."""
    card = incident_card(FACES["edited there"])

    assert "*In QuickBooks*  Jul 7, 2026 · $1,600.00\n*Ours*  Jul 7, 2026 · $1,604.13" in shown(
        card
    )
    assert "corrects an entry posted to QuickBooks <!date" in shown(card)
    assert card.text.startswith("The correction of 1 Shopify entry of Northwind Retail (Jul 7")
    assert "not in QuickBooks" not in card.text


def test_closed_it_says_what_the_ledger_has() -> None:
    """Since what is posted is not what was handed in."""
    assert "QuickBooks has Jul 7, 2026 · $1,600.00" in shown(incident_card(FACES["theirs kept"]))


def test_a_gap_in_a_correction_says_that_it_is_one() -> None:
    """Its card is that of the gap."""
    card = incident_card(FACES["a gap in a correction"])

    assert header(card) == "🔴 Gift cards has no account in QuickBooks"
    assert "corrects an entry posted to QuickBooks <!date" in shown(card)


def test_money_and_dates_follow_the_book() -> None:
    """A British book reads its dates and amounts its own way."""
    book = a_book(locale="en_GB", currency="GBP")
    card = incident_card(a_case(book=book, summary=a_summary(amounts=(Money(481240, "GBP"),))))

    assert fields(card)["Date"] == "7–9 Jul 2026"
    assert "*£4,812.40*" in shown(card)


def test_kinds_are_named() -> None:
    """Kinds stand in words, several side by side."""
    kinds = (EntryKind.SALES_SUMMARY, EntryKind.COST_OF_GOODS_SOLD)
    card = incident_card(a_case(summary=a_summary(kinds=kinds)))

    assert fields(card)["Kind"] == "Sales summary and cost of goods sold"


def test_same_case_draws_the_same_card() -> None:
    """Drawing is pure, so an update that changes nothing can be left out."""
    first, second = (checked(incident_card(a_case()).blocks) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("face", sorted(set(FACES) - {"open"}))
def test_each_version_has_its_own_block_ids(face: str) -> None:
    """Slack wants new block ids when a message is updated."""
    before = {block["block_id"] for block in checked(incident_card(FACES["open"]).blocks)}
    after = {block["block_id"] for block in checked(incident_card(FACES[face]).blocks)}

    assert not before & after


def test_plain_card_keeps_text_and_buttons() -> None:
    """When Slack refuses a card, what is left can still be read and worked with."""
    card = incident_card(a_case())

    plain = plain_card(card)

    assert shown(plain).startswith(card.text)
    assert buttons(plain.blocks) == TO_BE_MAPPED[1:]


def test_buttons_are_told_apart_by_ear() -> None:
    """A screen reader hears which case a button belongs to."""
    [_what, fix, retry, *_] = usable(incident_card(a_case()).blocks)

    assert fix["accessibility_label"] == "Map accounts: INC-7"
    assert retry["accessibility_label"] == "Retry: INC-7"


def test_put_off_a_card_shrinks_and_says_until_when() -> None:
    """Until when in the reader's own time, by whom, why and how much; it is woken or closed."""
    card = incident_card(FACES["snoozed"], PEOPLE)

    first = header(card)
    assert first.startswith("💤 *Until <!date^")
    assert "(<@U0ANA>)\nGift cards has no account in QuickBooks\n3 entries" in first
    assert buttons(card.blocks) == ["Wake", "Resolve", MENU]


def test_whose_it_is_stands_in_the_last_line() -> None:
    """Since when, too."""
    assert "<@U0ANA> has it since <!date^" in shown(incident_card(FACES["taken"]))


def test_what_is_remembered_calls_nobody() -> None:
    """How often, when, by whom and how, by name: a new card must not ring at everybody's."""
    text = shown(incident_card(FACES["remembered"], PEOPLE))

    assert "*Third time*\nLast on Jun 3, 2026: closed by Ana, not needed, “test orders”" in text
    close = next(
        one for one in usable(incident_card(FACES["remembered"]).blocks) if "confirm" in one
    )
    assert close["confirm"]["text"]["text"] == "Close again: not needed: 3 entries, $4,812.40."


def test_one_skipped_alone_is_counted_and_can_be_reopened() -> None:
    """While the rest waits it is counted; once the rest is posted, Reopen is there."""
    some = a_case(summary=a_summary(waiting=2, skipped=1))
    rest = replace(FACES["posted"], summary=a_summary(waiting=0, posted=2, skipped=1))

    assert "*2 entries* of Northwind Retail wait · *$4,812.40* · 1 skipped" in shown(
        incident_card(some)
    )
    assert buttons(incident_card(rest).blocks) == ["Reopen", "Details"]
    assert "1 entry skipped" in shown(incident_card(rest))


def test_only_one_button_is_primary() -> None:
    """The eye finds the first move."""
    for case in FACES.values():
        styles = [one.get("style") for one in usable(incident_card(case).blocks)]
        assert styles.count("primary") <= 1
        assert "danger" not in styles


def test_what_begins_with_the_platform_begins_with_a_capital() -> None:
    """A posting service has no name of its own, and stands first in sentences all the same."""
    failure = a_failure(FailureReason.ACCOUNT_INVALID, subject="6000", words="It is inactive.")
    connection = a_connection(platform=Platform.POSTING_SERVICE)
    case = a_case(an_incident(failure=failure), connection=connection)
    card = str([block.to_dict() for block in incident_card(case).blocks])

    assert "🔴 The posting service rejected" in card
    assert "*The posting service says*" in card


def test_changed_since_posted_is_said_of_what_jefail_posted() -> None:
    """Of what a person linked, or was found there, jefail does not say that it posted it."""
    since = "changed by hand in QuickBooks since it was posted"

    assert since in shown(incident_card(FACES["edited there"]))
    assert "since it was posted" not in shown(incident_card(FACES["linked one says otherwise"]))


def test_a_found_one_says_on_what_ground() -> None:
    """Closed by what a poll saw, the card says what was the same; of what we posted, nothing."""
    summary = replace(FACES["posted"].summary, grounds=(Ground.REFERENCE,))
    found = replace(FACES["posted"], summary=summary)

    assert "same day, same lines, its reference" in shown(incident_card(found))
    assert "same lines" not in shown(incident_card(FACES["posted"]))


def test_a_candidate_is_not_said_to_be_missing() -> None:
    """The line that reads whole says what is there, and both days and sums stand on the card."""
    card = incident_card(FACES["candidate"])

    assert "may be in QuickBooks: Is this it?" in card.text
    assert "*In QuickBooks*  Mar 1, 2025 · $64.00" in shown(card)
    assert "It has the same reference, but its lines aren't the same." in shown(card)
