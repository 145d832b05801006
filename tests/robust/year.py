"""A simulated year: owners answer in their programs, the secretariat merges, edits the plan and decides, at random."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl

from rus_sheets.excel.calc.stored import settle
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.usecases.merging import Merged, carry_out_choices, merge
from rus_sheets.usecases.split import split
from rus_sheets.usecases.undo import undo
from tests.robust.forms import STATUS, Form, Unsaved, finished, first_forms, first_values, form_of
from tests.robust.ledger import BY_HAND, OWNERS, Ledger, Place, Rows, quick_rows_of, told

YEARS = int(os.environ.get("RUS_SHEETS_YEARS", "100"))
FIRST = int(os.environ.get("RUS_SHEETS_FIRST_YEAR", "1"))
PEOPLE = ("Handläggare, Västra Götaland", "Samordnare, Skåne", "Utredare, Norrbotten", "")
TEXTS = ("Klart", "=1+1", "'citat", "+46 8", "två\nrader", "å & <ä>", "@namn", "-", "1,5 av 2", "emoji 🌱", "e\u0301")
HARDER = (" blanksteg  två", "tabb\tinuti", "två\n\ntomma", "1e5", "2026-01-02", "SANT", "5 %", "\u00a0hårt", '"så"',
          "#N/A", "a;b,c", "<b>", "–", "{=1}")  # fmt: skip
"""Texts that programs are known to take for something else."""
START = dt.datetime(2026, 11, 2, 8, 0, tzinfo=dt.UTC)


class Year:
    """One year in a folder; ``faults`` is empty when all is accounted for.

    ``really``: forms that are saved by LibreOffice wait in ``unsaved`` for the real one, at each stop of ``rounds``.
    ``calculating``: Excel calculates what the secretariat edits by hand, as it does.
    """

    def __init__(
        self, seed: int, workbook: Path, folder: Path, *, really: bool = False, calculating: bool = False
    ) -> None:
        self.seed = seed
        self.chance = random.Random(seed)  # noqa: S311
        self.folder = folder
        self.origin = workbook
        self.workbook = Path(shutil.copy(workbook, folder / "verksamhet-2026.xlsx"))
        self.really, self.calculating = really, calculating
        self.texts = TEXTS + HARDER if really else TEXTS
        self.ledger = Ledger(first_values(workbook))
        self.sent: list[Form] = []
        self.unsaved: list[Unsaved] = []
        self.arrived: list[Path] = []
        self.late: list[Path] = []
        self.minutes = 0
        self.values = 0
        self.answers = 0
        self.untrusted: set[str] = set()
        self.steps: list[str] = []
        self.faults: list[str] = []
        (folder / "in").mkdir()

    def run(self) -> list[str]:
        for _ in self.rounds():
            pass
        return self.faults

    def rounds(self) -> Iterator[None]:
        """The year, with a stop before each time that answers are read in."""
        self.send_out()
        for _ in range(self.chance.randint(2, 4)):
            for _ in range(self.chance.randint(1, 3)):
                self.answer()
            if self.chance.random() < 0.5:
                self.edit_by_hand()
            yield
            self.read_in()
            if self.chance.random() < 0.25:
                self.send_out()
        yield
        self.read_in(everything=True)
        waiting = self.merged(self.everything(), dry_run=True)
        if waiting.decisions.summary["take"]:
            self.faults.append("a second merge of the same files takes values")
        self.faults += self.ledger.missing(self.workbook, self.open_questions(waiting))

    # ------------------------------------------------------------ the owners

    def send_out(self) -> None:
        self.minutes += 30
        if not self.sent:
            self.sent += first_forms(self.origin, self.now().date())
            return
        here = [
            row
            for sheet, row, header in quick_rows_of(self.workbook).values
            if (sheet, header) == ("Plan", "Aktivitet")
        ]
        target = self.folder / f"ut{self.minutes}"
        made = split(self.workbook, target, only=sorted(set(here)), today=self.now().date())
        self.sent += [form_of(each.path, each.activity) for each in made]

    def answer(self) -> None:
        """Somebody fills in a form, a new one or one already answered, and mails it."""
        form = self.chance.choice(self.sent)
        who = self.chance.choice(PEOPLE)
        name = self.chance.choice((form.path.name, f"{form.unit} svar.xlsx", f"svar {self.minutes}.xlsx"))
        self.minutes += self.chance.randint(1, 600)
        source = form.path
        target = self.folder / "på väg" / f"{self.minutes}" / name
        target.parent.mkdir(parents=True)
        changes: dict[str, dict[str, object]] = {}
        values: dict[Place, object] = {}
        for place in self.chance.sample(sorted(form.cells), self.chance.randint(1, 4)):
            sheet, ref = form.cells[place]
            values[place] = self.value(place[2])
            changes.setdefault(sheet, {})[ref] = values[place]
        if self.chance.random() < 0.35:
            first = next(place[1] for place in sorted(form.cells) if place[0] == "Händelser") if any(
                place[0] == "Händelser" for place in form.cells) else ""  # fmt: skip
            for place in [each for each in form.cells if each[:2] == ("Händelser", first)]:
                sheet, ref = form.cells[place]
                values[place] = self.value(place[2])
                changes.setdefault(sheet, {})[ref] = values[place]
        self.answers += 1
        told_who = self.save(source, target, changes, who)
        (self.late if self.chance.random() < 0.3 else self.arrived).append(target)
        relative = f"fil:{target.relative_to(self.folder / 'på väg')}"
        for place, value in values.items():
            if told(value) != form.base.get(place, ""):
                self.ledger.write(place, value, told_who or relative)
                self.values += 1
        self.steps.append(f"{target.parent.name}/{name} by {told_who}: {values}")

    def value(self, header: str) -> object:
        number = self.values + self.minutes * 10
        match header:
            case "Status":
                return self.chance.choice(STATUS)
            case "Typ":
                return self.chance.choice(("Möte", "Kurs", "Rapport"))
            case "Datum" | "Inlämnad":
                return dt.date(2026, 1, 1) + dt.timedelta(days=self.chance.randrange(360))
            case "Dagar utfall" | "Deltagare":
                wrong = self.chance.random() < 0.15
                return f"ca {number} st och mer" if wrong else number % 300
        if self.chance.random() < 0.1:
            return None
        return f"{self.chance.choice(self.texts)} #{number}.{self.chance.randrange(10**6)}"

    def save(self, source: Path, target: Path, changes: dict[str, dict[str, object]], who: str) -> str:
        """Save the form as Excel (cells patched), as LibreOffice (all written anew) or as a silent program."""
        ways = ("excel", "libreoffice", "libreoffice", "silent")
        way = self.chance.choice(ways if self.really else ("excel", "excel", "libreoffice", "silent"))
        if way == "libreoffice" and self.really:
            draft = self.folder / f"{self.seed}-{self.minutes}.xlsx"
            patch_cells(source, draft, changes)  # type: ignore[arg-type]
            self.unsaved.append(Unsaved(draft, target, who, self.now()))
            return who
        if way == "libreoffice":
            book = openpyxl.load_workbook(source)
            for sheet, cells in changes.items():
                for ref, value in cells.items():
                    cell = book[sheet][ref]
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
            book.save(target)
            book.close()
        else:
            patch_cells(source, target, changes)  # type: ignore[arg-type]
        finished(target, who if way != "silent" else None, self.now(), fractions=way == "libreoffice")
        return who if way != "silent" else ""

    # ------------------------------------------------------------ the secretariat

    def edit_by_hand(self) -> None:
        edits = {
            "type over": self.type_over, "sort": self.sort, "remove": self.remove, "renumber": self.renumber,
            "plan": self.change_plan,
        }  # fmt: skip
        name = self.chance.choices(list(edits), (6, 2, 1, 1, 3))[0]
        self.steps.append(name)
        edits[name]()

    def edit(self, sheet: str, cells: Mapping[str, object]) -> None:
        before = self.workbook.read_bytes()
        patch_cells(self.workbook, self.workbook, {sheet: cells})  # type: ignore[dict-item]
        if self.calculating:
            after, result = settle(before, self.workbook.read_bytes())
            self.workbook.write_bytes(after)
            self.untrusted |= {str(each) for each in result.untrusted}

    def type_over(self) -> None:
        cells = self.cells("Utfall")
        for place in self.chance.sample(sorted(cells), min(2, len(cells))):
            if place[2] not in OWNERS["Utfall"]:
                continue
            value = self.value(place[2])
            self.edit("Utfall", {cells[place]: value})
            self.ledger.write(place, value, BY_HAND)
            self.values += 1
            self.steps.append(f"typed {place}: {value!r}")

    def change_plan(self) -> None:
        cells = {
            place: ref for place, ref in self.cells("Plan").items() if place[2] in ("Beskrivning", "Eget", "Samverkan")
        }
        for place in self.chance.sample(sorted(cells), min(2, len(cells))):
            value = f"plan #{self.values}.{self.minutes}"
            self.edit("Plan", {cells[place]: value})
            self.ledger.write(place, value, BY_HAND)
            self.values += 1

    def sort(self) -> None:
        sheet = self.chance.choice(("Utfall", "Plan"))
        lines = self.lines(sheet)
        order = list(lines)
        self.chance.shuffle(order)
        table = lines.values()
        cells: dict[str, object] = {}
        for source, line in zip(order, table, strict=True):
            cells |= {ref: lines[source][header][1] for header, (ref, _) in line.items()}
        self.edit(sheet, cells)

    def remove(self) -> None:
        if len(self.lines("Plan")) < 3:
            return
        unit = self.chance.choice(sorted(self.lines("Plan")))
        for sheet in ("Plan", "Utfall"):
            line = self.lines(sheet).get(unit, {})
            # What stood there is taken away by the one who may.
            for header in line:
                self.ledger.write((sheet, unit, header), "", BY_HAND)
            if line:
                self.edit(sheet, dict.fromkeys((ref for ref, _ in line.values()), None))

    def renumber(self) -> None:
        unit = self.chance.choice(sorted(self.lines("Plan")))
        new = f"A{self.chance.randint(50, 99)}"
        if new in self.lines("Plan"):
            return
        for sheet in ("Plan", "Utfall"):
            line = self.lines(sheet).get(unit)
            if line:
                self.edit(sheet, {line["Aktivitets-ID"][0]: new})
        self.ledger.renamed(unit, new)

    def lines(self, name: str) -> dict[str, dict[str, tuple[str, object]]]:
        """Reference and value of each cell that holds no formula, by row id and header."""
        sheet = read_workbook(self.workbook, [name]).sheets[0]
        table = sheet.tables[0]
        found = {}
        for row in range(table.first_row + 1, table.last_row + 1):
            cells = {header: sheet.at(row, table.first_column + offset) for offset, header in enumerate(table.columns)}
            unit = told(cells["Aktivitets-ID"].value)
            if unit:
                found[unit] = {header: (cell.ref, cell.value) for header, cell in cells.items() if cell.formula is None}
        return found

    def cells(self, name: str) -> dict[Place, str]:
        return {(name, row, header): ref for row, line in self.lines(name).items() for header, (ref, _) in line.items()}

    def read_in(self, *, everything: bool = False) -> None:
        if everything or self.chance.random() < 0.4:
            self.arrived += self.late
            self.late = []
        self.chance.shuffle(self.arrived)
        batch = [self.delivered(path) for path in self.arrived]
        self.arrived = []
        if everything or self.chance.random() < 0.3:
            batch = self.everything()
        if not batch:
            return
        conflicts = (
            self.folder / f"konflikter {self.minutes}.xlsx" if self.chance.random() < 0.5 and not everything else None
        )
        before = quick_rows_of(self.workbook)
        result = self.merged(batch, conflicts=conflicts)
        self.unchanged(before, quick_rows_of(self.workbook))
        if result.backup and self.chance.random() < 0.15 and not everything:
            undo(self.workbook)
        elif result.conflicts:
            self.decide(result.conflicts)

    def delivered(self, path: Path) -> Path:
        """Where the file lies when it is read in: a folder for each day's mail, now and then a zip."""
        target = self.folder / "in" / path.parent.name
        target.mkdir()
        shutil.copy2(path, target)
        return target / path.name

    def everything(self) -> list[Path]:
        return [self.folder / "in"] if any((self.folder / "in").iterdir()) else []

    def merged(self, sources: list[Path], *, dry_run: bool = False, conflicts: Path | None = None) -> Merged:
        self.minutes += 1
        # Files are named by their way from the folder, as everything() names them.
        result = merge(self.workbook, self.named(sources), now=self.now(), dry_run=dry_run, conflicts=conflicts)
        self.untrusted |= set(result.untrusted)
        for each in result.decisions.files:
            if each.state == "refused":
                self.faults.append(f"refused: {each}")
        return result

    def named(self, sources: list[Path]) -> list[Path]:
        """A batch as a folder of its own, so that a file has the same name in every batch."""
        whole = self.folder / "in"
        if sources == [whole] or not sources:
            return sources or [whole]
        batch = self.folder / f"omgång {self.minutes}"
        if self.chance.random() < 0.2:
            packed = batch.with_suffix(".zip")
            with zipfile.ZipFile(packed, "w") as archive:
                for each in sources:
                    archive.write(each, each.relative_to(whole))
            with zipfile.ZipFile(packed) as archive:
                for info in archive.infolist():
                    archive.extract(info, batch)
            for each in sources:
                shutil.copystat(each, batch / each.relative_to(whole))
            return [batch]
        for each in sources:
            (batch / each.relative_to(whole)).parent.mkdir(parents=True)
            shutil.copy2(each, batch / each.relative_to(whole))
        return [batch]

    def unchanged(self, before: Rows, after: Rows) -> None:
        """A merge adds to the log and never touches the plan or what isn't the owners' to answer."""
        old, new = before.values, after.values
        for place, value in old.items():
            if place[2] not in OWNERS.get(place[0], ()) and new.get(place) != value:
                self.faults.append(f"a merge changed {place} from {value!r} to {new.get(place)!r}")
        if after.logged[: len(before.logged)] != before.logged:
            self.faults.append("a merge changed the log")

    def decide(self, conflicts: Path) -> None:
        book = openpyxl.load_workbook(conflicts)
        sheet = book.worksheets[0]
        heads = {cell.value: cell.column for row in sheet.iter_rows(min_row=4, max_row=4) for cell in row}
        for row in range(5, sheet.max_row + 1):
            choice = self.chance.choice(("Behåll", "Ta inkommet", "Egen text", None))
            sheet.cell(row, heads["Val"]).value = choice
            if choice == "Egen text":
                text = f"egen #{self.values}.{row}.{self.minutes}"
                sheet.cell(row, heads["Egen text"]).value = text
                self.ledger.own_texts.add(text)
        book.save(conflicts)
        book.close()
        self.minutes += 1
        self.untrusted |= set(carry_out_choices(self.workbook, conflicts, now=self.now()).untrusted)

    def open_questions(self, result: Merged) -> list[tuple[Place, str]]:
        """What the merge shows as conflict or refused, and what a person has decided to let give way."""
        return [
            ((each["sheet"], each["row"], each["column"]), told(each["returned"]))
            for each in result.decisions.as_json()["decisions"]
            if each["action"] in ("conflict", "refuse")
        ]

    def now(self) -> dt.datetime:
        return START + dt.timedelta(minutes=self.minutes)
