"""What is particular to working files and output files in the generic routes."""

from zou.access import me
from zou.access.policies import works_on
from zou.access.tasks import may_act
from zou.crud import hooks
from zou.crud.scopes import project_of
from zou.crud.table import COLLECTIONS
from zou.db import session
from zou.models import OutputFile, Task, WorkingFile


@hooks("working-files").allow("update")
def may_change_work(row: WorkingFile) -> bool:
    """Who may act on its task; administrators where it hangs on none."""
    task = session.get(Task, row.task_id) if row.task_id else None
    return me().is_admin if task is None else may_act(task)


@hooks("output-files").allow("update")
def may_change_output(row: OutputFile) -> bool:
    """The production's managers, and who has a task on its entity as long as they are in the team."""
    production = project_of(COLLECTIONS["output-files"], row)
    return me().manages(production) or (me().is_member(production) and row.entity_id is not None and works_on(row.entity_id))
