"""Following tasks, and the tasks of a type in a sequence."""
