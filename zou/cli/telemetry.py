"""Counts for the makers of the server, where the studio has said where to."""

import platform

import click

from zou.cli.context import settings, working

#: Seconds that the address has for an answer.
PATIENCE = 30


def send_counts() -> None:
    """Send how much there is to TELEMETRY_URL. A failure is only told."""
    import requests

    from zou import API_VERSION
    from zou.domains.persons.service import active_people
    from zou.domains.studio.organisation import organisation
    from zou.domains.studio.queries import counts

    with working():
        studio, found = organisation(), counts()
        body = {
            "organisation_id": str(studio["id"]),
            "organisation_name": studio["name"],
            "nb_active_users": active_people(),
            "nb_movie_previews": found["number_of_video_previews"],
            "nb_picture_previews": found["number_of_picture_previews"],
            "nb_model_previews": found["number_of_model_previews"],
            "nb_comments": found["number_of_comments"],
            "api_version": API_VERSION,
            "python_version": platform.python_version(),
        }
    try:
        requests.post(settings().telemetry_url, json=body, timeout=PATIENCE).raise_for_status()
    except requests.RequestException as error:
        click.echo(f"The counts could not be sent: {error}", err=True)
