"""A controller's July: files of entries as shops in five countries have them."""

from pathlib import Path

JULY = Path(__file__).parent / "connectors" / "intake" / "handed_in" / "july"
