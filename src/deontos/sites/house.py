"""What every page of a door needs around its content; passed to the base templates of `ui`."""

from typing import Any

from django.http import HttpRequest

from deontos.sites.doorway import DoorName, door_of


def house(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page: whose house it is, languages, navigation, vault."""
    from deontos.sites.desk.frame import desk_frame
    from deontos.sites.letterbox.frame import letterbox_frame

    return {"house": desk_frame(request) if door_of(request) is DoorName.DESK else letterbox_frame(request)}
