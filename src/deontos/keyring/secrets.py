"""The install secrets that keys are wrapped under, from the settings of this installation."""

from django.conf import settings

from deontos.vault.install_secrets import InstallSecrets


def install_secrets() -> InstallSecrets:
    """The secrets that stand outside the database."""
    secrets: InstallSecrets = settings.INSTALL_SECRETS
    return secrets
