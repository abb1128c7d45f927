"""Milestones, schedule items and versions of the schedule."""
