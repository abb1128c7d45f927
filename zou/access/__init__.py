"""Who asks, and what they may: the only place that knows roles."""

from zou.access.identity import Identity, me, me_or_none

__all__ = ["Identity", "me", "me_or_none"]
