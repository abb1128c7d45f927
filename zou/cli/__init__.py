"""The `zou` command: one file a family of commands, loaded when one of its commands is called."""

from zou.cli.group import Commands

#: Family → command → (module of zou.cli, one line of help). The order is that of `zou --help`.
FAMILIES: dict[str, dict[str, tuple[str, str]]] = {
    "Running": {
        "up": ("up", "Start everything on one data folder: database, server, workers."),
        "worker": ("worker", "Work on background jobs until stopped."),
        "version": ("database", "Print the version of this server."),
    },
    "Database": {
        "init-db": ("database", "Create the tables of an empty database, or bring them to the newest version."),
        "is-db-ready": ("database", "Tell whether the database is ready to be used."),
        "init-data": ("database", "Insert the data that a studio starts with."),
        "upgrade-db": ("database", "Bring the database to the newest version."),
        "downgrade-db": ("database", "Take the database back to an older version."),
        "stamp-db": ("database", "Write down a version without migrating."),
        "reset-migrations": ("database", "Forget which version the database is at."),
        "migrate-db": ("database", "Write a migration from what differs between models and database (for developers)."),
        "clear-db": ("database", "Drop all tables and their data."),
        "reset-db": ("database", "Drop all tables, then create them anew."),
    },
    "Care": {
        "dump-database": ("care", "Write a compressed backup of the database."),
        "remove-old-playlist-movies": ("care", "Delete movies of playlists that are old or show what the playlist showed before."),
        "remove-old-data": ("care", "Delete old events, sign-ins and read notifications."),
        "clear-memory-cache": ("care", "Empty the cache."),
        "reload-config": ("care", "Give all servers the shared settings of this environment."),
        "get-current-config": ("care", "Compare the shared settings of this environment, of Valkey and of a server."),
        "clean-auth-tokens": ("care", "Forget revoked tokens that have expired by themselves."),
        "clear-all-auth-tokens": ("care", "End all sessions: everybody has to sign in again."),
    },
    "People": {
        "create-admin": ("people", "Make an administrator."),
        "change-password": ("people", "Give somebody a new password."),
        "set-person-as-active": ("people", "Activate somebody's account, or deactivate it."),
        "disable-two-factor-authentication": ("people", "Drop somebody's second factors."),
        "create-bot": ("people", "Make a bot and print its token."),
        "sync-with-ldap-server": ("people", "Make, update and deactivate people after the directory (LDAP)."),
    },
    "Previews": {
        "renormalize-movie-preview-files": ("previews", "Encode movies again from their stored source."),
        "generate-preview-extra": ("previews", "Make tile sheets, sizes and thumbnails of previews."),
        "reset-movie-files-metadata": ("previews", "Store width, height, duration and size of all movies."),
        "reset-picture-files-metadata": ("previews", "Store width, height and size of all pictures."),
        "probe-preview-files": ("previews", "Ask the storage which files of previews it has."),
        "normalize-annotation-times": ("previews", "Put the drawings of movies on their frames."),
        "purge-deleted-files": ("previews", "Remove from the storage the files of what was deleted."),
        "upload-files-to-cloud-storage": ("files", "Copy files of this disk to the object storage."),
        "download-storage-files": ("files", "Copy files of the object storage to this disk."),
    },
    "Tasks": {
        "clean-tasks-data": ("tasks", "Recompute status, dates and duration of a production's tasks."),
        "reset-breakdown-data": ("tasks", "Recompute the casting statistics of shots."),
    },
    "Search": {
        "reset-search-index": ("search", "Say that there is no index to reset: searches look into the database."),
        "search-asset": ("search", "Print the assets that a search finds."),
    },
    "Plugins": {
        "create-plugin-skeleton": ("plugins", "Start a plugin."),
        "create-plugin-package": ("plugins", "Zip a plugin."),
        "migrate-plugin-db": ("plugins", "Write a migration of a plugin's tables."),
        "install-plugin": ("plugins", "Install a plugin, or bring it to a newer version."),
        "uninstall-plugin": ("plugins", "Remove a plugin with its tables."),
        "list-plugins": ("plugins", "List the plugins that are installed."),
    },
    "Shell": {
        "shell-completion": ("shell", "Print a completion script for a shell."),
    },
}

main = Commands(FAMILIES, name="zou", help="Zou, the server of a studio's productions.")
