"""The words of e-mails: one file a language, English where a language lacks a text."""

import datetime as dt
import tomllib
import zoneinfo
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).parent
DEFAULT = "en"


@dataclass(frozen=True)
class Mail:
    """An e-mail that is ready to go."""

    subject: str
    text: str
    html: str
    language: str


def write(kind: str, *, locale: str, timezone: str | None, context: dict[str, Any]) -> Mail:
    """The e-mail of this kind in the language of `locale` (English where it has none). Raises LookupError for a kind that nobody wrote."""
    language, words = words_of(kind, locale)
    values = {**context, "now": _now(timezone, language)}
    subject = _plain().from_string(words["subject"]).render(values)
    plain = {"greeting": words["greeting"], "footer": words["footer"], **words}
    parts = {"subject": subject, "link": context.get("link"), "code": context.get("code"), "language": language}
    return Mail(
        subject=" ".join(subject.split()),
        text=_plain().get_template("mail.txt").render(**parts, **_rendered(_plain(), plain, values)),
        html=_html().get_template("mail.html").render(**parts, **_rendered(_html(), plain, values)),
        language=language,
    )


def sentences(kind: str, *, locale: str, context: dict[str, Any]) -> str:
    """What the e-mail of this kind says without greeting and footer, and its link: for chats. Raises LookupError."""
    _, words = words_of(kind, locale)
    said = [_plain().from_string(line).render(context) for line in words["lines"]]
    return "\n".join([*said, *([context["link"]] if context.get("link") else [])])


def words_of(kind: str, locale: str) -> tuple[str, dict[str, Any]]:
    """The language in which this kind is written for `locale`, and its words. Raises LookupError."""
    for language in (locale.replace("-", "_").partition("_")[0].lower(), DEFAULT):
        texts = _texts(language)
        if kind in texts:
            return language, {**texts["all"], **texts[kind]}
    raise LookupError(f"No e-mail is of the kind {kind}.")


@cache
def _texts(language: str) -> dict[str, Any]:
    path = FOLDER / "texts" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if language.isalpha() and path.is_file() else {}


def _rendered(environment: Environment, words: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The kind's words with the values in them."""
    # What is rendered with escaping is not to be escaped again by the template that it goes into.
    kind = Markup if environment.autoescape else str
    rendered: dict[str, Any] = {key: kind(environment.from_string(words[key]).render(values)) for key in ("greeting", "footer")}
    rendered["lines"] = [kind(environment.from_string(line).render(values)) for line in words["lines"]]
    rendered["button"] = words.get("button", "")
    return rendered


@cache
def _plain() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER / "templates"), undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)


@cache
def _html() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER / "templates"), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _now(timezone: str | None, language: str) -> str:
    """The date and hour where the reader is, as they write it."""
    from babel.dates import format_datetime

    try:
        zone: dt.tzinfo = zoneinfo.ZoneInfo(timezone) if timezone else dt.UTC
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = dt.UTC
    return str(format_datetime(dt.datetime.now(zone), "medium", locale=language))
