"""Productions with their tasks, as the boards of clients show them."""
