"""Which texts a search finds: those that hold all of its words, anywhere and in any case."""

from typing import Any

import sqlalchemy as sa

#: Words of a search that count.
MOST_WORDS = 8


def words_of(query: str) -> list[str]:
    """The words of a search."""
    return query.split()[:MOST_WORDS]


def holds(text: Any, word: str) -> sa.ColumnElement[bool]:
    """Whether a text of the database, in lower case, holds a word in lower case."""
    return sa.func.strpos(text, word) > 0


def text_holds(text: Any, words: list[str]) -> bool:
    """Whether a value holds one of the words, which are in lower case."""
    lower = str(text).lower()
    return any(word in lower for word in words)
