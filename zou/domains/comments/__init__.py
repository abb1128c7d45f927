"""Comments: what is said on tasks, and the status that each gives to its task."""
