"""Template libraries of this room; Django finds them by the name of this package."""
