"""The people of the journeys, each acting in a browser of their own as they would: by what the page offers."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass

from playwright.sync_api import Page

from deontos.sites.demo.people import DemoPerson

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}")
SECONDS_A_CODE = 30


@dataclass
class Reporter:
    """A stranger with something on their mind, in one language, at one organisation's letterbox."""

    page: Page
    language: str
    organisation: str
    receipt: str = ""

    @property
    def place(self) -> str:
        """Where the letterbox of the organisation is."""
        return f"/{self.language}/{self.organisation}"

    def begin(self) -> None:
        """From the public page to the code, which is kept."""
        self.page.goto(f"{self.place}/")
        self.page.locator(f'a[href="{self.place}/report/"]').first.click()
        self.go("next")
        found = CODE.search(self.page.content())
        assert found is not None
        self.receipt = found.group()
        self.page.check("input[name=receipt_kept]")
        self.go("next")

    def answer(self, text: str, *, kind: str = "report", involved: str = "none", identity: str = "anonymous") -> None:
        """Kind, about whom, what happened, with which name; ends at the check page."""
        self.page.check(f"input[name=kind][value={kind}]")
        self.go("next")
        self.page.check("input[name=about][value=staff]")
        self.page.check(f'input[name=involved][value="{involved}"]')
        self.go("next")
        self.page.locator("textarea").first.fill(text)
        self.go("next")
        self.go_past_files()
        self.page.check(f"input[name=identity][value={identity}]")
        if identity != "anonymous":
            self.page.fill("input[name=name]", "Robin Voorbeeld")
        self.go("next")

    def go_past_files(self) -> None:
        """Send no files along, where the questionnaire asks for them."""
        if self.page.url.endswith("/attachments/"):
            self.go("next")

    def send(self) -> None:
        """From the check page to "received"."""
        self.go("next")
        self.page.check("input[name=receipt_kept]")
        self.go("send")

    def go(self, way: str) -> None:
        """Press one of the form's own buttons."""
        self.page.click(f"button[name=go][value={way}]")

    def come_back(self, receipt: str = "") -> None:
        """Open the mailbox, or the draft, with a code."""
        self.page.goto(f"{self.place}/receipt/")
        self.page.fill("input[name=receipt]", receipt or self.receipt)
        self.page.locator("input[name=receipt]").press("Enter")

    def write(self, text: str) -> None:
        """Send a message from the mailbox."""
        self.page.fill("textarea[name=message]", text)
        self.page.locator("form:has(textarea[name=message]) button.btn--primary").click()


@dataclass
class Handler:
    """Somebody who signs in, unlocks and answers."""

    page: Page
    person: DemoPerson

    def sign_in(self) -> None:
        """Password, then the one-time code."""
        self.page.goto("/desk/")
        self.page.fill("input[name=login]", self.person.person.email)
        self.page.fill("input[name=password]", self.person.password)
        self.page.locator("input[name=password]").press("Enter")
        self.page.fill("input[name=code]", one_time_code(self.person.totp_secret))
        self.page.locator("input[name=code]").press("Enter")
        self.page.wait_for_url(re.compile("/desk/$"))

    def unlock(self) -> None:
        """Open the vault."""
        self.page.goto("/desk/vault/")
        self.page.fill("input[name=vault_passphrase]", self.person.passphrase)
        self.page.locator("input[name=vault_passphrase]").press("Enter")

    def cases(self) -> list[str]:
        """The addresses of the cases in the inbox."""
        self.page.goto("/desk/cases/")
        links = self.page.locator("main tbody a").all()
        return [address for link in links if (address := link.get_attribute("href"))]

    def say(self, verb: str, text: str) -> None:
        """Take one of the moves that the case offers."""
        choice = self.page.locator(f"input[name=verb][value={verb}]")
        if choice.get_attribute("type") == "radio":
            choice.check()
        self.page.fill("textarea[name=text]", text)
        self.page.click("button[name=go][value=send]")

    def open_case(self, address: str) -> None:
        """Look at a case, and open it when nobody has yet."""
        self.page.goto(address)
        begin = self.page.locator(f'form[action="{address}open/"] button')
        if begin.count():
            begin.click()


def one_time_code(secret: str, *, later: int = 0) -> str:
    """The code that an authenticator app shows now, or so many codes later (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // SECONDS_A_CODE + later)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = mac[-1] & 15
    number: int = struct.unpack(">I", mac[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
