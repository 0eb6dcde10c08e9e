"""The pages of cases: the inbox, the case page and its moves; and what the home page and the mailbox show of a case."""
