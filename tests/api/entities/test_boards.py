"""What the boards show to whom, and in which form."""

from typing import Any

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m
from zou.db.session import db


class Board:
    """A production with two shots; the vendor and the artist have a task on the first."""

    def __init__(self, api: Api, studio: Studio) -> None:
        self.production = studio.production()
        self.team = studio.team(production=self.production)
        self.department, self.other_department = studio.department(), studio.department()
        sequence = studio.sequence(self.production, name="SQ01", parent_id=studio.episode(self.production, name="E01").id)
        self.shot = studio.shot(self.production, sequence=sequence, name="SH01", data={"open": 1, "theirs": 2, "clients": 3, "fps": "24"})
        self.other = studio.shot(self.production, sequence=sequence, name="SH02")
        self.task = studio.task(self.shot, assignees=[self.team["user"], self.team["vendor"]], estimation=480, priority=2, difficulty=4)
        self.second = studio.task(self.shot, assignees=[self.team["user"]])
        self.descriptor(studio, "theirs", [self.department])
        self.descriptor(studio, "clients", [], for_client=True)
        self.id, self.shot_id, self.sequence_id, self.task_type_id = self.production.id, self.shot.id, sequence.id, self.task.task_type_id
        self.task_id, self.second_id, self.data = str(self.task.id), str(self.second.id), dict(self.shot.data)
        self.people = {role: str(person.id) for role, person in self.team.items()}
        self.apis = {role: api.as_(person) for role, person in self.team.items()}

    def as_(self, role: str) -> Api:
        return self.apis[role]

    def descriptor(self, studio: Studio, field: str, departments: list[m.Department], **values: Any) -> None:
        studio.add(
            m.MetadataDescriptor(project_id=self.production.id, entity_type="Shot", name=field.title(), field_name=field, departments=departments, **values)
        )

    def shots(self, role: str, **query: Any) -> Any:
        return self.as_(role).get("/data/shots/with-tasks", project_id=self.id, **query).ok()


@pytest.fixture
def board(api: Api, studio: Studio) -> Board:
    return Board(api, studio)


def test_a_vendor_reads_what_is_assigned_to_them_and_metadata_that_is_not_for_other_departments(api: Api, studio: Studio, board: Board) -> None:
    [shot] = board.shots("vendor")
    assert shot["name"] == "SH01" and shot["data"] == {"open": 1, "clients": 3, "fps": "24"} and shot["fps"] == "24"
    assert [task["id"] for task in shot["tasks"]] == [board.task_id]
    assert set(shot["tasks"][0]["assignees"]) == {board.people["user"], board.people["vendor"]}
    db.session.execute(m.DepartmentLink.__table__.insert().values(person_id=board.team["vendor"].id, department_id=board.department.id))
    db.session.commit()
    assert board.shots("vendor")[0]["data"]["theirs"] == 2


@pytest.mark.parametrize("path", ["/data/shots", "/data/projects/{p}/shots", "/data/shots/{s}", "/data/entities/{s}", "/data/entities"])
def test_the_same_metadata_is_left_out_wherever_a_vendor_or_client_reads_the_shot(api: Api, board: Board, path: str) -> None:
    address = path.format(p=board.id, s=board.shot_id)
    for role, left in (("vendor", {"open": 1, "clients": 3, "fps": "24"}), ("client", {"open": 1, "clients": 3, "fps": "24"}), ("user", board.data)):
        found = board.as_(role).get(address, **({} if "{" in path else {"project_id": board.id})).ok()
        row = found if isinstance(found, dict) else next(row for row in found if row["name"] == "SH01")
        assert row["data"] == left, role
        if role == "vendor" and isinstance(found, list):
            assert [row["name"] for row in found] == ["SH01"]


@pytest.mark.parametrize("path", ["/data/user/tasks", "/data/tasks/open-tasks", "/data/tasks/{t}/full"])
def test_lists_of_tasks_leave_out_the_same_metadata_of_what_they_are_about(board: Board, path: str) -> None:
    for role, left in (("vendor", {"open": 1, "clients": 3, "fps": "24"}), ("client", {"open": 1, "clients": 3, "fps": "24"}), ("user", board.data)):
        found = board.as_(role).get(path.format(t=board.task_id)).ok()
        tasks = found["data"] if "open-tasks" in path else found
        read = [found["entity"]["data"]] if "entity" in found else [task["entity_data"] for task in tasks]
        assert all(data == left for data in read), role
        assert read or (role, path) == ("client", "/data/user/tasks")


