"""What the surroundings decide: read once from QINGCE_* variables or `qingce.env`, typed, checked at start."""

from __future__ import annotations

import os
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from qingce.config.safety import Danger, dangers_of
from qingce.config.smtp import MailServer, mail_server
from qingce.doors.cli.language import language, say
from qingce.doors.web.account.provider.known import OidcProvider, oidc_providers
from qingce.pure.kernel.shipped import PACKAGE, shipped_folder
from qingce.pure.merkle.notes import COSIGNATURE_V1, read_signer, read_verifier

LONGEST_NAME = 200  # of a witness
LAST_PORT = 65535


def default_home(package: Path) -> Path:
    """Where an installation lives unless it says otherwise: `var/` of a checkout, else the user's data folder."""
    shipped = shipped_folder(package)
    if shipped != package:
        return shipped / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "qingce"


def fonts_folder(shipped: Path) -> Path:
    """Where the fonts of documents lie: npm's packages in a checkout, inside the package of a wheel."""
    packages = shipped / "frontend" / "node_modules" / "@expo-google-fonts"
    return packages if packages.is_dir() else PACKAGE / "shared" / "issuing" / "data" / "fonts"


SHIPPED = shipped_folder(PACKAGE)
DEFAULT_HOME = default_home(PACKAGE)


