"""Sending out: a draft per owner with the files that were made, until when and whom to ask; nothing lost."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
import re
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import force_setattr

from rus_sheets.checks.run_all import run_checks
from rus_sheets.errors import UsageError
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.create import workbook_bytes
from rus_sheets.usecases.mails.draft_mail import filled_in
from rus_sheets.usecases.mails.draft_terms import GivenTerms
from rus_sheets.usecases.mails.drafts import Drafted
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.reminders import remind
from rus_sheets.usecases.sending import Mailing, SentOut, foresee_sending, send_out
from rus_sheets.usecases.split import SentState
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets

TODAY = dt.date(2026, 11, 23)
OWNERS = (("Karin Ek", "k@example.org"), ("Bo Al", None), ("Karin Ek", "k@example.org"), (None, None))
LAST_DAY, CONTACT = "Sista svarsdag", "Kontakt för frågor"


def workbook_of(folder: Path, *settings: tuple[str, object], texts: tuple[dict[str, str], ...] = ()) -> Path:
    rows = {
        "texts": texts,
        "settings": [{"key": "År", "value": 2026}, *({"key": key, "value": value} for key, value in settings)],
        "areas": [{"id": "O1", "name": "Område"}],
        "groups": [{"id": "G1", "area": "O1", "name": "Grupp"}],
        "plan": [{"id": f"A{number:02}", "group": "G1", "name": f"Aktivitet {number}", "owner": name, "email": address}
                 for number, (name, address) in enumerate(OWNERS, 1)],
        "outcomes": [{"id": f"A{number:02}"} for number in range(1, len(OWNERS) + 1)],
    }  # fmt: skip
    path = folder / "bok.xlsx"
    path.write_bytes(workbook_bytes(load_declaration(declaration_path("verksamhet")), rows))  # type: ignore[arg-type]
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return workbook_of(tmp_path, (LAST_DAY, dt.date(2026, 12, 15)), (CONTACT, "Anna Ek, anna@example.org"))


def sent(workbook: Path, *only: str, given: GivenTerms | None = None, dry_run: bool = False) -> SentOut:
    mailing = Mailing(workbook.with_name("mejl"), given or GivenTerms())
    return send_out(workbook, workbook.with_name("ut"), only=only, today=TODAY, mailing=mailing, dry_run=dry_run)


def draft(workbook: Path, name: str) -> EmailMessage:
    data = (workbook.parent / "mejl" / name).read_bytes()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def attached(message: EmailMessage) -> list[str]:
    """The forms in a mail."""
    names = [str(part.get_filename()) for part in message.iter_attachments()]
    return [name for name in names if name.endswith(".xlsx")]


def test_each_owner_has_a_draft_with_the_files_that_were_made(workbook: Path) -> None:
    told = sent(workbook)
    assert [file.activity for file in told.of(SentState.MADE)] == ["A01", "A02", "A03", "A04"]
    message = draft(workbook, "Uppföljning Karin Ek.eml")
    assert (message["To"], message["X-Unsent"]) == ("Karin Ek <k@example.org>", "1")
    assert message["Subject"] == "Uppföljning 2026"
    *forms, page = message.iter_attachments()
    for part, name in zip(forms, ("A01 Aktivitet 1.xlsx", "A03 Aktivitet 3.xlsx"), strict=True):
        assert part.get_filename() == name
        assert part.get_content() == (workbook.parent / "ut" / name).read_bytes()
    assert page.get_filename() == "till-ansvariga.docx"
    assert page.get_content() == (folder("reports") / "till-ansvariga.docx").read_bytes()
    text = text_of(message)
    assert "  A01 Aktivitet 1\n  A03 Aktivitet 3\n" in text
    assert "Sista dag att svara: 15\u00a0december\u00a02026\nFrågor: Anna Ek, anna@example.org\n" in text
    assert re.search(r"A01 Aktivitet 1\n\[A01 2026-11-23 \w{5}(-0)+\]\nStatus:\nKort utfall:\n", text)
    rows = (f"{label}{number:02}:\n" for label in ("Händelse A03-H", "Utgift A03-U") for number in (1, 2, 3))
    assert text.endswith(f"Inlämnad:\n{''.join(rows)}[slut A03]\n")
    assert draft(workbook, "Uppföljning Bo Al.eml")["To"] is None
    assert told.mail is not None
    assert told.mail.terms.notes == ()
    assert [unit.activity for unit in told.mail.unreachable] == ["A04"]  # who has neither name nor address
    assert told.wants_a_person


def test_the_dry_run_tells_the_same_and_writes_nothing(workbook: Path) -> None:
    before = sorted(workbook.parent.iterdir())
    told = sent(workbook, dry_run=True)
    assert sorted(workbook.parent.iterdir()) == before
    done = sent(workbook)
    assert told.mail is not None
    assert done.mail is not None
    assert told.mail.drafts == done.mail.drafts
    assert told.mail.unreachable == done.mail.unreachable
    assert sorted(path.name for path in (workbook.parent / "mejl").iterdir()) == sorted(
        draft.path.name for draft in done.mail.drafts
    )


def test_what_is_given_holds_for_these_drafts_alone(workbook: Path) -> None:
    before = workbook.read_bytes()
    sent(workbook, given=GivenTerms("2026-12-20", ""))
    text = text_of(draft(workbook, "Uppföljning Karin Ek.eml"))
    assert "20\u00a0december\u00a02026" in text
    assert "Frågor" not in text
    assert "\n\n\n" not in text
    assert workbook.read_bytes() == before


def test_what_the_mails_lack_is_told_with_where_to_write_it(tmp_path: Path) -> None:
    told = sent(workbook_of(tmp_path))
    assert told.mail is not None
    assert told.mail.terms.notes == (
        "Mejlen säger inte när svaren ska vara inne. Skriv det på bladet Inställningar, raden Sista svarsdag.",
        "Mejlen säger inte vem som svarar på frågor. Skriv det på bladet Inställningar, raden Kontakt för frågor.",
    )
    assert "Sista dag" not in text_of(draft(tmp_path / "bok.xlsx", "Uppföljning Karin Ek.eml"))


@pytest.mark.parametrize("typed", ["snart", "i mitten av december", "2026-13-01"])
def test_a_last_day_that_is_none_is_told_before_anything_is_written(workbook: Path, typed: str) -> None:
    with pytest.raises(UsageError, match="är inget datum"):
        sent(workbook, given=GivenTerms(typed))
    assert not (workbook.parent / "ut").exists()
    workbook = workbook_of(workbook.parent, (LAST_DAY, typed))
    mail = sent(workbook).mail
    assert mail is not None
    assert "är inget datum" in mail.terms.notes[0]


def test_a_last_day_that_has_been_is_told_where_files_are_sent_and_not_in_reminders(tmp_path: Path) -> None:
    workbook = workbook_of(tmp_path, (LAST_DAY, dt.date(2026, 11, 22)), (CONTACT, "Anna"))
    told = sent(workbook, "A01")
    assert told.mail is not None
    assert "har redan varit" in told.mail.terms.notes[0]
    assert told.wants_a_person
    reminded = remind(workbook, [tmp_path / "ut"], tmp_path / "pam", today=TODAY)
    assert reminded.terms.notes == ()
    path = next(draft.path for draft in reminded.drafts if draft.person.name == "Karin Ek")
    assert b"Sista dag att svara: 22" in email.message_from_bytes(path.read_bytes()).get_payload()[0].get_payload(
        decode=True
    )  # type: ignore[union-attr, operator]


def test_a_file_that_is_kept_is_not_attached(workbook: Path) -> None:
    first = sent(workbook, "A01").files[0].path
    first.write_bytes(b"svar")
    told = sent(workbook)
    assert [file.activity for file in told.of(SentState.KEPT)] == ["A01"]
    drafts = {draft.path.name: draft for draft in (told.mail.drafts if told.mail else ())}
    # The first draft has a file that the new one lacks, and may not have been sent yet.
    assert [unit.activity for unit in drafts["Uppföljning Karin Ek (2).eml"].person.units] == ["A03"]
    assert attached(draft(workbook, "Uppföljning Karin Ek.eml")) == [first.name]
    assert told.mail is not None
    assert told.mail.left == ("Uppföljning Karin Ek.eml",)


def test_drafts_are_made_anew_but_none_that_holds_more_is_written_over(workbook: Path) -> None:
    sent(workbook)
    again = sent(workbook, given=GivenTerms("2026-12-20"))
    assert len(list((workbook.parent / "mejl").iterdir())) == 2
    assert "20\u00a0december" in text_of(draft(workbook, "Uppföljning Karin Ek.eml"))
    assert again.mail is not None
    assert again.mail.left == ()
    sent(workbook, "A03")
    assert attached(draft(workbook, "Uppföljning Karin Ek.eml")) == ["A01 Aktivitet 1.xlsx", "A03 Aktivitet 3.xlsx"]
    assert attached(draft(workbook, "Uppföljning Karin Ek (2).eml")) == ["A03 Aktivitet 3.xlsx"]


@pytest.mark.parametrize("added", [b"En rad till.\r\n", b" "])
def test_a_draft_that_somebody_has_changed_is_kept(workbook: Path, added: bytes) -> None:
    """The new one is put beside it, in reminders as well; what only lay there is told to be written anew."""
    reminders = workbook.with_name("pam")

    def written(*, dry_run: bool = False) -> tuple[Drafted, ...]:
        mail = sent(workbook, dry_run=dry_run).mail
        assert mail
        return mail, remind(workbook, [workbook.with_name("ut")], reminders, today=TODAY, dry_run=dry_run)

    for first in written():
        assert first.replaced == ()
    paths = [first.drafts[0].path for first in written()]
    for path in paths:
        path.write_bytes(path.read_bytes() + added)
    edited = [path.read_bytes() for path in paths]
    foreseen, done = written(dry_run=True), written()
    for told, made, path in zip(foreseen, done, paths, strict=True):
        assert told.drafts == made.drafts
        assert made.drafts[0].path.name == f"{path.stem} (2).eml"
        assert path.name in told.left
        assert [draft.path for draft in told.replaced] == [draft.path for draft in told.drafts[1:]]
    assert [path.read_bytes() for path in paths] == edited
    assert {draft.path for draft in written()[1].replaced} == {draft.path for draft in done[1].drafts}


def test_files_that_lie_there_are_told_to_be_written_anew(workbook: Path) -> None:
    sent(workbook, "A02")
    for dry_run in (True, False):
        assert [path.name[:3] for path in sent(workbook, dry_run=dry_run).replaced] == ["A02"]
    folders = (workbook.with_name("ut"), "--mail", workbook.with_name("mejl"))
    told = " ".join(rus_sheets("split", workbook, *folders, "--dry-run").out.split())
    assert "4 av dem ligger redan där utan svar, och skrivs på nytt." in told
    assert "2 av dem ligger redan där, oförändrade, och skrivs på nytt." in told
    files = json.loads(rus_sheets("split", workbook, *folders, "--format", "json").out)
    assert all(file["replaces"] for file in files["files"])
    assert files["replaced"] == files["drafts"]


def test_the_command_says_what_was_done(workbook: Path) -> None:
    words = ("split", workbook, workbook.with_name("ut"), "--mail", workbook.with_name("mejl"))
    shown = rus_sheets(*words, "--dry-run", "--last-day", "2099-12-15")
    assert "Skulle skriva 2 mejlutkast" in " ".join(shown.out.split())
    assert not workbook.with_name("mejl").exists()
    told = json.loads(rus_sheets(*words, "--last-day", "2099-12-15", "--contact", "Bo", "--format", "json").out)
    assert (told["last_day"], told["contact"], told["unreachable"]) == ("2099-12-15", "Bo", ["A04"])
    assert [Path(path).name for path in told["without_recipient"]] == ["Uppföljning Bo Al.eml"]
    assert {Path(path).name for path in told["drafts"]} == {path.name for path in workbook.with_name("mejl").iterdir()}
    said = " ".join(rus_sheets(*words, "--only", "A02", "--last-day", "2099-12-15").out.split())
    assert "1 mejlutkast i" in said
    assert "Inget är skickat." in said
    assert "Utan mottagare: Uppföljning Bo Al.eml. E-postadressen saknas." in said
    assert "1 annat utkast ligger redan i mappen: Uppföljning Karin Ek.eml." in said
    wrong = rus_sheets("split", workbook, workbook.with_name("ut"), "--remember")
    assert (wrong.code, "--mail" in wrong.err) == (2, True)


def test_the_forms_tell_what_is_given_without_a_mail_too(tmp_path: Path) -> None:
    workbook = workbook_of(tmp_path)
    words = ("split", workbook, tmp_path / "ut", "--contact", "Bo Al, bo@example.org")
    done = rus_sheets(*words, "--last-day", "2099-12-15", "--remember", "--format", "json")
    told = json.loads(done.out)
    assert (done.code, told["last_day"], told["contact"]) == (0, "2099-12-15", "Bo Al, bo@example.org")
    assert (told["drafts"], told["notes"], told["remembered"]) == ([], [], [LAST_DAY, CONTACT])
    front = openpyxl.load_workbook(tmp_path / "ut" / "A01 Aktivitet 1.xlsx").worksheets[0]
    said = {row[0].value: row[1].value for row in front.iter_rows()}
    assert (said[LAST_DAY], said[CONTACT]) == ("15\u00a0december\u00a02099", "Bo Al, bo@example.org")
    late = rus_sheets(*words, "--last-day", "2020-12-15")
    assert (late.code, "har redan varit. Ange en senare dag." in " ".join(late.out.split())) == (1, True)
    wrong = rus_sheets(*words, "--last-day", "snart")
    assert (wrong.code, "är inget datum" in wrong.err) == (2, True)


def test_a_folder_for_drafts_that_cant_be_is_told_before_anything_is_written(workbook: Path) -> None:
    taken = workbook.with_name("mejl")
    taken.write_text("en fil")
    ran = rus_sheets("split", workbook, workbook.with_name("ut"), "--mail", taken)
    assert (ran.code, "Mappen kan inte skapas" in " ".join(ran.err.split())) == (3, True)
    assert not workbook.with_name("ut").exists()


def test_reminders_have_a_dry_run_too(workbook: Path) -> None:
    sent(workbook)
    words = ("status", workbook, workbook.with_name("ut"), "--remind", workbook.with_name("pam"))
    shown = rus_sheets(*words, "--dry-run", "--format", "json")
    assert not workbook.with_name("pam").exists()
    done = rus_sheets(*words, "--format", "json")
    assert json.loads(shown.out)["drafts"] == json.loads(done.out)["drafts"] != []
    assert rus_sheets("status", workbook, workbook.with_name("ut"), "--dry-run").code == 2


def test_a_workbook_from_before_the_settings_were_declared_goes_on_working() -> None:
    book = open_book(folder("examples") / "2022" / "verksamhet-2022.xlsx")
    settings = book["settings"]
    rows = tuple(row for row in settings.rows if row.id not in (LAST_DAY, CONTACT))
    assert len(rows) == len(settings.rows) - 2
    force_setattr(settings, "rows", rows)
    assert "RS013" not in {finding.code for finding in run_checks(book).findings}


def test_another_declaration_sends_with_its_own_words(tmp_path: Path) -> None:
    workbook = folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx"
    mailing = Mailing(tmp_path / "mejl", GivenTerms("2027-01-20"))
    told = send_out(workbook, tmp_path / "ut", today=TODAY, mailing=mailing)
    assert told.mail is not None
    assert len(told.mail.drafts) == len(told.files) == 21
    assert all(path.name.startswith("Redovisning ") for path in (tmp_path / "mejl").iterdir())


def test_a_page_of_peoples_own_beside_the_workbook_goes_with_the_mails(workbook: Path) -> None:
    own = workbook.with_name("till-ansvariga.docx")
    own.write_bytes(b"Vi gjorde en egen.")
    sent(workbook)
    *_, page = draft(workbook, "Uppföljning Karin Ek.eml").iter_attachments()
    assert page.get_content() == own.read_bytes()


OWN = {"key": "mejl-uppfoljning", "document": "Mejl", "heading": "Hur gick {år}?",
       "text": "Hej {ansvarig}!\n\n{aktiviteter}\n\nSenast {sista dag}"}  # fmt: skip


def test_the_mail_says_what_people_have_written_in_the_workbook(tmp_path: Path) -> None:
    workbook = workbook_of(tmp_path, (LAST_DAY, dt.date(2026, 12, 15)), texts=(OWN,))
    told = sent(workbook)
    message = draft(workbook, "Uppföljning Karin Ek.eml")
    assert message["Subject"] == "Hur gick 2026?"
    assert text_of(message) == (
        "Hej Karin Ek!\n\n  A01 Aktivitet 1\n  A03 Aktivitet 3\n\nSenast 15\u00a0december\u00a02026\n"
    )
    assert told.mail is not None
    assert told.mail.terms.notes == ()  # the text doesn't ask whom to ask
    blank = workbook_of(tmp_path, texts=({**OWN, "heading": "", "text": ""},))
    sent(blank)
    assert "Nu är det dags att följa upp 2026." in text_of(draft(blank, "Uppföljning Karin Ek.eml"))


@pytest.mark.parametrize("text", ["Hej {namn}!", "Hej {ansvarig", "Hej }", "{år:>9}", "{år!r}", "{}"])
def test_a_text_that_cant_be_filled_in_is_told_by_its_cell_before_anything_is_written(
    tmp_path: Path, text: str
) -> None:
    ran = rus_sheets("split", workbook_of(tmp_path, texts=({**OWN, "text": text},)), tmp_path / "ut",
                     "--mail", tmp_path / "mejl")  # fmt: skip
    assert ran.code == 3
    assert lettered("Texter!{Texter[Text]}2") in ran.err
    assert "{aktiviteter}" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bok.xlsx"]


def test_a_line_goes_with_what_it_lacks() -> None:
    names = {"sista dag": "", "kontakt": "Bo", "ansvarig": ""}
    assert filled_in("Hej {ansvarig}!\n\nSenast {sista dag}\n\nFråga {kontakt}", names) == "Hej !\n\nFråga Bo\n"


def test_what_is_remembered_stands_among_the_settings(tmp_path: Path) -> None:
    workbook = workbook_of(tmp_path)
    before = workbook.read_bytes()
    mailing = Mailing(tmp_path / "mejl", GivenTerms("2026-12-20", "Bo Al"), remember=True)
    told = send_out(workbook, tmp_path / "ut", today=TODAY, mailing=mailing, dry_run=True)
    assert (told.kept_terms and told.kept_terms.settings, workbook.read_bytes()) == ((LAST_DAY, CONTACT), before)
    done = send_out(workbook, tmp_path / "ut", today=TODAY, mailing=mailing)
    assert done.kept_terms
    assert done.kept_terms.backup
    assert done.kept_terms.backup.read_bytes() == before
    settings = open_book(workbook).settings
    assert (settings["last_day"].value, settings["contact"].value) == (dt.date(2026, 12, 20), "Bo Al")
    terms = remind(workbook, [tmp_path / "ut"], tmp_path / "p", today=TODAY).terms
    assert (terms.last_day, terms.contact) == (dt.date(2026, 12, 20), "Bo Al")
    after = workbook.read_bytes()
    emptied = Mailing(tmp_path / "mejl", GivenTerms("", "Bo Al"), remember=True)
    again = send_out(workbook, tmp_path / "ut", today=TODAY, mailing=emptied)
    assert (again.kept_terms and again.kept_terms.settings, workbook.read_bytes()) == ((), after)


def test_what_cannot_be_remembered_is_told_and_the_files_are_made(workbook: Path) -> None:
    workbook.with_name(f"~${workbook.name}").write_bytes(b"\x04Anna Ek")  # open in Excel
    ran = rus_sheets(
        "split", workbook, workbook.with_name("ut"), "--mail", workbook.with_name("mejl"), "--last-day", "2027-01-10",
        "--remember",
    )  # fmt: skip
    told = " ".join(ran.out.split())
    assert ran.code == 1
    assert "Klart: 4 uppföljningsfiler" in told
    assert "Sista svarsdag är inte skrivet i arbetsboken, så påminnelserna vet det inte." in told
    assert "öppen" in told
    assert "10\u00a0januari\u00a02027" in text_of(draft(workbook, "Uppföljning Karin Ek.eml"))


def test_a_file_that_gives_way_is_kept_unless_it_is_the_very_same(workbook: Path) -> None:
    (first, *_), target = sent(workbook).files, workbook.with_name("ut")
    assert sent(workbook).earlier == []
    noted = first.path.read_bytes() + b" "
    first.path.write_bytes(noted)
    told = sent(workbook, dry_run=True)
    assert (len(told.replaced), first.path.read_bytes()) == (4, noted)
    (copy,) = sent(workbook).earlier
    assert (copy.parent, copy.read_bytes()) == (target / "säkerhetskopior", noted)
    assert rus_sheets("undo", first.path).code == 0
    assert first.path.read_bytes() == noted


def test_what_is_picked_is_told_of_alone(workbook: Path) -> None:
    mailing = Mailing(workbook.with_name("mejl"), GivenTerms())
    every, picked = foresee_sending(workbook, workbook.with_name("ut"), picked={"A02"}, today=TODAY, mailing=mailing)
    assert [file.activity for file in every] == ["A01", "A02", "A03", "A04"]
    assert [file.activity for file in picked.files] == ["A02"]
    assert picked.mail
    assert [draft.person.name for draft in picked.mail.drafts] == ["Bo Al"]
