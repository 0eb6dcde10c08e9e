"""A security key that Chromium itself pretends to have: it makes real keys and real signatures."""

from playwright.sync_api import CDPSession, Page


class SecurityKey:
    """In one page's browser; its owner is always there, and proves it by a finger unless told otherwise."""

    def __init__(self, page: Page, *, verified: bool = True) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": verified,
            "automaticPresenceSimulation": True,
        }
        added = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id: str = added["authenticatorId"]

    def verify(self, *, verified: bool) -> None:
        """Whether from now on the owner's finger fits."""
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": verified})

    def keys(self) -> int:
        """How many passkeys it keeps."""
        return len(self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"])
