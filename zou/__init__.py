"""Production tracking server for animation, VFX and game studios."""

__version__ = "0.1.0"

#: The release of the public API contract that this server answers as.
API_VERSION = "1.0.97"
