"""What each line carries beside its account, as it is told to people."""

from __future__ import annotations

from dataclasses import replace

from journal.books.lists import CLASS, CompanyRules, NameKind
from journal.entries.coding import Coding
from journal.entries.line_codes import codes_of, said_by
from tests.journal.entries.test_coded_lines import CONTENT, KNOWN, RECEIVABLE, a_line

WANTS = replace(KNOWN, company_rules=CompanyRules(requires=(CLASS,)))


def test_what_is_found_and_what_is_lacking_are_told_apart() -> None:
    """The platform's name of a class, the customer of an account, a word that means nothing."""
    lines = (
        a_line(class_name="online"),
        replace(a_line(class_name="Onlin", name="Faire"), account=RECEIVABLE.name),
        a_line(),
        replace(a_line(class_name="Onlin"), account="Nowhere"),
    )

    told = codes_of(replace(CONTENT, lines=lines), WANTS)

    assert [(one.account, one.codes, one.lacks) for one in told] == [
        ("Sales", (("Class", "Online"),), ()),
        ("Accounts Receivable (A/R)", (("Customer", "Faire"),), (("Class", "Onlin"),)),
        ("Sales", (), (("Class", ""),)),
        ("Nowhere", (("Class", "Onlin"),), ()),
    ]


def test_a_line_in_its_own_words() -> None:
    """A name by its kind, a tracking option by its category."""
    coding = Coding(name="Faire", name_kind=NameKind.VENDOR, tracking=(("Region", "North"),))

    said = said_by(replace(a_line(), coding=coding))

    assert {*said} == {("Vendor", "Faire"), ("Region", "North")}
