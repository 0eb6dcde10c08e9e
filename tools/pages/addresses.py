"""The page that lists every address with its door: a door that changes shows as a difference in this page."""

ENTRANTS = {
    "anybody": "anybody",
    "holder_of_receipt": "whoever holds a receipt",
    "password_given": "whoever gave a password, before the second step",
    "signed_in": "whoever signed in with both steps",
    "demo_visitor": "anybody, in a demo only",
}


def page() -> str:
    """The table of addresses. Raises KeyError for a group of people that has no words here."""
    from deontos.sites.routes import routes

    lines = [
        "# Addresses",
        "",
        "Who may enter, by which methods. Everybody else gets the page of an address that does not exist; at the desk,",
        "whoever is not signed in is shown the way. The same as `deontos show-urls`.",
        "",
        "| Address | Methods | Who may enter |",
        "|---|---|---|",
    ]
    for route in routes():
        who = f"`{route.requires}`" if route.requires else ENTRANTS[route.open_to or ""]
        lines.append(f"| `{route.pattern}` | {', '.join(route.methods)} | {who} |")
    return "\n".join(lines) + "\n"
