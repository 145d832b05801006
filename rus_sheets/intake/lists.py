"""Lists that name activities, goals and messages, and texts that documents print under a heading of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher

from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.passages import Passage, bare
from rus_sheets.intake.patterns import plain, whole
from rus_sheets.intake.reader import Reader, Texts
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.rules import Means
from rus_sheets.intake.structure import Structure
from rus_sheets.intake.values import without_marks

_PERIOD = re.compile(r"(?P<first>20\d\d) ?(?:-|till|och) ?(?P<last>20\d\d)")
_KEYED = (Means.TEXT, Means.OVERVIEW, Means.BUDGET)
_NAMING = (Means.OVERVIEW, Means.SUMMARY, Means.RESULTS)
_BEGUN = re.compile(r"(?P<name>(?:(?!\. [A-ZÅÄÖ])[^:]){2,160}?)(?:: +|\. (?=[A-ZÅÄÖ]))(?P<text>\S.*)", re.DOTALL)
_DASH = re.compile(r" [–—-] ")
_ALIKE = 0.86
_UNKNOWN = "Ingen aktivitet med det namnet hittades i planen."
_WHOSE = "Målet står inte under något område. Fyll i vilket det hör till."
_OTHER = "Dokumentet säger två olika saker om aktiviteten. Kontrollera."


def read_goals(reader: Reader, structure: Structure, area_ids: dict[int, str]) -> None:
    """The goals of each area; those in a list that stands under no area are asked about."""
    for area in structure.areas:
        for passage in area.goals:
            if passage.grid is not None or passage.facts:
                continue
            tags = [tag for tag, _ in passage.line.tags]
            text = _uncounted(reader, passage.text)
            row = reader.drafts.add("goals", tags, area=area_ids[id(area)], text=text)
            _told(reader, passage, ("goals", "text"), row, text)
    for passage in structure.others:
        if passage.zone is Means.GOALS and passage.is_item and not passage.facts:
            row = reader.drafts.add(
                "goals", [tag for tag, _ in passage.line.tags], text=_uncounted(reader, passage.text)
            )
            reader.readings.add(ReadingState.ASKED, passage, table="goals", row=reader.drafts.id_of("goals", row),
                                column="area", rule=Means.GOALS.value, note=_WHOSE)  # fmt: skip


def _uncounted(reader: Reader, text: str) -> str:
    """A goal without what the plan counts after it."""
    before, bracket, counted = text.rpartition("(")
    is_counted = whole(reader.rules.counted).fullmatch(plain(bracket + counted).strip())
    return before.rstrip() if before.strip() and is_counted else text


def read_period(reader: Reader, passages: Sequence[Passage]) -> None:
    """The years that the goals hold for, by the headings over them."""
    for passage in passages:
        found = _PERIOD.search(plain(passage.text)) if passage.has(Means.GOALS) else None
        if found and "goal_period" not in reader.drafts.settings:
            reader.drafts.settings["goal_period"] = period = f"{found['first']}–{found['last']}"
            reader.readings.add(ReadingState.READ, passage, table="settings", column="goal_period", value=period,
                                rule=Means.GOALS.value)  # fmt: skip


def read_lists(reader: Reader, others: Sequence[Passage]) -> None:
    """What lists say of activities, messages and texts."""
    status, values = "", dict[str, str]()
    texts = Texts()
    hand = ""
    for passage in others:
        if passage.zone is Means.CANDIDATES and passage.grid is None:
            hand = "" if passage.means else _candidate(reader, passage, hand)
            continue
        if passage.means:
            values = {key: value for rule in passage.means for key, value in rule.values.items()}
            status = ""
            _open_text(reader, passage, texts)
        elif passage.level or (passage.maybe and not passage.status):
            status, values = "", {}
        if passage.status and passage.zone is Means.RESULTS:
            status = passage.status
            reader.readings.add(ReadingState.READ, passage, rule="status")
        elif not _of_list(reader, passage, status, values):
            _of_text(reader, passage, texts)
    _write_texts(reader, texts)


def _of_list(reader: Reader, passage: Passage, status: str, values: Mapping[str, str]) -> bool:
    """Is the passage an item of a list that names activities or messages, and has it been told of?"""
    if passage.grid is not None or not passage.is_item:
        return passage.zone in _NAMING and passage.maybe and bool(passage.means)
    if passage.zone is Means.MESSAGES and reader.drafts.has("messages"):
        message = reader.drafts.add("messages", text=passage.text)
        _told(reader, passage, ("messages", "text"), message, passage.text)
        return True
    if passage.zone not in _NAMING:
        return False
    name, text = _parted(passage)
    head, dash, tail = _DASH.sub("\n", name, count=1).partition("\n")
    if dash and not text and any(bare(str(row["name"])) == bare(head) for row in reader.drafts.rows["plan"]):
        name, text = head, tail
    row = find_activity(reader, name)
    if row is not None:
        _of_activity(reader, passage, row, {f"plan.{key}": value for key, value in values.items()}, (status, text))
    elif passage.zone is not Means.OVERVIEW:
        reader.readings.left(passage, note=_UNKNOWN)
    return row is not None or passage.zone is not Means.OVERVIEW


def _candidate(reader: Reader, passage: Passage, hand: str) -> str:
    """An item is one of what is proposed, in the hand that a line above says; returns that hand."""
    column = reader.column("candidates", "hand")
    if column is None:
        return hand
    said = re.sub(r"^i ", "", bare(passage.text))
    hands = reader.drafts.declaration.choices(column.list).values
    found = next((choice for choice in hands if bare(choice) == said), "")
    if found:
        reader.readings.add(ReadingState.READ, passage, rule=Means.CANDIDATES.value)
        return found
    if passage.is_item:
        name, text = _parted(passage)
        row = reader.drafts.add("candidates", name=name.rstrip("."), **({"hand": hand} if hand else {}))
        _told(reader, passage, ("candidates", "name"), row, name)
        if text:
            row["description"] = text
            _told(reader, passage, ("candidates", "description"), row, text)
    return hand


def _of_activity(
    reader: Reader, passage: Passage, row: DraftRow, values: Mapping[str, str], said: tuple[str, str]
) -> None:
    """What an item says of its activity; ``said`` are its status and its sentence, "" for none."""
    status, text = said
    _, marks = without_marks(passage.text, reader.rules)
    told = {**values, **{mark.column: mark.value for mark in marks}}
    told |= {"outcomes.status": status} if status else {}
    told |= {"outcomes.short" if status else "plan.summary": text} if text else {}
    for path, value in told.items():
        _check(reader, passage, row, path, value)
    if not told:
        _told(reader, passage, ("plan", "name"), row, str(row["name"]))


def _parted(passage: Passage) -> tuple[str, str]:
    """The name that an item begins with, and what is said of it."""
    lead = passage.line.lead.strip(" .:")
    if lead and passage.text.startswith(lead):
        return lead, passage.text[len(lead) :].lstrip(" .:")
    begun = _BEGUN.match(passage.text)
    return (begun["name"], begun["text"]) if begun else (passage.text, "")


def find_activity(reader: Reader, name: str) -> DraftRow | None:
    """The one activity of that name, or of one so like it that it can be no other."""
    wanted = bare(without_marks(name, reader.rules)[0])
    rows = reader.drafts.rows["plan"]
    ways: tuple[Callable[[str], bool], ...] = (
        lambda own: own == wanted,
        lambda own: own.startswith(wanted) or wanted.startswith(own),
    )
    for fits in ways:
        same = [row for row in rows if fits(bare(str(row["name"])))]
        if len(same) == 1:
            return same[0]
    likest = sorted(((SequenceMatcher(None, wanted, bare(str(row["name"]))).ratio(), number) for number, row in
                     enumerate(rows)), reverse=True)[:2]  # fmt: skip
    if likest and likest[0][0] >= _ALIKE and (len(likest) == 1 or likest[1][0] < _ALIKE):
        return rows[likest[0][1]]
    return None


def _check(reader: Reader, passage: Passage, row: DraftRow, path: str, said: str) -> None:
    """Write what a list says of an activity, or compare it with what the plan has said."""
    table, _, key = path.partition(".")
    if not path or not reader.drafts.has(table, key):
        reader.readings.left(passage, said)
        return
    own = reader.drafts.id_of("plan", row)
    target = row if table == "plan" else reader.drafts.find(table, own) or reader.drafts.add(table, id=own)
    known = target.setdefault(key, said)
    note = "" if known == said else _OTHER
    state = ReadingState.ASKED if note else ReadingState.READ
    rule = str(passage.zone.value) if passage.zone else ""
    where = {"table": table, "row": own, "column": key}
    reader.readings.add(state, passage, **where, value=known, rule=rule, note=note)


def _open_text(reader: Reader, passage: Passage, texts: Texts) -> None:
    """Begin the text that documents print under such a heading; only one that is its own has the heading too."""
    reported = any(row.get("status") for row in reader.drafts.rows["outcomes"])
    keys = ((rule.reported if reported else "") or rule.key for rule in passage.means if rule.means is not Means.SEATS)
    key = next(filter(None, keys), "")
    row = reader.drafts.find("texts", key) if key else None
    texts.open = key if row is not None else ""
    if row is not None and passage.has(Means.TEXT) and key not in texts.lines:
        row["heading"] = passage.text.strip(" :")
        _told(reader, passage, ("texts", "heading"), row, passage.text.strip(" :"))


def _of_text(reader: Reader, passage: Passage, texts: Texts) -> None:
    """Gather what stands under the heading of a text that documents print."""
    style = passage.line.style
    column = next((rule.column for rule in reader.rules.field if style and style in rule.styles), "")
    if passage.grid is not None or passage.facts or passage.means or passage.zone not in _KEYED:
        return
    if column.startswith("settings."):
        reader.setting(passage, column.partition(".")[2], passage.text, style)
    elif passage.zone is Means.BUDGET and (post := _post_of(reader, passage)):
        text = passage.text[len(passage.line.lead) :].strip()
        post["comment"] = text
        _told(reader, passage, ("budget", "comment"), post, text)
    elif texts.open and _is_running(passage):
        texts.add(texts.open, passage, passage.text)


def _post_of(reader: Reader, passage: Passage) -> DraftRow | None:
    """The post of the budget that a paragraph begins with in bold."""
    lead = bare(passage.line.lead)
    return next((row for row in reader.drafts.rows["budget"] if lead and bare(str(row["name"])) == lead), None)


def _is_running(passage: Passage) -> bool:
    """Is it a text, and no heading among the names of a list, nor what stands over a table?"""
    return passage.zone is Means.TEXT or not (passage.maybe or passage.is_caption)


def _write_texts(reader: Reader, texts: Texts) -> None:
    for key, passages in texts.from_passages.items():
        row = reader.drafts.find("texts", key)
        if row is not None:
            row["text"] = texts.text(key).lstrip("\n")
            for passage, said in passages:
                _told(reader, passage, ("texts", "text"), row, said)


def _told(reader: Reader, passage: Passage, where: tuple[str, str], row: DraftRow, value: str) -> None:
    """Tell that a value was read into a table's column, by the kind of what it stands under."""
    table, column = where
    rule = passage.zone.value if passage.zone else ""
    reader.readings.add(ReadingState.READ, passage, table=table, row=reader.drafts.id_of(table, row), column=column,
                        value=value, rule=rule)  # fmt: skip
