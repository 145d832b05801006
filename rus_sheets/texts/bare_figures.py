"""Numbers without a unit, which the figure beside them has: ``53 dagar planerades och 51 behövdes``, ``54/51 dagar``,
``14 dagar, tre fler än planerat``.

What they count is a guess, so they are told of only where nothing in the workbook is that number. A number as large as
an amount is read as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rus_sheets.book.numberwords import NUMBER_WORDS, value_of
from rus_sheets.texts.no_figures import no_figures
from rus_sheets.texts.rounding import reach_of
from rus_sheets.texts.stated import Stated, Unit, sentence_around
from rus_sheets.texts.text_figures import DIGITS, number_of

_AN_AMOUNT = 10_000
_LEAST_COST = 1_000
"""After a word for money a smaller number is one too."""
_COSTS = re.compile(r"\b(?:kosta(?:de|r|t)|betala(?:de|des|t|ts))\s+$", re.IGNORECASE)
# What is counted would stand after it: "51 behövdes" and "51 i Dalarna" have nothing there, "51 deltagare" has.
_NOTHING_COUNTED = (
    r"(?=\s*(?:$|[.;:)!?\n](?!\d)|,(?!\d)|[+×*=])|/\d"
    r"|\s+(?:i|på|av|för|till|från|under|har|är|blev|var|och|men|samt|återstår|gick|kvar|skett)\b"
    r"|\s+(?:fler|färre)\s+än\b"
    r"|\s+[a-zåäö]+(?:des|ats|its)\b)"
)
_BARE = re.compile(
    rf"(?<![\w,.:/–\u2212§#-])(?<!\d[ \u00a0\u2009\u202f])(?P<number>{DIGITS})(?![\d½¼¾]){_NOTHING_COUNTED}"
    rf"|\b(?P<words>{NUMBER_WORDS})(?=\s+(?:fler|färre)\s+än\b)",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"\w+\s+$")
_WORD_AFTER = re.compile(r"\s+\w+")


def bare_figures(text: str, beside: Sequence[Stated]) -> Iterator[Stated]:
    """Those of the text; ``beside`` are its figures with a unit."""
    spans = [(one.start, one.end) for one in beside]
    spans += [span for span in no_figures(text) if not any(span[0] < end and start < span[1] for start, end in spans)]
    for match in _BARE.finditer(text):
        group = "number" if match["number"] else "words"
        start, end = match.span(group)
        if any(first < end and start < last for first, last in spans):
            continue
        before, sentence = sentence_around(text, start, end)
        value, decimals = number_of(match["number"]) if match["number"] else (value_of(match["words"]), 0)
        near = [one for one in beside if one.sentence == sentence]
        unit = min(near, key=lambda one: abs(one.start - start)).unit if near else None
        is_joined = text[end] != "/" if end < len(text) else True
        is_joined = is_joined or any(one.start == end + 1 for one in near)
        least = _LEAST_COST if _COSTS.search(before) else _AN_AMOUNT
        unit = unit or (Unit.MONEY if value >= least else None)
        if unit and is_joined:
            first, last = _WORD_BEFORE.search(before), _WORD_AFTER.match(text, end)
            said = text[start - len(first[0]) if first else start : last.end() if last else end]
            reach = reach_of(value, decimals, 1)
            yield Stated(said, value, unit, reach, of_the_whole=True, sentence=sentence, start=start, end=end)
