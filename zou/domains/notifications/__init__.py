"""What people are told about: rows, live events, e-mails and chat messages."""
