"""The measurements as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEAD = """# Measurements

Written by `uv run python -m benchmarks` on a machine with {cores} cores. Seconds, the best of some rounds in which
every way had its turn: compare within a table, not with other machines or days. "Floor" is the least that the work
could cost, "today" what people do now; "x floor" is our time divided by the floor's, "x faster" today's divided by
ours. The workbooks are the activities, texts and answers of the example of 2026 over and over; the loops of "today"
ran on a sample of the files."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement in ``unit``, with the floor's and today's time where there are such."""

    what: str
    value: float
    floor: float = 0.0
    today: float = 0.0
    unit: str = "s"


@dataclass(frozen=True, slots=True)
class Section:
    """A table; ``floor`` and ``today`` say what they are, "" where there is none."""

    title: str
    floor: str
    today: str
    lines: tuple[Line, ...]


def written(sections: Sequence[Section], cores: int) -> str:
    """The whole page."""
    return "\n".join((_HEAD.format(cores=cores), *(line for each in sections for line in _section(each)))) + "\n"


def _section(section: Section) -> Iterator[str]:
    told = [f"{name}: {text}" for name, text in (("Floor", section.floor), ("Today", section.today)) if text]
    yield f"\n## {section.title}\n"
    if told:
        yield ". ".join(told) + ".\n"
    heads = [
        "",
        "ours",
        *(["floor", "x floor"] if section.floor else []),
        *(["today", "x faster"] if section.today else []),
    ]
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for line in section.lines:
        cells = [line.what, f"{_figure(line.value)} {line.unit}"]
        cells += [_figure(line.floor), f"{line.value / line.floor:.1f}"] if section.floor else []
        cells += [_figure(line.today), f"{line.today / line.value:.1f}"] if section.today else []
        yield f"| {' | '.join(cells)} |"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
