"""Files attached to comments and replies."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from zou.access import me
from zou.access.identity import require
from zou.db.find import add
from zou.models import AttachmentFile, Comment, Task

