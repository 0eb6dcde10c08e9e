"""Background work: the worker, the timetable, retries and the hourly sweep. Knows no room; rooms bring their jobs.

A job is a function made with `deontos.jobs.tasks.job`. It takes no key and nothing that a reporter wrote. Nothing is
enqueued in a reporter's transaction: the sweep on the full hour finds what a reporter left.
"""
