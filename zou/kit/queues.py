"""The names of the queues of background jobs: here, so that who only starts workers needs to load nothing that they run."""

#: The most urgent first. Pictures never wait behind movies: each has workers of its own.
DEFAULT, MOVIES = "default", "movies"
QUEUES = (DEFAULT, MOVIES)
