"""Commands about playlists."""

import datetime as dt

from tests.kit.studio import Studio
from zou.kit.dates import utcnow
from zou.models import BuildJob, Playlist


def test_old_movies_of_playlists_are_counted_then_deleted(zou, app, transaction):
    studio = Studio(app)
    playlist = studio.add(Playlist(name="Dailies", project_id=studio.production().id, shots=[]))
    for days in (10, 40):
        studio.add(BuildJob(playlist_id=playlist.id, status="succeeded", created_at=utcnow() - dt.timedelta(days=days)))
    command = "remove-old-playlist-movies"
    assert zou(command, "--dry-run", "--days", "5") == (0, "movies of playlists: 2 to delete.", "")
    assert zou(command, "--days", "0") == (0, "movies of playlists: 0 deleted.", "")
    assert zou(command) == (0, "movies of playlists: 1 deleted.", "")
    assert zou(command, "--days", "5")[1] == "movies of playlists: 1 deleted."
    assert zou(command, "--days", "-1")[0] == 2
