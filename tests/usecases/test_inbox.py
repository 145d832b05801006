"""Nothing in the inbox is passed over in silence: mails, zip files, what isn't read, what is no answer."""

from __future__ import annotations

import base64
import json
import shutil
import tracemalloc
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from rus_sheets.answers.decisions import FileState
from rus_sheets.answers.returned import RefusedFile, Returned
from rus_sheets.book.raw import ref_of
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import folder
from rus_sheets.usecases.inbox.collecting import Candidate, collect
from rus_sheets.usecases.inbox.mail import address_of, read_mail
from rus_sheets.usecases.inbox.reading import read_candidates
from rus_sheets.usecases.merging import Merged, merge
from rus_sheets.usecases.opened.opening import open_book
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets
from tests.merge.world import declaration
from tests.usecases.inbox import NOW, answered, form_of, mail, merged, outlook, put, zipped

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")


def states(done: Merged) -> dict[str, str]:
    return {each.path: each.state.value for each in done.decisions.files}


def short(workbook: Path, unit: str) -> object:
    return open_book(workbook)["outcomes"].by_id[unit]["short"]


def log(workbook: Path, key: str) -> list[str]:
    return [row.text(key) for row in open_book(workbook)["log"].rows]


def answer(workbook: Path, unit: str = "A02", who: str | None = None, text: str = "Svar") -> bytes:
    path = answered(workbook, unit, workbook.parent / f"{unit} svar.xlsx", who, Kort_utfall=text)
    data = path.read_bytes()
    path.unlink()
    return data


# ------------------------------------------------------------------ mails


WAYS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "svar.eml": lambda files: mail(files).as_bytes(),
    "svar.msg": lambda files: outlook(mail(files)),
    "vidare.eml": lambda files: forwarded(mail(files)).as_bytes(),
    "vidare.msg": lambda files: outlook(forwarded(mail(files))),
    "packat.eml": lambda files: mail({"svar.zip": zipped(files)}).as_bytes(),
    "mejlen.zip": lambda files: zipped({"ett.eml": mail(files).as_bytes()}),
    "utlook.zip": lambda files: zipped({"ett.msg": outlook(mail(files))}),
}


def forwarded(inner: EmailMessage) -> EmailMessage:
    outer = mail({}, "Registrator <registrator@example.org>", "Se bifogat.")
    outer.add_attachment(inner)
    return outer


@pytest.mark.parametrize("name", WAYS)
def test_attachments_are_read_and_the_sender_is_kept(workbook: Path, name: str) -> None:
    put(workbook, name, WAYS[name]({"A02 å.xlsx": answer(workbook)}))
    done = merged(workbook)
    assert short(workbook, "A02") == "Svar"
    assert log(workbook, "sender") == ["Anna Ek <anna@example.org>"]
    assert log(workbook, "who") == ["anna@example.org"]
    assert next(path for path, state in states(done).items() if state == "merged").endswith("/A02 å.xlsx")


@pytest.mark.parametrize("name", ["svar.eml", "svar.msg"])
def test_who_the_file_names_is_the_same_owner_by_mail_and_by_hand(workbook: Path, name: str) -> None:
    data = answer(workbook, who="Karin")
    put(workbook, name, WAYS[name]({"A02 x.xlsx": data}))
    merged(workbook)
    before = workbook.read_bytes()
    put(workbook, "A02 annat namn.xlsx", data)
    again = merged(workbook)
    assert log(workbook, "who") == ["Karin"]
    assert (again.backup, workbook.read_bytes()) == (None, before)


