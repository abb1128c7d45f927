"""Messages to people, sent by the workers: one that cannot be sent is tried again, then logged; it never undoes what it tells of."""

from uuid import UUID

from zou.db.unit import unit_of_work
from zou.domains.notifications import chats, messages
from zou.jobs import enqueue, job
from zou.mail import send_later
from zou.mail.text import sentences


@job("notifications.send", attempts=3, timeout=60)
def send(notification_id: str) -> None:
    """Have what a notification tells sent by e-mail, and by the chats that its person has chosen: a job for each."""
    with unit_of_work():
        message = messages.of_notification(UUID(notification_id))
        if message is None:
            return
        if message.by_mail:
            send_later(message.kind, message.person, **message.context)
        locale = str(message.person.locale or "en")
        for service, to in message.chats.items():
            enqueue("notifications.chat", service=service, to=to, kind=message.kind, locale=locale, context=message.context)


@job("notifications.chat", attempts=3, timeout=60)
def chat(service: str, to: str, kind: str, locale: str, context: dict[str, str]) -> None:
    """Send a message to one chat service. Raises OSError where it does not take it."""
    with unit_of_work(writes=False):
        studio = messages.organisation()
        credential = messages.credential(studio, service) if studio else ""
    if credential:
        chats.send(service, credential=credential, to=to, text=sentences(kind, locale=locale, context=context))
