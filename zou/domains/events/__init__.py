"""The log of what has happened and of who has signed in."""
