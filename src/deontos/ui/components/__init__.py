"""Pieces of page with declared props.

`declaration` says how a component is declared, `catalogue` lists them, `derived` and `controls` work out what they show.
"""
