"""Who is signed in where an app asks for consent."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an account at the platform; both may be empty, as if it told nothing."""

    name: str = "Robin Reyes"
    email: str = "robin@practice.example"

    @property
    def given(self) -> str:
        """The name up to its first space."""
        return self.name.partition(" ")[0]

    @property
    def family(self) -> str:
        """The rest of the name."""
        return self.name.partition(" ")[2]


ROBIN = Person()
"""Who is signed in unless the page is told otherwise."""


def person_in(form: Mapping[str, str]) -> Person:
    """Return who the form of the consent page says is signed in."""
    return Person(
        form.get("person_name", ROBIN.name).strip(), form.get("person_email", ROBIN.email).strip()
    )
