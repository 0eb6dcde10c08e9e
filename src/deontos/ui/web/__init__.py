"""Pages of this room itself: the gallery of components, and the short pages for what cannot be shown."""
