"""What every room may lean on and none owns: refusals, tables of moves, terms and deadlines, facts, and the one clock.

Plain Python: no Django, no settings, no words that a person reads.
"""
