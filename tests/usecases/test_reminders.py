"""Mail drafts reach everybody: a person each, several recipients, and what can't be sent is told."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rus_sheets.book.raw import ref_of
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.followup.terms import GivenTerms
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases import reminders
from rus_sheets.usecases.create import workbook_bytes
from rus_sheets.usecases.mails.drafts import Drafted
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.reminders import remind
from rus_sheets.usecases.split import split
from rus_sheets.usecases.status import Seen, look
from tests.cli.run import rus_sheets
from tests.usecases.inbox import NOW, answered, mail, sent_forms, zipped

TODAY = dt.date(2026, 11, 23)
COMPLETE = {"Status": "Har ej skett", "Kort_utfall": "Nej", "Utfall": "Nej.", "Dagar_utfall": 0}
Owner = tuple[str | None, str | None]


def workbook_of(folder: Path, *owners: Owner) -> Path:
    """A workbook with an activity for each owner: name and e-mail address."""
    rows = {
        "settings": [{"key": "År", "value": 2026}],
        "areas": [{"id": "O1", "name": "Område"}],
        "groups": [{"id": "G1", "area": "O1", "name": "Grupp"}],
        "plan": [{"id": f"A{number:02}", "group": "G1", "name": f"Aktivitet {number}", "owner": name, "email": address}
                 for number, (name, address) in enumerate(owners, 1)],
        "outcomes": [{"id": f"A{number:02}"} for number in range(1, len(owners) + 1)],
    }  # fmt: skip
    path = folder / "bok.xlsx"
    path.write_bytes(workbook_bytes(load_declaration(declaration_path("verksamhet")), rows))  # type: ignore[arg-type]
    return path


def reminded(folder: Path, *owners: Owner) -> tuple[Drafted, list[EmailMessage]]:
    told = remind(workbook_of(folder, *owners), [folder / "in"], folder / "mejl", today=TODAY)
    messages = []
    for path in sorted((folder / "mejl").glob("*")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        messages.append(message)
    assert len(messages) == len(told.drafts)
    return told, messages


def to(message: EmailMessage) -> list[str]:
    return [each.addr_spec for each in message["To"].addresses] if message["To"] else []


def attached(message: EmailMessage) -> list[str]:
    return [str(part.get_filename())[:3] for part in message.iter_attachments()]


def test_two_of_the_same_name_are_two_people(tmp_path: Path) -> None:
    told, messages = reminded(tmp_path, ("Karin Ek", "k1@example.org"), ("Karin Ek", "k2@example.org"))
    assert sorted(to(each)[0] for each in messages) == ["k1@example.org", "k2@example.org"]
    assert len({each.path.name.casefold() for each in told.drafts}) == 2


def test_nobodys_names_are_as_many_people_as_their_addresses(tmp_path: Path) -> None:
    _, messages = reminded(tmp_path, (None, "a@example.org"), (None, "b@example.org"), (None, "a@example.org"))
    assert sorted((to(each)[0], attached(each)) for each in messages) == [
        ("a@example.org", ["A01", "A03"]), ("b@example.org", ["A02"])
    ]  # fmt: skip


def test_one_person_has_one_mail_however_the_name_is_written(tmp_path: Path) -> None:
    _, messages = reminded(tmp_path, ("Karin Ek", "k@example.org"), ("karin ek", "K@example.org"), ("Karin Ek", None))
    assert [attached(each) for each in messages] == [["A01", "A02", "A03"]]


SEVERAL = (
    "a@example.org; b@example.org", "a@example.org, b@example.org", "a@example.org / mailto:b@example.org",
    "A <a@example.org>; Ek, Bo <b@example.org>",
)  # fmt: skip


@pytest.mark.parametrize("typed", SEVERAL)
def test_several_addresses_are_several_recipients(tmp_path: Path, typed: str) -> None:
    told, messages = reminded(tmp_path, ("Karin", typed))
    assert to(messages[0]) == ["a@example.org", "b@example.org"]
    assert not told.wants_a_person


@pytest.mark.parametrize("typed", ["anna", "anna(at)example.org", "å@example.org", "a@b"])
def test_what_is_no_address_is_a_draft_without_recipient_that_says_so(tmp_path: Path, typed: str) -> None:
    workbook = workbook_of(tmp_path, ("Anna", typed), ("Bo", "b@example.org"))
    ran = rus_sheets("status", workbook, tmp_path, "--remind", tmp_path / "mejl")
    assert (ran.code, ran.err) == (1, "")
    assert "2 mejlutkast" in ran.out
    assert f"Utan mottagare: Påminnelse Anna.eml. ”{typed}” är ingen e-postadress." in " ".join(ran.out.split())
    found = json.loads(rus_sheets("validate", workbook, "--format", "json").out)["findings"]
    assert "RS115" in {each["code"] for each in found}


def test_who_has_neither_name_nor_address_is_told(tmp_path: Path) -> None:
    told, messages = reminded(tmp_path, (None, None), ("Bo", "b@example.org"))
    assert [unit.activity for unit in told.unreachable] == ["A01"]
    assert len(messages) == 1
    ran = rus_sheets("status", tmp_path / "bok.xlsx", tmp_path, "--remind", tmp_path / "mejl")
    assert "ansvarig och e-post saknas: A01" in " ".join(ran.out.split())


def test_line_breaks_and_unseen_characters_cant_break_a_header(tmp_path: Path) -> None:
    _, messages = reminded(tmp_path, ("Karin\nBcc: ond@example.org\u202e", "k@example.org"))
    assert to(messages[0]) == ["k@example.org"]
    assert messages[0]["Bcc"] is None
    assert "\n" not in str(messages[0]["To"])


def test_one_that_cant_be_made_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reminders._content

    def content(seen: Seen, today: dt.date, given: GivenTerms, activity: str, source: str) -> bytes:
        if activity == "A01":
            raise ZeroDivisionError
        return real(seen, today, given, activity, source)

    monkeypatch.setattr(reminders, "_content", content)
    told, messages = reminded(tmp_path, ("Anna", "a@example.org"), ("Bo", "b@example.org"))
    assert [to(each) for each in messages] == [["b@example.org"]]
    assert [who for who, _ in told.failed] == ["Anna"]


def test_a_half_filled_file_in_a_mail_is_sent_again(tmp_path: Path) -> None:
    (tmp_path / "k").mkdir()
    workbook = sent_forms(tmp_path / "k")
    data = answered(workbook, "A02", tmp_path / "x.xlsx", Kort_utfall="Halvvägs").read_bytes()
    where = workbook.parent / "in"
    (where / "svar.eml").write_bytes(mail({"svar.zip": zipped({"A02 x.xlsx": data})}).as_bytes())
    told = remind(workbook, [where], tmp_path / "mejl", today=TODAY)
    assert [unit.activity for unit in told.unreachable] == ["A01", "A02", "A03"]  # nobody stands in that plan
    seen = reminders.look(workbook, [where], TODAY)
    assert seen.candidates[reminders._source(seen, "A02")].content() == data


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (COMPLETE, None),
        (COMPLETE | {"Dagar_utfall": "ca 12", "Inlämnad": "snart"}, None),  # for whoever reads it in
        (COMPLETE | {"Dagar_utfall": "ett antal"}, "Går inte att läsa: Dagar utfall (”ett antal”)."),
        ({"Status": "Har ej skett", "Kort_utfall": "Nej"}, "Saknas: Utfall, Dagar utfall."),
        ({"Status": "Har ej skett", "Inlämnad": "snart"},
         "Saknas: Kort utfall, Utfall, Dagar utfall. Går inte att läsa: Inlämnad (”snart”)."),
        ({"Status": "Har ej skett", "Dagar_utfall": "ca 12"},
         "Saknas: Kort utfall, Utfall. Går inte att läsa säkert: Dagar utfall (”ca 12”)."),
        ({"Dagar_utfall": "ca 12", "Inlämnad": "snart"},
         ("Saknas: Status, Kort utfall, Utfall. Går inte att läsa: Inlämnad (”snart”). "
          "Går inte att läsa säkert: Dagar utfall (”ca 12”).")),
        ({}, ""),
    ],
)  # fmt: skip
def test_who_is_reminded_and_of_what(tmp_path: Path, answer: dict[str, object], said: str | None) -> None:
    workbook = workbook_of(tmp_path, ("Anna", "a@example.org"), ("Bo", "b@example.org"))
    split(workbook, tmp_path / "ut", today=TODAY)
    answered(workbook, "A01", tmp_path / "in" / "svar.xlsx", **answer)
    told = remind(workbook, [tmp_path / "in"], tmp_path / "mejl", today=TODAY)
    drafts = {draft.path.name: email.message_from_bytes(draft.path.read_bytes(), policy=email.policy.default)
              for draft in told.drafts}  # fmt: skip
    assert sorted(drafts) == ["Påminnelse Anna.eml", "Påminnelse Bo.eml"][said is None :]
    if said is not None:
        body = drafts["Påminnelse Anna.eml"].get_body()
        assert body is not None
        listed = [line.strip() for line in body.get_content().splitlines() if line.startswith("  ")]
        assert listed == ["A01 Aktivitet 1", *([said] if said else [])]


EXPENSE = {"Post-ID": "P1", "Text": "Hotell"}


@pytest.mark.parametrize("amount", [None, 1200])
@pytest.mark.parametrize("read_in", [True, False])
def test_an_expense_without_its_amount_is_lacking(tmp_path: Path, amount: int | None, read_in: bool) -> None:
    """In a file that has come in, and when it has been read in and laid away."""
    workbook = sent_forms(tmp_path)
    file = answered(workbook, "A02", tmp_path / "in" / "svar.xlsx", **COMPLETE)
    sheet = next(sheet for sheet in read_workbook(file).sheets if sheet.name == "Händelser och utgifter")
    table = next(table for table in sheet.tables if "Belopp" in table.columns)
    row = {"Belopp": amount, **EXPENSE}
    cells = {ref_of(table.first_row + 1, table.first_column + table.columns.index(header)): value
             for header, value in row.items() if value}  # fmt: skip
    patch_cells(file, file, {sheet.name: cells})
    if read_in:
        merge(workbook, [file], now=NOW)
        file.unlink()
    told = remind(workbook, [tmp_path / "in"], tmp_path / "mejl", today=TODAY)
    assert ("A02" in {unit.activity for unit in told.units}) == (amount is None)
    (unit,) = (unit for unit in look(workbook, [tmp_path / "in"], TODAY).board.units if unit.activity == "A02")
    assert [(row.row, row.columns) for row in unit.unfinished] == [("A02-U01", ("Belopp",))][: amount is None]


NAMES = st.sampled_from([None, "Karin", "karin", "KARIN ", "Ek, Anna", 'A "x" <y>', "Con", "a/b", "a\nb", "å" * 120])
MAILS = st.sampled_from([None, "a@example.org", "A@example.org", "b@example.org; c@example.org", "B <b@example.org>",
                         "anna", "anna; a@example.org", "<>", '"', "a@exämple.org"])  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, MAILS), min_size=1, max_size=5))
def test_every_activity_is_in_a_draft_or_told(
    tmp_path_factory: pytest.TempPathFactory, owners: list[tuple[str | None, str | None]]
) -> None:
    told, messages = reminded(tmp_path_factory.mktemp("p"), *owners)
    units = [unit for each in messages for unit in attached(each)] + [each.activity for each in told.unreachable]
    assert sorted(units) == [f"A{number:02}" for number in range(1, len(owners) + 1)]
    assert not told.failed
