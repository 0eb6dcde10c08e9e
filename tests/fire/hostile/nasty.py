"""Nasty things to type, as the bytes that are sent. Invented here; nothing of it is anybody's."""

from urllib.parse import quote_from_bytes

LONGEST = 200_000

TYPED: dict[str, bytes] = {
    "nothing": b"",
    "blanks": "\N{NO-BREAK SPACE}\u3000\t \r\n".encode(),
    "NUL": b"a\x00b",
    "only NUL": b"\x00",
    "controls": bytes(range(32)),
    "a lone surrogate": "a\ud800b".encode(errors="surrogatepass"),
    "surrogates in the wrong order": "\udc00\ud800".encode(errors="surrogatepass"),
    "overlong UTF-8": b"\xc0\xaf\xe0\x80\xaf\xf8\x80\x80\x80\xaf",
    "no UTF-8": b"\xff\xfe\x80",
    "cut UTF-8": "é".encode()[:1],
    "no character": "\ufffe\uffff\U0010ffff".encode(),
    "right to left": "\u202egro.live\u202c \u2066x\u2069 \u200f".encode(),
    "no width": "\ufeff\u200b\u200d\u2060".encode(),
    "many marks": ("e" + "\N{COMBINING ACUTE ACCENT}" * 500).encode(),
    "far planes": ("\N{GRINNING FACE}" * 100).encode(),
    "odd line ends": "a\u2028b\u2029c\x85d\x0be\rf\ng".encode(),
    "markup": b"</textarea></script><script>alert(1)</script><b onload='x'>",
    "an attribute": b"\" autofocus onfocus=alert(1) x='",
    "a template": b"{{ 7|add:7 }}{% include 'x' %}{% load x %}{# x #}",
    "placeholders": b"%(name)s %s %d {0} {name} {name.__class__} ${7*7} #{7*7} %%",
    "a query": b"' OR 1=1; DROP TABLE organisations_person; --",
    "a path": b"../../../../etc/passwd\x00.png",
    "a formula": b'=HYPERLINK("https://evil.example")',
    "a header": b"x\r\nBcc: evil@evil.example\r\nSet-Cookie: __Host-desk=x",
    "an address elsewhere": b"//evil.example/",
    "a script as address": b"javascript:alert(1)",
    "huge": b"9" * 25,
    "very huge": b"9" * 5000,
    "negative": b"-1",
    "zero": b"0",
    "a fraction": b"1.5",
    "an exponent": b"1e400",
    "not a number": b"NaN",
    "digits of elsewhere": "١٢٣²".encode(),
    "an id in braces": b"{00000000-0000-4000-8000-000000000000}",
    "an id": b"00000000-0000-4000-8000-000000000000",
    "an id in words": b"urn:uuid:00000000-0000-4000-8000-000000000000",
    "a day long ago": b"0001-01-01",
    "a day far off": b"9999-12-31",
    "a day that is none": b"2026-02-30",
    "JSON": b'{"a": [1, {"b": null}]}',
    "deep JSON": b"[" * 3000 + b"]" * 3000,
    "a list": b"[]",
    "an e-mail address": b"a@[127.0.0.1]",
    "a long e-mail address": b"a" * 300 + b"@example.org",
    "NUL in an e-mail address": b"a\x00@example.org",
    "a word of ours": b"next",
    "half a million": b"x" * 500_000,
    "as long as it may be": b"x" * LONGEST,
    "longer by one": b"x" * (LONGEST + 1),
}
NAMES = tuple(TYPED)
SHORT = tuple(name for name, content in TYPED.items() if len(content) < LONGEST)


def quoted(pairs: list[tuple[str, bytes]]) -> bytes:
    """A form as a browser sends it, but of any bytes."""
    return "&".join(
        f"{quote_from_bytes(name.encode(), safe='')}={quote_from_bytes(content, safe='')}" for name, content in pairs
    ).encode()


def in_parts(pairs: list[tuple[str, bytes]], files: list[tuple[str, bytes, bytes]], boundary: str) -> bytes:
    """The same as a form with files: the field, the file's name, and what is in it."""
    line = f"--{boundary}\r\nContent-Disposition: form-data; name=".encode()
    parts = [line + _named(name) + b"\r\n\r\n" + content + b"\r\n" for name, content in pairs]
    parts += [
        line + _named(name) + b'; filename="' + called + b'"\r\nContent-Type: application/octet-stream\r\n\r\n'
        + content + b"\r\n"
        for name, called, content in files
    ]  # fmt: skip
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def _named(name: str) -> bytes:
    return b'"' + name.replace('"', "%22").encode() + b'"'
