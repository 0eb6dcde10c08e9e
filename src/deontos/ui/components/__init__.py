"""Pieces of page with declared props.

`declaration` says how, `catalogue` which; `derived` and `controls` work out what they show.
"""
