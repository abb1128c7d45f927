"""E-mails to people: written in their language, sent by a worker, never a reason for a request to fail.

`send_later("password_changed", person, ip="10.0.0.1")` sends the text of that kind (zou/mail/texts/<language>.toml) with these values
in it, once the unit of work at hand is committed.
"""

from zou.mail.send import send_later

__all__ = ["send_later"]
