"""What a document says of itself on its cover, and of whose it is: another organisation's settings are not guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import Readings, ReadingState
from rus_sheets.schema.model import CellType, Declaration
from rus_sheets.texts.manuscript import Manuscript, TypedLine

_TEXTS = (CellType.TEXT, CellType.LONGTEXT)
_FIRST = 12
"""So many paragraphs of a document may say whose it is."""
_BLANK = "Dokumentet säger inte vilken organisation det är. Fyll i på Inställningar: {labels}."
_KEPT = "Dokumentet är {name}s. Kontrollera på Inställningar: {labels}."


def read_cover(reader: Reader, found: Sequence[Passage]) -> None:
    """The settings that stand on the cover of one of our own documents, each in a style of its own."""
    for passage in found:
        if passage.level:
            return
        style = passage.line.style
        rule = next((rule for rule in reader.rules.field if style and style in rule.styles), None)
        if rule is not None and rule.column.startswith("settings."):
            reader.setting(passage, rule.column.partition(".")[2], passage.text, style)
            passage.seen = True


def settle_organisation(document: Manuscript, settings: DraftRow, readings: Readings, declaration: Declaration) -> None:
    """Keep the texts that the declaration has for its own organisation, where the document begins with that one's name.

    Else those that the document hasn't told are left blank, and asked about.
    """
    declared = [made for made in declaration.setting if made.default is not None and made.type in _TEXTS]
    untold = [made for made in declared if made.key not in settings]
    lines = [line for line in document.blocks if isinstance(line, TypedLine)][:_FIRST]
    if not untold or not lines:
        return
    labels = ", ".join(made.label for made in untold)
    names = [str(made.default) for made in declared if made.required]
    named = next(((line, name) for line in lines for name in names if _begins(line.text, name)), None)
    if named is not None:
        line, name = named
        readings.add(
            ReadingState.READ, Passage(line, line.text), rule="namn", note=_KEPT.format(name=name, labels=labels)
        )
        return
    settings.update(dict.fromkeys(made.key for made in untold))
    note = _BLANK.format(labels=labels)
    readings.add(
        ReadingState.ASKED, Passage(lines[0], lines[0].text), table="settings", column=untold[0].key, note=note
    )


def _begins(text: str, name: str) -> bool:
    return bool(re.match(rf"\W*{re.escape(plain(name))}s?(?!\w)", plain(text)))
