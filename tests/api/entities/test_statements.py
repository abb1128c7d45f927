"""A listing makes as many statements for many rows as for few: every route of entities and of productions that reads, asked about a small and a large one."""

from typing import Any

import pytest
from flask import Flask

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m

DOMAINS = (
    "assets",
    "boards",
    "breakdown",
    "budgets",
    "concepts",
    "edits",
    "entities",
    "entity_task_types",
    "entity_tasks",
    "episodes",
    "metadata_descriptors",
    "my_entities",
    "project_settings",
    "project_templates",
    "projects",
    "scenes",
    "schedule",
    "sequences",
    "shots",
    "team",
)
#: Collections of the generic routes.
GENERIC = ("entities", "projects", "metadata-descriptors", "project-templates", "production-schedule-versions", "entity-links", "milestones", "budgets")


def paths(app: Flask) -> list[str]:
    found = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint.partition(".")[0] in DOMAINS}
    return sorted(found | {f"/data/{name}?relations=true&project_id=<uuid:project_id>" for name in GENERIC})


def production_with(studio: Studio, count: int, reader: m.Person) -> dict[str, Any]:
    """A production with `count` of everything; ids by the names that paths give them."""
    production = studio.production(team=[reader], production_type="tvshow")
    template = studio.add(m.ProjectTemplate(name=f"Template {count}"))
    version = studio.add(m.ProductionScheduleVersion(name="v", project_id=production.id))
    budget = studio.add(m.Budget(name="b", project_id=production.id))
    episode, asset_type = studio.episode(production), studio.entity_type("Prop")
    sequence = studio.sequence(production, parent_id=episode.id)
    scene = studio.entity("Scene", production, parent_id=sequence.id)
    ids = {"episode_id": episode.id, "sequence_id": sequence.id, "scene_id": scene.id, "asset_type_id": asset_type.id, "project_template_id": template.id}
    for number in range(count):
        step = studio.task_type("Shot", department=studio.department())
        shot = studio.shot(production, sequence=sequence, name=f"SH{number}", source_id=scene.id, data={"mood": 1})
        asset = studio.asset(production, "Prop", name=f"A{number}", source_id=episode.id)
        edit, concept = (studio.entity(kind, production, name=f"X{number}", parent_id=None) for kind in ("Edit", "Concept"))
        more = [studio.entity("Scene", production, parent_id=sequence.id, name=f"S{number}"), studio.sequence(production, parent_id=episode.id)]
        for entity in (shot, asset, edit, concept, episode, sequence, *more):
            studio.task(entity, task_type=step, assignees=[reader])
        for inside in (shot, episode, edit):
            studio.add(m.EntityLink(entity_in_id=inside.id, entity_out_id=asset.id))
        studio.add(m.EntityConceptLink(entity_in_id=concept.id, entity_out_id=ids.get("entity_id", shot.id)))
        studio.add(m.EntityVersion(name="old", entity_id=shot.id, person_id=reader.id))
        studio.add(m.ProjectTaskTypeLink(project_id=production.id, task_type_id=step.id))
        studio.add(
            m.MetadataDescriptor(project_id=production.id, entity_type="Shot", name=f"D{number}", field_name=f"d{number}", departments=[step.department])
        )
        studio.add(m.Milestone(name="m", project_id=production.id, date="2027-01-01"))
        studio.add(m.BudgetEntry(budget_id=budget.id, department_id=step.department.id, months_duration=1, daily_salary=1, start_date="2027-01-01"))
        ids |= {"shot_id": shot.id, "asset_id": asset.id, "edit_id": edit.id, "concept_id": concept.id, "task_type_id": step.id}
        ids.setdefault("entity_id", shot.id)
    studio.join(production, studio.artist())
    return {**ids, "project_id": production.id, "budget_id": budget.id, "production_schedule_version_id": version.id, "version_id": version.id}


def filled(path: str, ids: dict[str, Any]) -> str | None:
    for name, ident in ids.items():
        for converter in ("uuid:", "string:", ""):
            path = path.replace(f"<{converter}{name}>", str(ident))
    return None if "<" in path else path


@pytest.mark.parametrize("role", ["manager", "vendor"])
def test_every_listing_takes_as_many_statements_for_many_rows_as_for_few(app: Flask, api: Api, studio: Studio, role: str) -> None:
    reader = studio.person(role)
    few, many = (production_with(studio, count, reader) for count in (2, 6))
    caller, grown, asked = api.as_(reader), [], 0
    for path in paths(app):
        taken = []
        for ids in (few, many, few, many):  # The first time some make what lacks.
            address = filled(path, ids)
            if address is None:
                break
            query = "" if "?" in address or "<" in path else f"?project_id={ids['project_id']}"
            with api.statements() as made:
                answer = caller.call("GET", address + query)
            assert answer.status < 500, address
            taken.append(len(made))
            asked += answer.status == 200
        if taken and taken[3] > taken[2]:
            grown.append((path, taken[2:]))
    assert not grown
    assert asked > 100
