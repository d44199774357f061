"""Which right each call wants, by Zoho's OpenAPI documents (`security` of each operation in
journals.yml, chart-of-accounts.yml, transaction-locking.yml, organizations.yml, contacts.yml,
projects.yml, locations.yml, taxes.yml and currency.yml; of reporting tags that of Inventory's)."""

from typing import Final

from starlette.responses import Response

from sandbox.ledger.gate import Call, Work, token_of
from sandbox.ledger.services import Services
from sandbox.zoho import answers

CREATE: Final = "ZohoBooks.accountants.CREATE"
READ: Final = "ZohoBooks.accountants.READ"
UPDATE: Final = "ZohoBooks.accountants.UPDATE"
SETTINGS: Final = "ZohoBooks.settings.READ"
CONTACTS: Final = "ZohoBooks.contacts.READ"
CREATE_CONTACT: Final = "ZohoBooks.contacts.CREATE"
PROJECTS: Final = "ZohoBooks.projects.READ"
SCHEME: Final = "Zoho-oauthtoken"


def within(scope: str, work: Work) -> Work:
    """Return `work`, done only for tokens that may be used for it."""

    def checked(services: Services, call: Call) -> Response:
        asked = services.grants.scope_of(token_of(call.request, SCHEME))
        lacking = call.company.own.get("missing_scope", "")
        return work(services, call) if grants(asked, scope, lacking) else answers.not_authorised()

    return checked


def grants(asked: str, scope: str, lacking: str = "") -> bool:
    """Say whether a consent for `asked` lets an app do what wants `scope`; "" lets it do all.

    `lacking`: a scope that the company's consents are played to be without. ALL stands for each
    operation of a module, and letters' case counts nowhere in Zoho's own examples.
    """
    if scope.casefold() == lacking.casefold():
        return False
    if not asked:
        return True
    given = {one.strip().casefold() for one in asked.replace(" ", ",").split(",")}
    module = scope.rpartition(".")[0]
    return bool({scope.casefold(), f"{module}.all".casefold(), "zohobooks.fullaccess.all"} & given)
