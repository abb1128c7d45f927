"""The studio as a whole and its preferences."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class Organisation(Row, Base):
    """The studio and its preferences; there is one row."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    hours_by_day: Mapped[float] = mapped_column(default=8)
    has_avatar: Mapped[bool | None] = mapped_column(default=False)
    use_original_file_name: Mapped[bool | None] = mapped_column(default=False)
    timesheets_locked: Mapped[bool | None] = mapped_column(default=False)
    format_duration_in_hours: Mapped[bool | None] = mapped_column(default=False)
    hd_by_default: Mapped[bool | None] = mapped_column(default=False)
    chat_token_slack: Mapped[str | None] = mapped_column(String(80), default="")
    chat_webhook_mattermost: Mapped[str | None] = mapped_column(String(80), default="")
    chat_token_discord: Mapped[str | None] = mapped_column(String(80), default="")
    dark_theme_by_default: Mapped[bool | None] = mapped_column(default=False)
