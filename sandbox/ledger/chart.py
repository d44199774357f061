"""The accounts of a company."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `parent` is the full name of the account it is a sub-account of."""

    id: str
    name: str
    number: str
    type: str  # the platform's word
    active: bool = True
    parent: str = ""
    system: str = ""  # what the platform itself uses it for; empty for most

    @property
    def full_name(self) -> str:
        """The name with its parents: `Sales:Shopify sales`."""
        return f"{self.parent}:{self.name}" if self.parent else self.name
