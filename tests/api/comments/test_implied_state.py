"""Whatever happens to a task's comments, its status, dates and retakes are what those that remain imply."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

STATUSES = ("todo", "wip", "wfa", "retake", "done", "second")
FIELDS = ("task_status_id", "retake_count", "real_start_date", "end_date", "done_date", "last_comment_date")


def implied(studio, comments):
    """The state that comments imply, told anew from the rules: (short name of the status, date) in order."""
    status, state = "todo", dict.fromkeys(FIELDS) | {"retake_count": 0}
    for name, date in comments:
        if name != status:
            if name in ("retake", "second"):
                state["retake_count"] += 1
            if name == "wip" and state["real_start_date"] is None:
                state["real_start_date"] = date
            state["end_date"] = date if name == "wfa" else state["end_date"] if name == "done" else None
            state["done_date"] = date if name == "done" else None
        status, state["last_comment_date"] = name, date
    state["task_status_id"] = str(studio.status(status).id)
    return state


def machine(api, studio, team):
    """A machine that comments, edits, moves and deletes on two tasks of a shot."""
    manager = api.as_(team["manager"])
    studio.status("second", is_retake=True)

    class Comments(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            shot = studio.shot(team["production"])
            self.tasks = [studio.task(shot), studio.task(shot)]
            self.comments: dict[str, dict] = {}
            self.made = 0

        def _any(self, number):
            return self.comments[sorted(self.comments)[number % len(self.comments)]]

        @rule(task=st.integers(0, 1), status=st.sampled_from(STATUSES), day=st.none() | st.integers(1, 3))
        def post(self, task, status, day):
            body = {"task_status_id": str(studio.status(status).id)}
            if day:
                body["created_at"] = f"2024-01-0{day} 10:00:00"
            made = manager.post(f"/actions/tasks/{self.tasks[task].id}/comment", body).created()
            self.made += 1
            self.comments[made["id"]] = {"id": made["id"], "task": task, "status": status, "date": made["created_at"], "number": self.made}

        @precondition(lambda self: self.comments)
        @rule(which=st.integers(0, 50), status=st.sampled_from(STATUSES))
        def edit(self, which, status):
            comment = self._any(which)
            manager.put(f"/data/comments/{comment['id']}", {"task_status_id": str(studio.status(status).id)}).ok()
            comment["status"] = status

        @precondition(lambda self: self.comments)
        @rule(which=st.integers(0, 50))
        def delete(self, which):
            comment = self._any(which)
            manager.delete(f"/data/tasks/{self.tasks[comment['task']].id}/comments/{comment['id']}").gone()
            del self.comments[comment["id"]]

        @precondition(lambda self: self.comments)
        @rule(which=st.integers(0, 50))
        def move(self, which):
            comment = self._any(which)
            source, target = self.tasks[comment["task"]], self.tasks[1 - comment["task"]]
            taken = {one["date"] for one in self.comments.values() if one["task"] == 1 - comment["task"]}
            if comment["date"] in taken and comment["date"] < "2025":
                return  # which of two given dates comes first is not said
            manager.post(f"/actions/tasks/{source.id}/comments/{comment['id']}/move", {"target_task_id": str(target.id)}).ok()
            comment["task"] = 1 - comment["task"]

        @invariant()
        def tasks_are_what_their_comments_imply(self):
            for number, task in enumerate(self.tasks):
                told = sorted((one for one in self.comments.values() if one["task"] == number), key=lambda one: (one["date"], one["number"]))
                shown = manager.get(f"/data/tasks/{task.id}").ok()
                assert {key: shown[key] for key in FIELDS} == implied(studio, [(one["status"], one["date"]) for one in told])

    return Comments


def test_a_task_is_what_its_remaining_comments_imply(api, studio, team):
    run_state_machine_as_test(
        machine(api, studio, team),
        settings=settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None),
    )
