"""The benchmarks run, small and untimed, so that they never rot."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import QUICK, measure
from benchmarks.files import answers
from benchmarks.report import Line, Section, with_section, written
from benchmarks.synthetic import declaration
from benchmarks.timing import Cost, process

pytestmark = pytest.mark.slow


def test_the_benchmarks_run() -> None:
    page = written(measure(QUICK), 2)
    for words in (
        "`new --from`",
        "Splitting",
        "Reading",
        "Merging",
        "Validating",
        "`plan`",
        "`report`",
        "`--help`",
        "Peak memory",
    ):
        assert words in page


def test_what_many_owners_answer_can_be_taken_in() -> None:
    for answered in answers(10_000).values():
        for (table, _, column), value in answered.items():
            declared = declaration().table_of(table).column(column)
            if isinstance(value, (int, float)) and declared.maximum is not None:
                assert value <= declared.maximum, declared.header


def test_ratios_are_told() -> None:
    page = written(
        [Section("Splitting", "copying", "a loop", (Line("here", Cost(3.0, 2.0), Cost(1.0, 1.0), Cost(30.0, 30.0)),))],
        2,
    )
    assert "| here | 3 | 2 | 1 | 3.0 / 2.0 | 30 | 10.0 / 15.0 |" in page


def test_a_section_is_written_anew_alone() -> None:
    first, other = (Section(title, "", "", (Line("here", Cost(1.0, 1.0)),)) for title in ("First", "Other"))
    page = written([first, other], 2)
    again = Section("Other", "", "", (Line("here", Cost(9.0, 9.0)),))
    assert with_section(page, again) == written([first, again], 2)
    assert with_section(written([other], 2), first) == page


def test_a_measured_process_has_byte_code_and_no_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    code = "import shutil, sys; assert not sys.dont_write_bytecode; assert shutil.which('python3') is None"
    process("-c", code)()
