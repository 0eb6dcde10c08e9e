"""Calls through which what somebody typed could do more than be read: each with what to do instead, and who may.

What is never done at all stands in test_habits.py. These have their place, in lists that may only shrink.
"""

import ast
import re
from collections.abc import Callable, Iterator

from tests.house.complaints import Complaint
from tests.house.plan import Module, dotted_name

Habit = Callable[[Module], Iterator[Complaint]]
SQL = re.compile(
    r"\s*(?:select|insert|update|delete|pragma|show|begin|commit|rollback|alter|create|drop|vacuum)\b", re.I
)
EXECUTES = {"execute", "executemany", "executescript", "raw", "extra", "RawSQL", "RunSQL"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
UNTOLD = re.compile(
    r"request|body|POST|GET|META|headers|cookies|receipt|passphrase|password|secret|token|content|text|answers|address|"
    r"email|login|path|failure$|exception$|exc$",
)
"""What stands in a name of something that no line of a log may hold."""
OUR_OWN_NAMES = {"__name__", "__qualname__", "task_path"}
"""Attributes that hold a name which stands in our own code."""
FROM_REQUEST = re.compile(r"\brequest\.(?:GET|POST|META|COOKIES|body|headers|path\w*|get_full_path)")
PARSERS = ("xml", "lxml", "defusedxml", "html5lib", "bs4", "html.parser", "plistlib", "xmlrpc")
TEMPORARY = ("tempfile", "shutil.copy", "shutil.move")
GROUPS = re.compile(r"\(\?P?<[\w=!]*>?")
"""How the groups of a regular expression begin, which look like markup."""
WEAK = {"hashlib.md5", "hashlib.sha1", "md5", "sha1", "crypt", "zlib.crc32", "binascii.crc32"}
NETWORK = (
    "socket",
    "socketserver",
    "asyncio",
    "ftplib",
    "telnetlib",
    "smtplib",
    "imaplib",
    "poplib",
    "xmlrpc",
    "webbrowser",
)
STARTS = ("subprocess", "multiprocessing", "concurrent.futures.ProcessPoolExecutor", "pty", "runpy", "code", "ctypes")
RUNS = {"run", "Popen", "call", "check_call", "check_output"}
WRITES = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "copyfile", "copy2"}