class Environment(BaseSettings):
    """Settings of one installation; `docs/operations.md` explains each."""

    model_config = SettingsConfigDict(
        env_prefix="QINGCE_", env_file=DEFAULT_HOME / "qingce.env", env_file_encoding="utf-8", extra="ignore"
    )

    secret_key: SecretStr = Field(min_length=32, description="Signs cookies and forms; at least 32 characters.")
    home: Path = Field(
        default=DEFAULT_HOME,
        description="Folder of the database, the index and saved copies; a wheel has `~/.local/share/qingce`.",
    )
    database_url: str = Field(default="", description="postgresql://… ; empty: SQLite in the home folder.")
    hosts: str = Field(default="127.0.0.1,localhost", description="Host names served, separated by commas.")
    base_url: str = Field(default="http://127.0.0.1:8000", description="Public address, for canonical links.")
    proxies: int = Field(
        default=0,
        ge=0,
        le=9,
        description="How many proxies of yours stand in front, one behind the other; each notes in `X-Forwarded-For` "
        "whom it heard from. 0: the header is not read.",
    )
    https: bool = Field(default=False, description="Served behind HTTPS: secure cookies and HSTS.")
    hsts_subdomains: bool = Field(
        default=False, description="Browsers shall use HTTPS for all subdomains too: only if each has it."
    )
    allow_http: bool = Field(
        default=False, description="Serve others without HTTPS all the same: inside a closed network only."
    )
    debug: bool = Field(default=False, description="Development only: error pages show code.")
    contact: str = Field(default="", description="Where readers report an error in a record; shown on “About”.")
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://…`; "
        "empty: letters are written into `mail/` of the home folder.",
    )
    mail_from: str = Field(
        default="",
        validate_default=True,
        description="Sender of letters, such as `清册 <qingce@example.org>`; needed with a mail server.",
    )
    oidc_providers: SecretStr = Field(
        default=SecretStr(""),
        description="Organisations whose members log in by their own OpenID Connect provider: a JSON list, "
        "see “Log-in by an organisation's own provider”.",
    )

    ledger_key: SecretStr = Field(
        default=SecretStr(""),
        description="Signs the checkpoints of the public ledger: `PRIVATE+KEY+…` as `qingce ledger key` makes it; two "
        "of them, the new one first and a space between, while one takes the other's place.",
    )
    ledger_witnesses: str = Field(
        default="",
        description="Public keys of the witnesses whose co-signatures of the ledger are taken and shown, with spaces "
        "between; `qingce witness` says a witness's own.",
    )
    ledger_witness_urls: str = Field(
        default="",
        description="Addresses of witnesses to which the worker takes each new checkpoint (c2sp.org/tlog-witness), "
        "with spaces between; their keys stand in `QINGCE_LEDGER_WITNESSES`.",
    )
    rulebooks: str = Field(
        default="",
        description="Folder of the rulebooks that can be released and compared; empty: those that come with Qingce.",
    )

    fonts: str = Field(
        default="",
        description="Folder below which the fonts of documents lie (`NotoSerifSC_400Regular.ttf`, "
        "`NotoSansSC_700Bold.ttf`); empty: those of a wheel, or of the npm packages of a checkout.",
    )

    clamd: str = Field(
        default="",
        description="Virus scanner (clamd) that looks through uploads: the path of its socket, or `host:port`; "
        "empty: files are not scanned, and their pages say so.",
    )

    trusted_issuers: str = Field(
        default="",
        description="Folder of the certificates (.pem, .crt, .cer) whose signatures in PDF files are trusted; "
        "empty: none are, and each signature says that its issuer is unknown.",
    )

    files_s3_bucket: str = Field(
        default="",
        description="Bucket of an S3-compatible service that keeps uploads; empty: `files/` of the home folder.",
    )
    files_s3_endpoint: str = Field(default="", description="Address of that service; empty: Amazon's.")
    files_s3_region: str = Field(default="", description="Its region, where it has regions.")
    files_s3_key: SecretStr = Field(
        default=SecretStr(""), description="`ID:SECRET` for it; empty: what boto3 finds in the surroundings."
    )

    @field_validator("trusted_issuers")
    @classmethod
    def _folder(cls, value: str) -> str:
        if value and not Path(value).is_dir():
            raise ValueError("no such folder")
        return str(Path(value).resolve()) if value else ""

    @field_validator("clamd")
    @classmethod
    def _socket(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        is_port = port.isascii() and port.isdecimal() and 0 < int(port) <= LAST_PORT
        if value and not value.startswith("/") and not (host and is_port):
            raise ValueError("the path of a socket, such as /run/clamav/clamd.ctl, or host:port is needed")
        return value

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        bare = value.rstrip("/")
        parts = urlsplit(bare)
        if parts.scheme not in {"http", "https"} or not parts.hostname or f"{parts.scheme}://{parts.netloc}" != bare:
            raise ValueError("an address such as https://www.example.org is needed, without a path")
        if "@" in parts.netloc:
            raise ValueError("no name or password may stand in it")
        return bare

    @field_validator("smtp_url")
    @classmethod
    def _readable(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            mail_server(value.get_secret_value())
        return value

    @field_validator("oidc_providers")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        oidc_providers(value.get_secret_value())
        return value

    @field_validator("ledger_key")
    @classmethod
    def _signing(cls, value: SecretStr) -> SecretStr:
        for each in value.get_secret_value().split():
            read_signer(each)
        return value

    @field_validator("ledger_witnesses")
    @classmethod
    def _cosigning(cls, value: str) -> str:
        for each in value.split():
            key = read_verifier(each)
            if key.kind != COSIGNATURE_V1 or len(key.name) > LONGEST_NAME:
                raise ValueError(f"{key.name[:LONGEST_NAME]} is no key of a witness, as `qingce witness` says its own")
        return value

    @field_validator("ledger_witness_urls")
    @classmethod
    def _witness_addresses(cls, value: str) -> str:
        for each in value.split():
            parts = urlsplit(each)
            if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or parts.query:
                raise ValueError("addresses such as https://witness.example.org/qingce are needed, without a password")
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str, info: ValidationInfo) -> str:
        url = info.data.get("smtp_url")
        if not value and not (url and url.get_secret_value()):
            return "qingce@localhost"
        name, at, domain = parseaddr(value)[1].rpartition("@")
        if not (name and at and domain) or len(value.splitlines()) > 1:
            raise ValueError("A sender is written as name@example.org or Name <name@example.org>")
        return value

    @property
    def mail_server(self) -> MailServer | None:
        """Where letters are handed over; None: they are written into a folder."""
        url = self.smtp_url.get_secret_value()
        return mail_server(url) if url else None

    @property
    def providers(self) -> tuple[OidcProvider, ...]:
        """The organisations' own ways to log in."""
        return oidc_providers(self.oidc_providers.get_secret_value())

    @property
    def host_list(self) -> list[str]:
        """Host names, one each."""
        return [host.strip() for host in self.hosts.split(",") if host.strip()]

    @property
    def database(self) -> str:
        """Address of the database that holds the truth."""
        return self.database_url or f"sqlite:///{self.home / 'qingce.sqlite3'}"


@cache
def environment() -> Environment:
    """The settings of this process.

    Raises: SystemExit: a setting is missing, wrong or unsafe; the message names it and what it is for.
    """
    try:
        env = Environment()  # type: ignore[call-arg]  # the secret comes from the environment
    except ValidationError as error:
        lines = [
            f"QINGCE_{str(each['loc'][0]).upper()}: {each['msg']}. {_purpose(each['loc'][0])}"
            for each in error.errors()
        ]
        raise SystemExit("Settings: " + " ".join(lines) + " See docs/operations.md.") from None
    refused = [each for each in safety_of(env) if each.is_refused]
    if refused:
        told = "".join(f"\n- {each.sentence(language())}" for each in refused)
        raise SystemExit(say("设置不安全，没有启动：", "Unsafe settings; nothing was started:") + told)
    return env


def safety_of(env: Environment) -> list[Danger]:
    """What is unsafe about the settings of this process, with the file that they may stand in."""
    file = Environment.model_config.get("env_file")
    return dangers_of(env, Path(str(file)) if file else None)


def _purpose(name: int | str) -> str:
    return Environment.model_fields[str(name)].description or ""
