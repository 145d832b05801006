"""What was written last in the content controls: one that still says just that, nobody has touched.

No looks tell a figure that somebody has typed from one that was written, nor a name with words typed beside it from a
longer name (``Övrigt och resor``); what was written does. Checksums stand in place of the texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rus_sheets.word.memory.record import checksum, plain_text
from rus_sheets.word.read.figuretext import Own, canonical, is_figure

_WORD = re.compile(r"\w+|[^\w\s]")
_MOST = 40
"""Words and signs; in a longer text it isn't asked whether what was written is a part of it."""


def written(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The checksums of what controls say, by tag; ``texts`` are pairs of tag and text.

    Of a tag with several texts, all of them with spaces between.
    """
    found: dict[str, dict[str, None]] = {}
    for tag, text in texts:
        if tag and plain_text(text):
            found.setdefault(tag, {})[sum_of(text)] = None
    return {tag: " ".join(sums) for tag, sums in found.items()}


def in_order(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The tag of each control and the checksum of what it says, those that say something."""
    return tuple((tag, sum_of(text)) for tag, text in texts if tag and plain_text(text))


def sum_of(text: str) -> str:
    """The checksum of what a control says, the same however a figure is written; "" for nothing."""
    return checksum(canonical(plain_text(text)))


def own(text: str, known: Mapping[str, str], tag: str) -> Own:
    """What the text of the control with the tag is beside what was written there last."""
    last, said = known.get(tag, "").split(), plain_text(text)
    if not last or not said:
        return Own.UNKNOWN
    if sum_of(said) in last:
        return Own.ALL
    if is_figure(said):
        return Own.TYPED
    words = list(_WORD.finditer(said))
    spans = ((first.start(), word.end()) for n, first in enumerate(words) for word in words[n:])
    has_it = len(words) <= _MOST and any(sum_of(said[start:end]) in last for start, end in spans)
    return Own.PART if has_it else Own.TYPED
