"""Data folders that earlier steps left: in every later step they open, verify and show nothing as not authentic."""
