"""Real counterparts that the tests start themselves: databases, mail servers. All on this machine."""
