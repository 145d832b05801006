"""A template is checked before it is used: every tag is read, also those that this year's data never reaches."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice
from unicodedata import normalize

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct

from rus_sheets.guessing import nearest
from rus_sheets.word.templates.environment import guess
from rus_sheets.word.templates.sandbox import not_allowed
from rus_sheets.word.templates.shapes import Shape, Told, long_texts, named_by, names_in

_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"\{%-?\s*(?:(?:p|tr|tc|r)\s)?\s*(\w+)")
_EDGE_HYPHEN = re.compile(r"^(\{[{%])-|-([}%]\})$")
_LEFT_OVER = re.compile(r"\{[{%#]|[}%#]\}")
# None goes on past where another begins: the time would grow with the square of a line of beginnings.
WHOLE_TAG = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}")
CLOSED_BY = {"for": "endfor", "if": "endif"}
_WITHIN = {"else": ("if", "for"), "elif": ("if",)}
_KNOWN_TAGS = ("for", "endfor", "if", "elif", "else", "endif", "set")
_IN_SWEDISH = {"om": "if", "för": "for", "annars": "else", "slut": "endif"}
_ONE_BRACE = re.compile(r"(?<![{%#])\{\s*(\w+)[\w.]*\s*\}(?![}])")
_WITH_HYPHEN = re.compile(r"\b(\w+(?:-\w+)+)")
_TAKEN = re.compile(r"^(\{[{%]-?)\s*(?:p|tr|tc|r)\s")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_UNREADABLE = ("Taggen kan inte läsas.", "Kontrollera klamrar och stavning, och att namnet är utan mellanslag.")
_ALONE_TEXT = (
    "En text med flera stycken eller listor måste stå ensam i sitt stycke.",
    "Flytta taggen till ett eget stycke i mallen.",
)

_INVISIBLE = {
    "\u00ad": "ett mjukt bindestreck",
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "ett tecken utan bredd"),
}
_HARD_SPACE = re.compile(r"(\{[{%]-?(?:p|tr|tc|r))[\u00a0\u2007\u202f]")
"""Where only a space will do; elsewhere in a tag one kind is as good as another."""
_SEEN = dict.fromkeys(map(ord, _INVISIBLE))

MOST = 200
"""Faults of a part told of at once; who mends so many sees the rest the next time."""


class Fault(Struct, frozen=True):
    """A fault in a template: the paragraph it stands in (its text), what is wrong and what to do."""

    paragraph: str
    message: str
    remedy: str = ""


def faults_in(
    lines: Sequence[str],
    environment: SandboxedEnvironment,
    context: Mapping[str, object],
    descriptions: Container[str] = (),
) -> list[Fault]:
    """What is wrong in one part of a template; ``lines`` are its paragraphs' texts as they stand.

    ``descriptions`` are the lines that describe pictures and tables: in them a text is plain, however long.
    """
    found = [*_invisible(lines)]
    lines = [_HARD_SPACE.sub(r"\1 ", WHOLE_TAG.sub(lambda tag: tag[0].translate(_SEEN), line)) for line in lines]
    found += [*_one_brace(lines, context), *_unbalanced(lines), *_remarks(lines), *_joining(lines)]
    source = "\n".join(as_jinja(line) for line in lines)
    try:
        tree = None if found else environment.parse(source)
        seen = [*_looked_at(tree, dict(context), lines)] if tree else [*_one_by_one(lines, environment, dict(context))]
    except TemplateSyntaxError:  # told of where it stands, as no tag by itself may be wrong
        seen = [*_one_by_one(lines, environment, dict(context))]
    except RecursionError:  # parentheses in parentheses, hundreds deep
        longest = max(lines, key=len, default="")
        return [Fault(short(longest), "Taggarna är för invecklade för att läsas.", "Dela upp dem, eller ta bort dem.")]
    told = [
        Fault(short(line_at(lines, number)), message, _with_underscore(message, line_at(lines, number)) or remedy)
        for number, message, remedy in islice(seen, MOST)
        if message != _ALONE_TEXT[0] or line_at(lines, number) not in descriptions
    ]
    return found + told


def unreadable_in(source: str, environment: SandboxedEnvironment) -> list[Fault]:
    """What can't be read in a part as it is filled in; ``source`` has a line for each paragraph."""
    try:
        environment.parse(source)
    except TemplateSyntaxError as error:
        return [Fault(words(line_at(source.splitlines(), error.lineno)), *_UNREADABLE)]
    except RecursionError:
        return [Fault("", "Taggarna är för invecklade för att läsas.", "Dela upp dem, eller ta bort dem.")]
    return []


