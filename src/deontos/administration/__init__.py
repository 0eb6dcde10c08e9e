"""The verbs and pages of organisations: appoint, record an absence, sign in."""
