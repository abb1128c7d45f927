"""Quotas: how much of the shots each person gets through, by day, week, month and year."""
