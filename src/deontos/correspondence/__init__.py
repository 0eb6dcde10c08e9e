"""Sealed conversations: items, receipts, drafts and the reporter's sitting.

Knows nothing of disclosures, cases or advice.
"""
