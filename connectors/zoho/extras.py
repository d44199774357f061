"""What a journal has beside the fields that jefail writes, as people read it.

The fields are those of Zoho's reference of journals (https://www.zoho.com/books/api/v3/journals/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from connectors.shown import Extras, is_amount, list_of, mapping_of, text_of
from journal.matching.keeping import CONTACT
from journal.matching.near import EXCHANGE_RATE

_OF_LINE: Final = {
    "customer": CONTACT,
    "location": "Location",
    "branch": "Branch",
    "project": "Project",
}
_OF_VAT: Final = {"acquisition_vat": "Acquisition VAT", "reverse_charge_vat": "Reverse charge VAT"}
TAX_CODE: Final = "Tax code"
EXEMPTION: Final = "Tax exemption"
_OF_HEAD: Final = {
    "vat_treatment": "VAT treatment",
    "product_type": "Product type",
    "recurring_journal_id": "Recurring journal",
}
_FLAGS: Final = {
    "include_in_vat_return": "In the VAT return",
    "is_bas_adjustment": "BAS adjustment",
}


def line_extras(line: Mapping[str, Any]) -> Extras:
    """Return what a line as shown carries beside its account: contact, tags, location, project.

    Whether a contact is a customer or a vendor is not shown with it.
    """
    named = ((label, _named(line, name)) for name, label in _OF_LINE.items())
    return (*((label, text) for label, text in named if text), *_tags(line))


def line_tax(line: Mapping[str, Any]) -> Extras:
    """Return what a line as shown says of tax."""
    return tuple(_tax_of(line))


def line_ids(line: Mapping[str, Any]) -> Extras:
    """Return the ids of what `line_extras` and `line_tax` name, by the same names."""
    named = {**_OF_LINE, "tax": TAX_CODE, "tax_exemption": EXEMPTION, **_OF_VAT}
    ids = ((label, text_of(line.get(f"{name}_id"))) for name, label in named.items())
    options = ((_tag(one), text_of(one.get("tag_option_id"))) for one in _tags_of(line))
    return tuple((label, its_id) for label, its_id in (*ids, *options) if its_id)


def journal_extras(journal: Mapping[str, Any]) -> Extras:
    """Return what the head of a journal as shown has that ours have not."""
    return tuple(_of_journal(journal))


def _tax_of(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if named := _named(line, "tax"):
        yield TAX_CODE, named
    if named := text_of(line.get("tax_exemption_code")) or text_of(line.get("tax_exemption_id")):
        yield EXEMPTION, named
    for name, label in _OF_VAT.items():
        if named := _named(line, name):
            yield label, named
    if is_amount(line.get("tax_amount")):
        yield "Tax amount", text_of(line["tax_amount"])


def _of_journal(journal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("location", "branch"):
        if named := _named(journal, name):
            yield _OF_LINE[name], named
    yield from (
        (label, text_of(journal[name])) for name, label in _OF_HEAD.items() if journal.get(name)
    )
    yield from ((label, "yes") for name, label in _FLAGS.items() if journal.get(name) is True)
    rate = text_of(journal.get("exchange_rate"))
    if is_amount(rate) and Decimal(rate) != 1:
        yield EXCHANGE_RATE, rate
    yield from _fields(journal)
    yield from _tags(journal)
    if attached := list_of(journal.get("documents")):
        yield "Attachments", str(len(attached))


def _fields(journal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in map(mapping_of, list_of(journal.get("custom_fields"))):
        if value := text_of(field.get("value")):
            yield text_of(field.get("label")) or "Custom field", value


def _tags(of: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for tag in _tags_of(of):
        option = text_of(tag.get("tag_option_name")) or text_of(tag.get("tag_option_id"))
        if option:
            yield _tag(tag), option


def _tags_of(of: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return map(mapping_of, list_of(of.get("tags")))


def _tag(tag: Mapping[str, Any]) -> str:
    return text_of(tag.get("tag_name")) or "Tag"


def _named(of: Mapping[str, Any], name: str) -> str:
    """Return what something is called there, else its id."""
    return text_of(of.get(f"{name}_name")) or text_of(of.get(f"{name}_id"))
