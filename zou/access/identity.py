"""Who asks: the person behind a token, with all that rights depend on, in one statement."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import g

from zou.db.hot import HotStatement
from zou.kit.errors import ApiError, Forbidden, Unauthorized

ADMIN, MANAGER, SUPERVISOR, ARTIST, CLIENT, VENDOR = "admin", "manager", "supervisor", "user", "client", "vendor"

_COLUMNS = (
    *("id", "email", "first_name", "last_name", "role", "active", "is_bot", "is_guest", "jti", "timezone", "locale"),
    *("preview_project_id", "preview_opened_at", "preview_open_until", "sessions_valid_after", "kept_session", "expiration_date"),
    *("has_second_factor", "departments", "teams", "revoked"),
)
_PERSON = HotStatement(
    sa.text("""
    SELECT p.id, p.email, p.first_name, p.last_name, p.role, p.active, p.is_bot, p.is_guest, p.jti, p.timezone, p.locale,
           p.preview_project_id, p.preview_opened_at, p.preview_open_until, p.sessions_valid_after, p.kept_session, p.expiration_date,
           coalesce(p.totp_enabled, false) OR coalesce(p.email_otp_enabled, false) OR coalesce(p.fido_enabled, false) AS has_second_factor,
           ARRAY(SELECT department_id FROM department_link WHERE person_id = p.id) AS departments,
           ARRAY(SELECT project_id::text || coalesce(role, '') FROM project_person_link WHERE person_id = p.id) AS teams,
           EXISTS (SELECT 1 FROM revoked_token WHERE jti = ANY(:jtis)) AS revoked
    FROM person p WHERE p.id = :id"""),
    _COLUMNS,
)


@dataclass(frozen=True)
class Identity:
    """A signed-in person. `role` is the global one; `teams`: their productions, each with the role of its own or None."""

    id: UUID
    email: str | None
    first_name: str
    last_name: str
    role: str
    is_bot: bool
    departments: frozenset[UUID]
    teams: dict[UUID, str | None]
    timezone: str | None
    locale: str | None
    has_second_factor: bool
    preview_project_id: UUID | None
    claims: dict[str, Any]

    @property
    def is_admin(self) -> bool:
        """Whether all rights are theirs."""
        return self.role == ADMIN

    @property
    def is_manager(self) -> bool:
        """Whether they manage productions of the studio: manager or admin by their global role."""
        return self.role in (ADMIN, MANAGER)

    def is_member(self, project_id: UUID | None) -> bool:
        """Whether they reach the production: its team, and admins."""
        return self.is_admin or project_id in self.teams

    def role_in(self, project_id: UUID | None) -> str | None:
        """The role in the production: admin, the team's, else the global one. None for who does not reach it."""
        if self.is_admin:
            return ADMIN
        if project_id is None or project_id not in self.teams:
            return None
        return self.teams[project_id] or self.role

    def has_role_in(self, project_id: UUID | None, *roles: str) -> bool:
        """Whether the role in the production is one of `roles`; always true for an admin."""
        return self.is_admin or self.role_in(project_id) in roles

    def manages(self, project_id: UUID | None) -> bool:
        """Whether they have a manager's rights in the production."""
        return self.has_role_in(project_id, MANAGER)

    def supervises(self, project_id: UUID | None) -> bool:
        """Whether they have a supervisor's rights, or more, in the production."""
        return self.has_role_in(project_id, MANAGER, SUPERVISOR)

    def works_in(self, department_id: UUID | None) -> bool:
        """Whether a supervisor's rights cover the department: theirs, or any where they have none."""
        return not self.departments or department_id in self.departments

    def projects_as(self, *roles: str) -> list[UUID]:
        """The productions in whose team they are with one of `roles`."""
        return [project_id for project_id, role in self.teams.items() if (role or self.role) in roles]


def me() -> Identity:
    """Who makes the request at hand. Raises Unauthorized where nobody is signed in."""
    identity = me_or_none()
    if identity is None:
        raise Unauthorized("Sign in first: no token was sent.")
    return identity


def me_or_none() -> Identity | None:
    """Who makes the request at hand, None for nobody (open routes, jobs, the command line)."""
    return g.get("identity")


def identify(claims: dict[str, Any]) -> Identity:
    """The person of a token's claims. Raises Unauthorized: unknown, inactive, revoked or out of its window."""
    jtis = [jti for jti in (claims.get("jti"), claims.get("refresh_jti")) if jti]
    if not jtis or not claims.get("identity_type"):
        raise Unauthorized("Token has been revoked")
    found = _PERSON.first(id=claims["sub"], jtis=jtis)
    if found is None:
        raise ApiError("The account of this token is unknown.", status=401)
    if not found.active or not _is_open(found, claims):
        raise ApiError("The account of this token is not active.", status=401)
    if found.expiration_date is not None and found.expiration_date < dt.datetime.now(dt.UTC).date():
        raise ApiError("The account of this token has expired.", status=401)
    if found.revoked or not _is_valid(found, claims):
        raise Unauthorized("Token has been revoked")
    return Identity(
        id=found.id,
        email=found.email,
        first_name=found.first_name,
        last_name=found.last_name,
        role=found.role,
        is_bot=bool(found.is_bot),
        departments=frozenset(found.departments),
        teams={UUID(team[:36]): team[36:] or None for team in found.teams},
        timezone=found.timezone,
        locale=str(found.locale) if found.locale else None,
        has_second_factor=found.has_second_factor,
        preview_project_id=found.preview_project_id,
        claims=claims,
    )


def _is_valid(found: Any, claims: dict[str, Any]) -> bool:
    """Whether the token is still good for the account, by the rule of its kind."""
    issued = issued_at(claims)
    if claims["identity_type"] != "person":
        return bool(found.jti) and claims["jti"] == found.jti
    cut = found.sessions_valid_after
    return cut is None or issued >= cut or session_of(claims) == found.kept_session


def _is_open(found: Any, claims: dict[str, Any]) -> bool:
    """Whether the window of a preview account is open, and was when the token was issued. Other accounts have none."""
    if found.preview_project_id is None:
        return True
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    opened, until = found.preview_opened_at, found.preview_open_until
    return opened is not None and until is not None and opened.replace(microsecond=0) <= issued_at(claims) and now <= until


def issued_at(claims: dict[str, Any]) -> dt.datetime:
    """When a token was issued, naive and in UTC: to the microsecond where it says so."""
    return dt.datetime.fromtimestamp(claims.get("at") or claims["iat"], dt.UTC).replace(tzinfo=None)


def session_of(claims: dict[str, Any]) -> str | None:
    """The session of a token: the id of its refresh token."""
    return claims["jti"] if claims.get("type") == "refresh" else claims.get("refresh_jti")


def require(allowed: bool, message: str = "You are not allowed to do this.") -> None:
    """Raise Forbidden unless `allowed`."""
    if not allowed:
        raise Forbidden(message)
