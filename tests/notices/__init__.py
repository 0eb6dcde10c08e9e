"""The outbox: when letters leave, that none is lost, and that none tells more than it should."""
