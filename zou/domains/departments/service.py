"""What departments use."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.db import Rows, execute, rows, scalar, session
from zou.db.rows import Row
from zou.db.unit import writing
from zou.kit.errors import NotFound
from zou.models import Department, HardwareItem, HardwareItemDepartmentLink, SalaryScale, Software, SoftwareDepartmentLink
from zou.models.person import POSITIONS, SENIORITIES

#: What a department may use → the model that links it, and the link's column.
LINKS: dict[Any, tuple[Any, str]] = {
    HardwareItem: (HardwareItemDepartmentLink, "hardware_item_id"),
    Software: (SoftwareDepartmentLink, "software_id"),
}


def used_by_department(model: Any) -> dict[str, Rows]:
    """What each department uses of `model`, by department; those that use nothing are left out. One statement."""
    link, key = LINKS[model]
    statement = sa.select(link.department_id.label("of"), *model.__table__.columns, sa.literal(model.__name__).label("type"))
    found: dict[str, Rows] = {}
    for row in rows(statement.join(model, model.id == getattr(link, key)).order_by(model.name)):
        found.setdefault(str(row.pop("of")), []).append(row)
    return found


def link(department: Department, item: Any) -> Row:
    """Have the department use the item; the link's row, the same one where it did already."""
    model, key = LINKS[type(item)]
    same = {"department_id": department.id, key: item.id}
    session.execute(insert(model).values(**same).on_conflict_do_nothing(index_elements=list(same)))
    statement = sa.select(*model.__table__.columns, sa.literal(model.__name__).label("type"))
    return rows(statement.where(model.department_id == department.id, getattr(model, key) == item.id))[0]


def unlink(department: Department, item: Any) -> None:
    """Have the department use the item no more; nothing where it did not."""
    model, key = LINKS[type(item)]
    session.execute(sa.delete(model).where(model.department_id == department.id, getattr(model, key) == item.id))


def used(department: Department, item: Any) -> Any:
    """The item as a row. Raises NotFound where the department does not use it."""
    model, key = LINKS[type(item)]
    linked = sa.select(model.id).where(model.department_id == department.id, getattr(model, key) == item.id)
    if execute(linked).first() is None:
        raise NotFound("The department does not use this.")
    kind = type(item)
    return rows(sa.select(*kind.__table__.columns, sa.literal(kind.__name__).label("type")).where(kind.id == item.id))[0]


def salary_scales() -> Rows:
    """The salary of every position and seniority of every department, those not decided yet as 0. Two statements where none is missing."""
    departments = scalar(sa.select(sa.func.count()).select_from(Department))
    found = _read_salary_scales()
    if len(found) >= departments * len(POSITIONS) * len(SENIORITIES):
        return found
    with writing():
        _complete_salary_scales()
    return _read_salary_scales()


def _read_salary_scales() -> Rows:
    statement = sa.select(*SalaryScale.__table__.columns, sa.literal("SalaryScale").label("type")).join(Department)
    return rows(statement.order_by(Department.name, _rank(SalaryScale.position, POSITIONS), _rank(SalaryScale.seniority, SENIORITIES)))


def _rank(column: Any, codes: tuple[str, ...]) -> Any:
    return sa.case({code: number for number, code in enumerate(codes)}, value=column)


def _complete_salary_scales() -> None:
    """Make the rows that departments lack. The id follows from what the row is about: two at once make it once."""
    grades = sa.values(sa.column("position", sa.String), sa.column("seniority", sa.String), name="grade").data([(p, s) for p in POSITIONS for s in SENIORITIES])
    known = sa.exists().where(
        SalaryScale.department_id == Department.id, SalaryScale.position == grades.c.position, SalaryScale.seniority == grades.c.seniority
    )
    ident = sa.cast(sa.func.md5(sa.cast(Department.id, sa.Text) + ":" + grades.c.position + ":" + grades.c.seniority), sa.Uuid)
    now = sa.func.timezone("utc", sa.func.now())
    missing = sa.select(ident, now, now, Department.id, grades.c.position, grades.c.seniority, sa.literal(0)).select_from(Department).join(grades, sa.true())
    columns = ["id", "created_at", "updated_at", "department_id", "position", "seniority", "salary"]
    execute(insert(SalaryScale).from_select(columns, missing.where(~known), include_defaults=False).on_conflict_do_nothing())
