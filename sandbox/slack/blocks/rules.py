"""Rules of shape and length, from which the tables of elements and blocks are made.

A rule takes a value and its JSON pointer and yields what is wrong, in Slack's own phrases.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Problems = Iterator[str]
Rule = Callable[[Any, str], Problems]
Shapes = Mapping[str, Mapping[str, "Field"]]


@dataclass(frozen=True, slots=True)
class Field:
    """One property of an object: its rule, and whether it must be there."""

    rule: Rule
    required: bool = False


def must(rule: Rule) -> Field:
    """Return a property that has to be there."""
    return Field(rule, required=True)


def may(rule: Rule) -> Field:
    """Return a property that may be left out."""
    return Field(rule)


def problem(words: str, at: str) -> str:
    """Return one message of `response_metadata.messages`."""
    return f"[ERROR] {words} [json-pointer:{at}]"


def anything(_value: Any, _at: str) -> Problems:
    """Accept whatever stands there."""
    yield from ()


def flag(value: Any, at: str) -> Problems:
    """Accept true and false."""
    if not isinstance(value, bool):
        yield problem("must be a boolean", at)


def number(value: Any, at: str) -> Problems:
    """Accept whole numbers."""
    if not isinstance(value, int) or isinstance(value, bool):
        yield problem("must be an integer", at)


def string(most: int, least: int = 1) -> Rule:
    """Accept a string of that many characters."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, str):
            yield problem("must be a string", at)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)

    return check


def among(*allowed: str) -> Rule:
    """Accept one of these words."""

    def check(value: Any, at: str) -> Problems:
        if value not in allowed:
            yield problem(f"must be one of: {', '.join(allowed)}", at)

    return check


def plain(most: int) -> Rule:
    """Accept a plain_text object."""
    return text(most, "plain_text")


def text(most: int, *kinds: str) -> Rule:
    """Accept a text object, plain_text or mrkdwn unless only some kinds are allowed."""
    return shape(
        {
            "type": must(among(*(kinds or ("plain_text", "mrkdwn")))),
            "text": must(string(most)),
            "emoji": may(flag),
            "verbatim": may(flag),
        }
    )


def items(rule: Rule, least: int, most: int) -> Rule:
    """Accept a list of that many, each as the rule says."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, list):
            yield problem("must be an array", at)
            return
        if len(value) < least:
            yield problem(f"no fewer than {least} items allowed", at)
        if len(value) > most:
            yield problem(f"no more than {most} items allowed", at)
        for index, item in enumerate(value):
            yield from rule(item, f"{at}/{index}")

    return check


def shape(fields: Mapping[str, Field]) -> Rule:
    """Accept an object with these properties and no others."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, dict):
            yield problem("must be an object", at)
            return
        for name in value.keys() - fields.keys():
            yield problem(f"invalid additional property: {name}", at)
        for name, field in fields.items():
            if value.get(name) is not None:
                yield from field.rule(value[name], f"{at}/{name}")
            elif field.required:
                yield problem(f"missing required field: {name}", at)

    return check


def one_of(shapes: Shapes, *types: str) -> Rule:
    """Accept an object whose `type` is one of these; the shapes are looked up when it is used."""

    def check(value: Any, at: str) -> Problems:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in types or kind not in shapes:
            yield problem(f"unsupported type: {kind}", f"{at}/type")
            return
        yield from shape({"type": must(anything), **shapes[kind]})(value, at)

    return check
