"""One unit of work over all that is kept. SQL keeps it; the rules know it by these ports."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from journal.ports.access import Consents, Members, Rights
from journal.ports.books import Books, Closings, Costs, Mappings
from journal.ports.codings import Codings
from journal.ports.entries import Entries, Intake, Postings, Revisions
from journal.ports.incidents import Incidents, Notices
from journal.ports.offers import Offers
from journal.ports.watch import Watch
from journal.ports.work import Clicks, Drafts, Jobs
from journal.seeing import Sees, Viewer


@dataclass(frozen=True, slots=True)
class Store:
    """One unit of work: all of it is kept when the block ends, none when it raises."""

    books: Books
    intake: Intake
    entries: Entries
    postings: Postings
    revisions: Revisions
    watch: Watch
    incidents: Incidents
    costs: Costs
    consents: Consents
    notices: Notices
    closings: Closings
    mappings: Mappings
    codings: Codings
    clicks: Clicks
    rights: Rights
    drafts: Drafts
    offers: Offers
    jobs: Jobs


@dataclass(frozen=True, slots=True)
class SeenStore(Store):
    """One unit of work for one person: what they don't see is not found in it.

    Whatever answers a person, or does what they ask for, takes one of these, so that a whole
    `Store` in its place is an error of types. Lists, counts and suggestions hold `sees` alone.
    """

    sees: Sees


OpenStore = Callable[[], AbstractAsyncContextManager[Store]]

OpenMembers = Callable[[], AbstractAsyncContextManager[Members]]
OpenSeen = Callable[[Viewer], AbstractAsyncContextManager[SeenStore]]
"""Opens a unit of work for one person; who it is has to be said."""
