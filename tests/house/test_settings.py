""".env.example tells of every setting, with its default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings
from tests.house.tree import ROOT, modules, texts

LINE = re.compile(r"^#?([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)
EXAMPLE = dict(LINE.findall((ROOT / ".env.example").read_text(encoding="utf-8")))
SETTINGS = {
    str(setting.validation_alias or name.upper()): setting
    for name, setting in Settings.model_fields.items()
}


def test_all_are_told() -> None:
    """No setting is missing, and none is told of that is not read."""
    assert EXAMPLE.keys() == SETTINGS.keys()


@pytest.mark.parametrize("name", SETTINGS)
def test_default_is_told(name: str) -> None:
    """Copying the example as it stands changes nothing."""
    assert EXAMPLE[name] == _written(SETTINGS[name])


def _written(setting: FieldInfo) -> str:
    default = setting.get_default()
    return default.get_secret_value() if isinstance(default, SecretStr) else str(default)


def test_documents_name_settings_that_are_read() -> None:
    """Anyone who sets what a document names is heard."""
    read = {name for _place, tree in modules("bot") for name in _constants(tree)} | SETTINGS.keys()
    named = {
        f"{where}: {name}"
        for where, text in texts()
        if where.endswith(".md")
        for name in re.findall(r"\bJEFAIL_[A-Z_]+\b", text)
        if name not in read
    }

    assert named == set()


def _constants(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
