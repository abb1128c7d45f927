"""Productions: their rows, their lists, their life from the first day to their deletion."""
