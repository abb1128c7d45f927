"""The task types of the tasks of an entity."""
