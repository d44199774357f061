"""Who and what is in the local workspace before anybody does anything."""

from dataclasses import dataclass

from sandbox.slack.wire import Json

TEAM_ID = "T_LOCAL"
TEAM_NAME = "Local workspace"
TEAM_DOMAIN = "local"
APP_ID = "A_JEFAIL"
BOT_ID = "B_JEFAIL"
BOT_USER = "U_JEFAIL"
TIME_ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can be acted for; `title` is the role people see next to the name."""

    id: str
    name: str
    real_name: str
    title: str
    is_bot: bool = False
    is_guest: bool = False
    team: str = TEAM_ID  # another one: they came by Slack Connect

    @property
    def email(self) -> str:
        """An address that leads nowhere."""
        return f"{self.name}@local.example"

    def as_user(self) -> Json:
        """Return the `user` object of `users.info`."""
        profile = {
            "real_name": self.real_name,
            "display_name": self.name,
            "title": self.title,
            "email": self.email,
        }
        if self.is_bot:
            profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": False,
            "tz": TIME_ZONE,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            **({"is_stranger": False} if self.is_external else {}),
        }

    @property
    def is_external(self) -> bool:
        """Whether they are of another workspace and share a channel with this one."""
        return self.team != TEAM_ID


PEOPLE = {
    person.id: person
    for person in (
        Person("U_ANA", "ana", "Ana Lima", "Bookkeeper"),
        Person("U_BEN", "ben", "Ben Okafor", "Accountant"),
        Person("U_CHI", "chi", "Chi Wei", "Owner"),
        Person("U_DEE", "dee", "Dee Park", "Guest", is_guest=True),
        Person("U_EVE", "eve", "Eve Stone", "Auditor, Stone & Co", team="T_STONE"),
    )
}
BOT = Person(BOT_USER, "jefail", "jefail", "App", is_bot=True)
EVERYBODY = {**PEOPLE, BOT.id: BOT}

GROUPS = {
    "S_OWNERS": ("owners", "Owners", ("U_CHI",)),
    "S_BOOKKEEPERS": ("bookkeepers", "Bookkeepers", ("U_ANA", "U_BEN")),
}
"""User groups: their handle, their name, and who is in them."""

CHANNELS = {
    "C_BOOKKEEPING": ("bookkeeping", "Entries that did not post"),
    "C_HARBOR": ("harbor-books", "Harbor Coffee"),
    "C_GENERAL": ("general", "Everybody"),
}

PRIVATE = {
    "C_WILLOW": ("willow-partners", "Willow Trust: Ana and Chi alone", ("U_ANA", "U_CHI")),
}
"""Private channels, each with the people in it beside the app: nobody else knows of them."""