@pytest.mark.parametrize(
    ("header", "sender", "address"),
    [
        ("Anna Ek <anna@example.org>", "Anna Ek <anna@example.org>", "anna@example.org"),
        ('"Ek, Anna" <anna@example.org>', "Ek, Anna <anna@example.org>", "anna@example.org"),
        ("Ek, Anna <anna@example.org>", "Ek, Anna <anna@example.org>", "anna@example.org"),
        ("=?utf-8?q?=C3=96berg=2C_Anna?=\r\n <anna@example.org>", "Öberg, Anna <anna@example.org>", "anna@example.org"),
        ("Anna, =?utf-8?q?L=C3=A4nsstyrelsen?= <anna@example.org>", "Anna, Länsstyrelsen <anna@example.org>",
         "anna@example.org"),
        ("=?utf-8?q?bo=40x=2Ese_=3Cbo=40x=2Ese=3E?= <anna@example.org>", "bo@x.se <bo@x.se> <anna@example.org>",
         "anna@example.org"),
        ("Åsa Öberg <asa@example.org>", "Åsa Öberg <asa@example.org>", "asa@example.org"),
        ("anna@example.org", "anna@example.org", "anna@example.org"),
        ("<anna@example.org>", "anna@example.org", "anna@example.org"),
        ("Anna Ek", "Anna Ek", "Anna Ek"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_sender_is_known_by_the_address_however_the_name_is_written(header: str, sender: str, address: str) -> None:
    for charset in ("utf-8", "cp1252"):
        read = read_mail(f"From: {header}\r\nSubject: Svår\r\n\r\nHej\r\n".encode(charset))
        assert (read.sender, address_of(read.sender), read.subject) == (sender, address, "Svår")


@pytest.mark.parametrize("way", [lambda message: message.as_bytes(), outlook], ids=["eml", "msg"])
def test_a_mail_without_a_form_is_told_with_its_first_words(
    workbook: Path, way: Callable[[EmailMessage], bytes]
) -> None:
    name = "utan.msg" if way is outlook else "utan.eml"
    put(workbook, name, way(mail({}, text="Hej, A02 blev klar i tid, 12 dagar.")))
    put(workbook, "A01.xlsx", answer(workbook, "A01"))
    done = merged(workbook)
    told = next(each for each in done.decisions.files if each.path == name)
    assert told.state is FileState.REFUSED
    assert "Hej, A02 blev klar i tid, 12 dagar." in told.message
    assert done.decisions.wants_a_person


def test_the_words_beside_a_form_are_told(workbook: Path) -> None:
    put(workbook, "svar.eml", mail({"A02 x.xlsx": answer(workbook)}, text="Dagarna i planen är fel.").as_bytes())
    (note,) = merged(workbook).decisions.files[0].notes
    assert (note.place, note.text) == ("Anna Ek <anna@example.org>", "I mejlet står: ”Dagarna i planen är fel.”")


@pytest.mark.parametrize("way", [lambda message: message.as_bytes(), outlook], ids=["eml", "msg"])
def test_an_untouched_form_may_come_with_an_answer_in_words(
    workbook: Path, way: Callable[[EmailMessage], bytes]
) -> None:
    untouched = form_of(workbook, "A02").read_bytes()
    name = "svar.msg" if way is outlook else "svar.eml"
    put(workbook, name, way(mail({"A02 x.xlsx": untouched}, text="Allt blev klart.")))
    done = merged(workbook)
    assert states(done) == {name: "refused", f"{name}/A02 x.xlsx": "unchanged"}
    assert "Allt blev klart." in next(each.message for each in done.decisions.files if each.path == name)


def test_a_pdf_of_our_own_document_is_that_document(workbook: Path) -> None:
    example = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", workbook.parent / "bok.xlsx"))
    assert rus_sheets("plan", example, "-o", workbook.parent / "in" / "plan.docx").code == 0
    put(workbook, "plan.pdf", b"%PDF-")
    put(workbook, "annat.pdf", b"%PDF-")
    assert states(merged(workbook)) == {"annat.pdf": "refused", "plan.docx": "other", "plan.pdf": "other"}


def test_an_html_mail_has_first_words_too(workbook: Path) -> None:
    message = mail({})
    message.clear_content()
    message.set_content("<style>p {x: y}</style><p>Allt &auml;r <b>klart</b></p>", subtype="html")
    put(workbook, "h.eml", message.as_bytes())
    assert "”Allt är klart”" in merged(workbook).decisions.files[0].message


def test_pictures_in_the_text_are_not_told_one_by_one(workbook: Path) -> None:
    message = mail({"A02 x.xlsx": answer(workbook)})
    message.add_attachment(PNG, "image", "png", filename="logo.png", disposition="inline", cid="<logo>")
    put(workbook, "svar.eml", message.as_bytes())
    done = merged(workbook)
    assert list(states(done).values()) == ["merged"]
    assert "Det har 1 bild i texten. Bilder läses inte." in " ".join(map(str, done.decisions.files[0].notes))


def test_an_attached_picture_may_be_an_answer(workbook: Path) -> None:
    message = mail({"A02 x.xlsx": answer(workbook)})
    message.add_attachment(PNG, "image", "png", filename="skärmbild.png")
    put(workbook, "svar.eml", message.as_bytes())
    assert states(merged(workbook)) == {"svar.eml/A02 x.xlsx": "merged", "svar.eml/skärmbild.png": "refused"}


def test_our_own_drafts_are_no_answers(workbook: Path) -> None:
    draft = mail({"A02 x.xlsx": answer(workbook)})
    del draft["Date"]
    draft["X-Unsent"] = "1"
    put(workbook, "Påminnelse.eml", draft.as_bytes())
    put(workbook, "A01.xlsx", answer(workbook, "A01"))
    assert states(merged(workbook)) == {"A01.xlsx": "merged"}


DAMAGED = {
    "tom.eml": b"",
    "skräp.eml": bytes(range(256)) * 20,
    "tom.msg": b"",
    "halv.msg": outlook(mail({"a.pdf": b"x" * 5000}))[:3000],
    "rubrik.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "skadad.zip": b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_one_is_refused_and_the_others_go_in(workbook: Path, name: str) -> None:
    put(workbook, name, DAMAGED[name])
    put(workbook, "A01.xlsx", answer(workbook, "A01"))
    done = merged(workbook)
    assert states(done) == {"A01.xlsx": "merged", name: "refused"}


def test_outlook_files_damaged_anywhere_refuse_themselves_only(workbook: Path) -> None:
    good = outlook(mail({"A02 x.xlsx": answer(workbook)}))
    for place in range(0, len(good), len(good) // 60):
        put(workbook, f"{place}.msg", good[:place] + bytes([good[place] ^ 255]) + good[place + 1 :])
    put(workbook, "A01.xlsx", answer(workbook, "A01"))
    done = merged(workbook)
    assert states(done)["A01.xlsx"] == "merged"
    assert {name.partition("/")[0] for name in states(done)} == {each.name for each in workbook.parent.glob("in/*")}


def test_too_many_within_each_other_are_told(workbook: Path) -> None:
    data = zipped({"A02 x.xlsx": answer(workbook)})
    for _ in range(8):
        data = zipped({"i.zip": data})
    put(workbook, "ut.zip", data)
    assert list(states(merged(workbook)).values()) == ["refused"]


# ------------------------------------------------------------------ what isn't read


UNREAD = (
    "svar.pdf", "svar.docx", "svar.doc", "svar.rtf", "svar.odt", "bild.PNG", "bild.jpg", "bild.heic", "svar.txt",
    "svar.xls", "svar.xlsb", "svar.ods", "svar.csv", "svar.7z", "svar.rar", "länk.url", "winmail.dat", "utan ändelse",
    "svar.html", "okänt.abc",
)  # fmt: skip
NEVER = ("Thumbs.db", "desktop.ini", ".DS_Store", "~$A02.xlsx", ".~lock.A02.xlsx#", "__MACOSX/._A02.xlsx",
         "säkerhetskopior/A02.xlsx", "möte.ics", "visitkort.vcf")  # fmt: skip


@pytest.mark.parametrize("place", ["folder", "zip", "mail"])
def test_what_may_hold_an_answer_is_named_and_what_surely_holds_none_is_not(workbook: Path, place: str) -> None:
    files = dict.fromkeys((*UNREAD, *NEVER), b"x") | {"A02 x.xlsx": answer(workbook)}
    if place == "folder":
        for name, data in files.items():
            put(workbook, name, data)
        lead = ""
    else:
        lead = "post.zip/" if place == "zip" else "post.eml/"
        put(workbook, lead[:-1], zipped(files) if place == "zip" else mail(files).as_bytes())
    done = merged(workbook)
    wanted = {f"{lead}{name}": "refused" for name in UNREAD} | {f"{lead}A02 x.xlsx": "merged"}
    if place == "mail":  # mails have no folders: their files are told by name
        wanted |= {"post.eml/A02.xlsx": "refused"}
    assert states(done) == wanted
    assert all(each.message.count(".") > 1 for each in done.decisions.files if each.state is FileState.REFUSED)
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    assert ran.code == 1


def test_our_own_documents_and_conflict_workbooks_are_told_as_what_they_are(workbook: Path) -> None:
    example = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", workbook.parent / "bok.xlsx"))
    where = workbook.parent / "in"
    assert rus_sheets("plan", example, "-o", where / "plan.docx").code == 0
    changed = answer(workbook)
    cell = open_book(workbook)["outcomes"].by_id["A02"].cell("short")
    patch_cells(workbook, workbook, {cell.sheet: {cell.ref: "Annat"}})
    put(workbook, "A02.xlsx", changed)
    merge(workbook, [where], now=NOW, conflicts=where / "konflikter.xlsx")
    put(workbook, "A01.xlsx", answer(workbook, "A01"))
    done = merged(workbook)
    told = {each.path: each for each in done.decisions.files}
    assert told["plan.docx"].state is told["konflikter.xlsx"].state is FileState.OTHER
    assert "--decisions" in told["konflikter.xlsx"].message


def test_the_page_that_went_with_the_mails_comes_back_as_what_it_is(workbook: Path) -> None:
    page = (folder("reports") / "till-ansvariga.docx").read_bytes()
    put(workbook, "svar.eml", mail({"A02.xlsx": answer(workbook), "till-ansvariga.docx": page}).as_bytes())
    workbook.with_name("till-ansvariga.docx").write_bytes(b"egen")
    put(workbook, "egen.docx", b"egen")
    assert states(merged(workbook)) == {
        "egen.docx": "other", "svar.eml/A02.xlsx": "merged", "svar.eml/till-ansvariga.docx": "other"
    }  # fmt: skip


def test_the_workbook_and_its_copies_are_told_of(workbook: Path) -> None:
    put(workbook, "kopia.xlsx", workbook.read_bytes())
    put(workbook, "ändrad.xlsx", workbook.read_bytes())
    patch_cells(
        workbook.parent / "in" / "ändrad.xlsx",
        workbook.parent / "in" / "ändrad.xlsx",
        {"Plan": {lettered("{Plan[Aktivitet]}2"): "Ny"}},
    )
    put(workbook, "A01.xlsx", answer(workbook, "A01"))
    done = merged(workbook)
    assert states(done) == {"A01.xlsx": "merged", "kopia.xlsx": "other", "ändrad.xlsx": "refused"}
    assert all("arbetsboken" in each.message for each in done.decisions.files if each.path != "A01.xlsx")
    assert rus_sheets("merge", workbook, workbook).code == 3


# ------------------------------------------------------------------ untouched, and nothing new


def test_a_folder_of_untouched_forms_is_asked_about(workbook: Path) -> None:
    ran = rus_sheets("merge", workbook, workbook.parent / "ut")
    assert ran.code == 1
    assert "Inga av de 3 är ändrade sedan utskicket. Är det rätt mapp?" in ran.out
    ran = rus_sheets("merge", workbook, form_of(workbook, "A02"))
    assert "Filen har inget nytt svar: den är som den lämnades ut" in ran.out


def test_untouched_ones_beside_answers_are_counted(workbook: Path) -> None:
    put(workbook, "A02.xlsx", answer(workbook))
    ran = rus_sheets("merge", workbook, workbook.parent / "in", workbook.parent / "ut")
    assert (ran.code, "3 av filerna är inte ändrade sedan utskicket." in ran.out) == (0, True)


# ------------------------------------------------------------------ memory


def test_the_bounds_are_for_the_command(workbook: Path) -> None:
    """Ten zip files, each small and within its own bounds: no more is held at once than a few of their files."""
    size = 30_000_000
    packed = zipped({f"{inner}.xlsx": bytes(size) for inner in range(3)})
    for number in range(10):
        put(workbook, f"{number}.zip", packed)
    put(workbook, "A01.xlsx", answer(workbook, "A01"))
    tracemalloc.start()
    files = read_candidates(collect([workbook.parent / "in"], workbook), [declaration()])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * size
    assert [each.path for each in files if isinstance(each, Returned)] == ["A01.xlsx"]
    assert {each.path[0] for each in files if isinstance(each, RefusedFile)} == set("0123456789")


def test_what_is_over_the_bound_is_named_and_the_rest_goes_in(workbook: Path) -> None:
    one, other = zipped({"A01.xlsx": answer(workbook, "A01")}), zipped({"A02.xlsx": answer(workbook)})
    put(workbook, "a.zip", one)
    put(workbook, "b.zip", other)
    found = collect([workbook.parent / "in"], workbook, most=len(answer(workbook, "A01")) + 100)
    assert [isinstance(each, Candidate) for each in found] == [True, False]
    assert found[1].path == "b.zip"


def test_the_json_tells_all_of_it(workbook: Path) -> None:
    put(workbook, "svar.pdf", b"x")
    put(workbook, "A01.xlsx", answer(workbook, "A01"))
    ran = rus_sheets("merge", workbook, workbook.parent / "in", "--format", "json")
    assert {each["path"]: each["state"] for each in json.loads(ran.out)["files"]} == {
        "A01.xlsx": "merged", "svar.pdf": "refused"
    }  # fmt: skip


NO_ENDING = ["A02", "A02 uppföljning", "A02.bin", "A02.xlsx.download", "A02.dat", "A02.xls", "A02.zip"]


@pytest.mark.parametrize("name", NO_ENDING)
@pytest.mark.parametrize("way", ["", "svar.eml", "packat.eml"])
def test_a_form_that_lost_its_ending_is_read_by_its_content(workbook: Path, name: str, way: str) -> None:
    data = answer(workbook)
    put(workbook, way or name, WAYS[way]({name: data}) if way else data)
    assert set(states(merged(workbook)).values()) == {"merged"}
    assert short(workbook, "A02") == "Svar"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"Hej", zipped({"A02.txt": b"Hej"})])
def test_what_is_no_workbook_is_named_as_before(workbook: Path, data: bytes) -> None:
    put(workbook, "A02", data)
    assert states(merged(workbook)) == {"A02": "refused"}


@pytest.mark.parametrize(("typed", "becomes"), [("A02-H999", "A02-H13"), ("A02-H13", "A02-H13"), ("9", "A02-H13")])
def test_a_row_that_somebody_adds_has_an_id_that_its_form_makes(workbook: Path, typed: str, becomes: str) -> None:
    form = form_of(workbook, "A02")
    sheet = next(each for each in read_workbook(form).sheets if each.name == "Händelser och utgifter")
    header = next(row for (row, _), cell in sheet.cells.items() if cell.value == "Händelse-ID")
    places = {cell.value: ref_of(1, column)[:-1] for (row, column), cell in sheet.cells.items() if row == header}
    below = sheet.tables[0].last_row + 1
    row = {f"{places['Händelse-ID']}{below}": typed, f"{places['Rubrik']}{below}": "Extra möte"}
    patch_cells(form, workbook.parent / "in" / "A02 svar.xlsx", {"Händelser och utgifter": row})
    done = merged(workbook)
    assert [(each.id, each["heading"]) for each in open_book(workbook)["events"].rows] == [(becomes, "Extra möte")]
    told = " ".join(str(note) for each in done.decisions.files for note in each.notes)
    assert (f"”{typed}” som id" in told) == (typed != becomes)
