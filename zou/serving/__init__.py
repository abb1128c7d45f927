"""One port for everything: the HTTP API, its files, Socket.IO and, if there is one, a web front end."""
