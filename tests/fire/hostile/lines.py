"""Requests that no browser sends, as bytes, each with the numbers that come back: none is answered twice."""

from tests.fire.hostile.line import HOST, asking, said

PAGE, SIGN_IN, WATCHMAN = b"/", b"/desk/sign-in/", b"/healthz"
OURS = b"Host: " + HOST
SECOND = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: " + HOST + b"\r\n\r\n"
"""The end of a body, and another request that only one of two readers sees."""
CHUNKED = b"Transfer-Encoding: chunked"


def sent(*headers: bytes, body: bytes = b"") -> bytes:
    """A form without the proof that it is ours: read or not, it gets 403."""
    return asking(SIGN_IN, *headers, method=b"POST", body=body)


def sized(length: str) -> bytes:
    """A form that says this of its length."""
    return sent(f"Content-Length: {length}".encode(), body=b"x=y")


def encoded(*names: bytes, body: bytes = SECOND) -> bytes:
    """A form that says this of how it comes."""
    return sent(*(b"Transfer-Encoding: " + name for name in names), body=body)


Table = dict[str, tuple[bytes, list[int]]]

HOSTS: Table = {
    "two hosts": (said(b"GET / HTTP/1.1", OURS, b"Host: evil.example"), [400]),
    "no host": (said(b"GET / HTTP/1.1", b"Connection: close"), [400]),
    "a whole address of somebody else": (said(b"GET http://evil.example/ HTTP/1.1", OURS, b"Connection: close"), [200]),
    "our whole address at somebody else's": (
        said(b"GET http://integrity.example.org/ HTTP/1.1", b"Host: evil.example", b"Connection: close"),
        [400],
    ),
    "a whole address with a name": (
        said(b"GET http://somebody@evil.example:1/desk/ HTTP/1.1", OURS, b"Connection: close"),
        [302],
    ),
    "a way through": (said(b"CONNECT evil.example:443 HTTP/1.1", OURS), [405]),
}
PATHS: Table = {
    name: (asking(path), [status])
    for name, path, status in (
        ("a star", b"*", 400),
        ("two slashes", b"//evil.example/%2e%2e", 404),
        ("two slashes before the desk", b"//desk//", 404),
        ("up by a parameter", b"/nl/..;/desk/", 404),
        ("up, encoded", b"/nl/%2e%2e/desk/", 404),
        ("up", b"/nl/../desk/", 404),
        ("NUL", b"/%00", 404),
        ("NUL itself", b"/\x00", 400),
        ("letters that are not encoded", "/é/".encode(), 400),
        ("a header in the path", b"/%0d%0aSet-Cookie:x=y", 404),
        ("a fragment", b"/#x", 200),
        ("a backslash", b"/\\evil.example", 404),
        ("a parameter", b"/desk/;x=y", 404),
        ("a parameter of a part", b"/desk/sign-in;x/", 404),
        ("a dot at the end", b"/desk./", 404),
        ("long", b"/" + b"a" * 4000, 404),
        ("too long", b"/" + b"a" * 9000, 414),
        ("no slash", b"desk/", 400),
        ("surrogates", b"/nl/%ed%a0%80/", 404),
        ("overlong", b"/%c0%af/", 404),
        ("an odd question", b"/?%00=%00&%ed%a0%80", 200),
        ("up from the static files", b"/static/../../../../etc/passwd", 404),
        ("up from the static files, encoded", b"/static/%2e%2e/%2e%2e/etc/passwd", 404),
        ("NUL among the static files", b"/static/%00", 404),
        ("from the root of the static files", b"/static//etc/passwd", 404),
    )
}
BODIES: Table = {
    "a length, and in chunks": (sent(b"Content-Length: 4", CHUNKED, body=SECOND), [400]),
    "in chunks, and a length": (sent(CHUNKED, b"Content-Length: 40", body=SECOND), [400]),
    "two lengths": (sent(b"Content-Length: 0", b"Content-Length: 5", body=SECOND), [400]),
    "the same length twice": (sent(b"Content-Length: 3", b"Content-Length: 3", body=b"x=y"), [400]),
    **{f"a length of {each}": (sized(each), [400]) for each in ("3, 3", "-1", "+3", "0x3", "٣", "3 3")},
    "a length beyond everything": (sized("9" * 25), [403]),
    "less than was said": (sized("1000"), [403]),
    "in chunks that are none": (encoded(b"xchunked"), [501]),
    "in chunks after a blank of old": (encoded(b"\x0bchunked"), [400]),
    "as it is": (encoded(b"identity"), [400]),
    "in chunks and as it is": (encoded(b"chunked", b"identity"), [400]),
    "a chunk beyond everything": (encoded(b"chunked", body=b"f" * 17 + b"\r\nx"), [403]),
    "a chunk of no size": (encoded(b"chunked", body=b"zz\r\nx\r\n" + SECOND), [403]),
    "a chunk that is cut": (encoded(b"chunked", body=b"5\r\nab"), [403]),
    "headers after the body": (
        sent(CHUNKED, b"Trailer: Host", body=b"0\r\nHost: evil.example\r\nSCRIPT_NAME: /evil\r\n\r\n"),
        [403],
    ),
}
HEADERS: Table = {
    name: (asking(PAGE, *headers), [status])
    for name, headers, status in (
        ("a blank before the colon", [b"X-A : b"], 400),
        ("a folded line", [b"X-A: b\r\n c"], 400),
        ("NUL in a header", [b"X-A: \x00"], 400),
        ("a line end in a header", [b"X-A: a\rb"], 400),
        ("no header", [b"nonsense"], 400),
        ("letters in the name of a header", ["X-É: é".encode()], 400),
        ("a hundred and fifty headers", [b"X-%d: x" % number for number in range(150)], 431),
        ("a very long header", [b"X-A: " + b"a" * 9000], 431),
        ("an expectation", [b"Expect: nonsense"], 417),
        ("another protocol", [b"Upgrade: websocket", b"Sec-WebSocket-Key: x"], 200),
        ("a far range", [b"Range: bytes=0-99999999999999999999"], 200),
        ("five hundred cookies", [b"Cookie: " + b"; ".join(b"a%d=b" % number for number in range(500))], 200),
        ("a cookie of bytes", [b'Cookie: __Host-desk=\xff\xfe; =; ;;; a="\\\x01'], 400),
        ("many languages", [b"Accept-Language: " + b"a-" * 2000], 200),
        ("a language of great worth", [b"Accept-Language: nl-x;q=" + b"9" * 2000], 200),
        ("a day that is none", [b"If-Modified-Since: Fri, 31 Feb 99999 99:99:99 GMT"], 200),
        ("a body where none is expected", [b"Content-Length: 3\r\n\r\nx=y"], 200),
    )
}
NO_HTTP: Table = {
    "bare line ends": (b"GET /healthz HTTP/1.1\nHost: integrity.example.org\n\n", [400]),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]),
    "HTTP/0.9": (b"GET /\r\n", [400]),
    "HTTP/9.9": (said(b"GET / HTTP/9.9", OURS), [400]),
    "small letters": (said(b"get / HTTP/1.1", OURS), [400]),
    "a proxy's own line": (b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + asking(WATCHMAN), [400]),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", []),
    "zeros": (bytes(100), []),
}
MOVING = (
    (b"SCRIPT_NAME: /evil",),
    (b"SCRIPT_NAME: /desk",),
    (b"Script-Name: /evil",),
    (b"PATH_INFO: /evil/",),
    (b"REMOTE_USER: evil", b"REQUEST_URI: /evil/"),
    (b"X-Forwarded-Prefix: /evil",),
    (b"X-Script-Name: /evil",),
    (b"X-Original-URL: /evil/", b"X-Rewrite-URL: /evil/"),
    (b"X-Forwarded-Host: evil.example", b"X-Forwarded-Port: 666", b"Forwarded: host=evil.example"),
    (b"X-Forwarded-Proto: https", b"X-Forwarded-Ssl: off", b"X-Forwarded-Protocol: ssl"),
    (b"X-Host: evil.example", b"X-HTTP-Host-Override: evil.example", b"X-Forwarded-Server: evil.example"),
    (b"X-Forwarded-For: 127.0.0.1", b"X-Real-IP: 127.0.0.1", b"Client-IP: evil"),
)
"""Headers by which a proxy could say that the house stands elsewhere. None of them is believed."""
