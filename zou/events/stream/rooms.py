"""Review rooms: the people who watch a playlist together, and what they look at.

A room is a value; these functions say what becomes of it. `zou.events.stream.meeting` keeps rooms where every process finds them.
A person is in a room as long as one of their connections is.
"""

from typing import Any

Room = dict[str, Any]
Message = tuple[str, list[Any]]

PEOPLE_UPDATED, ROOM_UPDATED = "preview-room:room-people-updated", "preview-room:room-updated"
#: Keys of the state that are null where the sender gives none, and those that are false.
_NULL = (
    *("user_id", "local_id", "current_entity_id", "current_entity_index", "current_preview_file_id", "current_preview_file_index"),
    *("is_repeating", "is_laser_mode", "handle_in", "handle_out"),
)
_FALSE = ("is_playing", "is_annotations_displayed", "is_zoom_enabled", "is_waveform_displayed")
#: Keys passed on where the sender gives them.
_PASSED = ("room_seq", "previous_preview_file_id")
_COMPARING = {"enable": False, "task_type": None, "revision": None, "mode": "sidebyside", "comparison_preview_index": 0}


def new_room(playlist_id: str) -> Room:
    """A room that nobody has entered."""
    return {"id": playlist_id, "people": {}, "state": new_state({}, playlist_id)}


def new_state(sent: dict[str, Any], playlist_id: str, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """The state that a client has `sent`, completed by the contract's rules; what is kept comes from `before`."""
    kept = before or {"current_frame": 0, "speed": None, "comparing": _COMPARING}
    comparing = sent.get("comparing")
    speed = sent.get("speed")
    return {
        "playlist_id": playlist_id,
        **{key: sent.get(key) for key in _NULL},
        **{key: sent.get(key, False) for key in _FALSE},
        **{key: sent[key] for key in _PASSED if key in sent},
        "current_frame": sent.get("current_frame", kept["current_frame"]),
        "speed": speed if isinstance(speed, int | float) and not isinstance(speed, bool) else kept["speed"],
        "comparing": {key: comparing[key] for key in _COMPARING if key in comparing} if isinstance(comparing, dict) else kept["comparing"],
    }


def people_updated(room: Room) -> Message:
    """Who is in the room, in order of arrival."""
    return PEOPLE_UPDATED, [{"people": list(room["people"]), "playlist_id": room["id"], "id": room["id"]}]


def room_updated(room: Room, **more: Any) -> Message:
    """What the room looks at."""
    return ROOM_UPDATED, [{**room["state"], "people": list(room["people"]), **more}]


def join(room: Room, person_id: str, connection: str, sent: dict[str, Any]) -> list[Message]:
    """Let a person's connection in. The first one to come brings the state."""
    if not room["people"]:
        room["state"] = new_state(sent, room["id"])
    connections = room["people"].setdefault(person_id, [])
    if connection not in connections:
        connections.append(connection)
    return [people_updated(room), room_updated(room)]


def leave(room: Room, connection: str) -> list[Message]:
    """Let a connection go, and its person with their last one."""
    for person_id, connections in list(room["people"].items()):
        if connection in connections:
            connections.remove(connection)
        if not connections:
            del room["people"][person_id]
    return [people_updated(room)]


def update(room: Room, sent: dict[str, Any], only_newcomer: Any) -> list[Message]:
    """Look at something else."""
    room["state"] = new_state(sent, room["id"], room["state"])
    return [room_updated(room, only_newcomer=only_newcomer)]
