"""Invented organisations, people and cases, the same for the same seed: to try the product and test it from outside."""
