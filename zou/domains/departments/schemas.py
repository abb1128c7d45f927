"""Bodies of what departments use."""

from zou.kit.validation import Body, Id


class HardwareLink(Body):
    """The item that a department uses."""

    hardware_item_id: Id


class SoftwareLink(Body):
    """The software that a department uses."""

    software_id: Id
