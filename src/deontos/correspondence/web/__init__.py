"""What the pages of a reporter share: the cookie of a sitting, typed text, and a code as somebody typed it."""
