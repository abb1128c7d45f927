"""Time of persons: their own, and the studio's tables."""
