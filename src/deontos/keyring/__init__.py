"""Every key row: people's vaults, certified readers, pairs and their epochs, item keys, envelopes.

Keys are known by random ids, never by what they lock. Other rooms get an unlocked reader from here, a person's or a
receipt's, and open with it what that reader may.
"""
