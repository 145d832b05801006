"""The rules find what they are for: each of these small documents breaks one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rus_sheets.texts.content import Paragraph as Words
from rus_sheets.texts.content import Run, Text, plain
from rus_sheets.texts.text import parse
from rus_sheets.word.parts.package import repack
from tests.word.accessibility import problems
from tests.word.documents import made
from tools.maker.look import GREEN
from tools.maker.markup import block, heading, p, table

_TABLE = table("Tal", ("A", "B"), (1, 1), "rad", "rader", ("{{ rad }}", "x"))
_SIZE = '/><w:sz w:val="25"/>'  # that of Ingress alone


def _in(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """A change of one part of the finished document."""

    def change(document: bytes) -> bytes:
        def within(content: bytes) -> bytes:
            assert old in content.decode()
            return content.decode().replace(old, new, 1).encode()

        return repack(document, {part: within})

    return change


def _body(old: str, new: str) -> Callable[[bytes], bytes]:
    return _in("word/document.xml", old, new)


def _same(document: bytes) -> bytes:
    return document


_X = '<w:r><w:t xml:space="preserve">Hej'
FAULTY = {
    "title": ("", _in("docProps/core.xml", "Provdokument", "")),
    "language": (p("Hej"), _body(_X, f'<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr>{_X[5:]}')),
    "headings": (heading(2, "Två"), _same),
    "lists": (p("- ett"), _same),
    "tables": (_TABLE, _body("<w:tblHeader/>", "")),
    "cells": (table("Tal", ("A", "", ""), (1, 1, 1), "rad", "rader", ("{{ rad }}", "", "")), _same),
    "links": (block("länk"), _same),
    "colours": (
        p("Hej", "Ingress"),
        _in("word/styles.xml", f'"{GREEN}"{_SIZE}', f'"999999"{_SIZE}'),
    ),
    "looks": (p("Hej"), _body(_X, f'<w:r><w:rPr><w:sz w:val="14"/></w:rPr>{_X[5:]}')),
    "spacing": (p("Hej   du"), _same),
    "notes": ("", _in("word/settings.xml", "<w:zoom", "<w:updateFields/><w:zoom")),
}
CONTEXT = {"rader": ["a"], "länk": Text((Words((Run("här", link="https://www.rus.se"),)),))}


@pytest.mark.parametrize("rule", FAULTY)
def test_a_rule_finds_what_it_is_for(tmp_path: Path, rule: str) -> None:
    layout, change = FAULTY[rule]
    found = problems(change(made(tmp_path, layout, CONTEXT)))
    assert {each.partition(":")[0] for each in found} == {rule}, found


def test_what_people_write_in_cells_is_accessible(tmp_path: Path) -> None:
    runs = (
        ("Se ", ""),
        ("mer", "b"),
        (" och ", "i"),
        ("allt", "bi"),
        (" på https://www.rus.se/\n- ett\n- två\n1. a", ""),
    )
    layout = heading(1, "Ett") + block("text") + p("{{ kort }}") + _TABLE
    assert problems(made(tmp_path, layout, {**CONTEXT, "text": parse("", runs), "kort": plain("Hej")})) == []
