"""Nobody but the browser that rus-sheets opened gets in, and nothing is done that the page itself didn't ask for."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from threading import Event, Thread

import openpyxl
import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.usecases.page import remembered
from rus_sheets.web import app, server
from rus_sheets.web.app import LARGEST
from rus_sheets.web.gate import HEADERS
from rus_sheets.web.life import Life
from tests.web.conftest import HOST, OWN, PORT, Browser, text_of, token_of


def test_the_token_opens_once(outside: Browser) -> None:
    token = token_of(outside)
    first = outside.client.get("/", query_string={"token": token}, headers={"Host": HOST})
    assert first.status_code == 303
    assert first.headers["Location"] == "/"  # without the token, which would stay in the history
    cookie = first.headers["Set-Cookie"]
    assert cookie.startswith(f"rus-sheets-{PORT}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert token not in cookie
    other = outside.client.application.test_client()
    again = other.get("/", query_string={"token": token}, headers={"Host": HOST})
    assert again.status_code == 403
    assert "Set-Cookie" not in again.headers
    assert "gäller en gång" in text_of(again)


@pytest.mark.parametrize("token", ["", "fel", "å", "x" * 5000])
def test_a_wrong_token(outside: Browser, token: str) -> None:
    answer = outside.client.get("/", query_string={"token": token}, headers={"Host": HOST})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_without_the_cookie(outside: Browser, key: str) -> None:
    for path in ("/", "/valj", f"/bok/{key}/", f"/bok/{key}/kontroll", "/finns-inte"):
        assert outside.get(path).status_code == 403, path
    assert outside.post("/avsluta").status_code == 403
    assert not outside.page.life.is_over


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:80", "[::1]:5151", ""]
)
def test_another_host(browser: Browser, host: str) -> None:
    """A name of somebody else's that points here: the browser takes the page for theirs."""
    assert browser.client.get("/", headers={"Host": host}).status_code == 403
    token = browser.client.get("/", query_string={"token": token_of(browser)}, headers={"Host": host})
    assert token.status_code == 403


def test_the_entrance_stays_shut_to_another_site(outside: Browser) -> None:
    headers = {"Host": HOST, "Sec-Fetch-Site": "cross-site"}
    shown = {"token": token_of(outside)}
    assert outside.client.get("/", query_string=shown, headers=headers).status_code == 403
    assert outside.client.get("/", query_string=shown, headers={"Host": HOST}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": f"https://{HOST}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},  # another port of this machine
    ],
)
def test_another_origin(browser: Browser, key: str, headers: dict[str, str]) -> None:
    assert browser.post("/glom", headers, bok=key).status_code == 403
    assert browser.page.remembered.by_key(key)


@pytest.mark.parametrize("token", ["", "fel"])
def test_a_form_without_its_token(browser: Browser, key: str, token: str) -> None:
    answer = browser.post("/glom", bok=key, form_token=token)
    assert answer.status_code == 403
    assert "hör inte till den här sidan" in text_of(answer)
    assert browser.page.remembered.by_key(key)
    assert browser.post("/glom", bok=key).status_code == 303
    assert not browser.page.remembered.by_key(key)


def test_every_answer_has_the_headers(browser: Browser, key: str) -> None:
    paths = ("/", f"/bok/{key}/kontroll", "/finns-inte", "/del/page.css", "/del/page.js")
    answers = [*map(browser.get, paths), browser.get("/", Host="evil.example"), browser.post("/glom", bok="x")]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_pages_need_nothing_that_the_policy_forbids(browser: Browser, key: str) -> None:
    for path in ("/", "/valj", f"/bok/{key}/", f"/bok/{key}/kontroll", f"/bok/{key}/kontroll/laga"):
        body = browser.get(path).text
        assert not re.search(r"<style|style=|<script(?! src=)|\son[a-z]+=|https?://", body), path


def test_too_much_is_not_taken_in(browser: Browser) -> None:
    answer = browser.post("/valj", path="x" * (LARGEST + 1))
    assert answer.status_code == 413
    assert "för mycket" in text_of(answer)


@pytest.mark.parametrize(
    "inside", ["..", "../..", "Dokument/../..", "/etc", "C:\\Windows", "ut", "ut/mer", "\0", "x" * 9000]
)
def test_only_the_users_own_folders_are_listed(browser: Browser, tmp_path: Path, inside: str) -> None:
    (tmp_path / "hemligt" / "mer").mkdir(parents=True)
    (tmp_path / "hemligt" / "hemlig.xlsx").touch()
    (browser.home / "ut").symlink_to(tmp_path / "hemligt")
    answer = browser.client.get("/valj", query_string={"mapp": inside}, headers=OWN)
    assert answer.status_code == 409
    assert "hemlig.xlsx" not in answer.text
    assert "ut" not in re.findall(r">([^<]+)</a>", browser.get("/valj").text)


@pytest.mark.parametrize("key", ["0123456789abcdef", "..", "%2e%2e", "..%2f..%2fetc"])
def test_only_chosen_workbooks_are_read(browser: Browser, workbook: Path, key: str) -> None:
    for path in ("", "kontroll", "kontroll/laga", "angra"):
        assert browser.get(f"/bok/{key}/{path}").status_code == 404
    assert str(workbook.name) not in browser.get("/").text


