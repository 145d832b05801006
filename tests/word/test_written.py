"""What was written last in a control tells a longer name from a name with words typed beside it."""

from __future__ import annotations

import pytest

from rus_sheets.word.figuretext import Own
from rus_sheets.word.written import own, written

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
        ("Övrigt", "Övriga", Own.UNKNOWN),
        ("Övrigt och resor", "Övrigt", Own.UNKNOWN),
        ("–", "–14", Own.UNKNOWN),
        ("Övrigt", "", Own.UNKNOWN),
        ("Övrigt", "ord " * 500 + "Övrigt", Own.UNKNOWN),
    ],
)
def test_a_text_beside_what_was_written(last: str, text: str, says: Own) -> None:
    assert own(text, written([(TAG, last)]), TAG) is says


def test_only_words_are_remembered_and_each_for_its_control() -> None:
    known = written([(TAG, "Övrigt"), ("a/1", "14"), ("a/2", "82 %"), ("a/3", "●"), ("a/4", ""), ("", "Övrigt")])
    assert list(known) == [TAG]
    assert "Övrigt" not in known.values()
    assert own("Övrigt", known, "a/1") is Own.UNKNOWN
