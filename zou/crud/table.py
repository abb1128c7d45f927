"""The table of the generic routes: one row a collection, and the hooks that a domain adds to its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zou import models as m

Hook = Callable[..., Any]


@dataclass
class Hooks:
    """What a domain adds to a collection, by decorators named after the moment. See the methods."""

    one: dict[str, Hook] = field(default_factory=dict)
    filters: dict[str, Hook] = field(default_factory=dict)
    rights: dict[str, Hook] = field(default_factory=dict)

    def _keep(self, moment: str) -> Callable[[Hook], Hook]:
        def mark(function: Hook) -> Hook:
            self.one[moment] = function
            return function

        return mark

    def before_create(self, function: Hook) -> Hook:
        """`(values) -> values`: check and complete the coerced values of a new row. To-many keys hold lists of ids."""
        return self._keep("before_create")(function)

    def before_update(self, function: Hook) -> Hook:
        """`(row, values) -> values`: check and complete the coerced values that are to change."""
        return self._keep("before_update")(function)

    def create(self, function: Hook) -> Hook:
        """`(values) -> row`: make the row, instead of the generic way. It emits no event of its own kind: the route does."""
        return self._keep("create")(function)

    def update(self, function: Hook) -> Hook:
        """`(row, values) -> None`: change the row, instead of the generic way."""
        return self._keep("update")(function)

    def delete(self, function: Hook) -> Hook:
        """`(row, force) -> None`: remove the row, instead of the generic way. `force`: the query says `force=true`."""
        return self._keep("delete")(function)

    def created(self, function: Hook) -> Hook:
        """`(row, values)`: after the row is made and before its event."""
        return self._keep("created")(function)

    def updated(self, function: Hook) -> Hook:
        """`(row, values)`: after the row is changed and before its event."""
        return self._keep("updated")(function)

    def deleted(self, function: Hook) -> Hook:
        """`(row)`: after the row is removed and before its event."""
        return self._keep("deleted")(function)

    def scope(self, function: Hook) -> Hook:
        """`(statement) -> statement`: narrow a list to the rows that the caller may see."""
        return self._keep("scope")(function)

    def columns(self, function: Hook) -> Hook:
        """`(many) -> collection of keys or None`: the keys that the caller may see (None: all) in a list or in one row."""
        return self._keep("columns")(function)

    def filterable(self, function: Hook) -> Hook:
        """`(key) -> bool`: whether the caller may filter by this column; one that may not gets 400."""
        return self._keep("filterable")(function)

    def shape(self, function: Hook) -> Hook:
        """`(rows, many) -> rows`: last touches on rows (dicts) before they leave, in a fixed number of statements."""
        return self._keep("shape")(function)

    def event(self, function: Hook) -> Hook:
        """`(row, verb) -> (name, data, project_id)` or None for no event. `verb`: new, update, delete."""
        return self._keep("event")(function)

    def project(self, function: Hook) -> Hook:
        """`(row) -> UUID or None`: the production that a row belongs to, where it has no `project_id`."""
        return self._keep("project")(function)

    def entity(self, function: Hook) -> Hook:
        """`(row) -> UUID or None`: the entity that a row belongs to, for vendors, where it has no `entity_id`."""
        return self._keep("entity")(function)

    def reply(self, function: Hook) -> Hook:
        """`(row, verb, reply) -> reply`: the reply of a create or update, made of the row's own (a dict)."""
        return self._keep("reply")(function)

    def before_body(self, function: Hook) -> Hook:
        """`(verb, content) -> content`: look at the JSON of the body before its keys are checked."""
        return self._keep("before_body")(function)

    def list(self, function: Hook) -> Hook:
        """`() -> rows`: the whole list, instead of the generic way."""
        return self._keep("list")(function)

    def filter(self, key: str) -> Callable[[Hook], Hook]:
        """`(statement, text) -> statement`: what the query parameter `key` does in a list."""

        def mark(function: Hook) -> Hook:
            self.filters[key] = function
            return function

        return mark

    def allow(self, verb: str) -> Callable[[Hook], Hook]:
        """`(row) -> bool`: who may `one`, `update`, `delete` a row or `list`, `create` (values), instead of the table's right."""

        def mark(function: Hook) -> Hook:
            self.rights[verb] = function
            return function

        return mark


@dataclass
class Collection:
    """A collection of the generic routes.

    The rights are written as in the contract: `A M S U C V` by global role; `m s u c` with that role in the row's production; `v` a vendor
    there with a task on the row's entity; `*` everybody signed in, `*-V` but vendors; `own` whose row it is; `listed`: who finds it in the list. Empty: nobody.
    """

    path: str
    model: Any
    list: str = "A"
    one: str = "A"
    create: str = "A"
    update: str = "A"
    delete: str = "A"
    #: Name of the rows' `type`, event prefix and key, where they do not follow from the model and table.
    type: str = ""
    prefix: str = ""
    key: str = ""
    #: Keys that an update silently drops.
    protected: tuple[str, ...] = ()
    #: Columns that may be empty and that a new row means nothing without.
    needs: tuple[str, ...] = ()
    #: Columns that never leave and are no filters.
    hidden: tuple[str, ...] = ()
    #: Columns that leave under another key.
    renamed: dict[str, str] = field(default_factory=dict)
    #: To-many keys that are no part of the rows.
    without: tuple[str, ...] = ()
    #: Whether rows always carry their to-many keys: in lists, after an update.
    relations_in_list: bool = False
    relations_after_update: bool = False
    #: Lists without a page stop here.
    at_most: int | None = None
    hooks: Hooks = field(default_factory=Hooks)

    def __post_init__(self) -> None:
        table = self.model.__tablename__
        self.type = self.type or self.model.__name__
        self.prefix = self.prefix or table.replace("_", "-")
        self.key = self.key or f"{table}_id"


