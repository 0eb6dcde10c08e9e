"""People, towns and keys with fixed meanings, made of real rows by the actions of the house."""