def called(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with its dotted name."""
    for node in module.nodes:
        if isinstance(node, ast.Call):
            yield node, dotted_name(node.func)


def is_plain(node: ast.AST) -> bool:
    """Whether a text stands there as it is, and nothing is put into it."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def at(module: Module, node: ast.AST, wrong: str) -> Complaint:
    """A complaint about a line; excused is a whole file, since lines move."""
    return Complaint(module.place, f"line {getattr(node, 'lineno', 0)}: {wrong}")


def imports_of(module: Module, roots: tuple[str, ...]) -> list[str]:
    """What is imported of these."""
    return sorted({name for name in module.imports() if any(f"{name}.".startswith(f"{root}.") for root in roots)})


def sql_in_pieces(module: Module) -> Iterator[Complaint]:
    """SQL that is no literal, or a name for one: what is put into it may end the statement."""
    constants = {
        target.id
        for node in module.tree.body
        if isinstance(node, ast.Assign) and is_plain(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node, name in called(module):
        if name.rpartition(".")[2] not in EXECUTES or not node.args:
            continue
        first = node.args[0]
        if not is_plain(first) and not (isinstance(first, ast.Name) and first.id in constants):
            yield at(module, node, "SQL that is no literal: hand what varies over as a parameter")


def sql_by_hand(module: Module) -> Iterator[Complaint]:
    """Any statement at all: the query API knows both databases."""
    for node, name in called(module):
        if name.rpartition(".")[2] in EXECUTES and node.args:
            yield at(module, node, "SQL: use the query API")


def sql_in_texts(module: Module) -> Iterator[Complaint]:
    """A text that begins like SQL and has something put into it, wherever it goes."""
    for node in module.nodes:
        is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add)
        start = node.left if is_sum else node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None  # type: ignore[attr-defined]
        if (
            isinstance(start, ast.Constant)
            and isinstance(start.value, str)
            and re.match(SQL.pattern + r".*\b(?:from|into|set|table)\b", start.value, re.I | re.S)
        ):
            yield at(module, node, "SQL with something put into it")


def markup_in_pieces(module: Module) -> Iterator[Complaint]:
    """`format_html` with anything but a literal first: what stands in the pattern is not escaped."""
    for node, name in called(module):
        last = name.rpartition(".")[2]
        if last in {"format_html", "format_html_join"}:
            pattern = node.args[1 if last == "format_html_join" else 0] if node.args else None
            if pattern is None or not is_plain(pattern):
                yield at(module, node, "format_html of a text that is no literal")
        elif last in {"format_html_lazy", "safe", "__html__"}:
            yield at(module, node, "text that calls itself safe")


def markup_by_hand(module: Module) -> Iterator[Complaint]:
    """A text with a tag in it: templates make markup."""
    for node in module.nodes:
        if isinstance(node, ast.JoinedStr):
            literal = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if re.search(r"</?[a-z][a-z0-9]*[\s>/]", GROUPS.sub("", literal)):
                yield at(module, node, "markup put together: let a template do it")


def templates_from_texts(module: Module) -> Iterator[Complaint]:
    """A template that is no file: what somebody typed could call things."""
    for node, name in called(module):
        if name.rpartition(".")[2] in {"Template", "from_string"}:
            yield at(module, node, "a template made of a text")


def escaping_off(module: Module) -> Iterator[Complaint]:
    """`autoescape=False`."""
    for node in module.nodes:
        if isinstance(node, ast.keyword) and node.arg == "autoescape":
            yield at(module, node.value, "escaping is switched on or off by hand")


class Quoted(ast.NodeTransformer):
    """Leaves out what is quoted for an address."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Nothing for `urlencode` and `quote`."""
        return (
            ast.Constant("")
            if dotted_name(node.func).rpartition(".")[2] in {"urlencode", "quote"}
            else self.generic_visit(node)
        )


def percent_on_request(module: Module) -> Iterator[Complaint]:
    """`%` or an f-string with something straight out of a request: it was not looked at yet."""
    for node in module.nodes:
        is_made = isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod))
        if is_made and FROM_REQUEST.search(ast.unparse(Quoted().visit(ast.parse(ast.unparse(node))))):
            yield at(module, node, "puts what was sent into a text: read it with a form first")


def pattern_from_elsewhere(module: Module) -> Iterator[Complaint]:
    """`getattr` with a name out of a request, and `%` whose left side came with it: both reach into objects."""
    for node, name in called(module):
        if name in {"getattr", "setattr", "hasattr", "import_module"} and FROM_REQUEST.search(ast.unparse(node)):
            yield at(module, node, "a name out of a request")


def redirects_anywhere(module: Module) -> Iterator[Complaint]:
    """A redirect straight to what was sent."""
    for node, name in called(module):
        is_redirect = name.rpartition(".")[2] in {"redirect", "HttpResponseRedirect"} and node.args
        if is_redirect and re.search(r"\brequest\.(?:GET|POST|META|headers|COOKIES)", ast.unparse(node.args[0])):
            yield at(module, node, "goes where a request says: ask access.web.returning")


def programs(module: Module) -> Iterator[Complaint]:
    """Programs and other processes."""
    yield from (Complaint(module.place, f"{name}: starts something else") for name in imports_of(module, STARTS))
    for node, name in called(module):
        if re.fullmatch(r"os\.(?:exec\w+|spawn\w+|fork\w*|posix_spawn\w*|kill|startfile)", name):
            yield at(module, node, f"{name}: starts something else")


def programs_in_texts(module: Module) -> Iterator[Complaint]:
    """A program given as one text, or with a name that varies: it goes through no shell, and says what it starts."""
    for node, name in called(module):
        runs = name.startswith("subprocess.") and name.rpartition(".")[2] in RUNS
        if runs and not (node.args and isinstance(node.args[0], ast.List)):
            yield at(module, node, "starts what is no list that stands here")


def markup_readers(module: Module) -> Iterator[Complaint]:
    """Readers of XML and the like: entities and addresses in it are followed."""
    yield from (Complaint(module.place, f"{name}: reads markup of others") for name in imports_of(module, PARSERS))