@pytest.mark.parametrize(
    "named", ["hemligt.txt", "ej-vår.xlsx", "Dokument", "finns-inte.xlsx", "", "../x.xlsx", "\0.xlsx"]
)
def test_what_is_no_workbook_is_not_chosen(browser: Browser, named: str) -> None:
    (browser.home / "hemligt.txt").write_text("lösenord")
    openpyxl.Workbook().save(browser.home / "ej-vår.xlsx")
    answer = browser.post("/valj", path=str(browser.home / named) if named and ".." not in named else named)
    assert answer.status_code == 409
    assert "lösenord" not in answer.text
    assert browser.page.remembered.workbooks == ()


def test_a_link_is_followed_once_and_for_all(browser: Browser, workbook: Path, tmp_path: Path) -> None:
    link = browser.home / "bok.xlsx"
    link.symlink_to(workbook)
    assert browser.post("/valj", path=str(link)).status_code == 303
    (chosen,) = browser.page.remembered.workbooks
    assert chosen.path == workbook
    link.unlink()
    link.symlink_to(tmp_path / "annat")
    assert browser.get(f"/bok/{chosen.key}/kontroll").status_code == 200


EVIL = '"><script>alert(1)</script>{{ 7*7 }}'


def test_what_stands_in_a_workbook_is_text(browser: Browser, workbook: Path) -> None:
    """In a cell, an activity's name, the name of the file and of its folder."""
    place = browser.home / "<b onclick=x>"
    place.mkdir()
    evil = place / "<img src=x onerror=alert(1)>.xlsx"
    book = openpyxl.load_workbook(workbook)
    plan = book["Plan"]
    headers = {cell.value: cell.column for cell in plan[1]}
    plan.cell(2, headers["Aktivitet"]).value = EVIL
    plan.cell(2, headers["Dagar"]).value = EVIL
    plan.cell(2, headers["E-post"]).value = EVIL
    book["Inställningar"]["B3"].value = EVIL
    book.save(evil)
    chosen = browser.page.remembered.choose(evil)
    browser.page.remembered.add_folder(chosen, place)
    seen = ""
    for path in ("/", "/valj", "/valj?mapp=%3Cb+onclick%3Dx%3E", *(f"/bok/{chosen.key}/{each}" for each in
                 ("", "kontroll", "kontroll/laga"))):  # fmt: skip
        body = browser.get(path).text
        seen += body
        assert "<script>alert" not in body
        assert "<img" not in body
        assert "<b " not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in seen
    assert "&lt;img src=x" in seen
    silencing = re.findall(rf"/bok/{chosen.key}/kontroll/tysta/\w+", seen)
    assert silencing
    assert "<script>alert" not in browser.get(silencing[0]).text
    unreadable = browser.post("/valj", path=f"{browser.home}/{EVIL}.xlsx")
    assert unreadable.status_code == 409
    assert "<script>alert" not in unreadable.text


def test_served_on_this_machine_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real server: its address, a request by another name, one that is too large, and its end; and its port."""
    monkeypatch.setattr(app, "LARGEST_UPLOAD", 2**20)
    sent = b"x" * (2**20 + 1)
    monkeypatch.setattr(server.platformdirs, "user_state_path", lambda *_, **__: tmp_path)
    life, ready, told = Life(), Event(), [""]

    def on_ready(address: str) -> None:
        told[0] = address
        ready.set()

    thread = Thread(target=lambda: server.serve(None, port=0, on_ready=on_ready, life=life))
    thread.start()
    assert ready.wait(10)
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=[\w-]{43}", told[0])
    assert found
    try:
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
        connection.request("GET", "/", headers={"Host": "evil.example"})
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Server")) == (403, None)
        answer.read()
        connection.request("GET", f"/?{told[0].partition('?')[2]}")
        answer = connection.getresponse()
        answer.read()
        own = OWN | {"Host": f"127.0.0.1:{found[1]}", "Origin": f"http://127.0.0.1:{found[1]}"}
        own |= {"Cookie": (answer.getheader("Set-Cookie") or "").partition(";")[0]}
        for path in ("/valj", "/bok/x/samla-in/filer"):  # it is the application that answers, in words of its own
            connection.request("POST", path, sent, own | {"Content-Type": "multipart/form-data; boundary=x"})
            answer = connection.getresponse()
            assert answer.status == 413
            assert "Det är för mycket att ta emot." in answer.read().decode()
        connection.request("POST", "/valj", headers={"Content-Length": str(server.LARGEST_BODY)})
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("X-Content-Type-Options")) == (413, "nosniff")
        assert "Det är för mycket att ta emot på en gång: högst 128 MB." in answer.read().decode()
        connection.close()
        again: list[str] = []
        server.serve(None, port=0, on_ready=on_ready, on_running=again.append)
        assert again[0].startswith(told[0].partition("token")[0])
        monkeypatch.setattr(server.platformdirs, "user_state_path", lambda *_, **__: tmp_path / "annan")
        with pytest.raises(UnusableInputError) as taken:
            server.serve(None, port=int(found[1]), on_ready=on_ready)
        assert str(taken.value).startswith(f"{found[1]}: Porten kan inte användas (ett annat program använder den).")
    finally:
        life.end()
        thread.join(10)
    assert not thread.is_alive()


def test_a_list_that_cant_be_read_is_empty(tmp_path: Path) -> None:
    for number, text in enumerate(("", "{", "[]", '{"workbooks": [1]}', '{"workbooks": [{"path": 1, "folders": []}]}')):
        file = tmp_path / f"{number}.json"
        file.write_text(text)
        assert remembered.Remembered(file).workbooks == ()
