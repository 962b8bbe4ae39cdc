"""A passkey as a telephone keeps one: it answers the questions of the pages with a key of its own."""

import hashlib
import json
import re
from html import unescape
from struct import pack

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

OPTIONS = re.compile(r'data-options="([^"]*)"')
PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40
NUMBER = b"telephone-number"


class Telephone:
    """Keeps one key for one site, and counts no uses, as a key that is on several telephones."""

    def __init__(self, origin: str) -> None:
        """Make the key."""
        self.origin, self.host = origin, origin.rpartition("/")[2].partition(":")[0]
        self.key = ec.generate_private_key(ec.SECP256R1())

    def register(self, page: str) -> str:
        """Answer the page on which one makes a passkey."""
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        made = self._state(PRESENT | VERIFIED | NEW_KEY) + bytes(16) + pack(">H", len(NUMBER)) + NUMBER + public
        kept = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": made})
        return self._answer({"attestationObject": kept, "clientDataJSON": self._said(page, "webauthn.create")})

    def show(self, page: str) -> str:
        """Answer the page that asks for the passkey."""
        state, said = self._state(PRESENT | VERIFIED), self._said(page, "webauthn.get")
        signature = self.key.sign(state + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer({"authenticatorData": state, "clientDataJSON": said, "signature": signature})

    def _state(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + pack(">BI", flags, 0)

    def _said(self, page: str, kind: str) -> bytes:
        found = OPTIONS.search(page)
        assert found is not None
        challenge = json.loads(unescape(found[1]))["challenge"]
        assert base64url_to_bytes(challenge)
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        number, parts = bytes_to_base64url(NUMBER), {name: bytes_to_base64url(it) for name, it in response.items()}
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": parts})
