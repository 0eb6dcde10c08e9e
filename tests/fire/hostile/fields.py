"""Which fields a form may have: those of the page in front of us, and all that the code behind an address asks for."""

import inspect
import re

from django.forms import BaseForm
from django.urls import URLPattern, URLResolver, get_resolver

from tests.fire.hostile.windows import Form

ASKED = re.compile(r'(?:POST(?:\.get|\.getlist)?[(\[]|typed_\w+\([\w.]+, )"([\w-]+)"')
KEPT = frozenset({"csrfmiddlewaretoken", "sitting", "seen", "here", "organisation", "read", "shown", "proof"})
"""Fields that nobody types in. Changed, a form often goes no further: so each is sent both as it was and changed."""


def known_fields() -> dict[str, list[str]]:
    """For each route the fields of the forms that the module of its view knows, and those that it asks for by name."""
    return {str(node.name): _fields_near(node) for node in _leaves(get_resolver().url_patterns)}


def _leaves(nodes: list[URLPattern | URLResolver]) -> list[URLPattern]:
    found = [_leaves(node.url_patterns) if isinstance(node, URLResolver) else [node] for node in nodes]
    return [leaf for each in found for leaf in each]


def _fields_near(node: URLPattern) -> list[str]:
    module = inspect.getmodule(inspect.unwrap(node.callback))
    assert module
    forms = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, BaseForm)]
    named = {name for form in forms for name in getattr(form, "base_fields", ())}
    return sorted(named | set(ASKED.findall(inspect.getsource(module))))


def pairs_for(form: Form | None, more: list[str], contents: list[bytes], *, changed: bool) -> list[tuple[str, bytes]]:
    """Each field with the next of these contents; what nobody types in stays as it was unless `changed`."""
    kept = dict(form.pairs()) if form else {}
    names = [name for name in dict.fromkeys([*(form.names() if form else ()), *more]) if changed or name not in KEPT]
    still = {name: value for name, value in kept.items() if name not in names or name == "csrfmiddlewaretoken"}
    typed = [(name, contents[place % len(contents)]) for place, name in enumerate(names) if name not in still]
    pressed = [(name, value.encode()) for name, value in form.buttons[:1]] if form and not changed else []
    return [*still.items(), *(pair for pair in typed if pair[0] not in dict(pressed)), *pressed]
