"""How people sign in: password, then one-time code; and the language in which somebody reads the desk."""
