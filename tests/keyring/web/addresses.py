"""The addresses of the house, with one more page: a form whose answer needs an open vault."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.keyring.web.unlocking import unlocked, unlocked_or_ask
from deontos.sites.urls import urlpatterns as house


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def sealed_answer(request: HttpRequest) -> HttpResponse:
    """Take a text in with an open vault, and say what was taken in."""
    if request.method == "GET":
        return JsonResponse({"open": unlocked(request) is not None})
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    return JsonResponse({"by": str(reader.person), **{name: request.POST.getlist(name) for name in ("text", "tick")}})


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def chosen_answer(request: HttpRequest) -> HttpResponse:
    """The same, keeping only what the view names."""
    reader = unlocked_or_ask(request, {"text": request.POST["text"], "tick": ["b", "a"]})
    return reader if isinstance(reader, HttpResponse) else HttpResponse("taken in")


urlpatterns = [
    path("desk/sealed/", sealed_answer, name="sealed_answer"),
    path("desk/chosen/", chosen_answer, name="chosen_answer"),
    *house,
]
