"""Makes the pictures of the handbook and the README anew: runs the demo and shows what came of it.

Run ``uv run python -m docs.bilder`` after a change that people see, with ``sidan`` after one of the page alone. Needs
LibreOffice and poppler, and for the page Chromium.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rus_sheets import open_book
from rus_sheets.excel.edit import patch
from rus_sheets.usecases.annotate import annotate
from rus_sheets.usecases.demo import run_demo
from rus_sheets.usecases.merging import merge
from rus_sheets.word.pdf.pdf import to_pdf
from tests.libreoffice import convert
from tests.web.served import served
from tests.web.walk import Walk

PICTURES = Path(__file__).with_name("bilder")
PAGES = {
    "sidan": (1180, "body"), "sidan-kontrollera": (700, "body"), "sidan-skicka-ut": (1000, "body"),
    "sidan-samla-in": (900, "main section"), "sidan-avgor": (760, "body"), "sidan-dokumenten": (760, "body"),
}  # fmt: skip
"""The pictures of the page: how high each is, and with which part of it it begins."""
_WIDE = 1000
_AS_SEEN = """([folder, first]) => {
    document.querySelectorAll('.path').forEach(part => {
        part.textContent = part.textContent.replace(folder, 'Dokument')
    })
    // As a Swedish browser writes dates, which this one may have no words for.
    document.querySelectorAll('input[type=date]').forEach(field => { field.type = 'text' })
    document.querySelector(first).scrollIntoView()
}"""
_LARGEST = 150_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page: ``page_with`` is a text on it, ``box`` is left, top, width and height in parts of the page."""

    name: str
    source: Path
    page_with: str
    width: int = 1000
    box: tuple[float, float, float, float] = (0, 0, 1, 1)


def pictures(folder: Path) -> Iterator[Picture]:
    """Every picture, of the demo in ``folder``."""
    workbook = folder / "verksamhet-2026.xlsx"
    conflicts, reviewed = _conflicts(workbook), _reviewed(workbook)
    form = next((folder / "inkommet").glob("A08*.xlsx"))  # not saved by a program that writes days in its own order
    report = folder / "Verksamhetsberattelse-2026.docx"
    yield Picture("om", workbook, "Så arbetar ni", 900, (0, 0.03, 0.85, 0.62))
    yield Picture("summering", workbook, "Nyckeltal", 900)
    yield Picture("plan", workbook, "Aktivitets-ID", 1000, (0, 0.03, 1, 0.5))
    yield Picture("uppfoljning", form, "Uppföljning 2026", 800)
    yield Picture("konflikter", conflicts, "Att avgöra", 1000, (0, 0.03, 1, 0.4))
    yield Picture("granskning", reviewed, "Allvar", 1000, (0, 0.03, 1, 0.4))
    yield Picture("plandokument", folder / "Verksamhetsplan-2026.docx", "Figur 1.", 640)
    yield Picture("berattelse", report, "Verksamhetsberättelse", 640)
    yield Picture("berattelse-utfall", report, "Figur 1.", 640)


def _conflicts(workbook: Path) -> Path:
    """The file of what wants deciding, after the secretariat has changed what an owner had answered."""
    outcome = open_book(workbook)["outcomes"].by_id["A04"]
    edits: dict[str, patch.CellValue] = {
        outcome.cell("days").ref: 30,
        outcome.cell("short").ref: "Två nya indikatorer.",
    }
    edited, target = workbook.with_name("ändrad.xlsx"), workbook.with_name("konflikter.xlsx")
    patch.patch_cells(workbook, edited, {"Utfall": edits})
    merge(edited, [workbook.parent / "inkommet"], now=dt.datetime.now().astimezone(), conflicts=target)
    return target


