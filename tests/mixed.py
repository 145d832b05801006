"""A small plan that mixes both shapes, as a table that people can read: days, priority and money on either level."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from tempfile import mkdtemp

from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration

PLAN = load_declaration(declaration_path("verksamhet"))

MIXED = """
Inställningar
Nyckel         | Värde
År             | 2021

Områden
Område-ID | Område
O1        | Uppföljning
O2        | Åtgärder

Grupper
Grupp-ID | Område-ID | Grupp        | Typ               | Prioritet   | Dagar
G1       | O1        | Löpande      | Löpande           |             | 148
G2       | O1        | Hela gruppen | Utvecklingsinsats | Prioritet 1 | 30.5
G3       | O2        | Var för sig  |                   |             |
G4       | O2        | Både och     | Löpande           | Prioritet 2 |

Plan
Aktivitets-ID | Grupp-ID | Aktivitet | Prioritet | Allra viktigast | Dagar | Belopp | Budgetpost | Reda pengar
A01           | G1       | a         |           |                 |       |        |            |
A02           | G1       | b         |           | Ja              |       |        |            |
A03           | G2       | c         |           |                 |       | 10000  | P2         | Ja
A04           | G2       | d         | Prioritet 2 |               |       |        |            |
A05           | G3       | e         | PRIO      |                 | 12.5  |        |            |
A06           | G3       | f         |           |                 | 7     |        |            |
A07           | G4       | g         |           | Ja              | 3     |        |            |
A08           | G4       | h         | Prioritet 1 |               | 4     |        |            |

Utfall
Aktivitets-ID | Status                        | Dagar utfall
A01           | Har skett som planerat        | 100
A02           | Har delvis skett som planerat | 2.5
A03           | Har skett som planerat        | 31
A05           | Har ej skett                  | 0
A07           | Har ej varit aktuellt         |

Budget
Post-ID | Post     | Budget
P1      | Löner    | 400000
P2      | Projekt  | 100000
P3      | Övrigt   | 50000
P4      | Utan     | 0

Utgifter
Utgifts-ID | Post-ID | Text  | Belopp
U01        | P1      | Lön   | 350000
U02        | P2      | Resa  | 1250.5

Finansiering
Käll-ID | Källa          | Slag               | Belopp
K1      | Mottagaren     | Årets medel        | 450000
K2      | Kvar           | Tidigare års medel | 50000
K3      | Annan myndighet | Medel från andra  | 50000
"""


def rows_of(text: str, declaration: Declaration) -> dict[str, list[NewRow]]:
    """The rows of readable tables by key: a sheet's name, a line of headers, a line a row."""
    found: dict[str, list[NewRow]] = {}
    for part in text.strip().split("\n\n"):
        sheet, headers, *lines = part.splitlines()
        table = declaration.table_on(sheet)
        assert table
        keys = [table.by_header[each.strip()].key for each in headers.split("|")]
        found[table.key] = [
            {key: _value(cell.strip()) for key, cell in zip(keys, line.split("|"), strict=True) if cell.strip()}
            for line in lines
        ]
    return found


def _value(text: str) -> str | float | dt.date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        return text
    return float(text) if "." in text else int(text)


def made(text: str, declaration: Declaration = PLAN) -> Path:
    """A new workbook of those rows."""
    path = Path(mkdtemp()) / "bok.xlsx"
    path.write_bytes(make_workbook(canonical_workbook(declaration, rows_of(text, declaration)), calculate_new))
    return path
