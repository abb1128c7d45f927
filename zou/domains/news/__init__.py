"""The news feed of productions."""
