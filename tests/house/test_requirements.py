"""requirements*.txt lock what pyproject.toml asks for; no registry is asked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PYPROJECT["dependency-groups"]
WANTED: dict[str, list[str]] = {
    "requirements.txt": [*PYPROJECT["project"]["dependencies"], *GROUPS["build"]],
    "requirements-demo.txt": GROUPS["demo"],
    "requirements-dev.txt": GROUPS["dev"],
}
LOCK = pytest.mark.parametrize("lock", WANTED)


@LOCK
def test_lock_has_what_is_wanted(lock: str) -> None:
    """Each wanted package is locked, in a version that is wanted."""
    locked = _locked(lock)
    lacking = [
        str(one) for one in _wanted(lock) if not one.specifier.contains(locked.get(_name(one), "0"))
    ]

    assert lacking == [], "run `make lock`"


@LOCK
def test_lock_has_nothing_for_its_own_sake(lock: str) -> None:
    """What nobody wants any more has left the lock; uv notes who wants what."""
    noted = re.findall(
        r"^([\w.-]+)(?:\[.*\])?==[^#]*?# via(?:[^=]*?)\bjefail \(pyproject\.toml", _text(lock), re.M
    )

    assert {canonicalize_name(one) for one in noted} == {_name(one) for one in _wanted(lock)}


@LOCK
def test_lock_is_of_hashes_only(lock: str) -> None:
    """Each package is pinned by its content, and nothing says where it comes from."""
    packages = re.split(r"^(?=[\w-])", _text(lock), flags=re.M)[1:]

    assert [one.split("\n")[0] for one in packages if "--hash=sha256:" not in one] == []
    assert [one for one in packages if one.startswith("-") or "://" in one] == []


def test_locks_agree() -> None:
    """What the demo and the tests bring along is not another version of what is there."""
    there: dict[str, str] = {}
    for lock in WANTED:
        locked = _locked(lock)
        assert {name: locked[name] for name in there.keys() & locked.keys()} == {
            name: there[name] for name in there.keys() & locked.keys()
        }
        there |= locked


@LOCK
def test_each_dependency_has_its_reason(lock: str) -> None:
    """A dependency is named where the others are, with what it is for."""
    reasons = (ROOT / "docs/decisions/0012-dependencies.md").read_text(encoding="utf-8")
    named = {canonicalize_name(one) for one in re.findall(r"`([\w-]+)(?:\[.*?\])?`", reasons)}

    assert {_name(one) for one in _wanted(lock)} <= named


def _wanted(lock: str) -> Iterable[Requirement]:
    return [Requirement(one) for one in WANTED[lock]]


def _name(requirement: Requirement) -> str:
    return canonicalize_name(requirement.name)


def _locked(lock: str) -> dict[str, str]:
    pins = re.findall(r"^([\w.-]+)(?:\[.*\])?==([\w.+!-]+)", _text(lock), re.M)
    return {canonicalize_name(name): version for name, version in pins}


def _text(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def test_make_installs_nothing_that_is_not_locked() -> None:
    """Each install of the Makefile asks for hashes, or installs jefail itself."""
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    installs = [one for one in lines if "$(install)" in one or "pip install" in one]
    loose = [
        one
        for one in installs
        if not one.startswith("install =")
        and not {"--require-hashes", "--editable ."} & set(re.findall(r"--[\w-]+(?: \.)?", one))
    ]
    assert (len(installs), loose) == (5, [])
