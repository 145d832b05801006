"""What was written last in the content controls that hold words: one that still says just that, nobody has touched.

No words tell a name that has words typed beside it from a longer name (``Övrigt och resor``); what was written does.
Checksums stand in place of the texts. What is a figure by its looks needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rus_sheets.word.figuretext import Own, is_figure
from rus_sheets.word.record import checksum, plain_text

_WORD = re.compile(r"\w+|[^\w\s]")
_MOST = 40
"""Words and signs; in a longer text it isn't asked whether what was written is a part of it."""


def written(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The checksums of what controls say, by tag; ``texts`` are pairs of tag and text."""
    plain = ((tag, plain_text(text)) for tag, text in texts)
    return {tag: checksum(text) for tag, text in plain if tag and text and not is_figure(text)}


def own(text: str, known: Mapping[str, str], tag: str) -> Own:
    """What the text of the control with the tag is beside what was written there last."""
    last, said = known.get(tag), plain_text(text)
    if not last:
        return Own.UNKNOWN
    if checksum(said) == last:
        return Own.ALL
    if is_figure(said):
        return Own.UNKNOWN
    words = list(_WORD.finditer(said))
    spans = ((first.start(), word.end()) for n, first in enumerate(words) for word in words[n:])
    has_it = len(words) <= _MOST and any(checksum(said[start:end]) == last for start, end in spans)
    return Own.PART if has_it else Own.UNKNOWN
