"""The colours, corner, title font and letters of an organisation's own pages."""

import uuid
from typing import ClassVar

from django.db import models

from deontos.administration.vocabulary import Corner, TitleFont
from deontos.organisations.models import Organisation, Person


class HouseTheme(models.Model):
    """How the pages of one organisation look; without a row the shipped theme that it chose stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="house_theme")
    brand = models.CharField(max_length=7)
    brand_strong = models.CharField(max_length=7)
    brand_tint = models.CharField(max_length=7)
    brand_line = models.CharField(max_length=7)
    on_brand = models.CharField(max_length=7)
    corner = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Corner])
    title_font = models.CharField(max_length=10, choices=[(each.value, each.value) for each in TitleFont])
    letters = models.CharField(max_length=2, blank=True)
    saved_on = models.DateField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "brand": "nothing",
        "brand_strong": "nothing",
        "brand_tint": "nothing",
        "brand_line": "nothing",
        "on_brand": "nothing",
        "corner": "nothing",
        "title_font": "nothing",
        "letters": "nothing",
        "saved_on": "nothing",
        "saved_by": "personal",
    }
