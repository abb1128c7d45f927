"""Work done by RQ workers: given with a transaction, run at least once, its failures kept."""

from zou.jobs.enqueue import enqueue
from zou.jobs.registry import job

__all__ = ["enqueue", "job"]
