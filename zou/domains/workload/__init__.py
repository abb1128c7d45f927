"""From when to when people are busy."""
