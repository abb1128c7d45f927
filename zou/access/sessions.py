"""Who a good token stands for: one rule for HTTP requests and for connections of the event stream."""

from typing import Any

from zou.access.identity import Identity, identify
from zou.kit.errors import Forbidden


def admit_token(claims: dict[str, Any], *, before_second_factor: bool = False) -> Identity:
    """The person of a token's claims. Raises Unauthorized; Forbidden where a second factor is still to be set up."""
    identity = identify(claims)
    if claims.get("requires_2fa_setup") and not before_second_factor:
        raise Forbidden("Set up a second factor first.", two_factor_authentication_required=True)
    return identity
