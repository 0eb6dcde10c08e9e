"""The command line. `frame` lists the commands, `outcomes` says how one ends; every other module is a command.

A command has NAME, HELP, `add_arguments(parser)` and `run(options) -> int`; one that says DEMO_ONLY = True exists in a
demo only; one that has `prepare(options)` does that before Django is set up. Rooms are imported inside `run`, so that
`--help` works before anything is set.
"""