def as_jinja(line: str) -> str:
    """A paragraph's tags as they are filled in: without what they take with them, and with straight quotes."""
    return whole_letters(WHOLE_TAG.sub(lambda tag: _TAKEN.sub(r"\1 ", tag[0]).translate(_STRAIGHT), line))


def whole_letters(text: str) -> str:
    """The text with its tags in whole letters: a name copied out of a PDF, or on a Mac, may have a ring for itself."""
    return WHOLE_TAG.sub(lambda tag: normalize("NFC", tag[0]), text)


def _looked_at(tree: nodes.Node, scope: dict[str, Shape | None], lines: Sequence[str]) -> Iterator[Told]:
    """Unknown names, what templates may not do, and texts that have no room where they stand."""
    unknown = list(islice(names_in(tree, scope), MOST))
    yield from unknown
    told = {number for number, *_ in unknown}
    yield from (fault for fault in not_allowed(tree) if fault[0] not in told)
    for number, name in long_texts(tree, scope):
        if in_a_sentence(line_at(lines, number), name):
            yield number, *_ALONE_TEXT


def in_a_sentence(line: str, name: str) -> bool:
    """Does more stand beside a tag that writes that name, whichever way the tags around it go?"""
    ways: list[int] = []
    said: list[tuple[tuple[int, ...], bool]] = []  # on which way it stands, and is it the tag?
    at = 0
    for count, match in enumerate(WHOLE_TAG.finditer(line)):
        said += [(tuple(ways), False)] if line[at : match.start()].strip() else []
        block, at = _BLOCK.match(match[0]), match.end()
        if block is None:
            said.append((tuple(ways), _written_in(match[0]) == name))
        elif block[1] in CLOSED_BY:
            ways.append(count)
        elif block[1] in (*_WITHIN, *CLOSED_BY.values()):
            ways = [*ways[:-1], *([count] if block[1] in _WITHIN else [])]
    said += [((), False)] if line[at:].strip() else []
    return any(
        own[: len(way)] == way
        for tag, (own, is_tag) in enumerate(said)
        for other, (way, _) in enumerate(said)
        if is_tag and tag != other
    )


def _written_in(tag: str) -> str:
    """The name that a tag writes, without spaces and filters."""
    return "".join(tag.strip("{}-").partition("|")[0].split())


def _one_by_one(
    lines: Sequence[str], environment: SandboxedEnvironment, scope: dict[str, Shape | None]
) -> Iterator[Told]:
    """What can be said of each tag by itself, where they don't fit together. A loop's names are known from then on."""
    for number, line in enumerate(lines, start=1):
        for match in WHOLE_TAG.finditer(line):
            tag = as_jinja(match[0])
            block = _BLOCK.match(tag)
            if block and block[1] not in (*CLOSED_BY, "elif", "set"):
                continue
            # As if the tag stood alone: a beginning with its end, an elif as an if.
            alone = tag if block is None else tag.replace("elif", "if", 1)
            end = CLOSED_BY.get(block[1].replace("elif", "if"), "") if block else ""
            try:
                tree = environment.parse(alone + (f"{{% {end} %}}" if end else ""))
            except TemplateSyntaxError:
                yield number, *_UNREADABLE
                continue
            for _, message, remedy in _looked_at(tree, scope, [line]):
                yield number, message, remedy
            for loop in tree.find_all(nodes.For):
                scope.update(named_by(loop, scope))


def _invisible(lines: Sequence[str]) -> Iterator[Fault]:
    """Characters in a tag that nobody sees: a name with one is another name."""
    for line in lines:
        for tag in WHOLE_TAG.findall(line):
            kinds = [name for sign, name in _INVISIBLE.items() if sign in tag]
            kinds += ["ett hårt mellanslag"] if _HARD_SPACE.search(tag) else []
            for kind in dict.fromkeys(kinds):
                shown = _HARD_SPACE.sub(r"\1 ", tag.translate(_SEEN))
                yield Fault(
                    short(line), f"I taggen {shown} står {kind}, som inte syns.", "Skriv om taggen från början."
                )


def in_order(faults: Sequence[Fault], lines: Sequence[str]) -> list[Fault]:
    """The faults in the order that their paragraphs stand in; those that stand elsewhere last."""
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        for shown in (short(line), short(line.strip()), words(line), *_HARD_SPACE.findall(line)):
            places.setdefault(shown.translate(_SEEN), number)

    def place(fault: Fault) -> int:
        shown = fault.paragraph.translate(_SEEN)
        begun = (number for text, number in places.items() if text and shown.startswith(text))  # a row begins with it
        return places[shown] if shown in places else min(begun, default=len(lines))

    return sorted(faults, key=place)


