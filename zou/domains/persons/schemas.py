"""Bodies about people."""

from zou.kit.validation import Body, Id, Moment


class DepartmentAdd(Body):
    """The department that a person joins."""

    department_id: Id


class DesktopLogin(Body):
    """When somebody signed in at a workstation: a day or a time, now without."""

    date: Moment | None = None
