"""Days per area over the years, from the workbooks: bars as text, and a picture (SVG).

    uv run python docs/exempel/dagar_per_omrade.py examples/2022/verksamhet-2022.xlsx examples/2026/verksamhet-2026.xlsx

``frames()`` gives a pandas DataFrame for each sheet, with right types; from there it is plain pandas.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import pandas as pd

from rus_sheets import open_book

_BAR = 40
_ROW, _LEFT, _WIDTH = 26, 330, 760
_COLOURS = ["#1f4e4a", "#c0762b", "#5b7fa6", "#8c6d9e", "#7a7a7a"]


def days_per_area(workbooks: list[Path]) -> pd.DataFrame:
    """A row per area, a column per year: planned days. Areas are matched by id and called as in the latest year."""
    years, names = {}, {}
    for path in workbooks:
        book = open_book(path)
        areas = book.frames()["Områden"]
        years[book.year] = areas["Dagar"].astype(float)
        names |= dict(areas["Område"])
    return pd.DataFrame(years).fillna(0).rename(index=names)


def as_text(days: pd.DataFrame) -> str:
    """A bar for each area and year."""
    most = days.to_numpy().max()
    lines = []
    for area, row in days.iterrows():
        lines.append(str(area))
        lines += [f"  {year}  {'#' * round(_BAR * value / most)} {value:g}" for year, value in row.items() if value]
    return "\n".join(lines)


def as_svg(days: pd.DataFrame) -> str:
    """The same as a picture that a browser and Word can show, with its figures as text for those who can't see it."""
    most, y, shapes = days.to_numpy().max(), 0, []
    for area, row in days.iterrows():
        shapes.append(f'<text x="0" y="{y + 16}">{escape(str(area))}</text>')
        for colour, (year, value) in zip(_COLOURS, row.items(), strict=False):
            if value:
                width = (_WIDTH - _LEFT - 100) * value / most
                shapes.append(f'<rect x="{_LEFT}" y="{y + 3}" width="{width:.1f}" height="18" fill="{colour}"/>')
                shapes.append(f'<text x="{_LEFT + width + 6:.1f}" y="{y + 16}">{value:g} ({year})</text>')
                y += _ROW
        y += _ROW // 2
    said = escape("Planerade dagar per område och år. " + " ".join(as_text(days).replace("#", "").split()))
    box = f'viewBox="0 0 {_WIDTH} {y}" font-family="Calibri, sans-serif" font-size="14"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {box}>'
    return f"{head}\n<title>{said}</title>\n" + "\n".join(shapes) + "\n</svg>\n"


def main(arguments: list[str]) -> None:
    """Print the bars and write ``dagar_per_omrade.svg`` where you stand."""
    days = days_per_area([Path(argument) for argument in arguments])
    print(as_text(days))
    Path("dagar_per_omrade.svg").write_text(as_svg(days), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
