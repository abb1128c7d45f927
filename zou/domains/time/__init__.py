"""Time spent on tasks."""
