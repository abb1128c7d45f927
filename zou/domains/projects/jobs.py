"""Work that follows the removal of a production."""

from zou.jobs import job
from zou.storage import register


@job("projects.purge_files", attempts=3, timeout=3600)
def purge_files() -> None:
    """Remove from the store the files that are marked for it."""
    register.purge()
