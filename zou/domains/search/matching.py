"""Which texts a search finds: those that hold all of its words, anywhere and in any case."""

from typing import Any

import sqlalchemy as sa

#: Words of a search that count.
MOST_WORDS = 8


def words_of(query: str) -> list[str]:
    """The words of a search."""
    return query.split()[:MOST_WORDS]


def holds(text: Any, word: str, *, starts: bool = False) -> sa.ColumnElement[bool]:
    """Whether a text in the database holds (or starts with) a word, in any case."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return sa.func.coalesce(text, "").ilike(f"{'' if starts else '%'}{escaped}%")


def with_blanks(name: Any) -> Any:
    """A name with blanks for `_` and `-`, which people leave out."""
    return sa.func.translate(name, "_-", "  ")


def text_holds(text: Any, words: list[str]) -> bool:
    """Whether a value holds one of the words, in any case."""
    lower = str(text).lower()
    return any(word.lower() in lower for word in words)
