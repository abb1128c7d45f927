"""People: their records, departments, workstation sign-ins."""
