"""What the words beside a typed figure say that it is: how much the outcome differs from the plan, or which of them.

``sju dagar mindre än planerat`` and ``vi sparade sju dagar`` are differences and nothing else, with a direction;
``kostnaden blev`` tells of an outcome, ``budgeten var`` of a plan. The words of roles are in ``typed_senses.toml``.
"""

from __future__ import annotations

import re

from msgspec import Struct

from rus_sheets.texts.stated import Stated
from rus_sheets.usecases.edited.role_words import Role, role_words


class Sense(Struct, frozen=True):
    """``is_difference`` is true where it is how much the outcome differs from the plan, and can be nothing else.

    ``sign`` tells in which direction: 1 for more than planned, -1 for less, 0 where that isn't said. ``role`` is None
    where the words tell of neither figure, or of both.
    """

    is_difference: bool = False
    sign: int = 0
    role: Role | None = None

    def allows(self, difference: float) -> bool:
        """May it be that difference, by its direction?"""
        return difference * self.sign >= 0


_PLANNED = r"(?:\w+\s+){0,3}?(?:plan|budget|beräkna|avsatt|avsett|tänkt|ram(?:en)?\b)"
_THE_PLAN = r"(?:\w+\s+)?(?:plan(?:en|erat)?|budget(?:en)?|ram(?:en)?)\b"  # not "under planeringen"
_AFTER = {
    1: rf"(?:mer|fler|högre|längre|dyrare)\s+än\s+{_PLANNED}|över\s+{_THE_PLAN}|i\s+underskott",
    -1: rf"(?:mindre|färre|lägre|kortare|billigare)\s+än\s+{_PLANNED}|under\s+{_THE_PLAN}"
    r"|(?:blev|blir|är|har\s+blivit)\s+över\b|i\s+överskott",
}
"""What is said after a figure that is a difference, by its direction."""
_BEFORE = {
    1: r"(?:drog\s+över|dragit\s+över|överskr(?:ed|id)\w*|överst(?:eg|ig)\w*)(?:\s+\w+){0,3}?\s+med|underskottet"
    r"\s+bl(?:ev|ir)",
    -1: r"(?:underskr(?:ed|id)\w*|underst(?:eg|ig)\w*)(?:\s+\w+){0,3}?\s+med|spara(?:de|t|r)|överskottet"
    r"\s+bl(?:ev|ir)",
    0: r"(?<!ingen\s)(?:avvikelse|differens)(?:n|en)?(?:\s+(?:från|mot)\s+\w+)?\s*"
    r"(?::|är|var|blev|blir|på|uppg(?:år|ick)\s+till)",
}
"""What is said before it."""
_DIFFERS_AFTER = {sign: re.compile(rf"\s*(?:{words})", re.IGNORECASE) for sign, words in _AFTER.items()}
_DIFFERS_BEFORE = {
    sign: re.compile(rf"\b(?:{words})\s*(?:bara\s+|hela\s+|ca\s+|cirka\s+)?$", re.IGNORECASE)
    for sign, words in _BEFORE.items()
}
_THAN_PLANNED = re.compile(
    rf"\b(?:mer|fler|mindre|färre|högre|lägre|längre|kortare|dyrare|billigare)\s+(?:\w+\s+)?än\s+{_PLANNED}\w*",
    re.IGNORECASE,
)
"""There the plan is what something is held against, and no figure of the sentence's."""
_MINUS, _PLUS = re.compile(r"[-–\u2212]\s?(?=\d)"), re.compile(r"(?<![\d\w])(?<!\d\s)\+\s?$")
_IS = r"\s*(?:\s(?:blev|blir|är|var|på|om|uppg(?:år|ick)\s+till)|:)?\s+"
_RIGHT_BEFORE = {
    Role.OUTCOME: re.compile(rf"(?<![/\w])(?<!och\s)utfall(?:et)?{_IS}$", re.IGNORECASE),
    Role.PLAN: re.compile(rf"(?<![/\w])(?<!och\s)(?:plan(?:en)?|budget(?:en)?){_IS}$", re.IGNORECASE),
}
_PART_OF = re.compile(r"\bav\s+(?:\w+\s+)?$", re.IGNORECASE)
_OF_ALL = re.compile(
    r"^\W*(?:(?:vi|rus|planen|budgeten|utfallet|resultatet|kostnaderna|utgifterna|överskottet|underskottet|avvikelsen"
    r"|totalt|sammanlagt|det\s+(?:blev|är|blir)|året|årets|dagarna)\b|[-–\u2212+]?\d)",
    re.IGNORECASE,
)


def sense_of(text: str, stated: Stated, end: int, *, is_only: bool) -> Sense:
    """What the words beside the figure in a text say; ``end`` is where its unit ends.

    The words of its sentence tell its role only where it ``is_only``: no other figure of its unit stands there.
    """
    start = stated.about.start if stated.about else stated.start
    before, after = text[max(0, start - 80) : start], text[end:]
    signed = -1 if _MINUS.match(text, stated.start) else 1 if _PLUS.search(before) else 0
    for sign, words in _DIFFERS_AFTER.items():
        if words.match(after):
            return Sense(True, sign)
    for sign, words in _DIFFERS_BEFORE.items():
        if words.search(before.removesuffix("+")):
            return Sense(True, sign or signed)
    return Sense(signed > 0, signed, _role(before, stated.sentence if is_only else ""))


def is_difference(text: str, stated: Stated, end: int) -> bool:
    """Is it how much the outcome differs from the plan, and nothing else?"""
    return sense_of(text, stated, end, is_only=False).is_difference


def _role(before: str, sentence: str) -> Role | None:
    """The role that stands right before the figure, or else the only one of the sentence."""
    near = next((role for role, words in _RIGHT_BEFORE.items() if words.search(before)), None)
    said = {cue.role for cue in role_words().find(_THAN_PLANNED.sub(" ", sentence))}
    is_whole = _PART_OF.search(before)  # "av 47 dagar användes de flesta"
    return near or (said.pop() if len(said) == 1 and not is_whole else None)


def without_comparisons(text: str) -> str:
    """The text with ``lägre än planerat`` blanked: there the plan is what a figure is held against."""
    return _THAN_PLANNED.sub(lambda match: " " * len(match[0]), text)


def is_of_all(sentence: str) -> bool:
    """Can the sentence be about nothing less than the whole, as far as its beginning tells?"""
    return bool(_OF_ALL.match(sentence))
