"""What the words round a typed figure say: that it is a time, how long something lasted, a difference, a share."""

from __future__ import annotations

import re

from rus_sheets.texts.countwords import NUMBER, value_said
from rus_sheets.texts.declared_units import DeclaredUnits
from rus_sheets.texts.stated import Stated, Unit
from rus_sheets.word.read.controls import DocumentLine
from rus_sheets.word.read.intable import InTable

_UNIT_IN_HEADER = re.compile(r"\b(?:kr|tkr|mkr|(?:arbets)?dagar|aktiviteter|procent)\b|%", re.IGNORECASE)
_SAYS_NOTHING = re.compile(r"(?:antal|värde)?\s*[\d \u00a0\u2009\u202f.,%–-]*", re.IGNORECASE)
"""A header that leaves it to the row's label to tell the unit."""
_A_SHARE = re.compile(r"%|\bprocent\b", re.IGNORECASE)
_A_LABEL = 3
"""A row's label of so few words tells the unit where the header tells none: ``Planerade arbetsdagar``."""
# "inom 30 dagar" is a time limit, not a figure of the plan; working days are always figures.
_A_TIME = re.compile(r"\b(?:inom|efter|senast|varje|(?<!handlar )(?<!handlade )(?<!sig )om)\s+$", re.IGNORECASE)
# "under tre dagar i maj" may be either, and so may "en 3-dagars kurs"; "ett 53-dagars arbete" is work.
_A_SPELL = re.compile(r"\b(?:under|i)\s+$", re.IGNORECASE)
_EACH = re.compile(r"\s+(?:i|per|varje|om)\s+(?:vecka|månad|dygn|termin|kvartal)", re.IGNORECASE)
"""``Två dagar i veckan`` is how often."""
_RATE = re.compile(
    r"\s*(?:/|(?:per|i)\s+)\s*(?:person|deltagare|styck|timme|timmen|dag|plats|exemplar|kommun|länsstyrelse)\w*|\s+(?:vardera|styck)\b",
    re.IGNORECASE,
)
"""``1 200 kr per deltagare``."""
_OF_DAYS = re.compile(r"[-\u2011]dagars\b", re.IGNORECASE)
_WORK = re.compile(r"\s+(?:\w+\s+)?(?:arbete|insats)", re.IGNORECASE)
_LEFT = re.compile(
    r"\b(?:kvar|återstå\w*|resterande|oförbruka\w*|till\s+godo|(?:inte|ej|aldrig)\s+(?:förbruka|använ)\w*"
    r"|(?:förbruka|använ)\w*\s+(?:inte|ej|aldrig)\b)",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\b(?:mer|mindre|fler|färre|högre|lägre|över\w*|under\w+|utöver|avvik\w*|skill\w*|ök\w+|minsk\w+)\b|"
    + _LEFT.pattern,
    re.IGNORECASE,
)
_BEYOND_PLAN = re.compile(r"\s+(?:fler|färre)\s+än\s+plan", re.IGNORECASE)
_PLAIN_DAYS = re.compile(r"(?<![a-zåäö])dag", re.IGNORECASE)
_USED = re.compile(r"\b(?:förbruka|använ|utnyttja|spara)\w*|\bgå(?:tt|r)\s+åt\b|\bgick\s+åt\b", re.IGNORECASE)
_FOR_SOMETHING = re.compile(rf"(?:{_USED.pattern})\s+(?:till|för|på|i|av|åt)\b", re.IGNORECASE)
_GOES_TO = re.compile(
    r"\b(?:gick|går|gått|lades|läggs|lagts|avsatts?|avsattes|användes|används)\s+(?:till|på|för)\b", re.IGNORECASE
)
_COSTS = re.compile(
    r"\b(?:kosta(?:de|r|t)|betala(?:de|des|t|ts)|(?:kostnad|utgift)(?:en|erna)?\s+(?:är|var|blev|uppgick\s+till))\s+"
    r"(?:oss\s+|totalt\s+|sammanlagt\s+)?$",
    re.IGNORECASE,
)
_EXCEEDS = re.compile(r"\b(?:(?P<over>över)|under)(?:skr(?:ed|id|ider)\w*|ste?ig\w*|steg)\b", re.IGNORECASE)
_PART_OF = rf"(?<![\w.,])({NUMBER})\s+av\s+(?:[a-zåäö]+\s+){{0,2}}?({NUMBER})(?![.,]?\w)"
"""A text of its own, since it takes long to compile."""
_OF = re.compile(r"\bav\s+(?:[a-zåäö]+\s+){0,2}$", re.IGNORECASE)
_MORE = re.compile(r"\b(?:fler|extra|ytterligare|nya|till\s+övers)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:\s+\w+){1,2}\s+(?:på|för|till)\s+(?!insats|arbet|projekt|aktivitet|de[tn])", re.IGNORECASE)