def _reviewed(workbook: Path) -> Path:
    """A copy with notes, of a workbook in which a formula is overtyped, a date can't be and an address is wrong."""
    book = open_book(workbook)
    spoiled, target = workbook.with_name("felaktig.xlsx"), workbook.with_name("granskad.xlsx")
    wrong = [
        ("outcomes", "A06", "name", "Miljödata"),
        ("events", "A27-H01", "date", "2026-02-30"),
        ("plan", "A03", "email", "samordnare.lansstyrelsen.se"),
    ]
    edits: dict[str, dict[str, patch.CellValue]] = {}
    for table, row, column, value in wrong:
        edits.setdefault(book[table].table.sheet, {})[book[table].by_id[row].cell(column).ref] = value
    patch.patch_cells(workbook, spoiled, edits)
    annotate(spoiled, target)
    return target


def draw_pages(folder: Path) -> Iterator[Path]:
    """The page in a browser, along the year that the tests walk; always of the same sizes."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the rest does without

    drawn: list[Path] = []
    home = folder / "hemma"
    home.mkdir()
    with served(None, folder / "minne", home) as address, sync_playwright() as started:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(locale="sv-SE")

        def show(name: str) -> None:
            if name in PAGES:
                height, first = PAGES[name]
                page.set_viewport_size({"width": _WIDE, "height": height})
                page.evaluate(_AS_SEEN, [str(home), first])
                drawn.append(PICTURES / f"{name}.png")
                page.screenshot(path=drawn[-1])

        page.goto(address)
        Walk(page, home, lambda _: None, show).whole()
        browser.close()
    if {path.stem for path in drawn} != PAGES.keys():
        raise ValueError(f"the walk shows {sorted(path.stem for path in drawn)}")
    yield from drawn


def draw(picture: Picture, pdf: Path) -> Path:
    """The picture as a PNG file. Raises ValueError if no page has its text, or if it became too large a file."""
    target = PICTURES / f"{picture.name}.png"
    page = _page_with(pdf, picture.page_with)
    left, top, width, height = picture.box
    full = round(picture.width / width)
    whole = ["-scale-to-x", str(full), "-scale-to-y", "-1", "-f", str(page), "-l", str(page), "-singlefile", "-png"]
    _run(["pdftoppm", *whole, str(pdf), str(target.with_suffix(""))])
    if picture.box != (0, 0, 1, 1):
        tall = int.from_bytes(target.read_bytes()[20:24])
        part = [("-x", left * full), ("-y", top * tall), ("-W", width * full), ("-H", height * tall)]
        crop = [text for flag, value in part for text in (flag, str(round(value)))]
        _run(["pdftoppm", *whole, *crop, str(pdf), str(target.with_suffix(""))])
    if target.stat().st_size > _LARGEST:
        raise ValueError(f"{target.name} is {target.stat().st_size} bytes: show less of the page, or make it narrower")
    return target


def _as_pdf(source: Path, folder: Path) -> Path:
    """A document as ``--pdf`` makes it: LibreOffice by itself leaves out the look of what stands in controls."""
    if source.suffix != ".docx":
        return convert(source, "pdf", folder, locale="sv-SE")
    target = folder / f"{source.stem}.pdf"
    target.write_bytes(to_pdf(source.read_bytes()))
    return target


def _page_with(pdf: Path, text: str) -> int:
    pages = _run(["pdftotext", "-layout", str(pdf), "-"]).split("\f")
    for number, page in enumerate(pages, 1):
        if text in page:
            return number
    raise ValueError(f"no page of {pdf.name} has {text!r}")


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def main() -> None:
    """Draw them all, or with the word ``sidan`` only the page."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rus-sheets-") as name:
        folder = Path(name) / "demo"
        if sys.argv[1:] != ["sidan"]:
            run_demo(folder)
            wanted = list(pictures(folder))
            pdfs = {source: _as_pdf(source, Path(name)) for source in {picture.source for picture in wanted}}
            for picture in wanted:
                _tell(draw(picture, pdfs[picture.source]))
        for made in draw_pages(Path(name)):
            _tell(made)


def _tell(made: Path) -> None:
    sys.stdout.write(f"{made.name}: {made.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
