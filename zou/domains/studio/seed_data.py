"""What studios of each kind start with, as tables."""

from typing import Any

from zou.access.productions import CLOSED, OPEN

DOMAINS = ("2d", "3d", "vfx", "games")
BLACK = "#000000"
PROJECT_STATUSES = (OPEN, CLOSED)
ENTITY_TYPES = ("Shot", "Scene", "Sequence", "Episode", "Edit", "Concept", "ConceptFolder")

_BASE = ("Character", "Prop", "FX")
ASSET_TYPES = {
    "3d": (*_BASE, "Environment"),
    "2d": (*_BASE, "Background"),
    "vfx": (*_BASE, "Environment", "Vehicle"),
    "games": (*_BASE, "Environment", "UI"),
}

TASK_STATUSES: tuple[dict[str, Any], ...] = (
    {"name": "Todo", "short_name": "todo", "color": "#f5f5f5", "is_default": True},
    {"name": "Work In Progress", "short_name": "wip", "color": "#3273dc", "is_wip": True},
    {"name": "Waiting For Approval", "short_name": "wfa", "color": "#ab26ff", "is_feedback_request": True},
    {"name": "Retake", "short_name": "retake", "color": "#ff3860", "is_retake": True},
    {"name": "Done", "short_name": "done", "color": "#22d160", "is_done": True},
    {"name": "Ready To Start", "short_name": "ready", "color": "#fbc02d"},
    {"name": "Neutral", "short_name": "neutral", "color": "#CCCCCC", "is_default": True, "for_concept": True},
    {"name": "Approved", "short_name": "approved", "color": "#66BB6A", "for_concept": True},
    {"name": "Rejected", "short_name": "rejected", "color": "#E81123", "for_concept": True},
)

_3D = {"Modeling": "#78909C", "Animation": "#009688", "FX": "#26C6DA", "Compositing": "#F06292", "Concept": "#8D6E63", "Layout": "#7CB342"}
DEPARTMENTS = {
    "3d": _3D,
    "2d": {"Concept": "#8D6E63", "Layout": "#7CB342", "Animation": "#009688", "Compositing": "#F06292"},
    "vfx": {**_3D, "Matchmove": "#5C6BC0", "DMP": "#8D6E63"},
    "games": {
        "Game Design": "#7B1FA2",
        "Level Design": "#00897B",
        "Character Art": "#78909C",
        "Environment Art": "#43A047",
        "Animation": "#009688",
        "VFX": "#26C6DA",
        "QA": "#E53935",
    },
}

_CONCEPT_TASK = ("Concept", "Concept", "#8D6E63", 1, "Concept")
_3D_ASSETS = (
    ("Concept", "Concept", "#8D6E63", 1, "Asset"),
    ("Modeling", "Modeling", "#78909C", 2, "Asset"),
    ("Modeling", "Shading", "#64B5F6", 3, "Asset"),
    ("Animation", "Rigging", "#9CCC65", 4, "Asset"),
)
_GAMES = tuple((name, name, color, rank, "Asset") for rank, (name, color) in enumerate(DEPARTMENTS["games"].items(), start=1) if name != "QA")

#: Domain → (department, name, color, priority, kind of entity).
TASK_TYPES: dict[str, tuple[tuple[str, str, str, int, str], ...]] = {
    "3d": (
        *_3D_ASSETS,
        ("Concept", "Storyboard", "#43A047", 1, "Shot"),
        ("Layout", "Layout", "#7CB342", 2, "Shot"),
        ("Animation", "Animation", "#009688", 3, "Shot"),
        ("Compositing", "Lighting", "#F9A825", 4, "Shot"),
        ("FX", "FX", "#26C6DA", 5, "Shot"),
        ("Compositing", "Rendering", "#F06292", 6, "Shot"),
        ("Compositing", "Compositing", "#ff5252", 7, "Shot"),
        ("Compositing", "Edit", "#9b298c", 8, "Edit"),
        _CONCEPT_TASK,
    ),
    "2d": (
        ("Concept", "Concept", "#8D6E63", 1, "Asset"),
        ("Concept", "Storyboard", "#43A047", 1, "Shot"),
        ("Layout", "Layout", "#7CB342", 2, "Shot"),
        ("Animation", "Animation", "#009688", 3, "Shot"),
        ("Animation", "Clean-up", "#4DB6AC", 4, "Shot"),
        ("Compositing", "Color", "#F9A825", 5, "Shot"),
        ("Compositing", "Compositing", "#ff5252", 6, "Shot"),
        ("Compositing", "Edit", "#9b298c", 7, "Edit"),
        _CONCEPT_TASK,
    ),
    "vfx": (
        *_3D_ASSETS,
        ("Matchmove", "Matchmove", "#5C6BC0", 1, "Shot"),
        ("Matchmove", "Rotomation", "#7986CB", 2, "Shot"),
        ("Concept", "Storyboard", "#43A047", 1, "Shot"),
        ("Layout", "Layout", "#7CB342", 2, "Shot"),
        ("Animation", "Animation", "#009688", 3, "Shot"),
        ("Compositing", "Lighting", "#F9A825", 4, "Shot"),
        ("FX", "FX", "#26C6DA", 5, "Shot"),
        ("Compositing", "Rendering", "#F06292", 6, "Shot"),
        ("Compositing", "Compositing", "#ff5252", 7, "Shot"),
        ("DMP", "DMP", "#A1887F", 8, "Shot"),
        ("Compositing", "Edit", "#9b298c", 9, "Edit"),
        _CONCEPT_TASK,
    ),
    "games": (*_GAMES, ("QA", "QA", "#E53935", 1, "Shot"), ("Character Art", "Concept", "#8D6E63", 1, "Concept")),
}
