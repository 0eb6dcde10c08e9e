"""How the rooms hear of one another, read from top to bottom; synchronous, inside the caller's transaction."""
