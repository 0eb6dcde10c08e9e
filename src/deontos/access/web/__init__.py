"""What happens at a door that stays closed: the page that keeps what somebody typed, and the way back."""
