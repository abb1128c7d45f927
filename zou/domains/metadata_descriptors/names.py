"""The names of columns, and the keys under which their values are stored."""

ENTITY_TYPES = ("Asset", "Shot", "Sequence", "Episode", "Edit", "Project", "Task")


def field_name_of(name: str) -> str:
    """The key of a column called `name`: in Latin letters, lower case, words joined by `_`. Empty where nothing of it can be written so."""
    from slugify import slugify

    return slugify(name, separator="_")
