"""How like two names are: the one place that knows the library that says so."""

from __future__ import annotations

from rapidfuzz import fuzz

from journal.incidents.suggest_accounts import NameLikeness

LIKENESS = NameLikeness(letters=fuzz.ratio, words=fuzz.token_set_ratio, best=fuzz.WRatio)
