"""Who works on a production, in which role, and its preview account."""
