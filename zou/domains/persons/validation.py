"""What the columns of a person may hold."""

import datetime as dt
import zoneinfo
from collections.abc import Callable
from typing import Any

from flask import current_app

from zou.kit.errors import BadRequest
from zou.models.person import CONTRACT_TYPES, POSITIONS, ROLES, SENIORITIES

DATE_FORMATS = ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY")
#: An address that an installation may start with although no domain of that name exists.
FIRST_ADMIN = "admin@example.com"
#: Codes that locale data has and ISO 3166-1 has not assigned to a country.
NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})


def clean(values: dict[str, Any]) -> dict[str, Any]:
    """`values` with what has a rule checked and made uniform. Raises BadRequest that names the field."""
    return {name: CHECKS[name](value) if name in CHECKS else value for name, value in values.items()}


def clean_email(email: Any) -> str:
    """The address with its domain in lower case. Raises BadRequest where it is none."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

    # Studios without a domain of their own call their network so, the directory's default domain included.
    if "local" in SPECIAL_USE_DOMAIN_NAMES:
        SPECIAL_USE_DOMAIN_NAMES.remove("local")
    settings = current_app.config["SETTINGS"]
    if email == FIRST_ADMIN:
        return FIRST_ADMIN
    if not isinstance(email, str):
        raise refused("email", "must be an e-mail address")
    deliverable = settings.mail_check_deliverability and not email.lower().endswith(f"@{settings.email_domain.lower()}")
    try:
        return validate_email(email, check_deliverability=deliverable, globally_deliverable=deliverable, test_environment=not deliverable).normalized[:256]
    except EmailNotValidError as error:
        raise refused("email", f"is no valid e-mail address: {str(error).rstrip('.')}") from error


def clean_country(country: Any) -> str | None:
    """A country's code of ISO 3166-1 alpha-2, in capitals; None for an empty one."""
    code = country.strip().upper() if isinstance(country, str) else country
    if not code:
        return None
    from babel import Locale

    if len(code) != 2 or not code.isalpha() or code in NO_COUNTRIES or code not in Locale("en").territories:
        raise refused("country", "must be a country's code of two letters (ISO 3166-1)")
    return str(code)


def clean_locale(locale: Any) -> str | None:
    """The name of a locale that exists; None and an empty text are allowed."""
    if locale is None or locale == "":
        return locale
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(locale))
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise refused("locale", "must be the name of a locale such as en_US") from error


def clean_timezone(timezone: Any) -> str | None:
    """The name of a time zone that exists; None is allowed."""
    if timezone is None:
        return None
    try:
        zoneinfo.ZoneInfo(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise refused("timezone", "must be the name of a time zone such as Europe/Paris") from error
    return str(timezone)


def clean_day(value: Any, field: str = "expiration_date") -> dt.date | None:
    """A day written YYYY-MM-DD; None is allowed."""
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        return dt.datetime.strptime(value, "%Y-%m-%d").date()
    except (ValueError, TypeError) as error:
        raise refused(field, "must be a day, YYYY-MM-DD") from error


def refused(field: str, sentence: str) -> BadRequest:
    """The 400 for a field."""
    return BadRequest(f"{field} {sentence}.")


def _one_of(field: str, codes: tuple[str, ...], *, none: bool = False) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if value not in codes and not (none and value is None):
            raise refused(field, f"must be one of {', '.join(codes)}")
        return value

    return check


def _departments(value: Any) -> Any:
    from zou.kit.ids import parse_id

    if value is None:
        return []
    idents = [item.get("id") if isinstance(item, dict) else item for item in value] if isinstance(value, list) else None
    if idents is None or any(parse_id(ident) is None for ident in idents):
        raise refused("departments", "must be a list of ids")
    return list(dict.fromkeys(parse_id(ident) for ident in idents))


CHECKS: dict[str, Callable[[Any], Any]] = {
    "email": clean_email,
    "country": clean_country,
    "locale": clean_locale,
    "timezone": clean_timezone,
    "expiration_date": clean_day,
    "departments": _departments,
    "role": _one_of("role", ROLES),
    "contract_type": _one_of("contract_type", CONTRACT_TYPES),
    "position": _one_of("position", POSITIONS, none=True),
    "seniority": _one_of("seniority", SENIORITIES, none=True),
    "display_date_format": _one_of("display_date_format", DATE_FORMATS, none=True),
}
