"""Errors that reach a client: a status, a sentence that says what to do, and keys of their own."""

from typing import Any


class ApiError(Exception):
    """An error that a client sees as `status` with the body `{"error": true, "message": message, **extra}`."""

    status = 400
    #: Whether what was written before it stays: a refusal that counts.
    commits = False
    #: Headers of the reply.
    headers: dict[str, str] = {}

    def __init__(self, message: str, *, status: int | None = None, **extra: Any) -> None:
        super().__init__(message)
        self.message = message
        self.extra = extra
        if status is not None:
            self.status = status

    def body(self) -> dict[str, Any]:
        """The JSON body of the reply."""
        return {"error": True, "message": self.message, **self.extra}


class BadRequest(ApiError):
    """400: a parameter or a field that a rule refuses. `errors`: [{"field": dotted path, "message": text}]."""

    def __init__(self, message: str, *, errors: list[dict[str, str]] | None = None, **extra: Any) -> None:
        extra.setdefault("data", {"errors": errors} if errors else None)
        super().__init__(message, **extra)


class Unauthorized(ApiError):
    """401: no token, or one that opens nothing. The body's key is `msg`, as token errors have it."""

    status = 401

    def body(self) -> dict[str, Any]:
        return {"msg": self.message, **self.extra}


class InvalidToken(Unauthorized):
    """422: what was sent as a token is none, or not of the kind needed."""

    status = 422


class Forbidden(ApiError):
    """403: known, and not allowed."""

    status = 403

    def __init__(self, message: str = "You are not allowed to do this.", **extra: Any) -> None:
        super().__init__(message, **extra)


class NotFound(ApiError):
    """404: nothing of this kind has this id."""

    status = 404

    def __init__(self, message: str = "Nothing was found at this address.", **extra: Any) -> None:
        super().__init__(message, **extra)


class Conflict(ApiError):
    """409: the state of the server forbids it now."""

    status = 409


class Unavailable(ApiError):
    """503: a service that this needs is away; trying again later may work."""

    status = 503
