"""Whatever is taken can be written and is read back as it was: no cell of an answer stops a merge on its way out."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rus_sheets.answers.interpret import interpret
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.book.shown import as_scalar, normal
from rus_sheets.excel.edit.patch import CellValue, Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.schema.model import CellType, Column
from tests.excel import small
from tests.merge import world

BOOK = world.small_book()
FILE = small.package({"Blad1": ""})
OWN = (CellType.CHOICE, CellType.REF, CellType.REFS)
COLUMNS = {kind: Column("x", "X", kind) for kind in CellType if kind not in OWN}
COLUMNS[CellType.CHOICE] = BOOK.declaration.table_of("events").column("type")
COLUMNS[CellType.REF] = BOOK.declaration.table_of("expenses").column("post")
TYPED: st.SearchStrategy[Scalar] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.text("_x0041\x01\x0b\ufffe\ud800å \n=+'"),
    st.integers(-(10**6), 10**6).map(str), st.floats(-(10**6), 10**6).map(lambda number: str(number).replace(".", ",")),
    st.dates().map(str), st.integers(40_000, 50_000),
    st.sampled_from([10**400, "9" * 400, CellError("#N/A"), 1, 60, 0.5, "=1+1", "P1", "Resor", "Kurs", "12 mars"]),
    st.sampled_from(["å" * 32_767, "å" * 32_768, "😀" * 16_384, "_x0001_" * 9]),
)  # fmt: skip


def read_back(value: CellValue) -> Scalar:
    patch = Patch(Package("bok.xlsx", FILE))
    patch.set_cells("Blad1", {"B2": value})
    sheet = read_package(Package("bok.xlsx", patch.to_bytes())).sheet("Blad1")
    assert sheet
    return sheet.at(2, 2).value


@settings(deadline=None)
@given(st.sampled_from(list(COLUMNS)), TYPED, st.sampled_from(list(FormatKind)), st.booleans())
@example(CellType.DATE, 1, FormatKind.DATE, True)
@example(CellType.DATE, 59, FormatKind.DATE, True)
@example(CellType.NUMBER, 1e308, FormatKind.PERCENT, False)
@example(CellType.ANY, float("inf"), FormatKind.PLAIN, False)
@example(CellType.ANY, float("nan"), FormatKind.DATE, False)
def test_what_is_taken_is_written_and_read_back(
    kind: CellType, typed: Scalar, shown: FormatKind, decided: bool
) -> None:
    cell = ReturnedCell("events", "A01-H01", "x", None, typed, format=shown)
    meant = interpret(BOOK, COLUMNS[kind], cell, decided=decided)
    if meant.fault and meant.value is None:
        return
    value = meant.value
    assert not isinstance(value, tuple)
    assert normal(read_back(value), kind) == normal(as_scalar(value), kind)
    again = ReturnedCell("events", "A01-H01", "x", None, as_scalar(value))
    if not meant.fault and kind is not CellType.REF:  # and it means the same the next time
        assert normal(as_scalar(interpret(BOOK, COLUMNS[kind], again, decided=True).value), kind) == normal(
            as_scalar(value), kind
        )
