"""The outbox: letters to people who sign in, written in the transaction that causes them, sent by the worker.

Two kinds. A *prompt* letter is caused by somebody signed in and leaves at once. A *windowed* notice is caused by a
reporter, or is a reminder: it knows no moment, and leaves at 07:00 or 13:00, merged with all others of its recipient.
Letters say that there is something, never what. They are sent at least once, on a retry under the same Message-ID.
"""
