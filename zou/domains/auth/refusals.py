"""Why somebody is not let in, as clients tell it apart."""

from typing import Any

from zou.kit.errors import ApiError


class LoginRefused(ApiError):
    """Not let in: `{"login": false, "message"}`, and the keys that say why."""

    #: A failure that was counted stays counted.
    commits = True

    def body(self) -> dict[str, Any]:
        return {**({"error": True} if self.extra else {}), "login": False, "message": self.message, **self.extra}


def wrong_credentials() -> LoginRefused:
    """Unknown address, wrong password: the same for both."""
    return LoginRefused("This address and this password do not fit together.")


def locked() -> LoginRefused:
    """Too many failures."""
    return LoginRefused("Too many failed attempts: wait a minute, then try again.", too_many_failed_login_attemps=True)


def inactive() -> LoginRefused:
    """The account is closed, expired, or outside of its window."""
    return LoginRefused("This account is not active.", status=401, unactive=True)


def wrong_second_factor() -> LoginRefused:
    """The code or key does not fit."""
    return LoginRefused("The second factor is wrong.", wrong_OTP=True)
