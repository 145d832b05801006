"""``rus-sheets validate``."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.book.display import cells_more
from rus_sheets.cli.fix_lines import show_fixed
from rus_sheets.cli.grouping import Group, grouped
from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, NEW_PATH, advise, format_option, workbook_argument
from rus_sheets.cli.terminal import WIDTH, say, say_json, say_styled, shortened
from rus_sheets.errors import UsageError

if TYPE_CHECKING:
    from rus_sheets.checks.model import Report
    from rus_sheets.findings import Finding, Severity
    from rus_sheets.usecases.fix import Fixed

_STYLES = {"blocker": "bold red", "error": "bold red", "warning": "yellow", "info": "blue"}

_SHOWN = 3
"""Of many findings alike, how many are told of in full."""
_ROW = 40
"""Characters of a row's title where several are listed."""


@click.command()
@workbook_argument
@click.option(
    "--annotate",
    "copy",
    metavar="KOPIA",
    type=NEW_PATH,
    help="Skriv en kopia med en anteckning på varje cell och alla anmärkningar på bladet Granskning.",
)
@click.option(
    "--fix",
    "mend",
    is_flag=True,
    help="Lägg tillbaka formler, listor, format och rader som saknas. Ta med rader som står under sin tabell, och "
    "fyll i id:n och hänvisningar som nya rader saknar. Det som inte är säkert frågas det om.",
)
@click.option(
    "--extend",
    is_flag=True,
    help="Med --fix: lägg till de frivilliga kolumner, blad, listor och inställningar som har kommit till i mallen "
    "sedan arbetsboken gjordes. Kolumner kommer till höger i sin tabell, blad sist.",
)
@click.option(
    "--amounts",
    is_flag=True,
    help="Med --fix: flytta Belopp på Plan till bladet Medel, en rad för varje, med post och år.",
)
@click.option("--dry-run", is_flag=True, help="Med --fix: visa vad som skulle rättas, utan att ändra något.")
@format_option
def command(  # noqa: PLR0913 - one for each option
    *, workbook: Path, copy: Path | None, mend: bool, extend: bool, amounts: bool, dry_run: bool, form: str
) -> None:
    """Kontrollera arbetsboken: formler, summor, värden och hänvisningar.

    Varje anmärkning säger var, vad och hur man rättar. Arbetsboken ändras bara med --fix, och då läggs en kopia från
    före i säkerhetskopior. Ångra med rus-sheets undo.

    Exempel: rus-sheets validate verksamhet-2026.xlsx

    Exempel: rus-sheets validate verksamhet-2026.xlsx --annotate granskad.xlsx

    Exempel: rus-sheets validate verksamhet-2026.xlsx --fix --dry-run

    Exempel: rus-sheets validate verksamhet-2022.xlsx --fix --extend --amounts
    """
    for given, option in ((dry_run, "--dry-run"), (extend, "--extend"), (amounts, "--amounts")):
        if given and not mend:
            raise UsageError(f"{option} hör ihop med --fix.", remedy="Utan --fix ändras ingenting.")
    report, fixed = _run(workbook, copy, mend=mend, dry_run=dry_run, extend=extend, amounts=amounts)
    if form == "json":
        say_json(_as_json(report, fixed, copy))
    else:
        if fixed:
            show_fixed(fixed, workbook.name)
            if extend and not (fixed.additions or fixed.not_added):
                say("Inget har kommit till i mallen som arbetsboken saknar.")
            if amounts and not (fixed.moved.moves or fixed.moved.asked):
                say("Inga belopp att flytta.")
        _show(report, workbook.name)
        if copy:
            say(f"Kopia med anmärkningarna: {copy}")
    if report.wants_a_person or (fixed and (fixed.not_added or fixed.moved.asked)):
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _run(
    workbook: Path, copy: Path | None, *, mend: bool, dry_run: bool, extend: bool, amounts: bool
) -> tuple[Report, Fixed | None]:
    """Mend first, so that the copy and the report are about what is left."""
    report, fixed = None, None
    if copy:
        from rus_sheets.usecases.annotate import check_copy  # noqa: PLC0415 - only for --annotate

        check_copy(workbook, copy)
    if mend:
        advise(workbook)
        from rus_sheets.usecases.fix import fix  # noqa: PLC0415 - only for --fix

        fixed = fix(workbook, now=dt.datetime.now().astimezone(), dry_run=dry_run, extend=extend, amounts=amounts)
    if copy:
        from rus_sheets.usecases.annotate import annotate  # noqa: PLC0415

        report = annotate(workbook, copy)
    if fixed:
        return fixed.report, fixed
    if report is None:
        from rus_sheets.usecases.validate import validate  # noqa: PLC0415 - start-up is measured

        report = validate(workbook)
    return report, None


def _as_json(report: Report, fixed: Fixed | None, copy: Path | None) -> dict[str, object]:
    silenced = [silenced.finding.as_json() | {"reason": silenced.reason} for silenced in report.silenced]
    found: dict[str, object] = {"findings": [finding.as_json() for finding in report.findings], "silenced": silenced}
    if fixed:
        found |= fixed.as_json()
    return found | ({"annotated": str(copy)} if copy else {})


def _show(report: Report, name: str) -> None:
    for sheet, findings in groupby(report.findings, key=lambda finding: finding.sheet):
        say()
        say_styled(sheet or name, "bold")
        for group in grouped(findings):
            if len(group.findings) == 1:
                _show_one(group.findings[0])
            else:
                _show_many(group)
    for silenced in report.silenced:
        say()
        say(f"Tystad: {silenced.finding.code} {silenced.finding.sheet} {silenced.finding.cell}: {silenced.reason}")
    say()
    say(f"{name}: {_summary(report)}")
    if report.findings:
        say("Mer om en kontroll: rus-sheets explain KOD")


def _show_one(finding: Finding) -> None:
    head = f"  {finding.severity.mark} {finding.code} {finding.cell}".rstrip()
    say_styled(head, _STYLES[finding.severity.value], _row_of(finding, WIDTH - len(head) - 2))
    say(f"    {finding.message} {finding.remedy}", indent=4)


def _show_many(group: Group) -> None:
    """Where they all are, and what the first of them say; whole where they say the same."""
    first, count = group.findings[0], len(group.findings)
    head = f"  {first.severity.mark} {first.code}"
    say_styled(head, _STYLES[first.severity.value], f"  {count} celler")
    say(f"    {group.cells}", indent=4)
    said = dict.fromkeys(f"{finding.message} {finding.remedy}" for finding in group.findings)
    if len(said) == 1:
        say(f"    {first.message} {first.remedy}", indent=4)
        return
    for finding in group.findings[:_SHOWN]:
        say(f"    {finding.cell}{_row_of(finding, _ROW)}: {finding.message} {finding.remedy}", indent=4)
    if count > _SHOWN:
        say(f"    Likadant i {cells_more(count - _SHOWN)}. Med --annotate får varje cell en anteckning.", indent=4)


def _row_of(finding: Finding, longest: int) -> str:
    row = " ".join(dict.fromkeys(part for part in (finding.row_id, finding.row_title) if part))
    return f"  {shortened(row, longest)}" if row else ""


def _summary(report: Report) -> str:
    if not report.findings:
        return "inga anmärkningar."
    return ", ".join(filter(None, (_count(report, severity) for severity in _severities()))) + "."


def _severities() -> list[Severity]:
    from rus_sheets.findings import Severity  # noqa: PLC0415

    return list(Severity)


def _count(report: Report, severity: Severity) -> str:
    count = report.count(severity)
    return severity.counted(count) if count else ""
