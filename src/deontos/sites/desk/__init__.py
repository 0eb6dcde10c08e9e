"""The desk: the door for people who sign in."""
