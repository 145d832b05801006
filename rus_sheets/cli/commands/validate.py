"""``rus-sheets validate``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, format_option, workbook_argument
from rus_sheets.cli.terminal import WIDTH, say, say_json, say_styled, shortened

if TYPE_CHECKING:
    from rus_sheets.checks.model import Report
    from rus_sheets.findings import Finding, Severity

_MARKS = {"blocker": ("STOPP", "bold red"), "error": ("FEL", "bold red"), "warning": ("VARNING", "yellow"),
          "info": ("UPPLYSNING", "blue")}  # fmt: skip
_COUNTED = {"blocker": ("stopp", "stopp"), "error": ("fel", "fel"), "warning": ("varning", "varningar"),
            "info": ("upplysning", "upplysningar")}  # fmt: skip


@click.command()
@workbook_argument
@format_option
def command(workbook: Path, form: str) -> None:
    """Kontrollera arbetsboken: formler, summor, värden och hänvisningar.

    Varje anmärkning säger var, vad och hur man rättar. Inget ändras.

    Exempel: rus-sheets validate verksamhet-2026.xlsx
    """
    from rus_sheets.usecases.validate import validate  # noqa: PLC0415

    report = validate(workbook)
    if form == "json":
        silenced = [each.finding.as_json() | {"reason": each.reason} for each in report.silenced]
        say_json({"findings": [each.as_json() for each in report.findings], "silenced": silenced})
    else:
        _show(report, workbook.name)
    if report.wants_a_person:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _show(report: Report, name: str) -> None:
    for sheet, findings in groupby(report.findings, key=lambda each: each.sheet):
        say_styled(f"\n{sheet or name}", "bold")
        for finding in findings:
            _show_one(finding)
    for each in report.silenced:
        say(f"\nTystad: {each.finding.code} {each.finding.sheet} {each.finding.cell}: {each.reason}")
    say(f"\n{name}: {_summary(report)}")
    if report.findings:
        say("Mer om en kontroll: rus-sheets explain KOD")


def _show_one(finding: Finding) -> None:
    mark, style = _MARKS[finding.severity.value]
    head = f"  {mark} {finding.code} {finding.cell}".rstrip()
    row = " ".join(dict.fromkeys(part for part in (finding.row_id, finding.row_title) if part))
    say_styled(head, style, f"  {shortened(row, WIDTH - len(head) - 2)}" if row else "")
    say(f"    {finding.message} {finding.remedy}", indent=4)


def _summary(report: Report) -> str:
    if not report.findings:
        return "inga anmärkningar."
    return ", ".join(filter(None, (_count(report, severity) for severity in _severities()))) + "."


def _severities() -> list[Severity]:
    from rus_sheets.findings import Severity  # noqa: PLC0415

    return list(Severity)


def _count(report: Report, severity: Severity) -> str:
    count = report.count(severity)
    one, several = _COUNTED[severity.value]
    return f"{count} {one if count == 1 else several}" if count else ""
