"""A page for reading the letters of a demo. Elsewhere letters go to a mail server, and there is no such page."""
