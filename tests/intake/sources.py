"""The real documents in ../shared as Word files: with heading styles, with bold headings, and with no look at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import Path

import docx

from rus_sheets.intake.plaintext import read_text
from rus_sheets.intake.readings import Reading
from rus_sheets.intake.rule_faults import load_rules
from rus_sheets.intake.understand import Understood, understand
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.texts.manuscript import Manuscript, TypedLine
from rus_sheets.usecases.importing import read_manuscript

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
DECLARATION = load_declaration(declaration_path("verksamhet"))
RULES = folder("workbook_templates") / "import" / "verksamhet.toml"

Block = tuple[int, str] | list[list[str]]
"""A paragraph with its level (0 for text), or a table."""


class Look(Enum):
    """How a document shows what its headings are."""

    STYLES = "styles"
    BOLD = "bold"
    NONE = "none"


def word_file(path: Path, blocks: Sequence[Block], look: Look) -> Path:
    """A document of these paragraphs and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, list):
            _table(document, block)
            continue
        level, text = block
        if level and look is Look.STYLES:
            document.add_heading(text, level)
        else:
            run = document.add_paragraph().add_run(text)
            run.bold = bool(level) and look is Look.BOLD
    document.save(path)
    return path


def _table(document: docx.document.Document, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), max(map(len, rows)))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            lines = text.split("\n")
            table.cell(number, column).text = lines[0]
            for line in lines[1:]:
                table.cell(number, column).add_paragraph(line)


def plan_2026(levels: Callable[[str], int]) -> Iterator[Block]:
    """The plan's paragraphs, its tab-parted lines as tables; ``levels`` are told after the word BILAGA."""
    rows: list[list[str]] = []
    detailed = False
    for line in (SOURCES / "verksamhetsplan-2026.txt").read_text(encoding="utf-8").split("\n"):
        if "\t" in line:
            rows.append([re.sub(r"</?p>", "\n", cell).strip("\n").replace("\n\n", "\n") for cell in line.split("\t")])
            continue
        if rows:
            yield rows
            rows = []
        if line.strip():
            detailed = detailed or line.strip() == "BILAGA"
            yield (levels(line.strip()) if detailed else 0, line.strip().replace("**", ""))


def understood(path: Path) -> Understood:
    """What a document comes to by the rules that come with the toolkit."""
    return understand(read_manuscript(path), load_rules(RULES, DECLARATION), DECLARATION)


def lost_words(document: Manuscript, readings: Sequence[Reading]) -> list[tuple[str, set[str]]]:
    """By place the words of paragraphs that no reading from there has; what goes on is told where it began."""
    told: dict[str, set[str]] = {}
    for reading in readings:
        told.setdefault(reading.place, set()).update(words(reading.text))
    lost, place = [], ""
    for line in document.blocks:
        if isinstance(line, TypedLine):
            place = line.place if line.place in told else place
            missing = words(line.text) - told.get(place, set())
            lost += [(line.place, missing)] if missing else []
    return lost


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def report_2022(levels: Callable[[str], int]) -> Iterator[Block]:
    """The report's paragraphs, with the table of its budget as one of Word's."""
    text = read_text("", (SOURCES / "verksamhetsberattelse-2022.txt").read_text(encoding="utf-8"))
    lines = [line for line in text.blocks if isinstance(line, TypedLine)]
    start = next(at for at, line in enumerate(lines) if line.text.startswith("2022 Budget Utfall"))
    end = next(at for at, line in enumerate(lines) if line.text.startswith("Bilaga. Redovisning"))
    for line in lines[:start]:
        yield levels(line.text), f"{line.item} {line.text}".strip()
    yield _budget_2022([f"{line.item} {line.text}".strip() for line in lines[start:end]])
    for line in lines[end:]:
        yield levels(line.text), f"{line.item} {line.text}".strip()


def _budget_2022(lines: Sequence[str]) -> list[list[str]]:
    listed = [line for line in lines if line.startswith("- ")]
    rest = [line for line in lines if line not in listed]
    after = rest[next(at for at, line in enumerate(rest) if line.startswith("Summa utgifter")) + 1 :]
    return [
        ["2022", "Budget", "Utfall", "Kommentar"],
        ["Löner, resor m.m. RUS", "4 000 000 kr", "3 470 233 kr", "Avser RUS arbetsgrupp."],
        ["Arrangemang", "200 000 kr", "133 617 kr", "Nobelmötet och arbetsgruppens tvådagarsmöte."],
        ["Projekt/insatser", "1 092 500 kr", "789 673 kr", "\n".join(["Direkta pengar har använts för:", *listed])],
        ["Övrigt", "50 000 kr", "0 kr", "Ligger under ovanstående post."],
        ["Summa utgifter:", "5 342 500 kr", "4 393 523 kr", "\n".join(after)],
    ]
