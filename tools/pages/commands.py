"""The page that lists every command with its options, read from the command line itself."""

from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator

from deontos.sites.cli.frame import make_parser


def page() -> str:
    """One section a command. All commands end with 0 when done, 1 when refused, 2 on wrong use."""
    lines = [
        "# Commands",
        "",
        "`.venv/bin/deontos COMMAND`, or `python -m deontos COMMAND`. The exit code is 0 when it was",
    ]
    lines += ["done, 1 when it was refused (one plain line says why), 2 on wrong use. Each has `--help`.", ""]
    always = set(commands(make_parser(with_demo=False)))
    for name, parser in commands(make_parser(with_demo=True)).items():
        lines += [
            f"## `deontos {name}`",
            "",
            (parser.description or "") + ("" if name in always else " In a demo only."),
            "",
        ]
        lines += [*options(parser, f"deontos {name}"), ""]
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip() + "\n"


def commands(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    """The commands of a parser by name, in its order."""
    [parts] = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    return dict(parts.choices)


def options(parser: ArgumentParser, command: str) -> Iterator[str]:
    """One line an option or argument, without the `--help` that all have; the verbs of a command after it."""
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for verb, part in action.choices.items():
                yield f"* `{command} {verb}`: {part.description or ''}".rstrip(" :")
                yield from (f"  {line}" for line in options(part, f"{command} {verb}"))
        elif "--help" not in action.option_strings:
            yield f"* `{_spelling(action)}`: {action.help or ''}".rstrip(" :")


def _spelling(action: Action) -> str:
    names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    takes = "" if action.nargs == 0 or not action.option_strings else f" {action.metavar or action.dest.upper()}"
    return names + takes
