"""Captions are numbered, and listed where a template has a list of tables or of figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word.documents import lines, made
from tools.maker.markup import code, field, heading, p

_ROWS = {"rader": [{"namn": "a"}, {"namn": "b"}]}


def _listing(switches: str, shown: str = "Gammalt") -> str:
    return f"<w:p>{field(f' TOC {switches} ', shown)}</w:p>"


def _caption(number: str, label: str = "Tabell") -> str:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    return f"<w:p>{run.format(label + ' ')}{number}{run.format('. {{ rad.namn }}')}</w:p>"


def _simple(switches: str = "") -> str:
    return f'<w:fldSimple w:instr=" SEQ Tabell \\* ARABIC {switches}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _looped(*inner: str) -> str:
    return code("for rad in rader") + "".join(inner) + code("endfor")


@pytest.mark.parametrize(
    ("number", "numbers"),
    [
        (field(" SEQ Tabell \\* ARABIC ", "1"), "1 2"),
        (_simple(), "1 2"),
        (_simple("\\c "), "0 0"),
        (_simple("\\r 7 "), "7 7"),
    ],
)
def test_captions_are_counted_however_their_field_is_written(tmp_path: Path, number: str, numbers: str) -> None:
    first, second = numbers.split()
    assert lines(made(tmp_path, _looped(_caption(number)), _ROWS)) == [f"Tabell {first}. a", f"Tabell {second}. b"]


def test_a_list_of_tables_has_the_captions_and_the_contents_the_headings(tmp_path: Path) -> None:
    layout = (
        _listing('\\h \\z \\c "Tabell"')
        + _listing('\\o "1-3" \\h')
        + heading(1, "Kapitel")
        + _looped(_caption(_simple()))
    )
    found = [line for line in lines(made(tmp_path, layout, _ROWS)) if line]
    assert found == ["Tabell 1. a", "Tabell 2. b", "Kapitel", "Kapitel", "Tabell 1. a", "Tabell 2. b"]


@pytest.mark.parametrize("switches", ["\\f", '\\a "Tabell"'])
def test_a_list_of_something_else_is_not_the_contents(tmp_path: Path, switches: str) -> None:
    layout = _listing(switches) + _listing('\\o "1-3"') + heading(1, "Kapitel") + p("{{ titel }}")
    assert [line for line in lines(made(tmp_path, layout)) if line] == ["Gammalt", "Kapitel", "Kapitel", "Prov"]
