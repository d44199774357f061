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
            "team_id": TEAM_ID,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": False,
            "tz": TIME_ZONE,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
        }


PEOPLE = {
    person.id: person
    for person in (
        Person("U_ANA", "ana", "Ana Lima", "Bookkeeper"),
        Person("U_BEN", "ben", "Ben Okafor", "Accountant"),
        Person("U_CHI", "chi", "Chi Wei", "Owner"),
    )
}
BOT = Person(BOT_USER, "jefail", "jefail", "App", is_bot=True)
EVERYBODY = {**PEOPLE, BOT.id: BOT}

CHANNELS = {
    "C_BOOKKEEPING": ("bookkeeping", "Entries that did not post, all books"),
    "C_HARBOR": ("harbor-books", "Harbor Coffee"),
    "C_GENERAL": ("general", "Everybody"),
}
