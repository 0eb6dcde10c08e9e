"""Templates: parts begin with an underscore; nothing inline, unescaped, from elsewhere or left untranslated."""

import re
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import HOUSE, ROOT, templates

pytestmark = pytest.mark.row("1.2")

BASES = ("ui/letterbox.html", "ui/desk.html", "ui/error.html", "ui/unread.html")
# The gallery shows invented samples to people who build pages; nobody reads it in a language.
SAMPLES = "ui/gallery/"

INLINE = {
    r"\sstyle\s*=": "a style in the markup",
    r"<style\b": "a style in the markup",
    r"<script\b(?![^>]*\ssrc=)": "a script in the markup",
    r"<[^>]*\son\w+\s*=": "a script in the markup",
    r"\shx-on\b": "a script in the markup",
    r"javascript:": "a script in the markup",
    r"<!--(?!\[if)": "a comment that visitors receive",
    r"<base\b": "an element that moves every address",
    r"<iframe\b": "a frame",
}
UNESCAPED = {
    r"\|\s*safe(?:seq)?\b": "unescaped text",
    r"{%\s*autoescape\s+off": "unescaped text",
    r"{%\s*debug\b": "the insides of the house",
}
ELSEWHERE = re.compile(
    r"<(?!a\b)\w+[^>]*\s(?:src|href|action|srcset|poster|data|formaction)\s*=\s*[\"']?\s*(?:https?:)?//"
)
OUTGOING = re.compile(r"<a\b[^>]*\shref\s*=\s*[\"']?\s*(?:https?:)?//[^>]*>")
SPOKEN_ATTRIBUTES = re.compile(
    r"\s(?:title|alt|placeholder|aria-label|aria-description|label)\s*=\s*([\"'])(.*?)\1", re.S
)
NOT_WORDS = (
    r"{#.*?#}",
    r"{%\s*comment\b.*?endcomment\s*%}",
    r"{%\s*block html_class\s*%}.*?endblock\s*%}",
    r"{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}",
    r"{%.*?%}",
    r"{{.*?}}",
)
NAMES = {"Deontos"}


def wrong_patterns(place: str, text: str) -> Iterator[Complaint]:
    """Inline styles and scripts, unescaped text, and whatever is fetched from another house."""
    for pattern, what in (INLINE | UNESCAPED).items():
        if re.search(pattern, without(text, *NOT_WORDS[:2]), re.IGNORECASE):
            yield Complaint(place, what)
    if ELSEWHERE.search(text):
        yield Complaint(place, "fetches something from another house")
    if any("noreferrer" not in link for link in OUTGOING.findall(text)):
        yield Complaint(place, "an outgoing link without rel=noreferrer")


def wrong_parts(place: str, text: str) -> Iterator[Complaint]:
    """Includes whose names do not begin with an underscore or cannot be known, and pages that stand on no base."""
    for quoted in re.findall(r"{%\s*include\s+(\S+)", text):
        name = quoted.strip("\"'")
        if name == quoted or not name.rsplit("/", 1)[-1].startswith("_"):
            yield Complaint(place, f"includes {quoted}: a part is a name that begins with _")
    is_page = place.endswith(".html") and not place.rsplit("/", 1)[-1].startswith("_") and not place.endswith(BASES)
    if is_page and not re.search(r"{%\s*extends\s", text):
        yield Complaint(place, "is a page that extends no base")


def wrong_forms(place: str, text: str) -> Iterator[Complaint]:
    """Forms that post without a token, and hx-post on anything that is not a form."""
    if re.search(r"<form\b[^>]*method\s*=\s*[\"']?post", text, re.IGNORECASE) and "csrf_token" not in text:
        yield Complaint(place, "a form that posts without csrf_token")
    for tag in re.findall(r"<(\w+)[^>]*\shx-(?:post|put|patch|delete)\b", text):
        if tag != "form":
            yield Complaint(place, f"hx-post on {tag}: it sits on a form that works without JavaScript")


def without(text: str, *patterns: str) -> str:
    """The text with every match of the patterns taken out."""
    for pattern in patterns:
        text = re.sub(pattern, "", text, flags=re.S)
    return text


def untranslated(place: str, text: str) -> Iterator[Complaint]:
    """Words for people that no catalogue holds: between tags, or in an attribute that is read out."""
    bare = without(text, *NOT_WORDS)
    spoken = [words for _quote, words in SPOKEN_ATTRIBUTES.findall(bare)]
    spoken.append(without(bare, r"<(script|style)\b.*?</\1>", r"<[^>]*>", r"&\w+;"))
    for words in re.findall(r"[^\W\d_]{2,}", " ".join(spoken)):
        if words not in NAMES:
            yield Complaint(place, f"{words}: not translated")