def _remarks(lines: Sequence[str]) -> Iterator[Fault]:
    """Jinja's remarks, which nobody means who writes ``{#``: all until the next ``#}`` would be gone without a word."""
    for line in lines:
        if "{#" in line or "#}" in line:
            mark = "{#" if "{#" in line else "#}"
            yield Fault(short(line), f"{mark} gömmer det som står intill.", "Skriv {{ eller {%, eller ta bort tecknen.")


def _joining(lines: Sequence[str]) -> Iterator[Fault]:
    """Jinja's hyphens at a tag's edge, by which docxtpl joins what stands in different paragraphs."""
    for line in lines:
        for tag in WHOLE_TAG.findall(line):
            plain = _EDGE_HYPHEN.sub(r"\1\2", tag)
            if plain != tag:
                yield Fault(short(line), f"Bindestrecket i {tag} drar ihop det som står intill.", f"Skriv {plain}.")


def _with_underscore(message: str, line: str) -> str:
    """What to write for a name with a hyphen, which reads as a subtraction."""
    for match in _WITH_HYPHEN.finditer(line):
        if any(f"{piece} finns inte" in message for piece in match[1].split("-")):
            return f"Skriv {match[1].replace('-', '_')}."
    return ""


def has_tag(text: str) -> bool:
    """Does a tag begin or end in the text?"""
    return _LEFT_OVER.search(text) is not None


def words(line: str) -> str:
    """A paragraph's text, at most 80 characters."""
    return short(_TAG.sub("", line).strip())


def short(text: str) -> str:
    """At most 80 characters of a text."""
    return text if len(text) <= 80 else f"{text[:77]}..."


def line_at(lines: Sequence[str], number: int) -> str:
    """The text of a line counted from 1; that of the last one if the number lies beyond it."""
    return lines[min(number, len(lines)) - 1] if lines else ""


def _one_brace(lines: Sequence[str], context: Mapping[str, object]) -> Iterator[Fault]:
    """A known name in single braces: it would stand in the document as it is."""
    for line in lines:
        for match in _ONE_BRACE.finditer(WHOLE_TAG.sub("", line)):
            if match[1] in context:
                yield Fault(short(line), "Taggen är inte hel.", f"Skriv {{{{ {match[0].strip('{ }')} }}}}.")


def _unbalanced(lines: Sequence[str]) -> list[Fault]:
    """Tags that are unknown, broken, never closed or closed without having begun."""
    found: list[Fault] = []
    opened: list[OpenTag] = []
    for line in lines:
        for match in _BLOCK.finditer(line):
            fault = _step(OpenTag(match[1], short(line)), opened)
            if fault:
                found.append(fault)
        if _LEFT_OVER.search(WHOLE_TAG.sub("", line).replace("{#", "").replace("#}", "")):
            found.append(
                Fault(short(line), "Taggen är inte hel.", "En tagg börjar med {{ eller {% och slutar med }} eller %}.")
            )
    return found + [_never_closed(tag) for tag in opened]


class OpenTag(Struct, frozen=True):
    """A tag, the paragraph it stands in, and what it takes with it (``p``, ``tr``, or "" for itself alone)."""

    tag: str
    line: str
    kind: str = ""


def _never_closed(begun: OpenTag) -> Fault:
    return Fault(begun.line, f"{begun.tag} avslutas aldrig.", f"Lägg till {CLOSED_BY[begun.tag]} där det ska sluta.")


def _step(seen: OpenTag, opened: list[OpenTag]) -> Fault | None:
    if seen.tag in CLOSED_BY:
        opened.append(seen)
    elif seen.tag in CLOSED_BY.values():
        return _close(seen, opened)
    elif seen.tag in _WITHIN:
        if not opened or opened[-1].tag not in _WITHIN[seen.tag]:
            return Fault(seen.line, f"{seen.tag} står utanför if.", "Ta bort det eller lägg till if före.")
    elif seen.tag not in _KNOWN_TAGS:
        meant = _IN_SWEDISH.get(seen.tag) or nearest(seen.tag, _KNOWN_TAGS)
        if meant in CLOSED_BY:
            opened.append(OpenTag(meant, seen.line))  # its end is no fault of its own
        remedy = f"Menade du {meant}?" if meant else guess(seen.tag, _KNOWN_TAGS)
        return Fault(seen.line, f"Taggen {seen.tag} finns inte.", remedy)
    return None


def _close(seen: OpenTag, opened: list[OpenTag]) -> Fault | None:
    wanted = next(begin for begin, end in CLOSED_BY.items() if end == seen.tag)
    if wanted not in [tag.tag for tag in opened]:
        return Fault(
            seen.line, f"{seen.tag} avslutar något som inte har börjat.", f"Ta bort det eller lägg till {wanted}."
        )
    begun = opened.pop()
    if begun.tag != wanted:
        opened.pop(max(place for place, begin in enumerate(opened) if begin.tag == wanted))
        return _never_closed(begun)
    return None
