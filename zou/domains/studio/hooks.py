"""What is particular to the organisation among the generic rows."""

from typing import Any

from zou.access import me
from zou.crud.columns import plain_columns
from zou.crud.table import hooks
from zou.domains.studio.organisation import CHAT_TOKENS, organisation
from zou.models import Organisation

organisations = hooks("organisations")


@organisations.scope
def scope(statement: Any) -> Any:
    """There is always an organisation."""
    organisation()
    return statement


@organisations.columns
def columns(_many: bool) -> Any:
    """The tokens of chat services are for administrators."""
    return None if me().is_admin else set(plain_columns(Organisation)) - CHAT_TOKENS


@organisations.filterable
def filterable(key: str) -> bool:
    """Nor can they be guessed by filtering."""
    return me().is_admin or key not in CHAT_TOKENS
