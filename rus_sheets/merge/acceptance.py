"""Can a file be merged into this workbook at all, and is its activity still the one it was made for?"""

from __future__ import annotations

from rus_sheets.answers.returned import RefusedFile, Returned, ReturnedCell
from rus_sheets.answers.rowids import new_row_number
from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book, Row

_REMEDY = "Gör nya uppföljningsfiler med rus-sheets split."


def file_fault(book: Book, file: Returned | RefusedFile) -> str | None:
    """Why the whole file is refused, None where it isn't."""
    if isinstance(file, RefusedFile):
        return f"{file.message} {file.remedy}".strip()
    declaration = book.declaration
    if (file.declaration, file.version) != (declaration.name, declaration.version):
        return f"Filen är gjord med en annan mall ({file.declaration} {file.version}). {_REMEDY}"
    # A workbook that has lost its id can't tell; the ids of the rows must do.
    if book.workbook_id and file.workbook_id and file.workbook_id != book.workbook_id:
        year = f" (år {file.year})" if file.year and file.year != book.year else ""
        return f"Filen hör till en annan arbetsbok{year}. Läs in den i arbetsboken som den kommer från."
    if file.year and book.year and file.year != book.year:
        return f"Filen gäller år {file.year}, arbetsboken år {book.year}. Läs in den i rätt års arbetsbok."
    return None


def unit_fault(book: Book, file: Returned) -> tuple[str, str] | None:
    """Fault and remedy where the activity has left the plan or has another number now, None where all is well.

    Ids may be used again after a renumbering: the name that the file remembers tells.
    """
    plan = book[book.declaration.followup.unit]
    row = plan.by_id.get(file.unit)
    if row is not None and tidy(row.title) == file.title:
        return None
    moved = next((row for row in plan.rows if row.id != file.unit and tidy(row.title) == file.title), None)
    if row is None:
        return _left(file, moved, plan.table.sheet)
    if moved:
        fault = f"{file.unit} är nu något annat, ”{tidy(row.title)}”. ”{file.title}” verkar ha blivit {moved.id}."
        return fault, f"För över svaren till {moved.id} för hand, eller ge raden sitt id tillbaka."
    return None


def row_fault(book: Book, file: Returned, cell: ReturnedCell) -> str:
    """Why a row is none that the unit's own form hands out, "" where it is one.

    What a file says that it was handed out can be written by anybody. It may answer for its own unit, for the rows
    that belong to it, and for new ones with the ids that its form makes.
    """
    form = book.declaration.followup
    if cell.table in (form.unit, form.answer):
        return "" if cell.row == file.unit else f"Raden {cell.row} hör inte till {file.unit}."
    child = next((table for table in form.child_tables if table.table == cell.table), None)
    if child is None:
        return f"Bladet {book.declaration.table_of(cell.table).sheet} lämnas inte ut i uppföljningen."
    table = book[cell.table].table
    row = book[cell.table].by_id.get(cell.row)
    made_here = new_row_number(cell.row, table, child, file.unit) is not None
    if row is not None:
        owner = row.text(table.parent)
        if owner == file.unit or (made_here and not owner):
            return ""
        belongs = f"den hör till {owner}" if owner else f"{table.column(table.parent).header} är tomt i arbetsboken"
        return f"Raden {cell.row} hör inte till {file.unit} ({belongs})."
    if made_here or not cell.new_row:
        return ""
    return f"{cell.row} är inget id som en uppföljningsfil för {file.unit} ger en ny rad."


def _left(file: Returned, moved: Row | None, sheet: str) -> tuple[str, str]:
    if moved:
        fault = f"{file.unit} finns inte längre på bladet {sheet}. ”{file.title}” verkar ha blivit {moved.id}."
        return fault, f"För över svaren till {moved.id} för hand, eller ge raden sitt id tillbaka."
    fault = f"{file.unit} ”{file.title}” finns inte längre på bladet {sheet}."
    return fault, "Lägg tillbaka raden om svaren ska vara med."
