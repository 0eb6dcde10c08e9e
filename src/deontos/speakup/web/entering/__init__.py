"""Typing at the desk what somebody told by phone or face to face, or wrote in a letter."""
