"""The command line as an operator meets it: what it says, how it ends, and what it refuses."""
