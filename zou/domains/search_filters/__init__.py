"""Searches that people keep, alone or for their production's team, and the groups they put them in."""
