"""The one place that talks to Slack, Mattermost and Discord."""

import json
from typing import Any

#: Seconds that a chat service has for each answer.
PATIENCE = 10.0
SLACK = "https://slack.com/api/chat.postMessage"
DISCORD = "https://discord.com/api/v10"
SENDER = "Kitsu"


class ChatRefused(OSError):
    """The chat service did not take the message."""


def send(service: str, *, credential: str, to: str, text: str) -> None:
    """Send `text` to somebody whose id is `to` there. Raises OSError where the service is away or refuses."""
    {"slack": _slack, "mattermost": _mattermost, "discord": _discord}[service](credential, to, text)


def _slack(token: str, to: str, text: str) -> None:
    answer = _post(SLACK, {"channel": to, "text": text}, {"Authorization": f"Bearer {token}"})
    if not answer.get("ok"):
        raise ChatRefused(f"Slack: {answer.get('error')}")


def _mattermost(address: str, to: str, text: str) -> None:
    _post(address, {"channel": f"@{to.removeprefix('@')}", "username": SENDER, "text": text}, {})


def _discord(token: str, to: str, text: str) -> None:
    headers = {"Authorization": f"Bot {token}"}
    channel = _post(f"{DISCORD}/users/@me/channels", {"recipient_id": to}, headers)
    _post(f"{DISCORD}/channels/{channel['id']}/messages", {"content": text[:2000]}, headers)


def _post(address: str, content: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    """The JSON that the service answers ({} where it answers none). Raises OSError."""
    from urllib.request import Request, urlopen

    if not address.startswith(("https://", "http://")):
        raise ChatRefused(f"{address[:60]!r} is no address.")
    request = Request(address, json.dumps(content).encode(), {"Content-Type": "application/json", "User-Agent": "Zou", **headers})
    with urlopen(request, timeout=PATIENCE) as answer:
        body = answer.read(1_000_000)
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
