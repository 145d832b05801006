"""What a paragraph says by the rules: values of columns, each with where in the paragraph it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct
from msgspec import field as default
from msgspec.structs import replace

from rus_sheets.intake.beside import Beside, words_after
from rus_sheets.intake.header_units import SUFFIX, read_header, with_unit
from rus_sheets.intake.patterns import compiled, phrases, whole
from rus_sheets.intake.rules import FieldRule, Rules, SentenceRule

_LEADS = r"(?:^|(?<=[.;·|)] )|(?<=, ))"
_AT_START = r"^"
_NEXT = re.compile(r" [·|] |$")
_SENTENCE_END = re.compile(r"(?<!\bev)(?<!\bca)(?<!\bm\.m)(?<!\binkl)(?<!\bexkl)[.;](?: |$)| [·|] |$")
_AND = re.compile(r"[ ,]+(?:och|samt|men)$")
_MONEY_TOO = (
    r"[ ,(+&]*(?:och |samt |plus )?(?:(?:kostar|kostnad(?:en)?(?: är| blir)?|med):? )?"
    r"(?={money:cash}|ing(?:a|en) (?:reda )?(?:pengar|medel|kostnad))"
)
"""What stands between an activity's days and its need of money: ``12 dagar, 45 tkr``, ``12 dagar, inga pengar``."""
_ON_TIME = re.compile(
    r"(?:resurs(?:sättning|åtgång|behov|er)?|(?:rus )?arbetstid)\b(?: för)?:? *(?:(?:rus )?arbetstid)?:? *"
    r"(?P<said>[^.;·|]*?(?:[0-9]|\b(?:ett par|några|en|ett|(?:halv|hel|del)tid)\b|månad|veck|timm|tjänst)"
    r"(?:(?<=[0-9])[.,](?=[0-9])|[^.;·|]){0,60})(?=[.;·|]|$)",
    re.IGNORECASE,
)
"""A line on the time that an activity takes."""
_BULLET = re.compile(r"^[●◐○◇◑◯☐☑✓✗•\-] *")
LONG = ("description", "deliverables", "partners", "text", "short", "deviation", "effects", "next", "comment")


class Fact(Struct, frozen=True):
    """Values of a table's columns, as they are written; ``start`` and ``end`` are where in the paragraph.

    ``given`` are values that the rule adds, ``sums`` are columns whose sums are values. ``opens`` names the column that
    the text from here on belongs to. ``whole`` is true for days of the whole group, or outcome, that they stand in.
    ``reported``, ``running`` and ``unsure`` are as in the rule.
    """

    rule: str
    table: str
    values: Mapping[str, str]
    start: int
    end: int
    given: Mapping[str, str] = default(default_factory=dict)
    sums: Mapping[str, str] = default(default_factory=dict)
    opens: str = ""
    whole: bool = False
    reported: Mapping[str, str] = default(default_factory=dict)
    running: bool = False
    unsure: bool = False

    @property
    def is_sum(self) -> bool:
        """Does it tell of several activities, and not of one: their days together, or their needs of money?"""
        return self.table == "groups" or self.whole


def facts_in(text: str, rules: Rules) -> tuple[Fact, ...]:
    """What the paragraph says, in its order; where two rules want the same words, the first in the file has them."""
    sentences = list(_by_sentences(text, rules))
    found: list[Fact] = []
    for fact in (*(fact for fact in sentences if not fact.running), *_by_fields(text, rules)):
        found += _apart(fact, found)
    if not any("days" in fact.values for fact in found):
        found += _unread_days(text, found)
    for fact in sentences:
        found += _apart(fact, found) if fact.running else ()
    return tuple(_with_words(text, sorted(found, key=lambda fact: fact.start)))


def _apart(fact: Fact, found: Sequence[Fact]) -> Iterator[Fact]:
    """The fact, where no other has its words."""
    if all(fact.end <= other.start or fact.start >= other.end for other in found):
        yield fact


def listed_in(text: str, rules: Rules) -> tuple[str, tuple[Fact, ...]] | None:
    """The name of an activity that all of a line of a list is of, and what the line says of it; None for another."""
    for pattern in rules.listed:
        found = compiled(pattern).match(text)
        if found:
            days = Fact(
                "rad i en lista", "plan", {"days": found["days"].strip()}, found.start("days"), found.end("days")
            )
            bracketed = text[days.end : days.end + 1] == ")"
            said = f"{text[: days.end]} {text[days.end + 1 :]}" if bracketed else text
            return found["name"].strip(), tuple(_with_words(said, [days]))
    return None


def days_with_more(text: str) -> tuple[Fact, ...]:
    """What a cell of days says, where there is more than them in it: ``6 dagar, 75 tkr``; none for any other."""
    found = compiled(phrases()["days"]).match(text)
    if not found or found.end() == len(text):
        return ()
    return tuple(_with_words(text, [Fact("tabell", "plan", {"days": found[0]}, 0, found.end())]))


