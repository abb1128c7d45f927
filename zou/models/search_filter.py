"""Searches that people keep."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class SearchFilter(Row, Base):
    """A search kept by a person for a list."""

    __tablename__ = "search_filter"

    list_type: Mapped[str] = mapped_column(String(80), index=True)
    entity_type: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200), default="")
    search_query: Mapped[str] = mapped_column(String(500), default="")
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"), index=True)
    search_filter_group_id: Mapped[UUID | None] = mapped_column(ForeignKey("search_filter_group.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True)


class SearchFilterGroup(Row, Base):
    """A named group of kept searches."""

    __tablename__ = "search_filter_group"

    list_type: Mapped[str] = mapped_column(String(80), index=True)
    entity_type: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200), default="")
    color: Mapped[str] = mapped_column(String(8), default="")
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"), index=True)
