"""A faulty file of rules is told with place, fault and remedy, and all of its faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.errors import DeclarationError
from rus_sheets.intake.rule_faults import load_rules
from rus_sheets.intake.rules import read_rules
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from tests.intake.sources import DECLARATION, RULES

REVIEW = """
declaration = "verksamhet"
[review]
sheet = "Granskning"
table = "Granskning"
headers = {}
states = {}
"""


def fault_of(tmp_path: Path, text: str) -> DeclarationError:
    path = tmp_path / "regler.toml"
    path.write_text(REVIEW + text, encoding="utf-8")
    with pytest.raises(DeclarationError) as raised:
        load_rules(path, DECLARATION)
    return raised.value


@pytest.mark.parametrize(
    ("text", "place", "fault"),
    [
        ('[[heading]]\nmeans = "budget"\nwords = ["(budget"]', "heading[1].words[1]", "går inte att läsa"),
        ('[[heading]]\nmeans = "bugdet"\nwords = ["budget"]', "heading[1].means", "inget giltigt värde"),
        ('[[heading]]\nmeans = "budget"\nwords = [".*"]', "heading[1].words[1]", "passar också på ingenting"),
        (
            '[[heading]]\nmeans = "group"\nwords = ["x"]\nvalues = { kind = "Löpnde" }',
            "heading[1].values.kind",
            "listan",
        ),
        ('[[field]]\ncolumn = "plan.dyas"\nwords = ["tid"]', "field[1].column", "finns inte"),
        ('[[sentence]]\nname = "Tid"\ntable = "plan"\npattern = "tid"', "sentence[Tid].pattern", "inget värde"),
        ('[[sentence]]\nname = "Tid"\ntable = "plans"\npattern = "{days:days}"', "sentence[Tid].table", "finns inte"),
        ('[[choice]]\ncolumn = "plan.cash"\nvalue = "Jo"\nwords = ["jo"]', "choice[1].value", "listan"),
        ('[[table]]\ntable = "budget"\nneeds = ["namn"]\ncolumns = []', "table[1]", "finns inte"),
        ("[[heading]\n", "regler.toml", "giltig TOML"),
    ],
)
def test_place_fault_and_remedy(tmp_path: Path, text: str, place: str, fault: str) -> None:
    error = fault_of(tmp_path, text)
    assert place in str(error.place)
    assert fault in str(error)
    assert error.remedy


def test_a_declaration_without_a_plan_can_take_no_document(tmp_path: Path) -> None:
    path = tmp_path / "regler.toml"
    path.write_text(REVIEW.replace("verksamhet", "bidrag"), encoding="utf-8")
    with pytest.raises(DeclarationError, match="saknar tabellerna areas, groups") as raised:
        load_rules(path, load_declaration(declaration_path("bidrag")))
    assert "declaration" in str(raised.value.place)


def test_every_fault_is_told(tmp_path: Path) -> None:
    error = fault_of(tmp_path, '[[field]]\ncolumn = "plan.dyas"\nwords = ["("]\n[[mark]]\nwords = ["["]')
    assert len(error.also) == 2


def test_the_rules_that_come_along_are_right() -> None:
    assert load_rules(RULES, DECLARATION).sentence


def test_rules_that_are_only_read_are_the_same_and_nobody_looks_at_their_patterns(tmp_path: Path) -> None:
    assert read_rules(RULES) == load_rules(RULES, DECLARATION)
    path = tmp_path / "regler.toml"
    path.write_text(
        RULES.read_text(encoding="utf-8") + '\n[[mark]]\ncolumn = "plan.dyas"\nwords = ["("]\n', encoding="utf-8"
    )
    assert read_rules(path).mark[-1].words == ("(",)
