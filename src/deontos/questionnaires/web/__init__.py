"""How questions are asked on a page, and the page on which a questionnaire is tried."""
