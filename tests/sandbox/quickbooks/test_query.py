"""The query language, over the wire."""

import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.quickbooks.books import an_entry, ask, fault_of, find, numbers, post


@pytest.fixture
async def three(books: Books) -> Books:
    """A company with an entry in each of June, July and August, made an hour apart."""
    for number, day, note in [
        ("JF-1", "2026-06-30", "June's end"),
        ("JF-2", "2026-07-15", "jefail JF-2"),
        ("JF-3", "2026-08-01", "back\\slash"),
    ]:
        await post(books, an_entry(number, TxnDate=day, PrivateNote=note))
        books.clock.forward(minutes=10)
    return books


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("", ["JF-1", "JF-2", "JF-3"]),
        ("where DocNumber = 'JF-2'", ["JF-2"]),
        ("where DocNumber = 'jf-2'", []),
        ("where DocNumber IN ('JF-3', 'JF-1')", ["JF-1", "JF-3"]),
        ("where DocNumber like 'jf%3'", ["JF-3"]),
        ("where DocNumber like 'F-%'", []),
        ("where TxnDate >= '2026-07-01' and TxnDate <= '2026-07-31'", ["JF-2"]),
        ("where TxnDate > '2026-07-15'", ["JF-3"]),
        ("where TxnDate < '2026-07-15'", ["JF-1"]),
        (r"where PrivateNote = 'June\'s end'", ["JF-1"]),
        (r"where PrivateNote = 'back\\slash' maxresults 1", ["JF-3"]),
        ("where Id > '2'", ["JF-3"]),
        ("where MetaData.CreateTime < '2026-07-07T12:05:00Z'", ["JF-1"]),
        ("where MetaData.LastUpdatedTime > '2026-07-07T12:15:00'", ["JF-3"]),
        ("ORDERBY TxnDate DESC", ["JF-3", "JF-2", "JF-1"]),
        ("orderby PrivateNote asc, Id desc", ["JF-1", "JF-3", "JF-2"]),
        ("STARTPOSITION 2 MAXRESULTS 1", ["JF-2"]),
        ("STARTPOSITION 4", []),
        ("where DocNumber = 'and' and PrivateNote = 'or'", []),
    ],
)
async def test_conditions_order_and_pages(three: Books, condition: str, found: list[str]) -> None:
    """Each clause does what Intuit documents."""
    assert await numbers(three, condition) == found


async def test_a_page_says_where_it_stands(three: Books) -> None:
    """startPosition and maxResults are those of the page; an empty answer has neither."""
    page = (await ask(three, "select * from JournalEntry startposition 2")).json()
    empty = (await ask(three, "select * from JournalEntry where Id = '9'")).json()

    assert page["QueryResponse"]["startPosition"] == 2
    assert page["QueryResponse"]["maxResults"] == 2
    assert empty["QueryResponse"] == {}


async def test_entries_can_be_counted(three: Books) -> None:
    """count(*) gives a number and no entries."""
    answer = await ask(three, "SELECT COUNT(*) FROM JournalEntry where TxnDate > '2026-07-01'")

    assert answer.json()["QueryResponse"] == {"totalCount": 2}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("select Id from JournalEntry", "4000"),
        ("select * from JournalEntry where Id = '1' or Id = '2'", "4000"),
        ("select * from JournalEntry group by Id", "4000"),
        ("select * from JournalEntry where Id", "4000"),
        ("select * from JournalEntry where Id in ()", "4000"),
        ("select * from JournalEntry where Id != '1'", "4000"),
        ("select * from JournalEntry where DocNumber = JF", "4000"),
        ("select * from JournalEntry where DocNumber = 'open", "4000"),
        ("select * from JournalEntry maxresults many", "4000"),
        ("select * from", "4000"),
        ("delete from JournalEntry", "4000"),
        ("select * from JournalEntry maxresults 1001", "4001"),
        ("select * from JournalEntry startposition 0", "4001"),
        ("select * from journalentry", "4001"),
        ("select * from Invoice", "4001"),
        ("select * from JournalEntry where TotalAmt > 5", "4001"),
        ("select * from JournalEntry orderby Line", "4001"),
        ("select * from JournalEntry where TxnDate = 'today'", "4001"),
        ("select * from Account where Active = 5", "4001"),
        ("", "2020"),
    ],
)
async def test_what_is_not_in_the_language_is_refused(books: Books, query: str, code: str) -> None:
    """OR, projections, unknown entities and properties answer 400 with Intuit's codes."""
    assert fault_of(await ask(books, query))[:2] == (400, code)


async def test_inactive_accounts_come_only_when_asked_for(books: Books) -> None:
    """Without a word about Active only the active ones are found."""
    await books.http.post(f"control/companies/{books.realm}/accounts/91", json={"active": False})

    async def found(condition: str) -> list[str]:
        return [account["Id"] for account in await find(books, "Account", condition)]

    assert "91" not in await found("maxresults 1000")
    assert "91" not in await found("where Active = true startposition 1 maxresults 1000")
    assert "91" in await found("where Active in (true, false)")
    assert await found("where Active = false") == ["91"]


async def test_accounts_carry_what_a_picker_needs(books: Books) -> None:
    """Number, full name, type and classification."""
    answer = await ask(books, "select * from Account where Name = 'Shopify clearing'")

    (account,) = answer.json()["QueryResponse"]["Account"]
    assert account["FullyQualifiedName"] == "Clearing:Shopify clearing"
    assert (account["AcctNum"], account["AccountType"]) == ("1310", "Other Current Asset")
    assert (account["Classification"], account["SubAccount"]) == ("Asset", True)
    read = await books.call("GET", f"account/{account['Id']}")
    assert read.json()["Account"] == account


async def test_the_company_can_be_asked_for(books: Books) -> None:
    """By query and by its own call."""
    answer = await ask(books, "select * from CompanyInfo")
    read = await books.call("GET", f"companyinfo/{books.realm}")

    (company,) = answer.json()["QueryResponse"]["CompanyInfo"]
    assert company["CompanyName"] == "Harbor Goods"
    assert read.json()["CompanyInfo"] == company


@pytest.mark.parametrize("path", ["account/999", "journalentry/999", "companyinfo/999"])
async def test_what_is_not_there_is_not_found(books: Books, path: str) -> None:
    """610, for each kind of object."""
    assert fault_of(await books.call("GET", path))[:2] == (400, "610")


async def test_several_queries_in_one_call(books: Books) -> None:
    """Each is answered under its own id, as it would be alone; ten are the most."""
    queries = ["select * from Account maxresults 1", "select * from Nowhere", "select"]
    items = [{"bId": f"b{place}", "Query": one} for place, one in enumerate(queries)]

    answer = await books.call("POST", "batch", json={"BatchItemRequest": items})
    many = await books.call("POST", "batch", json={"BatchItemRequest": items * 4})

    first, second, third = answer.json()["BatchItemResponse"]
    assert (first["bId"], len(first["QueryResponse"]["Account"])) == ("b0", 1)
    assert second["Fault"]["Error"][0]["code"] == "4001"
    assert third["Fault"]["Error"][0]["code"] == "4000"
    assert many.status_code == 400
