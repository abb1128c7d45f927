"""Working files of tasks and output files of entities."""
