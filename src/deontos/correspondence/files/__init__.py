"""Files that somebody sends: looked at while they stream in, sealed at once, kept under random names, opened again."""
