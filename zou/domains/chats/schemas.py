"""Bodies of chats."""

from zou.kit.validation import Body, Text


class MessageCreate(Body):
    """What somebody says, beside the files of the request. It may be empty."""

    message: Text
