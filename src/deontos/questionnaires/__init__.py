"""One engine for every structured form: sections with questions, as data; answers are checked against it.

What an answer means, and where it is kept, is for the room that asks.
"""
