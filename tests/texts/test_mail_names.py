"""What a mail asks for in braces is faulty exactly where it can't be filled in."""

from __future__ import annotations

import contextlib
import string
from itertools import product

import pytest

from rus_sheets.schema.model import MAIL_NAMES
from rus_sheets.texts.mail_names import faults_in

_PIECES = ("{", "}", "ansvarig", "namn", "", " ", "{sista dag}")


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_a_text_has_a_fault_where_it_cannot_be_filled_in(length: int) -> None:
    names = dict.fromkeys(MAIL_NAMES, "x")
    for pieces in product(_PIECES, repeat=length):
        text, filled = "".join(pieces), None
        with contextlib.suppress(ValueError, KeyError, IndexError):
            filled = string.Formatter().vformat(text, (), names)
        assert bool(list(faults_in(text))) == (filled is None), text


def test_the_faults_come_as_they_stand() -> None:
    told = [fault for fault, _ in faults_in("{namn} } {kontakter} {")]
    assert ["namn" in told[0], "öppnas" in told[1], "kontakter" in told[2], "stängs" in told[3]] == [True] * 4
    assert "Menade du {kontakt}?" in next(faults_in("{kontakter}")).remedy
