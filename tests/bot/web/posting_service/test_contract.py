"""The contract is sound, and the reference server has all of it and nothing more."""

import copy

import schemathesis
from fastapi.routing import APIRoute

from bot.web.posting_service.app import posting_service_app, service_needs
from journal.entries.failure import FailureReason
from journal.posting_service.reports import ReportState
from storage.database import Database
from tests.bot.web.posting_service.contract import contract
from tests.clock import SetClock


def test_it_is_openapi_3_1() -> None:
    """By the specification's own schema, and every reference in it leads somewhere."""
    assert contract()["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(copy.deepcopy(contract())).validate()


def test_the_reference_server_serves_every_path_and_method(database: Database) -> None:
    """And none that others could come to rely on without its being agreed."""
    app = posting_service_app(service_needs(database, SetClock()))
    served = {
        (route.path.replace(":path", ""), method.lower())
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }

    agreed = {
        (path, method)
        for path, methods in contract()["paths"].items()
        for method in methods
        if method != "parameters"
    }
    assert served == agreed


def test_its_words_are_ours() -> None:
    """A reason or a state that one side does not have would be lost on the way."""
    schemas = contract()["components"]["schemas"]

    assert schemas["Reason"]["enum"] == [reason.value for reason in FailureReason]
    assert set(schemas["State"]["enum"]) == {state.value for state in ReportState}
