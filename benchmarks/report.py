"""The measurements as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.timing import Cost

_HEAD = """# Measurements

Written by `uv run python -m benchmarks` on a machine with {cores} cores. "Clock" is seconds by the clock, which other
work on the machine disturbs; "processor" is seconds of processor time in all processes together; both the least of
some rounds in which every way had its turn. Compare within a table, not with other machines or days. "Floor" is the
least that the work could cost, "today" what people do now, both in one process and by the clock. "x floor" is our time
divided by the floor's and "x less" today's divided by ours, by the clock / by processor time. The workbooks are the
activities, texts and answers of the example of 2026 over and over; the loops of "today" ran on a sample of the
files."""


_NONE = Cost(0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement, with the floor's and today's cost where there are such; ``size`` (MiB) where it isn't a time."""

    what: str
    cost: Cost = _NONE
    floor: Cost = _NONE
    today: Cost = _NONE
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Section:
    """A table; ``floor`` and ``today`` say what they are, "" where there is none."""

    title: str
    floor: str
    today: str
    lines: tuple[Line, ...]


def written(sections: Sequence[Section], cores: int) -> str:
    """The whole page."""
    return "\n".join((_HEAD.format(cores=cores), *(line for section in sections for line in _section(section)))) + "\n"


def with_section(page: str, section: Section) -> str:
    """The page with that section anew, or before all others where it hasn't one of that title."""
    head, *others = page.split("\n## ")
    text = "\n".join(_section(section)).removeprefix("\n## ") + "\n"
    same = [number for number, other in enumerate(others) if other.partition("\n")[0] == section.title]
    others[slice(same[0], same[0] + 1) if same else slice(0)] = [text]
    return "\n## ".join((head, *others))


def _section(section: Section) -> Iterator[str]:
    told = [f"{name}: {text}" for name, text in (("Floor", section.floor), ("Today", section.today)) if text]
    yield f"\n## {section.title}\n"
    if told:
        yield ". ".join(told) + ".\n"
    if section.lines[0].size:
        yield from ("| | MiB |", "|---|---|")
        yield from (f"| {line.what} | {_figure(line.size)} |" for line in section.lines)
        return
    heads = ["", "clock", "processor"]
    heads += ["floor", "x floor"] if section.floor else []
    heads += ["today", "x less"] if section.today else []
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for line in section.lines:
        cells = [line.what, _figure(line.cost.clock), _figure(line.cost.processor)]
        cells += [_figure(line.floor.clock), _ratios(line.cost, line.floor)] if section.floor else []
        cells += [_figure(line.today.clock), _ratios(line.today, line.cost)] if section.today else []
        yield f"| {' | '.join(cells)} |"


def _ratios(one: Cost, other: Cost) -> str:
    return f"{one.clock / other.clock:.1f} / {one.processor / other.processor:.1f}"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
