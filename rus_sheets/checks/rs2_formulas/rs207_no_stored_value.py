"""Formler utan sparat värde.

Vad kontrollen letar efter
    Formler där filen inte har något uträknat värde. Saknar alla formler värde är det en upplysning: filen är sparad
    av ett program som inte räknar. Saknar bara några värde är det en varning.

Varför
    Program som läser filen utan att räkna ser en tom cell.

Så rättar du
    Öppna arbetsboken i Excel och spara den. rus-sheets räknar själv ur raderna och påverkas inte.

Exempel
    Summering: Dagar_totalt har ingen siffra förrän filen har öppnats i Excel.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.checks.causes import FORMULA_FAULTS, at_place
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected_formulas import ExpectedFormula
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.place import Place
from rus_sheets.findings import Severity

_REMEDY = "Öppna arbetsboken i Excel och spara den."


def find(context: Context) -> Iterator[Hit]:
    """Formulas without a stored value: one finding where none has one, otherwise each."""
    formulas = [
        expected for expected, verdict in context.verdicts if verdict is not Verdict.UNKNOWN and expected.raw.formula
    ]
    # A formula that comes to nothing may be stored as nothing, or as an empty text; so may one in a blank row.
    empty = [formula for formula in formulas if formula.raw.value in (None, "")]
    without = [
        formula
        for formula in empty
        if formula.filled and not (formula.known and formula.value is None) and not _comes_to_nothing(context, formula)
    ]
    if without and len(empty) == len(formulas):
        message = "Formlerna har inga sparade värden. Filen är sparad av ett program som inte räknar."
        yield Hit(Place(""), message, _REMEDY, Severity.INFO)
        return
    for formula in without:
        causes = at_place(formula.place, FORMULA_FAULTS)  # what mends the formula calculates it too
        yield Hit(formula.place, f"{formula.label}: formeln har inget sparat värde.", _REMEDY, caused_by=causes)


def _comes_to_nothing(context: Context, expected: ExpectedFormula) -> bool:
    """Whether the engine gives an empty text for a formula that has one stored."""
    computed = context.computed.get(expected.place.sheet, {})
    return expected.raw.value == "" and expected.place.ref in computed and computed[expected.place.ref] in (None, "")


CHECK = Check("RS207", "Inget sparat värde", Severity.WARNING, __doc__, find)
