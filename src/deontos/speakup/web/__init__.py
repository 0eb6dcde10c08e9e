"""The pages of the reporting form."""
