"""The verbs of this room: offices, deputies, absences, accounts and people, a module each.

`by=None` is the set-up of an installation by its command line: no permission is asked.
"""
