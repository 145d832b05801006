"""A whole year on the page, from an empty folder to the report, as one person would do it; mostly by keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.verify import verify
from tests.usecases.inbox import mail, zipped
from tests.web.people import Typed, answers, files_in, read_mail, settle, types

YEAR = 2026
DONE = "Har skett som planerat"
SETTINGS: Typed = {
    "Beslutad av": "Styrgruppen", "Beslutsdatum": dt.date(2026, 2, 12), "Målperiod": "2026–2028",
    "Heltidstjänster": 0.5,
    "Sista svarsdag": dt.date(2027, 1, 15), "Kontakt för frågor": "Anna Ek, anna.ek@example.org",
}  # fmt: skip
ROWS: dict[str, dict[str, Typed]] = {
    "areas": {
        "O1": {"name": "Uppföljning", "intro": "Vi följer upp miljömålen i länen."},
        "O2": {"name": "Kommunikation", "intro": "Vi berättar vad vi ser."},
    },
    "groups": {"G1": {"area": "O1", "name": "Årlig uppföljning"}, "G2": {"area": "O2", "name": "Kurser och webb"}},
    "goals": {"M01": {"area": "O1", "text": "Alla län kan följa sina miljömål."}},
    "plan": {
        "A01": {"group": "G1", "name": "Indikatorer", "description": "Vi ser över indikatorerna.", "days": 20,
                "owner": "Karin Ek", "email": "karin.ek@example.org", "goals": "M01"},
        "A02": {"group": "G1", "name": "Årsrapport", "description": "Vi skriver rapporten.", "days": 30,
                "owner": "Karin Ek", "email": "karin.ek@example.org"},
        "A03": {"group": "G2", "name": "Kurser", "description": "Två kurser för nya.", "days": "12 dagar",
                "owner": "Bo Al", "email": "bo.al@example.org"},
        "A04": {"group": "G2", "name": "Webbplatsen", "description": "Vi gör om första sidan.", "days": 10,
                "owner": "Eva Lind"},
    },
    "budget": {"P1": {"name": "Kurser", "budget": 40000}},
}  # fmt: skip


_OVER = "() => document.querySelector('main') && !document.querySelector('[data-state]')"
"""The page shows no work that goes on."""
_LONGEST = 120_000
_KIND = (
    "[document.querySelector('h1'), ...document.querySelectorAll('.box')].map(e => e.className || e.innerText).join()"
)


def press(page: Any, name: str) -> None:
    """By keyboard: the tab key until the link or button of that name has the focus, and Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText?.replace(/\\s+/g, ' ').trim()") == name:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
            assert outline == "3px", f"{name} has no focus to see"
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} can't be reached on {page.url}")


