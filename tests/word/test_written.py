"""What was written last in a control tells a longer name from a name with words typed beside it."""

from __future__ import annotations

import pytest

from rus_sheets.word.read.figuretext import Own
from rus_sheets.word.read.written import own, written

TAG = "Budget/P4/Post"


@pytest.mark.parametrize(
    ("last", "text", "says"),
    [
        ("Övrigt och resor", "Övrigt och resor", Own.ALL),
        ("Övrigt och resor", " Övrigt\u00a0och\u00a0resor\n", Own.ALL),
        ("Löner, resor m.m.", "Löner, resor m.m.", Own.ALL),
        ("Löner, resor m.m.", "Löner, resor m.m. (preliminärt)", Own.PART),
        ("Övrigt", "Övrigt, se nedan", Own.PART),
        ("Övrigt", "inte Övrigt", Own.PART),
        ("Övrigt", "Övrigt och resor", Own.PART),
        ("Övrigt", "Övrigt\u200b", Own.PART),
        ("2 av 4", "bara 2 av 4", Own.PART),
        ("Övrigt", "Övriga", Own.TYPED),
        ("Övrigt och resor", "Övrigt", Own.TYPED),
        ("–", "–14", Own.TYPED),
        ("Övrigt", "", Own.UNKNOWN),
        ("Övrigt", "ord " * 500 + "Övrigt", Own.TYPED),
        ("4\u00a0500\u00a0000", "4500000", Own.ALL),
        ("4\u00a0500\u00a0000", "4500000,50", Own.TYPED),
        ("4\u00a0500\u00a0000", "ca 4 500 000", Own.PART),
        ("−14", "-14", Own.ALL),
        ("14", "14,0", Own.TYPED),
        ("14", "14 (prel.)", Own.PART),
        ("21 april 2026", "2026-04-21", Own.ALL),
        ("21 april 2026", "2026-04-22", Own.TYPED),
    ],
)
def test_a_text_beside_what_was_written(last: str, text: str, says: Own) -> None:
    assert own(text, written([(TAG, last)]), TAG) is says


def test_each_is_remembered_for_its_control() -> None:
    known = written([(TAG, "Övrigt"), ("a/1", "14"), ("a/1", "saknas"), ("a/2", ""), ("", "Övrigt")])
    assert list(known) == [TAG, "a/1"]
    assert "Övrigt" not in known.values()
    assert own("Övrigt", known, "a/1") is Own.TYPED
    assert [own(text, known, "a/1") for text in ("14", "saknas", "15")] == [Own.ALL, Own.ALL, Own.TYPED]
    assert own("Övrigt", known, "a/2") is Own.UNKNOWN
