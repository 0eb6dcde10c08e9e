"""Jobs: queued in the caller's transaction, run once each, on time, and without telling what they carried."""
