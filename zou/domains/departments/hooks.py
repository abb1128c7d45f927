"""What is particular to departments' salary scales among the generic rows."""

from typing import Any

from zou.crud.table import hooks
from zou.db import Rows
from zou.domains.departments import service
from zou.kit.errors import BadRequest

salary_scales = hooks("salary-scales")


@salary_scales.list
def complete_list() -> Rows:
    """Every department's nine rows, whatever the query says."""
    return service.salary_scales()


@salary_scales.allow("create")
def nobody_adds(_values: Any) -> bool:
    """Rows come with their department."""
    raise BadRequest("Salary scales come with their department: change the salary of one.")
