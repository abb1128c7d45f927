"""Bodies that name an upload."""

from zou.kit.validation import Body, Id


class FinishedUpload(Body):
    """The upload (tus) that becomes a file."""

    upload_id: Id
