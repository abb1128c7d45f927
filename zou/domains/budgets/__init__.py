"""Budgets of productions."""
