"""The worker: ``python -m rus_sheets.excel.calc.worker ENGINE`` calculates each file that it is told of.

A process of its own, since an engine is native code that may hang, crash or eat all memory. A file's path goes in as a
line of JSON, and a line comes out: ``{"values": {sheet: {ref: value}}}`` or ``{"fault": text}``; an error value is
``{"error": code}``. Only formula cells are listed, and only those the engine says it can do. Imports as little as it
can: it starts for every calculation.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

from rus_sheets.excel.calc.memory import bound

EngineAnswer = float | str | bool | dict[str, str]
EngineValues = dict[str, dict[str, EngineAnswer]]

MEMORY = 4 * 2**30
"""Bytes; a file of 120 000 cells needs less than a tenth."""

_OWN_ERRORS = {"#ERROR!", "#N/IMPL!", "#NAME?", "#CIRC!"}
"""What IronCalc says where it doesn't understand: no value of the formula."""
_PAGE = 1000
_ITERATIONS = 500_000_000
"""CellRune's own limit stops a check for doubled ids at 1 000 rows; here time is bounded from outside."""


def ironcalc(path: str) -> EngineValues:
    """All formula values by IronCalc."""
    import ironcalc as engine  # noqa: PLC0415 (only one engine is wanted in a worker)

    model = engine.load_from_xlsx(path)
    model.evaluate()
    names = [sheet["name"] for sheet in model.get_worksheets_properties()]
    values: EngineValues = {name: {} for name in names}
    for sheet, row, column in model.get_all_cells():
        if model.get_cell_formula(sheet, row, column) is None:
            continue
        value = model.get_cell_value(sheet, row, column)
        if value is None:
            continue
        ref = f"{engine.column_name_from_number(column)}{row}"
        if model.get_cell_type(sheet, row, column) != engine.CellType.ErrorValue:
            values[names[sheet]][ref] = value
        elif value not in _OWN_ERRORS:
            values[names[sheet]][ref] = {"error": str(value)}
    return values


def cellrune(path: str) -> EngineValues:
    """All formula values by CellRune."""
    import cellrune as engine  # noqa: PLC0415

    book = engine.Workbook.open_path(path)
    book.calculate(calculation_limits={"max_function_iterations": _ITERATIONS})
    values: EngineValues = {}
    for sheet in book.summary()["sheets"]:
        found = values.setdefault(sheet["name"], {})
        if not sheet["used_range"]:
            continue
        first, _, last = sheet["used_range"].partition(":")
        offset: int | None = 0
        while offset is not None:
            page = book.read_range(sheet["name"], first, last or first, offset=offset, limit=_PAGE, omit_empty=True)
            offset = page["next_offset"]
            for cell in page["cells"]:
                result = cell["calculated"]
                if result is None or result["kind"] != "value":
                    continue
                value = result["value"]
                match value["kind"]:
                    case "error":
                        found[cell["address"]] = {"error": value["value"]}
                    case "blank":
                        found[cell["address"]] = ""
                    case "number" | "text" | "logical":
                        found[cell["address"]] = value["value"]
    return values


ENGINES: dict[str, Callable[[str], EngineValues]] = {"ironcalc": ironcalc, "cellrune": cellrune}


def main(arguments: list[str]) -> None:
    """Answer for each file; a fault of the engine is an answer too."""
    bound(MEMORY)  # where the system takes no limit, it has its time alone
    (engine,) = arguments
    # IronCalc prints remarks of its own to the standard output; they must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        try:
            answer: dict[str, object] = {"values": ENGINES[engine](json.loads(line))}
        except BaseException as fault:  # noqa: BLE001 (a Rust panic derives from BaseException)
            answer = {"fault": f"{type(fault).__name__}: {fault}"[:500]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
