"""Departments: who is in them, what hardware and software they use, what they pay."""
