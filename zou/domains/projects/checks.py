"""What the settings of a production and of a template must be."""

import re
from typing import Any

from flask import current_app

from zou.kit.errors import BadRequest

HIGH, LOW = "hd_bitrate_compression", "ld_bitrate_compression"
_RESOLUTION = re.compile(r"(\d{3,4})?x\d{3,4}\Z")


def check_settings(values: dict[str, Any], stored: Any = None) -> None:
    """Raise BadRequest unless the name, resolution and bitrates among `values` are good for the row `stored` (None: a new one)."""
    if "name" in values and not (values["name"] or "").strip():
        raise BadRequest("name must not be empty.")
    resolution = values.get("resolution")
    if resolution and not _RESOLUTION.match(resolution):
        raise BadRequest("resolution must be like 1920x1080 or x1080.")
    check_bitrates(values, stored)


def check_bitrates(values: dict[str, Any], row: Any = None, *fallbacks: Any) -> None:
    """Raise BadRequest unless the bitrates among `values` that `row` does not have already are good.

    They lie between 1 and the studio's highest, and the low one is not above the high one that results: that of the values, else of the
    row, else of the first of the `fallbacks` that has one, else the studio's.
    """
    highest = current_app.config["SETTINGS"].movie_highdef_bitrate
    changed = [key for key in (HIGH, LOW) if values.get(key) is not None and values[key] != getattr(row, key, None)]
    for key in changed:
        if not 1 <= values[key] <= highest:
            raise BadRequest(f"{key} must lie between 1 and {highest}.")
    own = values[HIGH] if HIGH in values else getattr(row, HIGH, None)
    bound = next((rate for rate in (own, *(getattr(one, HIGH, None) for one in fallbacks)) if rate is not None), highest)
    if LOW in changed and values[LOW] > bound:
        raise BadRequest(f"{LOW} must not be above {HIGH}, which is {bound}.")
