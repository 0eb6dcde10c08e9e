"""The gallery: each component in each of its states, in both themes and behind both doors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deontos.ui.houses import Theme
from deontos.ui.web import samples

DOORS = ("letterbox", "desk")


def gallery(request: HttpRequest) -> HttpResponse:
    """Everything that a page can be made of. `?door=` and `?theme=` choose; an unknown word falls back to the first."""
    door = request.GET.get("door", "")
    door = door if door in DOORS else DOORS[0]
    theme = Theme(request.GET["theme"]) if request.GET.get("theme") in set(Theme) else Theme.LINDEWATER
    vault = request.GET.get("vault", "")
    house = samples.letterbox_house(theme) if door == "letterbox" else samples.desk_house(theme, vault)
    context = {"house": house, "door": door, "theme": theme, "themes": list(Theme), **samples.things()}
    return render(request, f"ui/gallery/{door}.html", context)
