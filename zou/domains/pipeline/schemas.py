"""Bodies of the routes of the studio's types."""

from zou.kit.validation import Body, Id


class TaskTypeOrder(Body):
    """Task types in their order."""

    lists_faults = False

    task_type_ids: list[Id]
