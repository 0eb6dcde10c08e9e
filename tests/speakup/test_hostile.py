"""What no browser of a well-meaning person sends: never an internal error, never a lost text."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from deontos.questionnaires.phrases import REFUSALS
from deontos.questionnaires.vocabulary import AnswerCode
from deontos.speakup.models import Disclosure
from deontos.speakup.web.taking import FILES_LEFT_OUT
from tests.factories.speakup import ANSWERS, STEPS, WHAT, Reporter, faults, page, said, taken_back
from tests.speakup.test_confiding import rows

FORM = "application/x-www-form-urlencoded"
NASTY = {
    "empty": "",
    "nul": "a\0b",
    "only nul": "\0",
    "markup": "</textarea><script>alert(1)</script>",
    "template": "{{ 7|add:7 }}{% include 'x' %}%(name)s {0}",
    "direction": "\N{RIGHT-TO-LEFT OVERRIDE}txt.exe",
    "astral": "\N{GRINNING FACE}" * 500,
    "combining": "e" + "\N{COMBINING ACUTE ACCENT}" * 2000,
    "line separators": "a\u2028b\u2029c\x85d\x0be",
    "blanks": "\N{NO-BREAK SPACE}\u3000\t \r\n",
    "controls": "".join(map(chr, range(32))),
    "not a character": "\ufffe\uffff",
    "long": "x" * 250_000,
    "sql": "' OR 1=1; DROP TABLE speakup_disclosure; --",
    "path": "../../../../etc/passwd",
}
FIELDS = ("kind", "about", "involved", "identity", "name", "reach", "what", "how", "receipt_kept", "go")


@pytest.mark.row("1.9")
@pytest.mark.parametrize("step", STEPS)
def test_no_text_in_any_field_of_any_step_brings_the_house_down(reporter: Reporter, step: str) -> None:
    reporter.fill(step)
    reporter.look(f"report/{step}/")
    sitting = reporter.sitting
    for text in NASTY.values():
        reporter.sitting = sitting
        assert reporter.send(step, **dict.fromkeys(FIELDS, text)).status_code in (200, 303)
        assert reporter.send(step, **{**ANSWERS[step], "go": text, "language": text}).status_code == 303
        reporter.sitting = text
        assert reporter.send(step, **ANSWERS[step], receipt=text).status_code == 200


@pytest.mark.row("1.9")
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_what_was_typed_comes_back_as_it_was(reporter: Reporter, text: str) -> None:
    reporter.fill("happened")
    reporter.send("happened", go="save", what=text, where="Stadhuis")
    shown = page(reporter.look("report/happened/")).replace("\r\n", "\n")
    assert f">\n{text}</textarea>".replace("\r\n", "\n").replace("\0", "") in shown
    assert 'value="Stadhuis"' in shown
    assert "<script>alert(1)</script>" not in reporter.look("report/happened/").content.decode()


@pytest.mark.row("1.9")
@pytest.mark.parametrize(("length", "taken"), [(200_000, True), (200_001, False)])
def test_a_text_field_holds_two_hundred_thousand_characters(reporter: Reporter, length: int, taken: bool) -> None:
    reporter.language = "en"
    reporter.fill("happened")
    text = "é" * length
    answer = reporter.send("happened", what=text, where="Stadhuis", others="x" * 200_000)
    assert answer.status_code == (303 if taken else 200)
    if not taken:
        assert taken_back(answer) == {"what"}
        assert faults(answer) == [said(REFUSALS[AnswerCode.TOO_LONG], length=200_001, longest=200_000)]
        assert text in page(answer)
        assert 'value="Stadhuis"' in page(answer)
    assert text in page(reporter.look("report/happened/"))


def test_a_name_that_is_too_long_gets_a_sentence(reporter: Reporter) -> None:
    reporter.fill("name")
    answer = reporter.send("name", identity="consent", name="x" * 200_001)
    assert (answer.status_code, taken_back(answer)) == (200, {"name"})


@pytest.mark.row("1.9")
@pytest.mark.parametrize("count", [1, 3])
def test_files_are_refused_with_a_sentence_and_the_text_is_kept(reporter: Reporter, count: int) -> None:
    reporter.language = "en"
    reporter.fill("happened")
    files = [SimpleUploadedFile(f"bewijs{number}.pdf", b"%PDF" * 100_000) for number in range(count)]
    answer = reporter.send("happened", what=WHAT, attachments=files)
    with translation.override("en"):
        sentence = str(FILES_LEFT_OUT % {"count": count})
    assert (answer.status_code, faults(answer)) == (200, [sentence])
    assert WHAT in page(answer)
    assert reporter.send("happened", what=WHAT).status_code == 303


def test_files_for_a_page_whose_sitting_is_gone_are_mentioned_as_well(reporter: Reporter) -> None:
    reporter.language = "en"
    reporter.fill("happened")
    reporter.sitting = ""
    answer = reporter.send("happened", what=WHAT, attachments=SimpleUploadedFile("bewijs.pdf", b"%PDF"))
    assert "notice--attention" in page(answer)
    assert WHAT in page(answer)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"what=%ff%fe%00%ed%a0%80", FORM, 200),
        (b"%" * 1000, FORM, 200),
        (b"&".join([b"a=b"] * 501), FORM, 400),
        (b"what=x", f"{FORM}; charset=nonsense", 200),
        (b"what=x", "text/plain", 200),
        (b'{"what": "x"}', "application/json", 200),
        (b"x" * 100, "multipart/form-data", 400),
        (b"x" * 100, "multipart/form-data; boundary=", 400),
        (b"--b\r\n", "multipart/form-data; boundary=b", 200),
        (b"", FORM, 200),
        (b"what=" + b"x" * (17 * 1024 * 1024), FORM, 413),
    ],
)
def test_a_body_that_no_browser_sends(reporter: Reporter, body: bytes, content_type: str, status: int) -> None:
    reporter.fill("happened")
    before = rows()
    answer = reporter.client.generic("POST", reporter.address("report/happened/"), body, content_type=content_type)
    assert answer.status_code == status
    assert (rows(), Disclosure.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "é", "=" * 43, "A" * 43, "A" * 10_000, base64.b64encode(bytes(32)).decode(), '"quoted"', "a;b", "%00"],
)
@pytest.mark.parametrize("where", ["report/kind/", "report/sent/", "receipt/mailbox/", "leave/"])
def test_a_cookie_that_was_never_ours(reporter: Reporter, cookie: str, where: str) -> None:
    client = Client(headers={"cookie": f"__Host-letterbox={cookie}; __Host-csrf={cookie}"})
    assert client.get(reporter.address(where)).status_code in (200, 302)
    assert client.post(reporter.address("report/kind/"), {"kind": "report", "sitting": "x"}).status_code in (200, 303)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"])
def test_a_strange_method_meets_no_view(reporter: Reporter, method: str) -> None:
    assert reporter.client.generic(method, reporter.address("report/")).status_code == 405


def too_old(answer: Any) -> str:
    """The page for a form that is not ours any more."""
    assert answer.status_code == 403
    return page(answer)


@pytest.mark.row("1.9")
def test_without_cookies_the_text_comes_back_with_a_new_proof_and_goes_on(reporter: Reporter) -> None:
    receipt = reporter.fill("happened")
    strict = Client(enforce_csrf_checks=True)
    fields = {"sitting": reporter.sitting, "go": "next", "what": "Een verhaal </textarea><b>", "how": "saw"}
    answer = strict.post(reporter.address("report/happened/"), fields)
    shown = too_old(answer)
    assert "Een verhaal </textarea><b></textarea>" in shown
    assert "</textarea><b>" not in answer.content.decode()
    assert f'action="{reporter.address("report/happened/")}"' in shown
    assert '<input type="hidden" name="how" value="saw">' in shown
    token = shown.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = strict.post(reporter.address("report/happened/"), {**fields, "csrfmiddlewaretoken": token})
    assert again.status_code == 200
    code = {"receipt": receipt.text, "csrfmiddlewaretoken": token}
    assert strict.post(reporter.address("report/happened/"), {**fields, **code}).status_code == 303


@pytest.mark.row("1.9")
@pytest.mark.parametrize("header", [{"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_text_that_another_site_sent_is_not_shown_as_the_readers_own(
    reporter: Reporter, header: dict[str, str]
) -> None:
    reporter.fill("happened")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reporter.client.cookies
    fields = {"sitting": reporter.sitting, "what": "Bel dit nummer"}
    shown = too_old(strict.post(reporter.address("report/happened/"), fields, headers=header))
    assert "Bel dit nummer" not in shown
