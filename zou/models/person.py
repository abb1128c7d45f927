"""People: artists, managers, clients, bots."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row

if TYPE_CHECKING:
    from zou.models.department import Department

ROLES = ("user", "admin", "supervisor", "manager", "client", "vendor")
POSITIONS = ("supervisor", "lead", "artist")
SENIORITIES = ("senior", "mid", "junior")
CONTRACT_TYPES = ("open-ended", "fixed-term", "short-term", "freelance", "apprentice", "internship")
TWO_FACTOR_METHODS = ("totp", "email_otp", "fido")


class Person(Row, Base):
    """A person or a bot with an account."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("oidc_issuer", "oidc_subject", name="person_oidc_identity_uc"),
        UniqueConstraint("saml_issuer", "saml_subject", name="person_saml_identity_uc"),
        Index("only_one_email_by_person", "email", "is_bot", unique=True, postgresql_where=sql("is_bot IS NOT TRUE")),
    )

    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column(String(30))
    contract_type: Mapped[str] = mapped_column(
        String(255), default="open-ended", server_default=sql("'open-ended'::character varying"), info={"codes": CONTRACT_TYPES}
    )
    active: Mapped[bool | None] = mapped_column(default=True)
    archived: Mapped[bool | None] = mapped_column(default=False)
    last_presence: Mapped[date | None]
    password: Mapped[bytes | None] = mapped_column(LargeBinary)
    desktop_login: Mapped[str | None] = mapped_column(String(80))
    login_failed_attemps: Mapped[int | None] = mapped_column(default=0)
    last_login_failed: Mapped[datetime | None]
    totp_enabled: Mapped[bool | None] = mapped_column(default=False)
    totp_secret: Mapped[str | None] = mapped_column(String(32))
    email_otp_enabled: Mapped[bool | None] = mapped_column(default=False)
    email_otp_secret: Mapped[str | None] = mapped_column(String(32))
    fido_enabled: Mapped[bool | None] = mapped_column(default=False)
    fido_credentials: Mapped[list[Any] | None] = mapped_column(ARRAY(Json))
    otp_recovery_codes: Mapped[list[bytes] | None] = mapped_column(ARRAY(LargeBinary))
    preferred_two_factor_authentication: Mapped[str | None] = mapped_column(String(255), info={"codes": TWO_FACTOR_METHODS})
    shotgun_id: Mapped[int | None] = mapped_column(unique=True)
    timezone: Mapped[str | None] = mapped_column(String(50))
    locale: Mapped[str | None] = mapped_column(String(10))
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    role: Mapped[str] = mapped_column(String(255), default="user", info={"codes": ROLES})
    position: Mapped[str | None] = mapped_column(String(255), default="artist", info={"codes": POSITIONS})
    seniority: Mapped[str | None] = mapped_column(String(255), default="mid", info={"codes": SENIORITIES})
    daily_salary: Mapped[int | None] = mapped_column(default=0)
    has_avatar: Mapped[bool | None] = mapped_column(default=False)
    notifications_enabled: Mapped[bool | None] = mapped_column(default=False)
    notifications_slack_enabled: Mapped[bool | None] = mapped_column(default=False)
    notifications_slack_userid: Mapped[str | None] = mapped_column(String(60), default="")
    notifications_mattermost_enabled: Mapped[bool | None] = mapped_column(default=False)
    notifications_mattermost_userid: Mapped[str | None] = mapped_column(String(60), default="")
    notifications_discord_enabled: Mapped[bool | None] = mapped_column(default=False)
    notifications_discord_userid: Mapped[str | None] = mapped_column(String(60), default="")
    is_bot: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    jti: Mapped[str | None] = mapped_column(String(60), unique=True)
    expiration_date: Mapped[date | None]
    studio_id: Mapped[UUID | None] = mapped_column(ForeignKey("studio.id"), index=True)
    is_generated_from_ldap: Mapped[bool | None] = mapped_column(default=False)
    ldap_uid: Mapped[str | None] = mapped_column(String(60), unique=True)
    is_guest: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    country: Mapped[str | None] = mapped_column(String(2))
    use_12_hour_clock: Mapped[bool | None] = mapped_column(default=False)
    display_date_format: Mapped[str | None] = mapped_column(String(20), default="YYYY-MM-DD")
    oidc_issuer: Mapped[str | None] = mapped_column(Text)
    oidc_subject: Mapped[str | None] = mapped_column(String(255))
    saml_issuer: Mapped[str | None] = mapped_column(Text)
    saml_subject: Mapped[str | None] = mapped_column(String(255))
    preview_project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True, unique=True)
    preview_opened_at: Mapped[datetime | None]
    preview_open_until: Mapped[datetime | None]
    # Tokens issued before this moment are dead.
    sessions_valid_after: Mapped[datetime | None] = mapped_column(info={"ours": True})
    # The one session (the id of its refresh token) that goes on nevertheless: it ended the others.
    kept_session: Mapped[str | None] = mapped_column(String(60), info={"ours": True})

    departments: Mapped[list[Department]] = relationship(secondary="department_link")


class DepartmentLink(Base):
    """A department that a person is in."""

    __tablename__ = "department_link"
    __table_args__ = (UniqueConstraint("person_id", "department_id", name="department_link_uc"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)
