"""The studio as a whole: what the server is, how it is, what it starts with."""
