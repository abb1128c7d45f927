"""Queries of the routes of builds."""

from zou.kit.validation import Flag, Query


class BuildQuery(Query):
    """How the movie is made. `full`: everything is encoded anew, stills held; `stills`: they are held also without that."""

    full: Flag = False
    stills: Flag = False
