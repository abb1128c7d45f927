"""What every reply has in common: errors as JSON, headers, the log of requests."""
