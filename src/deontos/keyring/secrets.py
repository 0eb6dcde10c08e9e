"""The install secrets that keys are wrapped under, from the settings of this installation."""

from django.conf import settings

from deontos.vault.install_secrets import InstallSecrets

OLDER_SECRETS = "this process started with an older secrets file than the database needs. Restart it."
"""The end of a line for the operator; nothing was done and nothing is lost."""


def install_secrets() -> InstallSecrets:
    """The secrets that stand outside the database."""
    secrets: InstallSecrets = settings.INSTALL_SECRETS
    return secrets
