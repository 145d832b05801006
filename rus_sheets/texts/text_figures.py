"""Figures that people state in running texts, in digits or in words. Only those with a unit: it says what is meant.

``declared_units`` reads those whose unit a declaration tells, ``other_numbers`` what else is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rus_sheets.book.numberwords import A_NUMBER_IN_WORDS, NUMBER_WORDS, ROUNDED, is_article, value_of
from rus_sheets.texts.rounding import About, Reach, about_before, reach_of
from rus_sheets.texts.stated import A_YEAR, Stated, Unit, sentence_around

_READ = tuple(unit for unit in Unit if unit is not Unit.OTHER)

_SPACE = "[ \u00a0\u2009\u202f]"
_ENGLISH = r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:['’]\d{3})+"
"""``4,500,000`` and ``4'500'000``."""
DIGITS = rf"(?:{_ENGLISH}|\d{{1,3}}(?:(?:{_SPACE}|\.)\d{{3}})+(?:,\d+)?|\d+(?:[,.]\d+|{_SPACE}?[½¼¾])?)"
"""A number in digits, as a pattern."""
_OF_A_THOUSAND = 3
_PARTS_OF_ONE = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_DASH = "[-–—\u2212]"
_UNITS = (
    r"(?P<days>(?:arbets\s?|arb\.?\s?|person|man|heltids|hel)?(?:dag(?:ar(?:na)?s?)?|dgr)\b|dagsverken?\b|arbetsd\b\.?|(?-i:d)\b)"
    r"|(?P<money>(?:milj(?:on|ard)(?:er)?\s+|milj\.?\s+|mdr?\.?\s+|tusen\s+)(?:kr\b|kronor|sek\b)|(?:m|mn|md|mdr)kr\b|msek\b|[tk]kr\b"
    r"|[tkm]\s(?:kr\b|kronor\b|sek\b)"
    rf"|[tk]sek\b|kr\b|kronor\b|sek\b|[:,]{_DASH}(?!\d)"
    r"|(?:milj(?:on|ard)(?:er)?|(?<=\d[ \u00a0])tusen)(?=\s*(?:[.,;:)!?]|$|(?:i|till|för|från|per)\b)))"
    r"|(?P<activities>aktivitet(?:er(?:na)?)?\b)|(?P<posts>(?:(?:heltids)?tjänst|årsarbetskraft)(?:er(?:na)?)?\b)"
    r"|(?P<percent>%|procent(?:ig[at]?|s)?\b)"
    r"|(?P<foreign>(?:(?:miljon(?:er)?|milj\.?|tusen)\s+|[mt])?(?:€|\$|£|(?:euro|eur|usd|gbp|dollar)\b))"
)
# "24 av planens 28 aktiviteter" states both, and so does "14 och 53 dagar"; "15 prioriterade aktiviteter" has a word
# between. "53 (femtiotre) dagar" is one figure, and so are "ett 53-dagars arbete" and "53* dagar" with its note.
BETWEEN = (
    rf"[*+†¹²³]?(?:\s?\((?:{DIGITS}|{A_NUMBER_IN_WORDS})\))?[\u00ad\u200b]*"
    rf"(?P<listed>(?:,\s(?:{DIGITS}))*\s(?:och|samt|respektive)\s(?:{DIGITS}|{A_NUMBER_IN_WORDS}))?"
    rf"(?:\s?|[-\u2011])(?P<of>av\s+(?:(?:de|planens|totalt|sammanlagt|alla)\s+){{0,2}}(?:(?:{DIGITS}|{A_NUMBER_IN_WORDS})\s?)?)?"
    r"(?:(?:st\b\.?|stycken)\s+)?(?P<described>[a-zåäö]{3,}[ae]\s+)?"
)
"""What may stand between a number and what it counts, as a pattern."""
_TO = r"(?:\s?[-–—]\s?|(?<!\bfrån\s\d)(?<!\bfrån\s\d\d)(?<!\bfrån\s\d\d\d)\s(?:till|à|eller)\s)"
A_FIGURE = (
    rf"(?<![\w,.–-])(?:(?:(?P<between>(?<=\bmellan\s))?(?P<low>{DIGITS})(?(between)\soch\s|{_TO})|[-–−])?"
    rf"(?P<number>{DIGITS})(?P<round>-tal(?:et)?)?|(?<!\d\s)[-–−]?(?:(?<!\bmellan\s)|(?P<between_words>(?<=\bmellan\s))?"
    rf"(?P<low_words>{NUMBER_WORDS})(?(between_words)\soch\s|{_TO})|)(?P<words>{ROUNDED}|{NUMBER_WORDS}))"
)
"""A number in digits or in words or a range of two, as a pattern with the groups that ``figure_in`` reads."""
_STATED = re.compile(rf"{A_FIGURE}(?={BETWEEN}(?:{_UNITS}))", re.IGNORECASE)
# "Arbetsdagar: 53", "antal dagar 53", and "Arbetsdagar 53" where that is all: the unit comes first, and nothing that
# could be counted instead comes after.
_LABELLED = re.compile(
    r"\b(?P<count>antal(?:et)?\s)?(?:(?P<days>(?:arbets|person)?dagar(?:na)?(?:,?\s(?:plan|utfall)\b)?)|(?P<money>(?:[tkm]|mn|md)?kr|kronor)|(?P<activities>aktiviteter(?:na)?)|(?P<posts>(?:heltids)?tjänster)"
    rf"|(?P<percent>procent))\)?(?:\s\([^)\n]*\))?"
    r"(?:\s?[:=]|\s[-–—](?=\s)|\s(?:är|var|blev|blir|har\sblivit|uppg(?:år|ick)\still)|(?(count)|(?:(?<=^arbetsdagar)|(?<=[.;,|]\sarbetsdagar))))\s?"
    rf"(?:(?P<number>[-–\u2212]?{DIGITS})|(?P<words>{NUMBER_WORDS}))(?=\s*(?:$|[.;,·|)\n\t](?!\d)))",
    re.IGNORECASE,
)
# "kr 250 000": the currency comes first. Not "12 000 kr 53 dagar", where it belongs to what stands before.
_AFTER_CURRENCY = (
    rf"(?<![\w.,:-])(?<!\d{_SPACE})(?<!tusen\s)(?<!miljoner\s)(?<!miljarder\s)"
    r"(?:(?P<money>(?:[tkm]|mn|md)?(?:kr|sek))\b\.?|(?P<foreign>(?:eur|usd|gbp)\b|[€$£]))"
    rf"\s?[-–\u2212]?(?P<number>{DIGITS})(?![\w])"
)
_MAYBE_AFTER_CURRENCY = re.compile(_AFTER_CURRENCY, re.IGNORECASE)
_NOTHING_ELSE_COUNTED = rf"(?!{BETWEEN}(?:{_UNITS.replace('?P<', '?P<then_')}))"
"""A text of its own, since it takes long to compile, and few texts have a figure after its currency."""
_NONE = re.compile(
    r"\b(?:inga\s(?:(?P<days>(?:arbets|person)?dagar)|(?P<money>kronor|pengar|medel))"
    r"|(?:ingen|inte\sen(?:\s(?:enda|endaste))?)\s(?:(?P<day>(?:arbets|person)?dag)|krona))\b",
    re.IGNORECASE,
)
"""``Inga dagar gick åt.``"""
_A_UNIT = re.compile(
    r"dag|pengar|medel|krona|milj(?:on|ard)|tusen|dgr|\bd\b|kr\b|kronor|sek\b|[:,][-–—\u2212]|aktivitet|tjänst|årsarbetskraft|%|procent|[€$£]|eur|usd|gbp|dollar",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\s+(?:mer|mindre|fler|färre|längre|kortare)\s+än\s+(?:\w+\s+)?(?:plan|beräkna|tänkt)", re.IGNORECASE
)
_WHOLE = re.compile(r"\b(?:planens?|budgetens?|totalt|sammanlagt|hela)\b", re.IGNORECASE)
_WHOLE_AFTER = re.compile(r"\s*(?:totalt|sammanlagt|i\s+(?:hela\s+planen|planen|allt))\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:tillsammans|totalt|sammanlagt)\b", re.IGNORECASE)
_IN_THOUSANDS = re.compile(r"tusen\s*$", re.IGNORECASE)
_RANGE_BEFORE = re.compile(
    r"(?:\d\s*(?:till|eller|à)\s*|\bmellan\s+\d[^.!?\n]{0,30}?\boch\s+)$|\b(?:mellan|från)\s+$", re.IGNORECASE
)
_RANGE_AFTER = re.compile(r"\s*(?:[-–—]|till|eller|à)\s*\d", re.IGNORECASE)


def stated_figures(text: str) -> Iterator[Stated]:
    """The figures with a unit that a text states, in digits or in words."""
    if not _A_UNIT.search(text):
        return
    for match in _STATED.finditer(text):
        unit, said = next((unit, match[unit].casefold()) for unit in _READ if match[unit])
        if not (_counts_nothing(match, said) or is_a_year(match)):
            yield figure_in(text, match, unit, said, max(match.end(unit) for unit in _READ))
    for match in _LABELLED.finditer(text):
        yield unit_first(text, match, next(unit for unit in _READ if match[unit]))
    for match in _NONE.finditer(text):
        yield none_of(text, match, Unit.DAYS if match["days"] or match["day"] else Unit.MONEY)
    if not _MAYBE_AFTER_CURRENCY.search(text):
        return
    for match in re.finditer(_AFTER_CURRENCY + _NOTHING_ELSE_COUNTED, text, re.IGNORECASE):
        if not A_YEAR.fullmatch(match["number"]):
            yield unit_first(text, match, Unit.MONEY if match["money"] else Unit.FOREIGN)


def none_of(text: str, match: re.Match[str], unit: str) -> Stated:
    """The figure of ``inga dagar``."""
    _, sentence = sentence_around(text, match.start(), match.end())
    return Stated(
        match[0],
        0,
        unit,
        Reach(0, 0),
        of_the_whole=False,
        sentence=sentence,
        start=match.start(),
        end=match.end(),
        is_none=True,
    )


def unit_first(text: str, match: re.Match[str], unit: str) -> Stated:
    """The figure whose unit stands before it: the group ``number``, or ``words`` where a pattern has those too."""
    group = "number" if match["number"] else "words"
    value, decimals = _value(match)
    _, sentence = sentence_around(text, match.start(), match.end())
    scale = _scale(match["money"].casefold()) if unit == Unit.MONEY else 1
    return Stated(
        match[0],
        value * scale,
        unit,
        reach_of(value, decimals, scale, is_share=unit == Unit.PERCENT),
        of_the_whole=False,
        sentence=sentence,
        start=match.start(group),
        end=match.end(),
    )


def _counts_nothing(match: re.Match[str], said: str) -> bool:
    """``en dag`` is some day; ``en miljon kronor`` is a figure, and so is ``en dag mer än planerat``."""
    if not match["words"] or not is_article(match["words"]) or said.startswith("m"):
        return False
    return not _COMPARED.match(match.string, max(match.end(unit) for unit in _READ))


def is_a_year(match: re.Match[str]) -> bool:
    """``Under 2026 planerade aktiviteter``, ``i 2026 och 14 dagar``."""
    apart = match["described"] or match["listed"]
    return bool(match["number"] and apart and A_YEAR.fullmatch(match["number"]))


def figure_in(text: str, match: re.Match[str], unit: str, said: str, end_of_unit: int) -> Stated:
    """The figure of a match of A_FIGURE; ``said`` is its unit as it stands, which ends at ``end_of_unit``."""
    value, decimals = _value(match)
    scale = _scale(said) if unit == Unit.MONEY else 1
    if unit == Unit.MONEY and scale == 1 and decimals == _OF_A_THOUSAND:
        value, decimals = value * 1_000, 0  # "4,500 kr": nobody counts thousandths of a krona
    about = about_before(text, match.start(), may_be_time=unit == Unit.DAYS)
    start_of_words = about.start if about else match.start()
    if match["tens"] or match["round"]:
        about = About(start_of_words, less=True, more=True)
    said_in = scale
    if unit == Unit.MONEY and scale == 1 and _IN_THOUSANDS.search(match["words"] or ""):
        said_in = 1000  # "tre tusen kronor" is rounded as "3 tusen kronor"
    reach = reach_of(value * scale / said_in, decimals, said_in, is_share=unit == Unit.PERCENT, about=about)
    before, sentence = sentence_around(text, match.start(), match.end())
    in_range = bool(
        match["low"] or match["low_words"] or _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(text, end_of_unit)
    )
    if match["low"] or match["low_words"]:
        low = number_of(match["low"])[0] if match["low"] else value_of(match["low_words"])
        reach = Reach(min(reach.least, low * scale), max(reach.most, low * scale))
        value = (low + value) / 2
    words = text[start_of_words:end_of_unit]
    whole_said = bool(_WHOLE.search(before) or _WHOLE_AFTER.match(text, end_of_unit))
    together = bool(_TOGETHER.search(before))
    start, end = match.start(), match.end()
    return Stated(words, value * scale, unit, reach, whole_said, together, in_range, sentence, start, end, about)


def _value(match: re.Match[str]) -> tuple[float, int]:
    """The number, and how many decimals it has."""
    if match["number"]:
        return number_of(match["number"])
    value = value_of(match.groupdict().get("tens") or match["words"])
    return value, len(f"{value:.4f}".partition(".")[2].rstrip("0"))


def number_of(digits: str) -> tuple[float, int]:
    """A number in DIGITS, and how many decimals it has.

    ``4 500``, ``4.500`` and ``4,500,000`` are whole; ``4,5``, ``4.5``, ``4½`` and ``4 500,5`` have a decimal.
    """
    if digits[-1] in _PARTS_OF_ONE:
        beyond = _PARTS_OF_ONE[digits[-1]]
        return float(re.sub(r"\D", "", digits)) + beyond, 1 if beyond == 0.5 else 2
    if re.fullmatch(_ENGLISH, digits):
        return float(re.sub(r"\D", "", digits)), 0
    parts = re.split(r"[,.](?=\d+$)", digits)
    if len(parts) == 1 or re.search(r"\.\d{3}$", digits):
        return float(re.sub(r"\D", "", digits)), 0
    whole, decimals = (re.sub(r"\D", "", part) for part in parts)
    return float(f"{whole}.{decimals}"), len(decimals)


def _scale(said: str) -> int:
    if said.startswith(("miljard", "md")):
        return 1_000_000_000
    return 1_000_000 if said.startswith("m") else 1_000 if re.match(r"t|k[ks\s]", said) else 1
