"""Which columns of people exist for whom, and who may set them."""

import sqlalchemy as sa

from zou.access import Identity
from zou.access.identity import CLIENT
from zou.models import DepartmentLink, Person

#: Never shown to anybody, never a filter, never set from outside.
SECRET = frozenset(
    {
        "password",
        "totp_secret",
        "email_otp_secret",
        "otp_recovery_codes",
        "fido_credentials",
        "fido_devices",
        "jti",
        "login_failed_attemps",
        "last_login_failed",
        "oidc_issuer",
        "oidc_subject",
        "saml_issuer",
        "saml_subject",
        "sessions_valid_after",
        "kept_session",
    }
)
#: What colleagues see of each other, and what clients see.
SHORT = (
    "id",
    "type",
    "first_name",
    "last_name",
    "full_name",
    "has_avatar",
    "active",
    "departments",
    "studio_id",
    "role",
    "desktop_login",
    "is_bot",
)
FOR_CLIENTS = ("id", "type", "first_name", "last_name", "full_name", "has_avatar", "active", "role", "is_bot")
ALL = (*(column.key for column in Person.__table__.columns if column.key not in SECRET), "full_name", "type", "departments")
#: Columns by which who does not see them all may filter.
FILTERS = frozenset({*SHORT, "email", "is_guest"})

#: Set by their own routes alone.
PROTECTED = frozenset(
    {
        "password",
        "jti",
        "totp_enabled",
        "totp_secret",
        "email_otp_enabled",
        "email_otp_secret",
        "fido_enabled",
        "fido_credentials",
        "otp_recovery_codes",
        "preferred_two_factor_authentication",
        "preview_project_id",
        "preview_opened_at",
        "preview_open_until",
        "sessions_valid_after",
        "kept_session",
        "full_name",
    }
)
#: What people who are no administrators may set on their own record.
OWN = frozenset(
    {
        "first_name",
        "last_name",
        "email",
        "phone",
        "country",
        "locale",
        "timezone",
        "use_12_hour_clock",
        "display_date_format",
        "notifications_enabled",
        "notifications_slack_enabled",
        "notifications_slack_userid",
        "notifications_mattermost_enabled",
        "notifications_mattermost_userid",
        "notifications_discord_enabled",
        "notifications_discord_userid",
        "expiration_date",
        "data",
    }
)

FULL_NAME = sa.func.btrim(Person.first_name + " " + Person.last_name)
DEPARTMENTS = sa.func.array(sa.select(DepartmentLink.department_id).where(DepartmentLink.person_id == Person.id).correlate(Person).scalar_subquery())


def shown_to(identity: Identity, *, many: bool) -> tuple[str, ...]:
    """The columns of other people that `identity` sees: in lists (`many`), or of one person."""
    if identity.is_admin or (identity.is_manager and not many):
        return ALL
    return FOR_CLIENTS if identity.role == CLIENT else SHORT


def person_columns(names: tuple[str, ...] = ALL) -> list[sa.ColumnElement]:
    """The named columns, computed ones too, for a statement over `Person`."""
    return [_column(name).label(name) for name in names]


def _column(name: str) -> sa.ColumnElement:
    if name == "type":
        return sa.literal("Person")
    if name == "full_name":
        return FULL_NAME
    if name == "departments":
        return DEPARTMENTS
    return Person.__table__.columns[name]
