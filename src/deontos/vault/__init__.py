"""Sealing, opening, receipts, signatures and passphrases over libsodium, with byte formats frozen by test vectors.

Whose keys these are, where rows are kept and what the time is, the vault leaves to the rooms above it.
"""
