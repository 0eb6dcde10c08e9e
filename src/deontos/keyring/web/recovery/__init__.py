"""The pages on which keys change, come back and are handed on: for their owner, and for the stewards who help."""
