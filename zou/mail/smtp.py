"""The one place that talks to the mail server."""

import smtplib
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    from zou.mail.text import Mail

#: Seconds that the mail server has for each answer.
PATIENCE = 15.0
SENDER = "Kitsu Bot"


def send(mail: "Mail", *, to: str) -> None:
    """Give `mail` to the mail server. Raises OSError (smtplib's errors are) where it does not take it."""
    from flask_mail import Message

    settings = current_app.config["SETTINGS"]
    message = Message(
        mail.subject,
        recipients=[to],
        body=mail.text,
        html=mail.html,
        sender=(SENDER, settings.mail_default_sender),
        charset="utf-8",
        extra_headers={"Content-Language": mail.language, "Auto-Submitted": "auto-generated"},
    )
    with _connection() as connection:
        connection.send(message)


def _connection() -> Any:
    """A connection of Flask-Mail's, with a time limit that its own lack."""
    import flask_mail

    class Connection(flask_mail.Connection):
        """A connection that does not wait for ever."""

        def configure_host(self) -> smtplib.SMTP:
            kind = smtplib.SMTP_SSL if self.mail.use_ssl else smtplib.SMTP
            host = kind(self.mail.server, self.mail.port, timeout=PATIENCE)
            host.set_debuglevel(int(self.mail.debug))
            if self.mail.use_tls:
                host.starttls()
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
            return host

    settings = current_app.config["SETTINGS"]
    state: Any = flask_mail._Mail(
        settings.mail_server,
        settings.mail_username,
        settings.mail_password,
        settings.mail_port,
        settings.mail_use_tls,
        settings.mail_use_ssl,
        settings.mail_default_sender,
        settings.mail_debug,
        None,
        False,
        False,
    )
    # Flask-Mail looks its options up in the application when it writes a message.
    current_app.extensions["mail"] = state
    return Connection(state)
