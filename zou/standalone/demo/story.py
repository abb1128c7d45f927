"""What the demonstration production is made of. All invented."""

PRODUCTION = {
    "name": "The Lighthouse Keeper",
    "code": "TLK",
    "fps": "24",
    "ratio": "16:9",
    "resolution": "1920x1080",
    "production_type": "short",
    "production_style": "3d",
}

#: First name, last name, role, departments.
PEOPLE = (
    ("Maren", "Solberg", "manager", ()),
    ("Tomasz", "Wilk", "supervisor", ("Animation",)),
    ("Aiko", "Hara", "supervisor", ("Modeling",)),
    ("Lucia", "Ferri", "user", ("Animation",)),
    ("Jonas", "Brandt", "user", ("Animation", "Layout")),
    ("Priya", "Nair", "user", ("Modeling",)),
    ("Elif", "Demir", "user", ("Compositing",)),
    ("Sam", "Okafor", "user", ("Modeling", "Concept")),
    ("Claire", "Dubois", "client", ()),
    ("Studio", "Halcyon", "vendor", ("FX",)),
)

#: Asset type, name, description.
ASSETS = (
    ("Character", "Edda", "The keeper. Sixty-eight, stubborn, afraid of nothing but silence."),
    ("Character", "Pip", "A puffin with a broken wing and opinions."),
    ("Character", "Captain Rook", "Arrives in the fog, leaves without a shadow."),
    ("Prop", "Lamp", "The great lens. Turns, glows, breaks in sequence three."),
    ("Prop", "Logbook", "A hundred years of weather."),
    ("Prop", "Rowing boat", "Two oars, one hole."),
    ("Environment", "Lighthouse", "Tower, stairs, lamp room."),
    ("Environment", "Cove", "Rocks, tide, night and dawn versions."),
    ("FX", "Fog", "Rolls in from the left, always from the left."),
)

#: Sequence, its description, and its shots: frames and what happens.
SEQUENCES = (
    (
        "SQ010",
        "The light goes on",
        ((96, "Wide of the cove at dusk."), (72, "Edda climbs the stairs."), (120, "The lamp starts to turn."), (48, "Pip wakes up.")),
    ),
    ("SQ020", "Fog", ((144, "The fog swallows the horizon."), (80, "Edda listens."), (64, "An oar, far away."), (110, "Rook stands at the door."))),
    ("SQ030", "The lamp breaks", ((60, "The lens cracks."), (90, "Darkness."), (132, "Edda rows out with a lantern."), (168, "Dawn. The cove is empty."))),
)

#: Shot index → assets cast in it.
CASTING = ((0, 6, 7), (0, 6), (3, 6), (1, 6), (7, 8), (0, 4), (5, 8), (2, 0, 8), (3,), (0,), (0, 5, 7), (7, 1))

#: Task types, by what they are for.
ASSET_TASKS = ("Concept", "Modeling", "Shading")
SHOT_TASKS = ("Storyboard", "Layout", "Animation", "Lighting")

#: Status of a shot's tasks by how far the shot has come, in the order of SHOT_TASKS.
PROGRESS = (
    ("done", "done", "done", "wip"),
    ("done", "done", "wfa", "ready"),
    ("done", "done", "retake", "todo"),
    ("done", "wip", "todo", "todo"),
)

COMMENTS = {
    "wip": "Started. Blocking first, polish on Thursday.",
    "wfa": "Ready for a look: timing is there, hands are still rough.",
    "retake": "Lovely start. The pause before she turns is too short, hold eight frames more.",
    "done": "Approved. Thank you!",
    "ready": "Everything needed is in.",
}
