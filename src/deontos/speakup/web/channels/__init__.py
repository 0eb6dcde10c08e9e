"""The pages at the desk about a channel: its test, its settings and its texts."""
