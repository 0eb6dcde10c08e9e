"""What a questionnaire is, which answers it takes, what it shows because of them, and what is wrong with one. Pure."""
