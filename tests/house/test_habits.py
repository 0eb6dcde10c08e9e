"""What is not done in this house: signals, ModelForm, unescaped markup, raw SQL, shells, forms without CSRF check."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, dotted_name, modules, sample

pytestmark = pytest.mark.row("1.2")

# Each name (or the end of a dotted name) that may not be used or imported, and what to do instead.
NOT_HERE = {
    "signals": {
        "django.dispatch": "tell the house with kernel.events",
        "django.db.models.signals": "tell the house with kernel.events",
        "django.core.signals": "tell the house with kernel.events",
        "django.contrib.auth.signals": "tell the house with kernel.events",
    },
    "model_forms": {
        "ModelForm": "it would write round the action",
        "modelform_factory": "it would write round the action",
        "CreateView": "it would write round the action",
        "UpdateView": "it would write round the action",
        "DeleteView": "it would write round the action",
    },
    "markup": {
        "mark_safe": "let a template escape it",
        "SafeString": "let a template escape it",
        "SafeText": "let a template escape it",
        "html_safe": "let a template escape it",
    },
    "raw_sql": {
        "RawSQL": "use the query API",
        ".cursor": "use the query API",
        ".objects.raw": "use the query API",
        ".extra": "use the query API",
        "executescript": "use the query API",
    },
    "shells": {
        "os.system": "give a program a list of arguments",
        "os.popen": "give a program a list of arguments",
        "subprocess.getoutput": "give a program a list of arguments",
        "subprocess.getstatusoutput": "give a program a list of arguments",
        "pickle": "it runs what it reads",
        "marshal": "it runs what it reads",
        "shelve": "it runs what it reads",
        "yaml.load": "it runs what it reads: safe_load",
        "eval": "it runs what it reads",
        "exec": "it runs what it reads",
    },
    "csrf": {"csrf_exempt": "no form is exempt", "requires_csrf_token": "the middleware does this"},
    "superusers": {"is_superuser": "no superuser bypass", "PermissionsMixin": "permissions are access's"},
    "outward": {
        "urllib.request": "no address is ever fetched",
        "http.client": "no address is ever fetched",
        "requests": "no address is ever fetched",
        "httpx": "no address is ever fetched",
        "aiohttp": "no address is ever fetched",
    },
    "detours": {
        "get_model": "import the model: the storeys cannot see a name in a string",
        "GenericForeignKey": "a relation that the storeys cannot see",
        "import_string": "import it: the storeys cannot see a name in a string",
        "import_module": "import it: the storeys cannot see a name in a string",
        "__import__": "import it: the storeys cannot see a name in a string",
    },
}
# "requests" is also an honest name for rows.
ONLY_IMPORTED = {"outward"}
SPEAKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def names_used(module: Module) -> set[str]:
    """Every dotted name that the module imports or uses."""
    used = {dotted_name(node) for node in module.nodes if isinstance(node, ast.Attribute | ast.Name)}
    return used | set(module.imports())


def is_use_of(name: str, unwanted: str) -> bool:
    """Whether a dotted name is, begins with or ends in the unwanted one, at a dot."""
    return f".{name}.".startswith(f".{unwanted}.") or name.endswith(f".{unwanted.lstrip('.')}")


def unwanted(module: Module, habit: str) -> list[Complaint]:
    """What the module uses though this house does not."""
    used = set(module.imports()) if habit in ONLY_IMPORTED else names_used(module)
    found = {name: instead for name, instead in NOT_HERE[habit].items() if any(is_use_of(each, name) for each in used)}
    return [Complaint(module.place, f"{name}: {instead}") for name, instead in found.items()]


def formatted_text(module: Module) -> Iterator[Complaint]:
    """``str.format`` on anything but a literal: a translated or typed text may reach into objects by its braces."""
    for node in module.nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"):
            continue
        if isinstance(node.func.value, ast.Call) and dotted_name(node.func.value.func) == "super":
            continue  # a class that formats, such as one of logging, calls the class it extends
        if not (isinstance(node.func.value, ast.Constant) and isinstance(node.func.value.value, str)):
            yield Complaint(f"{module.place}:{node.lineno}", "format on a text that is not a literal: use % and names")


def untranslatable_text(module: Module) -> Iterator[Complaint]:
    """A translated sentence that is not one literal: the catalogue would never hold what is shown."""
    for node in module.nodes:
        if not (isinstance(node, ast.Call) and dotted_name(node.func) in SPEAKERS and node.args):
            continue
        if not (isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)):
            yield Complaint(f"{module.place}:{node.lineno}", "translates something that is not a literal")


def shell_arguments(module: Module) -> Iterator[Complaint]:
    """Programs that are started through a shell."""
    for node in module.nodes:
        if isinstance(node, ast.keyword) and node.arg == "shell" and getattr(node.value, "value", True) is not False:
            yield Complaint(f"{module.place}:{node.value.lineno}", "shell: give a program a list of arguments")


@pytest.mark.parametrize("habit", NOT_HERE)
def test_what_is_not_done_in_this_house(habit: str) -> None:
    insist(habit, [wrong for module in modules() for wrong in unwanted(module, habit)])


@pytest.mark.parametrize(
    "habit", [formatted_text, untranslatable_text, shell_arguments], ids=lambda habit: habit.__name__
)
def test_texts_and_programs_are_put_together_safely(habit: type) -> None:
    insist(habit.__name__, [wrong for module in modules() for wrong in habit(module)])


@pytest.mark.parametrize(
    ("habit", "line"),
    [
        ("signals", "from django.dispatch import receiver"),
        ("signals", "from django.db.models.signals import post_save"),
        ("signals", "from django.db.models import signals"),
        ("model_forms", "class F(forms.ModelForm): ..."),
        ("model_forms", "from django.views.generic import UpdateView"),
        ("markup", "mark_safe(text)"),
        ("markup", "from django.utils.safestring import SafeString"),
        ("raw_sql", "connection.cursor()"),
        ("raw_sql", "Case.objects.raw('select')"),
        ("raw_sql", "cases.extra(where=[])"),
        ("shells", "os.system('ls')"),
        ("shells", "import pickle"),
        ("shells", "yaml.load(text)"),
        ("shells", "eval(text)"),
        ("csrf", "@csrf_exempt\ndef f(): ..."),
        ("csrf", "from django.views.decorators.csrf import csrf_exempt"),
        ("csrf", "csrf.csrf_exempt(view)"),
        ("superusers", "if user.is_superuser: ..."),
        ("outward", "import urllib.request"),
        ("outward", "from urllib import request"),
        ("outward", "import requests"),
        ("detours", "apps.get_model('cases', 'CaseFile')"),
        ("detours", "from importlib import import_module"),
    ],
)
def test_what_is_not_done_is_noticed(habit: str, line: str) -> None:
    assert len(unwanted(sample("cases/web/views.py", line), habit)) == 1


@pytest.mark.parametrize(
    ("habit", "line"),
    [
        ("signals", "from deontos.kernel.events import announce"),
        ("outward", "def f(request): return request.POST"),
        ("outward", "from django.http import HttpRequest"),
        ("shells", "yaml.safe_load(text)"),
        ("raw_sql", "cases.filter(raw=1)"),
        ("raw_sql", "cursor = 1"),
        ("outward", "requests.filter(answered=False)"),
        ("markup", "format_html('<b>{}</b>', name)"),
    ],
)
def test_what_only_looks_alike_is_fine(habit: str, line: str) -> None:
    assert unwanted(sample("cases/web/views.py", line), habit) == []


@pytest.mark.parametrize("line", ["_('a {b}').format(b=1)", "PHRASES[code].format(**given)", "text.format(1)"])
def test_format_on_a_text_from_elsewhere_is_noticed(line: str) -> None:
    assert len(list(formatted_text(sample("cases/web/views.py", line)))) == 1
    assert list(formatted_text(sample("cases/web/views.py", "'{} days'.format(3)"))) == []
    assert list(formatted_text(sample("sites/logs.py", "super().format(record)"))) == []


@pytest.mark.parametrize("line", ["_(f'{n} days')", "gettext(sentence)", "ngettext(one, many, 2)", "_('a' + b)"])
def test_a_sentence_that_no_catalogue_can_hold_is_noticed(line: str) -> None:
    assert len(list(untranslatable_text(sample("cases/phrases.py", line)))) == 1
    assert list(untranslatable_text(sample("cases/phrases.py", "_('three days')"))) == []


def test_a_shell_is_noticed() -> None:
    for value, count in (("True", 1), ("flag", 1), ("False", 0)):
        assert len(list(shell_arguments(sample("sites/cli/x.py", f"subprocess.run(a, shell={value})")))) == count
