"""Every word of docs/ordlista.md is used: the English in the code, the Swedish in what people read."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "ordlista.md"
ROWS = [
    tuple(cell.strip() for cell in line.split("|")[1:3])
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| Svenska")
]


def read(*patterns: str) -> str:
    files = [path for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path != PAGE]
    return "\n".join(path.read_text(encoding="utf-8") for path in files).casefold()


def test_each_word_once() -> None:
    for side in (0, 1):
        words = [word for row in ROWS for word in row[side].split(", ")]
        repeated = {word for word in words if words.count(word) > 1} - {"plan", "konflikt", "conflict"}
        assert not repeated


def test_english_words_are_the_codes() -> None:
    code = read("rus_sheets/**/*.py")
    for _, english in ROWS:
        for word in english.split(", "):
            assert re.search(rf"\b{word}", code) or word.replace(" ", "-") in code, word


def test_swedish_words_are_the_users() -> None:
    told = read("rus_sheets/**/*.py", "workbook_templates/*.toml", "docs/handbok.md", "docs/kontroller.md")
    for swedish, _ in ROWS:
        for word in swedish.split(", "):
            assert word in told, word
