"""Messages to people, sent by the workers."""

from zou.jobs import job


@job("notifications.send", attempts=3, timeout=120)
def send(notification_id: str) -> None:
    """Send what a notification tells by e-mail and by the chats that its person has chosen."""
