"""Tools that know nothing of production tracking."""
