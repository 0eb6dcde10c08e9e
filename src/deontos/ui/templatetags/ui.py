"""How a template uses a component, and how it writes dates and names.

{% ui "tag" text=case.state_label tone="info" %}
{% uiblock "notice" title=title tone="sealed" %}<p>…</p>{% enduiblock %}
"""

from datetime import date

from django import template
from django.template import TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from deontos.ui import dates, sizes
from deontos.ui.components import derived
from deontos.ui.components.catalogue import component_named
from deontos.ui.components.declaration import Body, Component, ComponentMisuse

register = template.Library()

register.filter("day", dates.long_day)
register.filter("day_month", dates.day_and_month)
register.filter("day_hour", dates.day_and_hour)
register.filter("month_short", dates.short_month)
register.filter("weekday_day", dates.weekday_and_day)
register.filter("size", sizes.in_words)


class ComponentNode(Node):
    """A component in a template. It sees its own props and nothing of the page around it, except the CSRF token."""

    def __init__(self, component: Component, given: dict[str, FilterExpression], nodelist: NodeList | None) -> None:
        self.component = component
        self.given = given
        self.nodelist = nodelist
        self.drawn: dict[tuple[object, ...], SafeString] | None = {} if component.is_fixed else None

    def render(self, context: Context) -> SafeString:
        """The component as HTML. Raises ComponentMisuse."""
        values = self.component.values({name: each.resolve(context) for name, each in self.given.items()})
        if self.drawn is None:
            return self._draw(values, context)
        asked = (get_language(), *values.values())
        if asked not in self.drawn:
            self.drawn[asked] = self._draw(values, context)
        return self.drawn[asked]

    def _draw(self, values: dict[str, object], context: Context) -> SafeString:
        values["body"] = self.nodelist.render(context) if self.nodelist is not None else ""
        values["csrf_token"] = context.get("csrf_token", "")
        assert context.template is not None
        drawn = context.template.engine.get_template(self.component.template).render(context.new(values))
        return mark_safe(drawn.strip())  # noqa: S308 -- the output of a template, escaped there


@register.tag
def ui(parser: Parser, token: Token) -> ComponentNode:
    """A component without content."""
    component, given = _parsed(parser, token)
    if component.body is Body.REQUIRED:
        raise ComponentMisuse(f'component "{component.name}" needs content: write uiblock')
    return ComponentNode(component, given, None)


@register.tag
def uiblock(parser: Parser, token: Token) -> ComponentNode:
    """A component with content up to enduiblock."""
    component, given = _parsed(parser, token)
    if component.body is Body.NONE:
        raise ComponentMisuse(f'component "{component.name}" takes no content: write ui')
    nodelist = parser.parse(("enduiblock",))
    parser.delete_first_token()
    return ComponentNode(component, given, nodelist)


def _parsed(parser: Parser, token: Token) -> tuple[Component, dict[str, FilterExpression]]:
    """The component that a tag names, and the expressions of its props. Raises ComponentMisuse."""
    tag, *bits = token.split_contents()
    if not bits or bits[0][0] not in "\"'" or bits[0][0] != bits[0][-1]:
        raise TemplateSyntaxError(f'"{tag}" starts with the quoted name of a component')
    component = component_named(bits[0][1:-1])
    rest = bits[1:]
    given: dict[str, FilterExpression] = token_kwargs(rest, parser)
    if rest:
        raise ComponentMisuse(f'component "{component.name}" takes props written name=value, not {rest[0]}')
    component.refuse_unknown(given)
    return component, given


@register.filter
def iso(value: date) -> str:
    """A civil date for the attribute `datetime`."""
    return dates.civil(value).isoformat()


@register.filter
def initials(name: str) -> str:
    """The initials that stand for a person without a picture."""
    return derived.initials(name)


@register.filter
def flash_tone(level: str) -> str:
    """The tone of a flash, by the level of Django's message."""
    return {"success": "done", "warning": "attention", "error": "danger"}.get(level, "info")
