"""The verbs of this room, by noun: organisations, units, people, capacities, offices, deputies, absences, accounts;
and leaving, which ends them all at once.

`by=None` is the set-up of an installation by its command line: no permission is asked.
"""
