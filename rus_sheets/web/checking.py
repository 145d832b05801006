"""The step Check: findings, what can be put back, the annotated copy, silencing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import flask
from msgspec import Struct

from rus_sheets.checks.registry import CHECKS
from rus_sheets.errors import UsageError
from rus_sheets.findings import Severity
from rus_sheets.usecases.annotate import annotate
from rus_sheets.usecases.fix import Fixed, fix
from rus_sheets.usecases.page.checked import Checked, FindingInRow, look_over
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.page.year import counted
from rus_sheets.usecases.silencing import LONGEST, silence
from rus_sheets.usecases.validate import explain
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("checking", __name__, url_prefix="/bok/<key>")

_AT_ONCE = 100
"""Findings on one page."""


class _Filter(Struct, frozen=True):
    """What of the findings is shown; "" for all."""

    severity: str
    code: str

    def fits(self, row: FindingInRow) -> bool:
        return self.severity in ("", row.finding.severity.value) and self.code in ("", row.finding.code)


@pages.get("/kontroll")
def check(key: str) -> flask.typing.ResponseReturnValue:
    """The findings by sheet, of the severity and the code that were asked for."""
    chosen, args = this_page().chosen(key), flask.request.args
    wanted = _Filter(args.get("allvar", ""), args.get("kod", ""))
    first = max(0, args.get("fran", 0, int))
    return at_work(
        chosen, "kontrollen", lambda progress: look_over(chosen.path, progress.step),
        lambda checked: _shown(chosen, checked, wanted, first), said="Kontrollerar formler, summor och värden",
    )  # fmt: skip


def _shown(chosen: Chosen, checked: Checked, wanted: _Filter, first: int) -> str:
    codes = {row.finding.code for row in checked.found}
    fitting = [row for row in checked.found if wanted.fits(row)]
    return flask.render_template(
        "check.html", chosen=chosen, checked=checked, counted=counted(checked.report), wanted=wanted,
        severities=[severity for severity in Severity if checked.report.count(severity)],
        kinds={check.code: check.name for check in CHECKS if check.code in codes},
        target=_copy_of(chosen.path),
        sheets=_by_sheet(fitting[first : first + _AT_ONCE]), first=first, count=len(fitting), at_once=_AT_ONCE,
        manual=_manual,
    )  # fmt: skip


class _MendingChoice(Struct, frozen=True):
    """What is asked for beside what rows have lost: what the declaration has got since, amounts on their own sheet."""

    extend: bool
    amounts: bool


def _wanted(fields: Mapping[str, str]) -> _MendingChoice:
    return _MendingChoice("utokat" in fields, "belopp" in fields)


@pages.get("/kontroll/laga")
def mend(key: str) -> flask.typing.ResponseReturnValue:
    """What would be put back, and what would come to the workbook where that is asked for."""
    chosen, wanted = this_page().chosen(key), _wanted(flask.request.args)
    return at_work(
        chosen, "genomgången av formlerna", lambda progress: _fix(chosen, wanted, progress, dry_run=True),
        lambda fixed: flask.render_template("mend.html", chosen=chosen, fixed=fixed, wanted=wanted),
        said="Går igenom formlerna",
    )  # fmt: skip


@pages.post("/kontroll/laga")
def mend_now(key: str) -> flask.typing.ResponseReturnValue:
    """Do what was shown, and nothing else."""
    chosen, form = this_page().chosen(key), flask.request.form
    seen, wanted = form.get("seen", ""), _wanted(form)
    if not seen:
        raise UsageError("Se först vad som skulle ändras.", remedy="Gå tillbaka till Kontrollera.")
    return at_work(
        chosen, "rättningen", lambda progress: _fix(chosen, wanted, progress, seen=seen),
        lambda fixed: flask.render_template(
            "mend.html", chosen=chosen, fixed=fixed, wanted=wanted, left=counted(fixed.report)
        ),
        said="Lägger tillbaka formler och format",
    )  # fmt: skip


def _fix(chosen: Chosen, wanted: _MendingChoice, progress: Progress, *, dry_run: bool = False, seen: str = "") -> Fixed:
    return fix(
        chosen.path, now=_now(), dry_run=dry_run, seen=seen, extend=wanted.extend, amounts=wanted.amounts,
        on_step=progress.step,
    )  # fmt: skip


@pages.post("/kontroll/kopia")
def copy(key: str) -> flask.typing.ResponseReturnValue:
    """The annotated copy, beside the workbook."""
    chosen = this_page().chosen(key)
    target = _copy_of(chosen.path)
    replaces = target.exists()
    if replaces and not flask.request.form.get("over"):
        remedy = "Se efter igen. Byt namn på den kopia som finns om du vill ha den kvar."
        raise UsageError(
            "Det finns redan en kopia med anmärkningar, som skulle skrivas över.", place=target.name, remedy=remedy
        )
    return at_work(
        chosen, "kopian med anmärkningarna", lambda _: annotate(chosen.path, target),
        lambda report: flask.render_template(
            "copied.html", chosen=chosen, target=target, counted=counted(report), replaces=replaces
        ),
        said="Skriver kopian",
    )  # fmt: skip


@pages.get("/kontroll/tysta/<found>")
def ask_reason(key: str, found: str) -> str:
    """Ask why a finding is as it should be."""
    chosen = this_page().chosen(key)
    row = next((row for row in look_over(chosen.path).found if row.key == found), None)
    if row is None or row.finding.severity is Severity.BLOCKER:
        flask.abort(404, "Anmärkningen finns inte längre, eller går inte att tysta. Se efter i Kontrollera.")
    return flask.render_template("silence.html", chosen=chosen, found=row, longest=LONGEST)


@pages.post("/kontroll/tysta/<found>")
def silence_now(key: str, found: str) -> flask.typing.ResponseReturnValue:
    """Write the reason in the workbook."""
    chosen = this_page().chosen(key)
    reason = flask.request.form.get("reason", "")
    return at_work(
        chosen, "tystandet", lambda _: silence(chosen.path, found, reason, now=_now()),
        lambda done: flask.render_template("silenced.html", chosen=chosen, done=done),
    )  # fmt: skip


def _copy_of(workbook: Path) -> Path:
    """Where the copy with the findings is made."""
    return workbook.with_name(f"{workbook.stem}-granskad{workbook.suffix}")


def _by_sheet(found: list[FindingInRow]) -> dict[str, list[FindingInRow]]:
    """Sheet by sheet in the order of the worst of each."""
    sheets: dict[str, list[FindingInRow]] = {}
    for row in found:
        sheets.setdefault(row.finding.sheet, []).append(row)
    return sheets


def _manual(code: str) -> list[tuple[str, str]]:
    """The manual of a check in headed parts, without its own heading."""
    parts = (part.strip("\n").partition("\n") for part in explain(code).split("\n\n")[1:])
    return [(heading, " ".join(text.split())) for heading, _, text in parts]


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
