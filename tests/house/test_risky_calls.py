"""Calls through which what somebody typed could do more than be read stand only where they are named with a reason."""

import pytest

from tests.house.complaints import insist
from tests.house.plan import modules, sample
from tests.house.risky import EVERY, Habit

pytestmark = pytest.mark.row("4.15")

BY_NAME = {habit.__name__: habit for habit in EVERY}
BAD = {
    "sql_in_pieces": (
        "own.execute(f'select {name}')",
        "own.execute('select ' + name)",
        "own.execute('select %s' % name)",
        "own.execute(statement)",
        "Case.objects.raw(statement, [1])",
        "RawSQL(statement, [])",
    ),
    "sql_by_hand": ("own.execute('select 1')", "cursor.executemany('insert into x values (%s)', rows)"),
    "sql_in_texts": (
        "made = f'select name from people where id = {given}'",
        "made = 'DELETE FROM people WHERE id = %s' % given",
        "made = 'update people set name = ' + given",
    ),
    "markup_in_pieces": (
        "format_html(f'<b>{name}</b>')",
        "format_html('<b>' + name + '</b>')",
        "format_html(pattern, name)",
        "format_html_join(',', pattern, names)",
        "safe(text)",
        "text.__html__()",
    ),
    "markup_by_hand": ("made = f'<b>{name}</b>'", "made = f'<a href={there}>'"),
    "templates_from_texts": ("Template(text).render(c)", "engine.from_string(text)"),
    "escaping_off": ("Context(words, autoescape=False)", "Engine(autoescape=flag)"),
    "percent_on_request": (
        "said = f'{request.POST}'",
        "said = 'from %s' % request.headers['Referer']",
        "said = f'{urlencode(a)} {request.path}'",
    ),
    "pattern_from_elsewhere": ("getattr(case, request.GET['column'])",),
    "redirects_anywhere": (
        "redirect(request.GET['next'])",
        "HttpResponseRedirect(request.POST.get('next', '/'))",
        "redirect(request.headers['Referer'])",
    ),
    "programs": (
        "import subprocess",
        "from multiprocessing import Process",
        "import ctypes",
        "os.execv(path, [])",
        "os.fork()",
        "os.posix_spawnp('ls', [], {})",
    ),
    "programs_in_texts": ("subprocess.run('ls')", "subprocess.Popen(arguments)", "subprocess.check_output(args=x)"),
    "markup_readers": (
        "import xml.sax",
        "from xml.etree import ElementTree",
        "from lxml import etree",
        "from html.parser import HTMLParser",
    ),
    "files_on_the_way": ("import tempfile", "from tempfile import NamedTemporaryFile", "from shutil import copy"),
    "written_files": (
        "open(place, 'w')",
        "place.open('ab')",
        "place.open(mode='r+b')",
        "place.write_text(words)",
        "os.fdopen(number, 'xb')",
        "os.open(place, os.O_CREAT | os.O_RDWR)",
    ),
    "chance": ("import random", "from random import choice"),
    "weak_digests": ("hashlib.md5(given)", "hashlib.sha1(given)", "zlib.crc32(given)"),
    "lines_out": ("import socket", "from smtplib import SMTP", "import asyncio"),
    "asserted": ("assert actor.may(x)", "assert len(given) == 3", "assert given", "assert given is None"),
    "words_in_logs": (
        "logger.info(f'{name} came')",
        "logger.info('%s came' % name)",
        "logger.warning(words)",
        "logger.warning('came: %s', request)",
        "logger.error('failed: %s', failure)",
        "logger.error('failed: %s', form.cleaned_text)",
        "logging.debug('to %s', person.email)",
    ),
}
FINE = {
    "sql_in_pieces": ("ASKED = 'select 1'\nown.execute(ASKED)", "own.execute('select %s', [name])", "work.execute()"),
    "sql_by_hand": ("cases.filter(raw=1)", "plan.execute()"),
    "sql_in_texts": ("said = f'select {name}'", "said = _('Delete %(name)s from the list') % given"),
    "markup_in_pieces": ("format_html('<b>{}</b>', name)", "format_html_join(',', '{}', rows)"),
    "markup_by_hand": ("made = f'{a} < b > {c}'", "made = rf'(?P<day>{day})(?<={b})'"),
    "templates_from_texts": ("engine.get_template('cases/x.html')",),
    "escaping_off": ("Context(words)",),
    "percent_on_request": ("there = f'?{urlencode({FIELD: request.get_full_path()})}'", "said = f'{form.name}'"),
    "pattern_from_elsewhere": ("getattr(request, 'person', None)",),
    "redirects_anywhere": ("redirect(way_back(request))", "redirect('case_detail', case.id)"),
    "programs": ("os.getpid()", "import subprocessing"),
    "programs_in_texts": ("subprocess.run([sys.executable, '-c', START], check=True)", "work.run()"),
    "markup_readers": ("import xmlish", "from html import escape"),
    "files_on_the_way": ("from shutil import disk_usage",),
    "written_files": ("place.open('rb')", "open(place)", "sealed.open()", "os.open(place, os.O_RDONLY)", "_open('a')"),
    "chance": ("import secrets",),
    "weak_digests": ("hashlib.sha256(given)", "hashlib.blake2b(given)"),
    "lines_out": ("import sockets_of_ours", "from deontos.notices.transport import route"),
    "asserted": ("assert actor is not None", "assert isinstance(form, KindForm)"),
    "words_in_logs": (
        "logger.error('failed: %s', type(failure).__name__)",
        "logger.error('failed: %s', kind_of(failure))",
        "logger.info('%d letters', sent.count)",
        "logger.error(OLDER_SECRETS)",
        "catalogue.info(words)",
    ),
}


def found_in(habit: Habit, lines: str) -> int:
    """How often a habit complains about these lines."""
    return len(list(habit(sample("cases/web/views.py", lines))))


@pytest.mark.parametrize("habit", EVERY, ids=lambda habit: habit.__name__)
def test_risky_calls_stand_where_they_may(habit: Habit) -> None:
    insist(habit.__name__, [wrong for module in modules() for wrong in habit(module)])


@pytest.mark.parametrize("name", BY_NAME)
def test_each_of_them_is_noticed_and_what_looks_alike_is_fine(name: str) -> None:
    assert {line: found_in(BY_NAME[name], line) for line in BAD[name]} == dict.fromkeys(BAD[name], 1)
    assert {line: found_in(BY_NAME[name], line) for line in FINE[name]} == dict.fromkeys(FINE[name], 0)


def test_every_rule_has_its_samples() -> None:
    assert set(BAD) == set(FINE) == set(BY_NAME)
