"""What the web interface loads first: the studio and the productions as the caller sees them."""
