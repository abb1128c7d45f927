"""Columns that productions add to their entities, tasks and to themselves."""
