"""The `zou` command: one file a family of commands."""
