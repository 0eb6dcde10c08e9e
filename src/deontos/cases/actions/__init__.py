"""The verbs of a case: how it begins in `opening`, the moves of the dialogue in `dialogue`."""
