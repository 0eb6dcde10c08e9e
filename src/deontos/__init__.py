"""Deontos."""
