"""The one page of this room itself: the gallery of components."""
