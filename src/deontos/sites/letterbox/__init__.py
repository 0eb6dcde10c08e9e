"""The letterbox: the public pages, the reporting form and the reporter's mailbox. No login, no script needed."""