def from_elsewhere(place: str, text: str) -> list[Complaint]:
    """Addresses of other houses in a style sheet or script, and scripts that write markup."""
    found = re.findall(r"(?:https?:)?//(?!www\.w3\.org/)[\w.-]+\.\w+|@import|innerHTML|document\.write|\beval\(", text)
    return [Complaint(place, f"{each}: from elsewhere, or markup made by a script") for each in found]


@pytest.mark.parametrize("habit", [wrong_patterns, wrong_parts, wrong_forms], ids=lambda habit: habit.__name__)
def test_templates_keep_the_habits(habit: type) -> None:
    assert templates()
    insist(habit.__name__, [wrong for place, text in templates() for wrong in habit(place, text)])


def test_every_word_in_a_template_can_be_translated() -> None:
    spoken = [(place, text) for place, text in templates() if SAMPLES not in place]
    insist("untranslated", [wrong for place, text in spoken for wrong in untranslated(place, text)])


def test_nothing_static_comes_from_elsewhere() -> None:
    files = [path for path in (ROOT / HOUSE).rglob("static/**/*") if path.suffix in {".css", ".js", ".svg"}]
    assert files
    texts = [(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in files]
    insist("from_elsewhere", [wrong for place, text in texts for wrong in from_elsewhere(place, text)])


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<p onclick="x()">',
        "<a\n  class='x'\n  ONCLICK='x()'>",
        '<a href="javascript:x()">',
        '<form hx-on:click="x()">',
        "<!-- who wrote this -->",
        "{{ text|safe }}",
        "{{ text | safe }}",
        "{{ texts|safeseq }}",
        "{% autoescape off %}",
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<img alt="" src="http://example.org/a.png">',
        '<form action="https://example.org/">',
        '<a href="https://example.org/">',
        '<iframe src="/x"></iframe>',
    ],
)
def test_a_pattern_that_does_not_belong_is_noticed(text: str) -> None:
    assert len(list(wrong_patterns("a.html", text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{% static 'ui/page.js' %}\" defer></script>",
        '<a href="https://example.org/" rel="noreferrer">',
        '<a href="/leave/" data-on="x">',
        "{% comment %} style= goes elsewhere {% endcomment %}",
        "{{ text|safely }}",
    ],
)
def test_what_only_looks_alike_is_fine(text: str) -> None:
    assert list(wrong_patterns("a.html", text)) == []


@pytest.mark.parametrize(
    ("place", "text", "count"),
    [
        ("cases/_row.html", '{% include "cases/row.html" %}', 1),
        ("cases/_row.html", "{% include part %}", 1),
        ("cases/_row.html", '{% include "cases/_row.html" with a=1 only %}', 0),
        ("cases/case_detail.html", "<p>", 1),
        ("cases/case_detail.html", '{% extends "ui/desk.html" %}', 0),
        ("src/ui/desk.html", "<p>", 0),
        ("cases/letter.txt", "Dear", 0),
    ],
)
def test_a_part_or_page_out_of_place_is_noticed(place: str, text: str, count: int) -> None:
    assert len(list(wrong_parts(place, text))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('<form method="post"></form>', 1),
        ('<form method="post">{% csrf_token %}</form>', 0),
        ('<form method="get"></form>', 0),
        ('<button hx-post="/x">', 1),
        ('<form method="post" hx-post="/x">{% csrf_token %}</form>', 0),
    ],
)
def test_a_form_that_is_not_safe_or_real_is_noticed(text: str, count: int) -> None:
    assert len(list(wrong_forms("a.html", text))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("<p>Welcome</p>", 1),
        ('<a title="Home" href="/">{{ name }}</a>', 1),
        ('<p aria-label="Hoe">{% translate "x" %}</p>', 1),
        ("<p>{% if a > b %}Eén{% endif %}</p>", 1),
        ("{% blocktranslate %}All <b>these</b> words{% endblocktranslate %}", 0),
        ('<p class="soft">{% translate "Welcome" %} – 12 &nbsp; {{ name }} Deontos</p>', 0),
        ("<p title=\"{% translate 'Home' %}\">{# why #}</p>", 0),
        ('<script src="/x.js">', 0),
    ],
)
def test_a_word_that_no_catalogue_holds_is_noticed(text: str, count: int) -> None:
    assert len(list(untranslated("a.html", text))) == count


@pytest.mark.parametrize("text", ["url(https://example.org/a.woff2)", "@import 'a.css'", "x.innerHTML = y", "eval(x)"])
def test_a_static_file_that_reaches_out_is_noticed(text: str) -> None:
    assert len(from_elsewhere("a.css", text)) == 1
    assert from_elsewhere("a.svg", '<svg xmlns="http://www.w3.org/2000/svg">') == []
