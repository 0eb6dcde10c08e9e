"""The verbs of the keyring: vaults in `vaults`, readers' certificates in `certificates`."""
