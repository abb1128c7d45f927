"""What the caller has work on."""
