"""Hostile input at both doors: a machine that types at random, every form in turn, and bytes over the line."""