@dataclass
class Walk:
    """The year of a workbook in the folder ``home``, on ``page``. ``look`` is called on each page, ``show`` on some."""

    page: Any
    home: Path
    look: Callable[[Any], None]
    show: Callable[[str], None] = lambda _: None
    _looked: set[str] = field(default_factory=set)

    @property
    def workbook(self) -> Path:
        return self.home / f"verksamhet-{YEAR}.xlsx"

    def whole(self) -> None:
        for leg in (
            self.begins, self.checks, self.plans, self.sends_out, self.collects, self.decides, self.reminds,
            self.reports, self.takes_back,
        ):  # fmt: skip
            leg()

    def press(self, *names: str) -> None:
        for name in names:
            press(self.page, name)
            self.wait()
            if name == "Genomför":
                self.loads_again()
            self.look_once()

    def loads_again(self) -> None:
        """Loaded again (F5), what was done is told as before, and isn't done once more."""
        before = self.says(), self.files()
        self.page.reload()
        self.wait()
        assert (self.says(), self.files()) == before

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(self.home.rglob("*")) if path.is_file()}

    def wait(self) -> None:
        """Until the page shows what was asked for, and no longer how far that has come."""
        self.page.wait_for_function(_OVER, timeout=_LONGEST)
        self.page.wait_for_load_state()

    def look_once(self) -> None:
        """At each page that is of its own kind, by its heading and its boxes."""
        kind = self.page.evaluate(_KIND)
        if kind not in self._looked:
            self._looked.add(kind)
            self.look(self.page)

    def says(self) -> str:
        return " ".join(str(self.page.locator("main").inner_text()).split())

    def told(self) -> str:
        return " ".join(str(self.page.get_by_role("status").inner_text()).split())

    def begins(self) -> None:
        """From an empty folder. The secretariat fills the workbook in, in Excel."""
        assert list(self.home.iterdir()) == []
        self.look_once()
        self.press("Gör en ny arbetsbok …")
        self.page.locator("#ar").fill(str(YEAR))
        self.press("Visa vad som skulle göras", "Genomför")
        assert open_book(self.workbook).year == YEAR
        self.press("Till året")
        assert "har inga rader än" in self.page.locator(".next").inner_text()
        settle(self.workbook, SETTINGS, ROWS)

    def checks(self) -> None:
        """A number written as text is found, and mended in Excel; the rows of outcomes are added here."""
        self.press("Kontrollera")
        assert "12 dagar" in self.says()
        self.show("sidan-kontrollera")
        types(self.workbook, "plan", "A03", "days", 12)
        self.press("Fyll i och lägg tillbaka …", "Genomför")
        assert "Lade till 4 rader på Utfall" in self.told()
        self.press("Till kontrollen")
        assert "fel" not in self.says().partition("Allvar")[0]

    def plans(self) -> None:
        self.press("Året")
        assert "Plan och ansökan" in self.page.locator(".next").inner_text()
        self.press("Till dokumenten")
        for title in (f"Verksamhetsplan {YEAR}", f"Ansökan {YEAR}"):
            self.press(f"Skriv … {title}", "Genomför")
            assert "Klart:" in self.told()
            self.press("Till alla dokument")
        assert (self.home / f"Verksamhetsplan-{YEAR}.docx").is_file()

    def sends_out(self) -> None:
        self.press("Året", "Skicka ut …")
        assert "4 uppföljningsfiler" in self.says()
        assert "3 mejlutkast" in self.says()
        assert self.page.locator("#sista_dag").input_value() == "2027-01-15"
        self.show("sidan-skicka-ut")
        self.press("Genomför")
        assert "Fyll i mottagaren i utkastet" in self.says()  # who has no address
        draft = self.draft("Karin Ek")
        assert [name[:3] for name in files_in(draft) if name.endswith(".xlsx")] == ["A01", "A02"]
        body = read_mail(draft).get_body()
        assert body is not None
        assert "15\u00a0januari\u00a02027" in body.get_content()

    def draft(self, owner: str, folder: str = "mejl") -> Path:
        return next((self.home / folder).glob(f"*{owner}.eml"))

    def collects(self) -> None:
        """Owners answer, one by mail, one in a zip file; somebody drops a file that is no answer among them."""
        karin, bo = self.draft("Karin Ek"), self.draft("Bo Al")
        first = answers(
            karin,
            "A01",
            Status=DONE,
            Kort_utfall="Tre nya indikatorer i maj.",
            Utfall="De används i alla län.",
            Dagar_utfall=22,
        )
        second = answers(
            karin, "A02", Status=DONE, Kort_utfall="Rapporten är klar.", Utfall="Den är spridd.", Dagar_utfall=31
        )
        third = answers(bo, "A03", Status=DONE, Kort_utfall="Två kurser.", Utfall="Tjugo deltog.", Dagar_utfall="ca 12")
        types(self.workbook, "outcomes", "A01", "short", "Två nya indikatorer i juni.")
        posted = self.home.parent / "post"
        posted.mkdir()
        given = {
            "Svar från Karin.eml": mail(dict([first, second]), "Karin Ek <karin.ek@example.org>").as_bytes(),
            "Bo.zip": zipped(dict([third])), "program.pdf": b"%PDF-1.4\n",
        }  # fmt: skip
        for name, content in given.items():
            (posted / name).write_bytes(content)
        self.press("Samla in")
        self.page.set_input_files("#fil", [posted / name for name in given])
        self.press("Lägg till")
        assert "3 filer av 3 ligger i" in self.told()
        assert "program.pdf" in self.says()
        self.show("sidan-samla-in")
        self.press("Genomför")
        assert "Svaren är inlästa" in self.says()
        assert open_book(self.workbook)["outcomes"].by_id["A02"].text("short") == "Rapporten är klar."

    def decides(self) -> None:
        self.press("Avgör …")
        self.show("sidan-avgor")
        self.press("En i taget", "Ta inkommet fråga 1")
        self.page.locator("#egen2").fill("12")
        self.press("Ta den egna texten fråga 2", "Se vad som genomförs …", "Genomför")
        outcomes = open_book(self.workbook)["outcomes"].by_id
        assert (outcomes["A01"].text("short"), outcomes["A03"]["days"]) == ("Tre nya indikatorer i maj.", 12)

    def reminds(self) -> None:
        """One hasn't answered, is reminded, and answers what came with the reminder."""
        self.press("Svaren", "Påminn …")
        assert "1 aktivitet är inte klar." in self.says()
        self.press("Genomför")
        reminder = self.draft("Eva Lind", "paminnelser")
        name, content = answers(
            reminder,
            "A04",
            Status="Har ej skett",
            Kort_utfall="Vi hann inte.",
            Utfall="Den görs nästa år.",
            Dagar_utfall=0,
        )
        (self.home / "inkommet" / name).write_bytes(content)
        self.press("Samla in", "Lägg åt sidan program.pdf")
        assert "program.pdf är lagd åt sidan" in self.says()
        assert (self.home / "undanlagt" / "inkommet" / "program.pdf").is_file()
        self.press("Genomför", "Till året")

    def reports(self) -> None:
        """The report is written; then a figure is changed, told of, and put in."""
        assert "Redovisa" in self.page.locator(".next").inner_text()
        self.show("sidan")
        self.press("Till dokumenten")
        for title in (f"Verksamhetsberättelse {YEAR}", f"Till länsstyrelsernas årsredovisningar {YEAR}"):
            self.press(f"Skriv … {title}", "Genomför", "Till alla dokument")
        report = self.home / f"Verksamhetsberattelse-{YEAR}.docx"
        assert not verify(report, self.workbook).disagreements
        types(self.workbook, "outcomes", "A02", "days", 33)
        self.page.reload()
        self.wait()
        self.show("sidan-dokumenten")
        self.press(f"Se vad som skiljer Verksamhetsberättelse {YEAR}")
        self.press("Uppdatera …", "Genomför")
        assert not verify(report, self.workbook).disagreements

    def takes_back(self) -> None:
        """What was put in the report is taken back; then the last answer, from the history of the workbook."""
        report = self.home / f"Verksamhetsberattelse-{YEAR}.docx"
        self.press("Ångra …", "Genomför")
        assert verify(report, self.workbook).disagreements
        self.press("Historik")
        latest = self.page.get_by_role("link", name="Se ändringen").first
        self.press(" ".join(str(latest.inner_text()).split()), "Genomför")
        assert open_book(self.workbook)["outcomes"].by_id["A04"].text("short") == ""
        assert open_book(self.workbook)["outcomes"].by_id["A02"]["days"] == 31
        self.press("Till historiken")
