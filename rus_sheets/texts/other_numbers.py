"""What else a text counts than the workbook does: ``tre veckor``, ``97 kommuner``, ``vi var 43``, ``12 + 14 = 26``.

Nothing ties it to the workbook. It is read so that nobody believes that it has been compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rus_sheets.book.numberwords import A_NUMBER_IN_WORDS, NUMBER_WORDS, ROUNDED, value_of
from rus_sheets.texts.no_figures import no_figures
from rus_sheets.texts.rounding import Reach
from rus_sheets.texts.stated import Stated, Unit, sentence_around
from rus_sheets.texts.text_figures import DIGITS, number_of

_SPACE = "[ \u00a0\u2009\u202f]"
_JOINED = (
    r"(?:\s?[-–—]\s?|\s?[+×*=]\s?|,\s|\s(?:och|eller|samt|respektive|till)\s|\sav\s(?:[a-zåäö]+\s){0,2})"
    rf"{DIGITS}(?![\d½¼¾])"
)
"""``– 8``, ``+ 14``, ``, 14``, ``och 14``, ``av planens 28``."""
_IN_DIGITS = re.compile(
    rf"(?<![\w,.:/#§+])(?<!\d{_SPACE})(?<!\d[–-])(?P<number>{DIGITS})(?:k(?!\w))?(?![\w½¼¾/:]|[.,]\d|[-\u2011](?!tal)\w)"
    rf"(?:{_JOINED}(?![\w/:]|[.,]\d|[-\u2011]\w))*(?:-tal(?:et)?)?(?:{_SPACE}(?P<noun>[a-zåäöé][a-zåäöé-]*))?",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?P<words>{ROUNDED}|{NUMBER_WORDS})(?!\w)(?:\s(?:och|eller|till|av(?:\s(?:de|våra))?)\s{A_NUMBER_IN_WORDS}(?!\w))?"
    r"(?:\s+(?P<noun>[a-zåäöé][a-zåäöé-]+))?",
    re.IGNORECASE,
)
_ORDINALS = {"annan": 2, "annat": 2, "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6, "sjunde": 7, "åttonde": 8,
             "nionde": 9, "tionde": 10}  # fmt: skip
_EVERY = re.compile(
    rf"\b(?P<words>vart?\s?(?P<which>{'|'.join(_ORDINALS)}))"
    r"(?!\s\w*dag)(?!\s(?:år|månad|veck|gång|timm|minut|kvartal|termin|dygn))\s(?P<noun>[a-zåäöé]+)",
    re.IGNORECASE,
)
"""``Var tredje kommun``: a share. ``Vart tredje år`` is a time."""
_TIMES = re.compile(r"\b(?P<words>(?:dubbelt|tredubbelt|fyrdubbelt|hälften)\sså)\s(?P<noun>[a-zåäöé]+)", re.IGNORECASE)
"""``Dubbelt så många``."""
_SPOKEN_OF = re.compile(r"\b(?:de|dem|dessa|våra|sina|deras|alla|av|var|de\sandra)\s+$", re.IGNORECASE)
"""``De tre länen``, ``två av fyra``: a number in words after these tells of what is known already."""
_COUNTS_NOTHING = re.compile(
    r"sätt|delar|håll|led|sidor|ord|saker|ben|första|sista|andra|år|åren"
    r"|av|i|på|och|eller|till|som|har|är|var|blev|för|med|om|under|från|men|så|kan|ska|där|när|hos|vid|mot|per|än|det|den"
    r"|de|att|inte|också|bara|blir|hade|kommer|kom|planerades|behövdes",
    re.IGNORECASE,
)
"""Words after a number that aren't what it counts."""
_AN_ADJECTIVE = re.compile(r"\w{2,}a$", re.IGNORECASE)
_ONE_MORE = re.compile(r"\s+[a-zåäöé]+", re.IGNORECASE)
_LEAST_IN_WORDS = 2


def other_numbers(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[Stated]:
    """Those outside the ``taken`` places of the text."""
    spans = [*taken, *no_figures(text)]
    for match in _IN_DIGITS.finditer(text):
        if _is_free(match.span("number"), spans):
            spans.append(match.span())
            yield _other(text, match, "number", number_of(match["number"])[0])
    for match in _IN_WORDS.finditer(text) if re.search(NUMBER_WORDS, text, re.IGNORECASE) else ():
        value = value_of(match["tens"] or match["words"])
        if _is_free(match.span("words"), spans) and _counts(text, match, value):
            yield _other(text, match, "words", value)
    for match in _TIMES.finditer(text):
        if _is_free(match.span("words"), spans):
            yield _other(text, match, "words", 0.5 if match["words"][0] in "hH" else 2)
    for match in _EVERY.finditer(text):
        if _is_free(match.span("words"), spans):
            yield _other(text, match, "words", 1 / _ORDINALS[match["which"].casefold()])


def _is_free(place: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    start, end = place
    return not any(first < end and start < last for first, last in spans)


def _counts(text: str, match: re.Match[str], value: float) -> bool:
    """Is something counted? Not in ``på två sätt``, ``de tre första``, ``en av de två``."""
    noun = match["noun"] or ""
    if (
        not noun
        or _COUNTS_NOTHING.fullmatch(noun)
        or _SPOKEN_OF.search(text, max(0, match.start() - 12), match.start())
    ):
        return False
    return value >= _LEAST_IN_WORDS or value % 1 != 0


def _other(text: str, match: re.Match[str], group: str, value: float) -> Stated:
    start, end = match.span(group)
    _, sentence = sentence_around(text, start, end)
    noun = match["noun"] or ""
    last = match.end()
    if _COUNTS_NOTHING.fullmatch(noun):
        last = match.start("noun")
    elif _AN_ADJECTIVE.fullmatch(noun):
        more = _ONE_MORE.match(text, last)
        last = more.end() if more else last
    said, reach = text[match.start() : last].strip(), Reach(value, value)
    return Stated(said, value, Unit.OTHER, reach, of_the_whole=False, sentence=sentence, start=start, end=end)
