"""Requests that a page sends by itself, such as keeping what was typed: nobody did anything, and no time-out moves."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest
from django.urls import Resolver404, resolve

MARK = "is_unattended"
AnyView = TypeVar("AnyView", bound=Callable[..., object])


def unattended(view: AnyView) -> AnyView:
    """Mark a view as one that scripts ask by themselves."""
    setattr(view, MARK, True)
    return view


def is_unattended(request: HttpRequest) -> bool:
    """Whether the address of a request is one that scripts ask by themselves."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return bool(getattr(view, MARK, False))