def _unread_days(text: str, found: Sequence[Fact]) -> Iterator[Fact]:
    """Words on an activity's time that no rule can read: they say that there is one, and are asked about."""
    said = _ON_TIME.match(text)
    if said:
        days = {"days": said["said"].strip()}
        yield from _apart(Fact("tid som inte går att läsa", "plan", days, said.start(), said.end()), found)


def _with_words(text: str, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Days with the words beside them in their clause, which may say that they are others: ``4 dagar per kvartal``.

    An activity's need of money right after its days is a fact of its own.
    """
    for fact, following in zip(facts, [*(fact.start for fact in facts[1:]), len(text)], strict=False):
        days = fact.values.get("days", "")
        if not days or not text[: fact.end].endswith(days):
            yield fact
            continue
        end = min(_end_of_clause(text, fact.end), following)
        money = compiled(_MONEY_TOO).match(text, fact.end, end) if fact.table == "plan" else None
        more = _AND.sub("", text[fact.end : money.end() if money else end].rstrip(" ,("))
        if fact.running and "(" not in more:
            more = more.rstrip(")")
        if money:
            yield fact
            cash = {"cash": text[money.end() : end].strip(" ),")}
            yield replace(fact, rule="pengar efter dagarna", values=cash, start=money.end(), end=end)
        elif fact.table == "plan" or words_after(more) is Beside.CHANGED:
            yield replace(fact, values={**fact.values, "days": days + more}, end=fact.end + len(more))
        else:
            yield fact


def _end_of_clause(text: str, start: int) -> int:
    """Where a clause ends, after what stands in brackets first in it."""
    bracket = re.compile(r" ?\([^()]*\)").match(text, start)
    return _found(_SENTENCE_END, text, bracket.end() if bracket else start)


def status_in(text: str, statuses: Sequence[tuple[str, str]]) -> str:
    """The status that a line tells and nothing more, or before all else on it; "" for none.

    ``statuses`` are (pattern, status).
    """
    first = _NEXT.split(_BULLET.sub("", text), maxsplit=1)[0].strip(" .:")
    first = re.sub(r"^följande ", "", first, flags=re.IGNORECASE)
    return next((status for pattern, status in statuses if whole((pattern,)).fullmatch(first)), "")


def field_of(label: str, rules: Rules) -> str:
    """The column (``plan.days``) that a label or a header of a table names, "" for none."""
    said = label.strip(" :.*")
    return next((rule.column for rule in rules.field if whole(rule.words).fullmatch(said)), "")


def _by_sentences(text: str, rules: Rules) -> Iterator[Fact]:
    for rule in rules.sentence:
        if not rule.within or compiled(rule.within).search(text):
            for found in compiled(rule.pattern).finditer(text):
                yield _of_sentence(rule, found)


def _of_sentence(rule: SentenceRule, found: re.Match[str]) -> Fact:
    values = {key: said.strip() for key, said in found.groupdict().items() if said and said.strip()}
    name = rule.name or rule.pattern
    start, end = found.span()
    return Fact(name, rule.table, values, start, end, rule.values, rule.sums, whole=rule.whole, reported=rule.reported,
                running=rule.running, unsure=rule.unsure)  # fmt: skip


def _by_fields(text: str, rules: Rules) -> Iterator[Fact]:
    labels = [(rule, found) for rule in rules.field if rule.words for found in _label(rule).finditer(text)]
    labels.sort(key=lambda label: label[1].start())
    for number, (rule, found) in enumerate(labels):
        table, _, column = rule.column.partition(".")
        following = labels[number + 1][1].start() if number + 1 < len(labels) else len(text)
        if column in LONG:
            yield Fact(rule.column, table, {}, found.start(), found.end(), opens=rule.column)
            continue
        end = _end_of(text, found.end(), following, column)
        said = text[found.end() : end].strip(" ·|")
        if said:
            amount = with_unit(said, read_header(found[0].rstrip(" :")).unit)
            yield Fact(rule.column, table, {column: amount}, found.start(), end)


def _end_of(text: str, start: int, following: int, column: str) -> int:
    """Where a value ends: a number after its unit, money and statuses with the sentence, others with the line."""
    if column == "days":
        number = compiled(phrases()["days"]).match(text, start)
        return number.end() if number else min(following, _found(_SENTENCE_END, text, start))
    ends = _SENTENCE_END if column in ("cash", "status", "priority") else _NEXT
    return min(following, _found(ends, text, start))


def _found(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.search(text, start)
    return found.start() if found else len(text)


@cache
def _label(rule: FieldRule) -> re.Pattern[str]:
    column = rule.column.partition(".")[2]
    lead = _AT_START if column in LONG else _LEADS
    words = "|".join(f"(?:{word})" for word in rule.words)
    return re.compile(rf"{lead}(?:{words}){SUFFIX}? ?: ?", re.IGNORECASE)
