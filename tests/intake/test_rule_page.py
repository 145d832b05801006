"""docs/inlasning.md names every key of a rule file, and every kind of heading."""

from __future__ import annotations

import re
import tomllib

import pytest
from msgspec import Struct

from rus_sheets.intake import rules
from rus_sheets.resources import folder
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "inlasning.md").read_text(encoding="utf-8")
SECTIONS = {
    "heading": rules.HeadingRule, "field": rules.FieldRule, "sentence": rules.SentenceRule, "table": rules.TableRule,
}  # fmt: skip


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_is_told(name: str) -> None:
    section = PAGE.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    told = {key for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for key in re.findall(r"`(\w+)`", cell)}
    declared: type[Struct] = SECTIONS[name]
    assert told == set(declared.__struct_fields__)


def test_every_kind_of_heading_is_told() -> None:
    assert [means.value for means in rules.Means if f"`{means.value}`" not in PAGE] == []


def test_every_key_of_the_languages_words_is_told() -> None:
    parts = tomllib.loads((folder("workbook_templates") / "import" / "ord.toml").read_text(encoding="utf-8"))
    section = PAGE.partition("\n## Språkets ord\n")[2]
    told = {
        key for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for key in re.findall(r"`([\w.]+)`", cell)
    }
    assert told == {f"{part}.{key}" for part, words in parts.items() for key in words}
