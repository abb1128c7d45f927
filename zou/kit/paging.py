"""Pages of a list, as every paginated route of the contract has them."""

from dataclasses import dataclass
from typing import Any

from zou.kit.errors import BadRequest

LARGEST_PAGE = 10_000


@dataclass(frozen=True)
class Page:
    """A page: its number from 1, and its size."""

    number: int
    limit: int

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.limit

    def envelope(self, data: Any, total: int) -> dict[str, Any]:
        """The reply for `data`, of `total` rows in all."""
        return {
            "data": data,
            "total": total,
            "nb_pages": -(-total // self.limit),
            "limit": self.limit,
            "offset": self.offset,
            "page": self.number,
        }


def read_page(page: str | None, limit: str | None, *, default: int) -> Page | None:
    """The page that the query's texts ask for; None where none is asked for. Raises BadRequest."""
    number = _whole("page", page)
    size = _whole("limit", limit)
    if size is not None and size < 0:
        raise BadRequest("limit must not be negative.")
    if number is None or number < 0:
        return None
    if number == 0:
        raise BadRequest("Pages are counted from 1.")
    return Page(min(number, 2**40), min(size or default, LARGEST_PAGE))


def _whole(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return int(text)
    except ValueError as error:
        raise BadRequest(f"{name} must be a whole number.") from error
