"""The account with which a person signs in. It never unlocks anything."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from deontos.organisations.models import Person


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there are no superusers."""

    def create_user(self, email: str, password: str | None, *, person: Person) -> "Account":
        """Make an account that can sign in with a password; without one, once it has chosen one."""
        account = self.model(email=self.normalize_email(email).lower(), person=person)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """Somebody's way in: an address, a password and a second factor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    PRIVACY: ClassVar = {
        "id": "nothing",
        "person": "personal",
        "email": "personal",
        "is_active": "personal",
        "password": "sealed",
        "last_login": "personal",
    }

    def __str__(self) -> str:
        return self.email
