"""What is particular to the generic routes of chats."""

from zou.crud import hooks
from zou.domains.chats import service
from zou.models import ChatMessage

messages = hooks("chat-messages")


@messages.delete
def delete_message(row: ChatMessage, force: bool) -> None:
    """A message goes with its files."""
    service.remove(row)