@pytest.mark.parametrize("path", ["/data/shots/{shot}/assets", "/data/projects/{p}/assets/shared-used", "/data/user/sequences/{sequence}/shots"])
def test_what_is_cast_and_ones_own_work_lack_the_same_metadata(studio: Studio, board: Board, path: str) -> None:
    production = board.production if "shared" not in path else studio.production()
    asset = studio.asset(production, data={"open": 1, "theirs": 2}, is_shared=True)
    studio.add(m.EntityLink(entity_in_id=board.shot_id, entity_out_id=asset.id))
    descriptor = m.MetadataDescriptor(project_id=production.id, entity_type="Asset", name="Theirs", field_name="theirs", departments=[board.department])
    studio.add(descriptor)
    address = path.format(p=board.id, shot=board.shot_id, sequence=board.sequence_id)
    assert [row["data"].get("theirs") for row in board.as_("vendor").get(address).ok()] == [None]
    assert [row["data"].get("theirs") for row in board.as_("user").get(address).ok()] == [2]


def test_a_client_reads_no_figures_and_no_names(api: Api, board: Board) -> None:
    task = next(task for task in board.shots("client")[0]["tasks"] if task["id"] == board.task_id)
    assert (task["assignees"], task["estimation"], task["priority"], task["difficulty"], task["due_date"]) == ([], 0, 0, None, None)
    assert task["task_status_id"]
    assert next(t for t in board.shots("manager")[0]["tasks"] if t["id"] == task["id"])["estimation"] == 480


def test_only_ones_own_tasks_with_assigned_to(api: Api, board: Board) -> None:
    [shot] = board.shots("user", assigned_to="whatever")
    assert {task["id"] for task in shot["tasks"]} == {board.task_id, board.second_id}
    assert board.shots("supervisor", assigned_to="x") == []


def test_the_tag_is_of_the_caller_the_form_and_the_query(api: Api, board: Board) -> None:
    def tag(role: str, **query: Any) -> str:
        return board.as_(role).get("/data/shots/with-tasks", project_id=board.id, **query).headers["ETag"]

    tags = [tag("manager"), tag("user"), tag("manager", compact="true"), tag("manager", stream="true"), tag("manager", episode_id="all")]
    assert len(set(tags)) == len(tags) and tags[0] == tag("manager")
    for path in ("/data/edits/with-tasks", "/data/sequences/with-tasks"):
        assert "ETag" not in board.as_("manager").get(path, project_id=board.id).headers


def test_a_refusal_is_never_hidden_by_a_304(api: Api, studio: Studio, board: Board) -> None:
    path = f"/data/shots/with-tasks?project_id={board.id}"
    assert api.as_(studio.artist()).call("GET", path, headers={"If-None-Match": "*"}).status == 403
    assert board.as_("user").call("GET", path, headers={"If-None-Match": "*"}).status == 304
    tag = board.as_("user").call("GET", path).headers["ETag"]
    assert board.as_("user").call("GET", path, headers={"If-None-Match": f"W/{tag}"}).status == 200


@pytest.mark.parametrize("listing", ["shots", "assets", "sequences", "episodes", "scenes", "edits", "concepts"])
def test_a_listing_takes_as_many_statements_for_many_rows_as_for_few(api: Api, studio: Studio, board: Board, listing: str) -> None:
    kind = {"shots": "Shot", "assets": "Prop"}.get(listing, listing[:-1].title())
    production = m.Project(id=board.id)
    for number in range(25):
        entity = studio.entity(kind, production, name=f"X{number}", parent_id=board.sequence_id if kind == "Shot" else None)
        studio.task(entity, task_type=m.TaskType(id=board.task_type_id))
    with api.statements(at_most=3):
        found = board.as_("manager").get(f"/data/{listing}/with-tasks", project_id=board.id).ok()
    assert len(found) >= 25


def test_odd_queries_are_refused(api: Api, board: Board) -> None:
    manager = board.as_("manager")
    for query in ({"project_id": ""}, {"episode_id": "main"}, {"episode_id": ""}, {"id": "nope"}):
        assert manager.get("/data/shots/with-tasks", **{"project_id": board.id, **query}).status == 400
    assert manager.get("/data/shots/with-tasks").status == 403
    assert board.as_("vendor").get("/data/scenes/with-tasks", project_id=board.id).status == 403
    assert board.as_("client").get("/data/concepts/with-tasks", project_id=board.id).status == 403


def test_names_with_every_kind_of_character_survive(api: Api, studio: Studio, board: Board) -> None:
    name, text = 'Ünï "quoted" \\ back\tslash % {x} :y', 'line\nbreak \x01 \u2028 ,\n["a",1]'
    production = m.Project(id=board.id)
    studio.shot(production, name=name, description=text, data={name: [text, None, 1.5]}, parent_id=board.sequence_id)
    for form in ({}, {"compact": "true"}):
        found = board.shots("manager", **form)
        values = [dict(zip(found["shot_fields"], row, strict=True)) for row in found["rows"]] if form else found
        shot = next(row for row in values if row["name"] == name)
        assert shot["description"] == text and shot["data"] == {name: [text, None, 1.5]}
