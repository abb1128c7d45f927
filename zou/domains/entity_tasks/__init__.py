"""Tasks of many entities at once."""
