"""A small production to look at: `zou up --demo`."""

from zou.standalone.demo.fill import fill, is_empty

__all__ = ["fill", "is_empty"]
