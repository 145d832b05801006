"""An answer in a mail's own lines: what is read, what is asked about, and that nothing is guessed in silence."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rus_sheets.answers.decisions import Decisions
from rus_sheets.answers.returned import UNKNOWN
from rus_sheets.book.model import Book
from rus_sheets.followup.form import asked_columns
from rus_sheets.followup.mail_answer import WrittenMail, mail_answers
from rus_sheets.followup.mail_fields import field_lines
from rus_sheets.merge.decide import decide
from tests.merge import world

SENT = dt.date(2026, 11, 2)
STATUS = "Har skett som planerat"
Told = dict[str, tuple[str, object]]


def book(**answers: object) -> Book:
    """A01 with some answers, and A02 without any."""
    return world.small_book(outcomes=[{"id": "A01", **answers}, {"id": "A02"}])


def mail(text: str, *, exact: bool = True, subject: str = "SV: Uppföljning 2026", who: str = "anna@example.org",
         day: int = 3) -> WrittenMail:  # fmt: skip
    when = f"2026-12-{day:02}T09:00:00Z"
    return WrittenMail(f"svar {day}.eml", subject, text, exact, f"Anna <{who}>", who, when, dt.date(2026, 12, day))


def filled(of: Book, unit: str = "A01", **answers: str) -> str:
    """The lines that were handed out, with answers written after the colons."""
    text = field_lines(of, [unit], SENT)
    for label, value in answers.items():
        text = text.replace(f"\n{label.replace('_', ' ')}:\n", f"\n{label.replace('_', ' ')}: {value}\n")
    return text


def decided(of: Book, *mails: WrittenMail) -> Decisions:
    return decide(of, [answer for written in mails for answer in mail_answers(of, written)], now=world.NOW)


def told(of: Book, *mails: WrittenMail) -> Told:
    """What becomes of each field: the action, and the value."""
    return {made.column: (made.action.value, made.value) for made in decided(of, *mails).decisions}


def test_filled_in_lines_are_read_as_a_form_is() -> None:
    of = book()
    text = "Hej!\n\n" + filled(of, Status=STATUS.lower(), Dagar_utfall="12,5 dagar", Inlämnad="2026-12-15")
    assert told(of, mail(text)) == {
        "Status": ("take", STATUS),
        "Dagar utfall": ("take", 12.5),
        "Inlämnad": ("take", dt.date(2026, 12, 15)),
    }
    (answer,) = mail_answers(of, mail(text))
    assert (answer.who, answer.sender, answer.when, answer.sent) == (
        "anna@example.org", "Anna <anna@example.org>", "2026-12-03T09:00:00Z", SENT
    )  # fmt: skip
    (note,) = answer.notes
    # How the lines are filled in is ours, and not told.
    assert str(note) == "Anna <anna@example.org>: I mejlet står också: ”Hej!”"


def test_what_is_left_blank_says_nothing() -> None:
    of = book(short="Från början", status=STATUS)
    assert mail_answers(of, mail(field_lines(of, ["A01", "A02"], SENT))) == []


def test_what_cant_be_read_is_asked_about() -> None:
    of = book()
    made = told(of, mail(filled(of, Status="Har skett", Dagar_utfall="ca 12", Inlämnad="12 mars")))
    assert {action for action, _ in made.values()} == {"refuse"}


# ------------------------------------------------------------------ what was handed out


def test_a_field_that_the_workbook_has_changed_since_is_a_conflict() -> None:
    text = filled(book(), Kort_utfall="Nytt", Dagar_utfall="12")
    assert told(book(short="Ändrat"), mail(text)) == {
        "Kort utfall": ("conflict", "Nytt"), "Dagar utfall": ("take", 12)
    }  # fmt: skip


def test_what_was_handed_out_is_known_as_long_as_it_stands() -> None:
    before = book(short="Gammalt")
    text = filled(before, Kort_utfall="Nytt")
    assert told(before, mail(text)) == {"Kort utfall": ("take", "Nytt")}
    assert told(book(short="Nytt"), mail(text)) == {"Kort utfall": ("agree", "Nytt")}
    other = decided(book(short="Annat"), mail(text)).decisions
    assert [(made.action.value, made.base) for made in other] == [("conflict", UNKNOWN)]
    same = filled(before, Kort_utfall="Gammalt")
    assert told(book(short="Annat"), mail(same)) == {}  # as it was handed out


@pytest.mark.parametrize(
    "changed",
    [lambda text: re.sub(r"\[A01 .*\]", "", text), lambda text: re.sub(r"02 \w{5}", "02 AAAAA", text),
     lambda text: re.sub(r"-0\]", "]", text)],
    ids=["no code", "another workbook's", "other fields"],
)  # fmt: skip
def test_without_a_base_everything_that_differs_is_asked_about(changed: object) -> None:
    of = book(status=STATUS)
    text = filled(of, Status=STATUS, Kort_utfall="Nytt", Dagar_utfall="12")
    assert told(of, mail(changed(text))) == {  # type: ignore[operator]
        "Status": ("agree", STATUS), "Kort utfall": ("conflict", "Nytt"), "Dagar utfall": ("conflict", 12)
    }  # fmt: skip


def test_a_mail_from_before_the_activity_had_its_name_is_asked_about() -> None:
    text = filled(book(), Dagar_utfall="12")
    plan = [{"id": "A01", "group": "G1", "name": "Något annat"}]
    of = world.small_book(plan=plan, outcomes=[{"id": "A01"}])
    assert told(of, mail(text)) == {"Dagar utfall": ("conflict", 12)}


def test_the_same_owners_later_mail_replaces_the_earlier() -> None:
    of = book()
    first, later = mail(filled(of, Kort_utfall="Ett"), day=3), mail(filled(of, Kort_utfall="Två"), day=5)
    assert sorted(made.action.value for made in decided(of, first, later).decisions) == ["keep", "take"]
    other = mail(filled(of, Kort_utfall="Två"), day=5, who="bo@example.org")
    assert [made.action.value for made in decided(of, first, other).decisions] == ["conflict", "conflict"]


# ------------------------------------------------------------------ where it stands in the mail


HEAD = "Från: RUS <rus@example.org>\nSkickat: den 2 november 2026 10:00\nTill: Anna\nÄmne: Uppföljning 2026\n\n"


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def test_the_lines_above_a_quoted_mail_are_the_answer() -> None:
    of = book()
    answer, original = filled(of, Dagar_utfall="12"), field_lines(of, ["A01", "A02"], SENT)
    for below in (quoted(original), HEAD + original, f"-----Ursprungligt meddelande-----\n{original}"):
        written = mail(f"{answer}\n\nHälsningar\nAnna\n\n{below}")
        assert told(of, written) == {"Dagar utfall": ("take", 12)}
        assert {file.who for file in mail_answers(of, written)} == {"anna@example.org"}


def test_written_in_the_quoted_mail_it_is_asked_about() -> None:
    of = book()
    made = decided(of, mail("Hej!\n" + quoted(filled(of, Dagar_utfall="12")))).decisions
    assert [(one.action.value, one.value, "citerade" in one.message) for one in made] == [("conflict", 12, True)]


def test_written_below_the_quoted_labels_it_is_read() -> None:
    of = book()
    text = quoted(field_lines(of, ["A01"], SENT)).replace("> Dagar utfall:\n", "> Dagar utfall:\n12\n")
    assert told(of, mail(text)) == {"Dagar utfall": ("take", 12)}


def test_written_below_an_earlier_mails_head_nobody_knows_by_whom() -> None:
    of = book()
    written = mail("Hej, se nedan.\n\n" + HEAD + filled(of, Dagar_utfall="12"))
    (answer,) = mail_answers(of, written)
    assert told(of, written) == {"Dagar utfall": ("take", 12)}
    assert answer.who == ""
    others = mail(HEAD + filled(of, Dagar_utfall="13"), day=5)  # forwarded by the same, of somebody else's
    assert [made.action.value for made in decided(of, written, others).decisions] == ["conflict", "conflict"]


def test_a_field_with_two_answers_is_asked_about() -> None:
    of = book()
    twice = filled(of, Dagar_utfall="12") + "\n" + filled(of, Dagar_utfall="13")
    assert told(of, mail(twice)) == {"Dagar utfall": ("conflict", 12)}
    assert told(of, mail(filled(of, Dagar_utfall="12") + "\n" + filled(of, Dagar_utfall="12"))) == {
        "Dagar utfall": ("take", 12)
    }


def test_each_activity_has_its_own_lines() -> None:
    of = book()
    text = filled(of, Dagar_utfall="12") + "\n\n" + filled(of, "A02", Dagar_utfall="3")
    made = decided(of, mail(text)).decisions
    assert [(one.activity, one.value, one.action.value) for one in made] == [("A01", 12, "take"), ("A02", 3, "take")]


ENDS = re.compile(r"\n\[slut A0\d\]")


def test_blocks_that_have_lost_their_ends_are_still_two() -> None:
    of = book()
    text = filled(of, Utfall="Mycket.\nMer.", Inlämnad="2026-12-15")
    text += "\n\nA02" + filled(of, "A02", Utfall="Lite.").partition("\n\nA02")[2]  # how it is done stands once, on top
    made = decided(of, mail(ENDS.sub("", text))).decisions
    assert [(one.activity, one.column, one.value) for one in made] == [
        ("A01", "Utfall", "Mycket.\nMer."), ("A01", "Inlämnad", dt.date(2026, 12, 15)), ("A02", "Utfall", "Lite.")
    ]  # fmt: skip


def test_a_signature_after_the_last_line_is_no_answer() -> None:
    of = book()
    text = filled(of, Inlämnad="2026-12-15")
    for signature in ("\n-- \nAnna Ek\nLänsstyrelsen", "\n\nHälsningar\nAnna Ek"):
        assert told(of, mail(text + signature)) == {"Inlämnad": ("take", dt.date(2026, 12, 15))}
    open_ended = ENDS.sub("", text) + "\n\nHälsningar\nAnna Ek"
    assert told(of, mail(open_ended)) == {"Inlämnad": ("take", dt.date(2026, 12, 15))}
    # Without its end and lines of rows nobody knows where the last answer ends: it is asked about, with all of it.
    without_rows = re.sub(r"\n(Händelse|Utgift) A01.*:", "", open_ended)
    assert told(of, mail(without_rows))["Inlämnad"][0] == "refuse"


# ------------------------------------------------------------------ texts


LONG = "Vi har under året arbetat tillsammans med länsstyrelserna i hela"
TEXT = f"{LONG}\nlandet.\n\n- En punkt\n- En till"


def test_a_text_of_several_lines_is_kept_as_it_is_written() -> None:
    of = book()
    assert told(of, mail(filled(of, Utfall=TEXT))) == {"Utfall": ("take", TEXT)}


def test_lines_that_a_program_may_have_broken_are_put_together_and_asked_about() -> None:
    of = book()
    whole = f"{LONG} landet.\n\n- En punkt\n- En till"
    assert told(of, mail(filled(of, Utfall=TEXT), exact=False)) == {"Utfall": ("conflict", whole)}
    short = "En rad.\nEn till."
    assert told(of, mail(filled(of, Utfall=short), exact=False)) == {"Utfall": ("take", short)}


def test_a_text_that_speaks_of_another_activity_or_field_is_no_heading_of_it() -> None:
    of = book()
    text = "Vi samordnade med\nA02 och andra.\nKlart: ja"
    assert told(of, mail(filled(of, Utfall=text))) == {"Utfall": ("take", text)}


@pytest.mark.parametrize("way", ["*{}:* {}", "**{}:** {}", "- {}: {}", "{}:{}", "{} : {}", "\xa0{}:\xa0{}", "{}:\n{}"])
def test_a_label_is_known_however_the_program_writes_it(way: str) -> None:
    of = book()
    line = way.format("Dagar utfall", "12")
    text = field_lines(of, ["A01"], SENT).replace("Dagar utfall:", line)
    assert told(of, mail(text)) == {"Dagar utfall": ("take", 12)}


# ------------------------------------------------------------------ without the lines


@pytest.mark.parametrize(
    ("subject", "text"),
    [("A01", "Status: Har ej skett\nDagar utfall: 0"), ("Svar", "A01\nStatus: Har ej skett\nDagar utfall: 0"),
     ("Svar", "A01: Första\nStatus: Har ej skett\n\nDagar utfall: 0"),
     ("Svar", "Hej, här är svaret om A01:\n\nStatus: Har ej skett\nDagar utfall: 0\n\nMvh")],
)  # fmt: skip
def test_fields_in_a_mail_of_somebodys_own_are_asked_about(subject: str, text: str) -> None:
    made = told(book(), mail(text, subject=subject))
    assert {label: action for label, (action, _) in made.items()}.keys() == {"Status", "Dagar utfall"}
    assert {action for action, _ in made.values()} <= {"conflict", "refuse"}


@pytest.mark.parametrize("text", ["Status: Har ej skett", "A01 och A02\nStatus: Har ej skett", "A01 blev klar i tid.",
                                  "Frågor: ring mig om A01", "I A01 har vi 12 dagar utfall"])  # fmt: skip
def test_what_says_nothing_of_a_field_of_one_activity_is_no_answer(text: str) -> None:
    assert mail_answers(book(), mail(text)) == []


WORDS = st.sampled_from([
    "12", "Hej", "Status: Har ej skett", "Utfall:", "[A01 2026-11-02 AAAAA-0]", "[slut A01]", "A02", "-- ", "",
    "> Status: Har ej skett", "Från: a@b.se", "Till: c", "[A01 9999-99-99 AAAAA]",
])  # fmt: skip


@settings(max_examples=world.examples(100), deadline=None)
@given(st.lists(WORDS, max_size=12), st.booleans())
def test_whatever_a_mail_says_it_is_read_or_not(lines: list[str], exact: bool) -> None:
    of = book()
    decided(of, mail("\n".join(lines), exact=exact))


FIELDS = [column.header for column in asked_columns(book())]


@settings(max_examples=world.examples(60), deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["Har ej skett", "12", "2026-12-15", "ca 3"])))
def test_the_same_answers_in_a_form_and_in_a_mail_become_the_same(answers: dict[str, str]) -> None:
    """But for what a line's neighbour may have been meant to say, which in a form's cells is plain to see."""
    of = book()
    lines = mail(filled(of, **{label.replace(" ", "_"): value for label, value in answers.items()}))
    near = "Det kan vara svaret på"
    by_mail = {
        made.column: ("take" if made.message.startswith(near) else made.action.value, made.value)
        for made in decided(of, lines).decisions
    }
    by_form = {made.column: (made.action.value, made.value)
               for made in decide(of, [world.answer(of, answers)], now=world.NOW).decisions}  # fmt: skip
    assert by_mail == by_form
