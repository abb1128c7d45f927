"""Layout scenes."""
