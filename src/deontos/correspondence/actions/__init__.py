"""The verbs: sittings and drafts in `sittings`, what is written in `conversations`, erasing in `sweeping`."""
