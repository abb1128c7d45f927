"""What is cast in what, and how many times."""
