"""What stands right beside a figure and makes another figure of it: ``1`` before 14, ``tusen`` or ``,5`` after,
``timmar`` after days.

Word's caret at the edge of a content control types outside it, so that a reader sees one number where the control has
another. Words that say how sure a number is (``cirka``, ``minst``) leave it the same.
"""

from __future__ import annotations

import re

from rus_sheets.book.numberwords import A_NUMBER_IN_WORDS, HALF, NUMBER_WORDS, is_article

_SPACE = "[ \u00a0\u2002\u2009\u202f]"
_SCALE = r"(?:miljon|miljard|tusen|hundra|tiotusen|tjog|dussin|milj\b|mdkr\b|mdr\b|[tkm]kr\b|mn?kr\b|[tm]sek\b)\w*"
_SHARE = r"(?:%|‰|procent\w*|promille)"
_TIME = r"(?:tim\b|timm(?:e|en|ar|arna)\b|h\b|minut(?:er)?\b|dygn\b|vecka\b|veckor\b|månad(?:er)?\b)"
"""Other times than days."""
_WITH = r"(?:[-–—−x×/*+±]|(?:minus|plus|gånger|eller|till|à)\b)"
_NOT_A_YEAR = r"(?!(?:19|20)\d\d(?!\d))"
_PART = r"(?:tred|fjärde|fem|tion)(?:je|te)?del(?:en|ar)?"
_BEFORE = re.compile(
    rf"(?:\d[.,:/]?"  # 1|14
    rf"|(?<![\w.,\ufffc])(?<!\ufffc{_SPACE}){_NOT_A_YEAR}\d(?:{_SPACE}?\d)*{_SPACE}"  # 1 |014
    rf"|(?<![^\W\d_])(?<!\ufffc)[-–—−±]|[−±]{_SPACE}|\bminus{_SPACE}"  # -|14, but not RUS-|14
    rf"|(?<![\w.,])(?:{_NOT_A_YEAR}\d+|{A_NUMBER_IN_WORDS})"
    rf"{_SPACE}?(?:[-–—−x×/*+±]|(?:gånger|eller|à)\b){_SPACE}?"  # 10 – |14
    rf"|(?<!\w)(?:inte|ej|icke|(?:hälften|{_PART}|dubbelt|dubbla|halva)(?:{_SPACE}av)?){_SPACE}"  # inte |14
    rf"|[<>≤≥]{_SPACE}?"
    rf"|(?<!\w)(?P<words>{NUMBER_WORDS}){_SPACE}?)\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:[.,:/]?\d+|{_SPACE}{_NOT_A_YEAR}\d+"  # 14|,5 and 14| 000
    rf"|{_SPACE}?[¼-¾⅐-⅞]|{_SPACE}(?:och{_SPACE})?{HALF}(?!\w)"
    rf"|{_SPACE}?{_WITH}{_SPACE}?(?:{_NOT_A_YEAR}\d+|{A_NUMBER_IN_WORDS}(?![\w-]))"  # 14|–20
    rf"|{_SPACE}?(?P<scale>{_SCALE}|{_SHARE})|{_SPACE}?(?P<time>{_TIME})"
    rf"|{_SPACE}?(?P<words>{NUMBER_WORDS})(?![\w-]))",
    re.IGNORECASE,
)
_NOT = re.compile(rf"(?:\w+|(?<!\w)(?:inte|ej|icke|aldrig|knappast){_SPACE})\Z", re.IGNORECASE)
_OR = re.compile(rf"\w+|{_SPACE}?(?:/|eller\b){_SPACE}?\w+", re.IGNORECASE)
_SHARES = ("%", "procent", "andel")


def read_as(figure: str, before: str, after: str, title: str) -> str:
    """The figure as it reads with what stands beside it, "" where that leaves it the same.

    ``before`` and ``after`` are the texts on its line, with an object sign for each figure that isn't typed; ``title``
    is what the figure is called, which tells that it is in thousands or a share.
    """
    first = _BEFORE.search(before) if figure[:1].isdigit() or figure[:1] in "-–−" else None
    last = _AFTER.match(after) if figure[-1:].isdigit() else None
    if first and first["words"] and is_article(first["words"]):
        first = None
    if last and (_is_its_own(last["scale"], title) or is_article(last["words"] or "")):
        last = None
    if last and last["time"] and "dag" not in title.casefold():
        last = None
    return f"{first[0] if first else ''}{figure}{last[0] if last else ''}" if first or last else ""


def choice_read_as(choice: str, before: str, after: str) -> str:
    """The same for a choice: ``inte`` before it, ``eller Nej`` or more of a word after."""
    first, last = _NOT.search(before), _OR.match(after)
    return f"{first[0] if first else ''}{choice}{last[0] if last else ''}" if first or last else ""


def _is_its_own(scale: str | None, title: str) -> bool:
    """Is it what the figure's column says that it is counted in?"""
    said, title = (scale or "").casefold(), title.casefold()
    if re.fullmatch(_SHARE, said):
        return any(word in title for word in _SHARES)
    return bool(said) and said in title
