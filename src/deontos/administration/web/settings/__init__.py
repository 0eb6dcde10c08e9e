"""The pages of settings: who is who, who holds what, who is away. Counts and dates, never content."""
