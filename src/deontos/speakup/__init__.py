"""The reporting channel: who is sealed to, routing away from involved people, and the disclosure itself."""
