"""What every model is made of: the declarative base, the columns all rows have, the JSON type."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import MetaData, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from zou.kit.dates import utcnow

# Indexes apart, the names that PostgreSQL itself gives to constraints left unnamed. Those that it has to shorten are written in the models.
CONSTRAINT_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_name)s_key",
}

# Python's None is SQL's NULL, never the JSON value null.
Json = JSONB(none_as_null=True)


class Base(DeclarativeBase):
    """Base of all models."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

    if TYPE_CHECKING:
        # Each is mapped to a table, never to a join or a subquery.
        __table__: ClassVar[Table]


class Row:
    """Columns of nearly every table: an id made in Python, and naive UTC dates of creation and last change."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    created_at: Mapped[datetime] = mapped_column(default=utcnow, nullable=True)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow, nullable=True)