SECRET = (
    *("password", "totp_secret", "email_otp_secret", "otp_recovery_codes", "fido_credentials", "jti", "sessions_valid_after", "kept_session"),
    *("login_failed_attemps", "last_login_failed", "oidc_issuer", "oidc_subject", "saml_issuer", "saml_subject"),
)

TEAM = "A m s u c v"

COLLECTIONS: dict[str, Collection] = {
    row.path: row
    for row in (
        Collection("asset-instances", m.AssetInstance, one=TEAM, update=TEAM, protected=("number",)),
        Collection("attachment-files", m.AttachmentFile, needs=("name",)),
        Collection("budget-entries", m.BudgetEntry, protected=("budget_id",)),
        Collection("budgets", m.Budget, protected=("revision",)),
        Collection("chat-messages", m.ChatMessage),
        Collection("chats", m.Chat),
        Collection("comments", m.Comment, one=TEAM, update="A m own", delete="A m own", protected=("mentions", "department_mentions")),
        Collection("custom-actions", m.CustomAction, list="*-V", one="listed"),
        Collection("day-offs", m.DayOff, one="A own", create="A own", update="A own", delete="A own"),
        Collection("departments", m.Department, list="*", one="*"),
        Collection("entities", m.Entity, list="*", one=TEAM, create="A m", update="A m", delete="A m", relations_after_update=True,
                   protected=("instance_casting", "entities_in", "entities_out", "type", "shotgun_id", "created_by")),
        Collection("entity-links", m.EntityLink),
        Collection("entity-types", m.EntityType, list="*", one="*", prefix="asset-type", key="asset_type_id", relations_after_update=True),
        Collection("events", m.ApiEvent, at_most=1000),
        Collection("file-status", m.FileStatus, list="*", one="*"),
        Collection("hardware-items", m.HardwareItem),
        Collection("metadata-descriptors", m.MetadataDescriptor, list="*", one="listed", relations_after_update=True),
        Collection("milestones", m.Milestone, one="A m s u", create="A m", update="A m", delete="A m"),
        Collection("news", m.News),
        Collection("notifications", m.Notification, renamed={"type": "notification_type"}),
        Collection("organisations", m.Organisation, list="*", one="*"),
        Collection("output-files", m.OutputFile, list="*-V", one=TEAM, update="A m"),
        Collection("output-types", m.OutputType, list="*", one="*"),
        Collection("persons", m.Person, list="*", one="*", update="A own", hidden=SECRET, relations_in_list=True, relations_after_update=True),
        Collection("playlists", m.Playlist, list="*-V", one="A m s u c", create="A m s", update="A m", delete="A m"),
        Collection("plugins", m.Plugin),
        Collection("preview-background-files", m.PreviewBackgroundFile, list="*", one="*"),
        Collection("preview-files", m.PreviewFile, list="*", one=TEAM, update="A m", delete="A m", needs=("task_id",)),
        Collection("production-schedule-versions", m.ProductionScheduleVersion, list="A m s u", one="A m s u",
                   create="A m", update="A m", delete="A m"),
        Collection("production-schedule-version-task-links", m.ProductionScheduleVersionTaskLink, list="A m s u", one="A m s u",
                   create="A m", update="A m", delete="A m", protected=("task_id", "production_schedule_version_id")),
        Collection("project-status", m.ProjectStatus, list="*", one="*"),
        Collection("project-templates", m.ProjectTemplate, list="A M", one="A M"),
        Collection("projects", m.Project, list="*", one=TEAM, update="A m", protected=("team",)),
        Collection("salary-scales", m.SalaryScale, create="", protected=("department_id",)),
        Collection("schedule-items", m.ScheduleItem, create="A m", update="A m", delete="A m"),
        Collection("search-filter-groups", m.SearchFilterGroup),
        Collection("search-filters", m.SearchFilter),
        Collection("softwares", m.Software, list="*", one="*"),
        Collection("status-automations", m.StatusAutomation, list="*-V", one="listed", needs=("in_task_type_id", "in_task_status_id")),
        Collection("studios", m.Studio, list="*", one="*"),
        Collection("subscriptions", m.Subscription),
        Collection("task-status", m.TaskStatus, list="*", one="*"),
        Collection("task-types", m.TaskType, list="*", one="*"),
        Collection("tasks", m.Task, list="*", one=TEAM, create="A m s", update="A m", delete="A m"),
        Collection("time-spents", m.TimeSpent, delete="A m own"),
        Collection("working-files", m.WorkingFile, list="*-V", one=TEAM, needs=("name", "task_id")),
    )
}  # fmt: skip


def hooks(path: str) -> Hooks:
    """The hooks of the collection served at `/data/<path>`."""
    return COLLECTIONS[path].hooks
