"""What was done, by whom, in two chains an organisation: `desk` with moments, `reporters` with a civil date only.

A row that is changed, removed, put elsewhere or cut off is found by verification. The actor is recorded by id.
"""
