"""Searching in the database."""

from typing import Any

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.models import MetadataDescriptor, Person


def find(api: Api, person: Person, query: str, **more: Any) -> dict[str, list[dict[str, Any]]]:
    return api.as_(person).post("/data/search", {"query": query, "limit": 10, **more}).ok()


def names(found: dict[str, list[dict[str, Any]]], index: str) -> list[str]:
    return [row.get("full_name") or row["name"] for row in found[index]]


def test_the_best_match_comes_first_and_tells_what_matched(api: Api, studio: Studio) -> None:
    artist = studio.artist()
    production = studio.production(team=[artist])
    for name, description, data in (
        ("old_hero_hat", None, {}),
        ("Hero", None, {}),
        ("Villain", "is no friend of the hero", {}),
        ("Cup", None, {"owner": "the hero"}),
    ):
        studio.asset(production, name=name, description=description, data=data)
    found = find(api, artist, "hero", index_names=["assets"])
    assert names(found, "assets")[:2] == ["Hero", "old_hero_hat"]
    assert {row["name"]: row["matched_terms"] for row in found["assets"]} == {
        "Hero": ["name"],
        "old_hero_hat": ["name"],
        "Villain": ["description"],
        "Cup": ["owner"],
    }
    assert names(find(api, artist, "character hero hat"), "assets") == ["old_hero_hat"]
    assert found["assets"][0]["asset_type_name"] == "Character" and "text" not in found["assets"][0]
    assert find(api, artist, "100%", index_names=["assets"]) == {"assets": []}
    assert find(api, artist, "own", index_names=["assets"]) == {"assets": []}, "the name of a key is no value"


def test_shots_are_found_by_their_sequence(api: Api, studio: Studio) -> None:
    artist = studio.artist()
    production = studio.production(team=[artist], production_type="tvshow")
    episode = studio.episode(production, name="E07")
    sequence = studio.sequence(production, name="Storm", parent_id=episode.id)
    shot = studio.shot(production, sequence=sequence, name="SH010", data={"fps": "storm"})
    expected = str(shot.id), str(episode.id)
    (row,) = find(api, artist, "storm sh010")["shots"]
    assert (row["id"], row["episode_id"]) == expected
    assert (row["sequence_name"], row["episode"], row["matched_terms"]) == ("Storm", "E07", ["name"])


def test_nobody_finds_what_they_may_not_see(api: Api, studio: Studio) -> None:
    vendor, stranger, admin, client = studio.person("vendor"), studio.artist(), studio.admin(), studio.person("client", first_name="Zelda")
    production, other = studio.production(team=[vendor, client]), studio.production()
    closed = studio.production(team=[vendor, stranger], project_status_id=studio.closed_status().id)
    department = studio.department()
    secret = studio.add(MetadataDescriptor(project_id=production.id, entity_type="Asset", name="Secret", field_name="secret", data_type="string"))
    secret.departments.append(department)
    studio.add(secret)
    assigned = studio.asset(production, name="Zebra one", data={"secret": "okapi"})
    studio.asset(production, name="Zebra two")
    studio.asset(other, name="Zebra three")
    studio.asset(closed, name="Zebra four")
    studio.task(assigned, assignees=[vendor])
    ids = {"other": str(other.id), "closed": str(closed.id)}
    (seen,) = find(api, vendor, "zebra")["assets"]
    assert (seen["name"], seen["data"]) == ("Zebra one", {})
    assert find(api, vendor, "okapi")["assets"] == []
    assert find(api, stranger, "zebra")["assets"] == []
    assert names(find(api, admin, "zebra"), "assets") == ["Zebra one", "Zebra three", "Zebra two"]
    assert names(find(api, admin, "zebra", project_id=ids["other"]), "assets") == ["Zebra three"]
    assert find(api, admin, "zebra", project_id=ids["closed"])["assets"] == []
    assert names(find(api, stranger, "zelda"), "persons") == [f"Zelda {client.last_name}"]
    stranger.first_name = "Zelda"
    studio.add(stranger)
    assert len(find(api, client, "zelda")["persons"]) == 1, "clients find their own productions' people"
