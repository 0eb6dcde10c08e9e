"""The pages of a person's own vault, and the way in which other rooms' pages ask for an unlocked reader."""