def files_on_the_way(module: Module) -> Iterator[Complaint]:
    """Temporary files: what was confided would lie on a disk in plain text."""
    yield from (Complaint(module.place, f"{name}: writes what only passes") for name in imports_of(module, TEMPORARY))


def written_files(module: Module) -> Iterator[Complaint]:
    """Any file that is written: what goes there is sealed, or nothing about people."""
    for node, name in called(module):
        last = name.rpartition(".")[2]
        mode = [
            each.value for each in (*node.args, *(key.value for key in node.keywords)) if isinstance(each, ast.Constant)
        ]
        is_open = last in {"open", "fdopen"} and any(
            isinstance(each, str) and re.fullmatch(r"[rwxab+t]*[wxa+][rwxab+t]*", each) for each in mode
        )
        flags = ast.unparse(node)
        if last in WRITES or is_open or (name == "os.open" and re.search(r"O_WRONLY|O_RDWR|O_CREAT", flags)):
            yield at(module, node, f"{last}: writes a file")


def chance(module: Module) -> Iterator[Complaint]:
    """`random` is no secret: whoever saw some of it knows the rest."""
    yield from (Complaint(module.place, f"{name}: use secrets") for name in imports_of(module, ("random", "numpy")))


def weak_digests(module: Module) -> Iterator[Complaint]:
    """Digests that others can make to fit."""
    for node, name in called(module):
        if name in WEAK:
            yield at(module, node, f"{name}: use SHA-256")


def lines_out(module: Module) -> Iterator[Complaint]:
    """Whoever speaks to another machine."""
    yield from (Complaint(module.place, f"{name}: speaks to others") for name in imports_of(module, NETWORK))


def asserted(module: Module) -> Iterator[Complaint]:
    """`assert` narrows a type and nothing else: it is left out under -O, and raises what nobody reads."""
    for node in module.nodes:
        if isinstance(node, ast.Assert) and not narrows(node.test):
            yield at(module, node, "asserts what is no type: raise a refusal")


def narrows(test: ast.expr) -> bool:
    """Whether it says only of what type something is, or that there is something."""
    if isinstance(test, ast.Call):
        return dotted_name(test.func) == "isinstance"
    return (
        isinstance(test, ast.Compare)
        and [type(each) for each in test.ops] == [ast.IsNot]
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    )


def words_in_logs(module: Module) -> Iterator[Complaint]:
    """A log line that is no literal, or is given something that could hold what somebody typed."""
    for node, name in called(module):
        who, _dot, verb = name.rpartition(".")
        if verb not in LOGS or who.rpartition(".")[2] not in {"logger", "logging", "log", "error_log"}:
            continue
        said, *given = node.args or [ast.Constant("")]
        if (
            not is_plain(said)
            and not (isinstance(said, ast.Name | ast.Subscript) and dotted_name(said).isupper())
            and not isinstance(said, ast.Subscript)
        ):
            yield at(module, node, "a log line that is no literal")
        for each in given:
            if any(UNTOLD.search(part) for part in names_in(each)):
                yield at(module, node, f"logs {ast.unparse(each)}")


def names_in(node: ast.expr) -> list[str]:
    """The last name of what is handed over; of `type(failure).__name__`, that it is the type."""
    if isinstance(node, ast.Attribute) and node.attr in OUR_OWN_NAMES:
        return []
    if isinstance(node, ast.Call) and dotted_name(node.func).rpartition(".")[2] in {"kind_of", "type", "len"}:
        return []
    return [dotted_name(node).rpartition(".")[2]]


EVERY: tuple[Habit, ...] = (
    sql_in_pieces,
    sql_by_hand,
    sql_in_texts,
    markup_in_pieces,
    markup_by_hand,
    templates_from_texts,
    escaping_off,
    percent_on_request,
    pattern_from_elsewhere,
    redirects_anywhere,
    programs,
    programs_in_texts,
    markup_readers,
    files_on_the_way,
    written_files,
    chance,
    weak_digests,
    lines_out,
    asserted,
    words_in_logs,
)
