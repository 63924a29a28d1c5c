"""A real SMTP server for tests, in a thread of its own, with or without encryption."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers import free_port


class SmtpServer:
    """An SMTP server: what it took, and the recipients that it refuses, each with its answer.

    `tls` is "none", "starttls" (mail only after it) or "tls" (from the first byte); with `login`
    (name, password) it takes mail only from who signs in.
    """

    def __init__(
        self, tls: str = "none", login: tuple[str, str] | None = None, port: int = 0
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pc-smtp-")
        self.port = port or free_port()
        self.ca_file = Path(self._folder.name) / "cert.pem"
        self.messages: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.refuse_data = ""
        self.delay = 0.0
        # What the next recipients are answered, one each.
        self.first: list[str] = []
        # Whether to take a message and then break the connection instead of saying so.
        self.cut = False
        self._login = login
        context = None
        if tls != "none":
            key = Path(self._folder.name) / "key.pem"
            make_certificate(self.ca_file, key)
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(self.ca_file, key)
        options: dict[str, Any] = {"enable_SMTPUTF8": True}
        if tls == "tls":
            options["ssl_context"] = context
        elif tls == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if login is not None:
            options |= {"authenticator": self._sign_in, "auth_required": True}
            options["auth_require_tls"] = tls == "starttls"
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def start(self) -> None:
        self._controller.start()

    def close(self) -> None:
        self._controller.stop()
        self._folder.cleanup()

    def _sign_in(
        self, _server: Any, _session: Any, _envelope: Any, _kind: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self._login, handled=False)

    # The names are those that aiosmtpd calls.
    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.first:
            return self.first.pop(0)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if self.refuse_data:
            return self.refuse_data
        content = envelope.content.replace(b"\r\n", b"\n")
        message = BytesParser(policy=default).parsebytes(content)
        message["X-Envelope-From"] = envelope.mail_from
        message["X-Envelope-To"] = ",".join(envelope.rcpt_tos)
        self.messages.append(message)
        await asyncio.sleep(self.delay)
        if self.cut:
            server.transport.abort()
        return "250 OK"


def make_certificate(cert: Path, key: Path) -> None:
    """A certificate for 127.0.0.1 that signs itself, good for a day."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