def is_a_time(text: str, stated: Stated) -> bool:
    """``inom 30 dagar`` says when, not how much."""
    days = stated.unit == Unit.DAYS and _PLAIN_DAYS.search(stated.text)
    return bool(days and _A_TIME.search(text[: stated.start]))


def is_a_spell(text: str, stated: Stated) -> bool:
    """Whether the days may be how long something lasted, not what it took."""
    if not _PLAIN_DAYS.search(stated.text):
        return False
    if _EACH.match(text, text.find(stated.text, 0) + len(stated.text)):
        return True
    joined = bool(_OF_DAYS.search(stated.text)) and not _WORK.match(text, stated.start + len(stated.text))
    return joined or bool(_A_SPELL.search(text[: stated.start]))


def is_rate(text: str, stated: Stated) -> bool:
    """``1 200 kr per deltagare`` is a price, not a figure of the workbook's."""
    return stated.unit == Unit.MONEY and bool(_RATE.match(text, text.find(stated.text) + len(stated.text)))


def is_beyond_plan(text: str, stated: Stated) -> bool:
    """``3 fler än planerat`` says how much the outcome differs from the plan."""
    return bool(_BEYOND_PLAN.match(text, stated.end))


def speaks_of_rest(sentence: str) -> bool:
    """Is it about what is left?"""
    return bool(_LEFT.search(sentence))


def speaks_of_difference(sentence: str) -> bool:
    """Is it about how much one figure differs from another: ``två dagar mindre än planerat``?"""
    return bool(_APART.search(sentence))


def speaks_of_use(sentence: str) -> bool:
    """Is it about what has been used, or is left?"""
    return bool(_USED.search(sentence)) or speaks_of_rest(sentence)


def speaks_of_all_use(sentence: str) -> bool:
    """Is it about how much of the whole has been used or is left, not what it went to?"""
    return speaks_of_use(sentence) and not _FOR_SOMETHING.search(sentence)


def goes_to_something(sentence: str) -> bool:
    """``Gick till resor``, ``är avsatt för konsulter``: is something named that the share went to?"""
    return bool(_GOES_TO.search(sentence))


def speaks_of_cost(text: str, stated: Stated) -> bool:
    """``Kostade 16 801``: does a word for money stand right before the number?"""
    return bool(_COSTS.search(text[: stated.start]))


def exceeds(sentence: str) -> bool | None:
    """``Budgeten överskreds``, or the contrary; None where nothing is said of it."""
    match = _EXCEEDS.search(sentence)
    return bool(match["over"]) if match else None


def parts_said(sentence: str) -> list[tuple[float, float]]:
    """The numbers of ``18 av planens 28`` and ``tolv av fjorton``."""
    found = re.findall(_PART_OF, sentence, re.IGNORECASE) if " av " in sentence else ()
    return [(value_said(part, 0), value_said(whole, 0)) for part, whole in found]


def is_part(stated: Stated) -> bool:
    """Does it say of how many: ``40 av 49 aktiviteter``?"""
    return bool(parts_said(stated.text))


def is_whole(text: str, stated: Stated) -> bool:
    """Is it what the figure before it is a part of?"""
    return bool(_OF.search(text[: stated.start]))


def is_precise(stated: Stated) -> bool:
    """Is it an amount to the krona, which can hardly be another than the workbook's by chance: ``298 975 kr``?"""
    return stated.unit == Unit.MONEY and stated.reach.most - stated.reach.least < 1 and stated.value % 1_000 != 0


def is_none_of_others(text: str, stated: Stated) -> bool:
    """``Inga dagar är kvar``, ``inga dagar gick till resor``: nothing is said of what there is."""
    sentence = stated.sentence
    return bool(_ELSEWHERE.match(text, stated.end) or _MORE.search(sentence)) or speaks_of_rest(sentence)


def with_unit(line: DocumentLine, text: str | None, units: DeclaredUnits) -> str:
    """The number that stands alone in a table cell, with the unit that its column's header or its row's label tells.

    Else with the unit that stands in the next cell of its row.
    """
    text = (line.text if text is None else text).strip()
    header, label, beside = line.cell.header, line.cell.label, line.cell.beside
    tells = _SAYS_NOTHING.fullmatch(header.strip()) or len(label.split()) <= _A_LABEL
    share = _A_SHARE.search(label)  # a row of shares in a table of amounts says so itself
    unit = (share and share[0]) or _unit_in(header, units) or (_unit_in(label, units) if tells else "")
    unit = unit or (_unit_in(beside, units) if len(beside.split()) <= _A_LABEL else "")
    return f"{text} {unit}" if unit and not text.endswith("%") else text


def counted_in(cell: InTable) -> str:
    """What the number in a table cell counts, as far as any word beside it tells."""
    header = cell.header.strip()
    return (cell.label if _SAYS_NOTHING.fullmatch(header) else header).casefold()


def _unit_in(text: str, units: DeclaredUnits) -> str:
    """The word of a unit in a header or a label, "" for none."""
    match = _UNIT_IN_HEADER.search(text)
    return match[0] if match else units.in_label(text)
