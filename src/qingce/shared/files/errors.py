"""What can be wrong with a file that somebody hands in. No Django here: the checking process raises them, too."""

from __future__ import annotations

from qingce.pure.kernel.errors import NotFound, QingceError


class EmptyUpload(QingceError):
    """The file holds no byte."""

    code = "upload-empty"


class UploadTooLarge(QingceError):
    """The file has more bytes than are taken in."""

    code = "upload-too-large"


class UploadTypeRefused(QingceError):
    """The content is of a type that is not taken in here."""

    code = "upload-type"


class DamagedUpload(QingceError):
    """The file is of a known type but does not open."""

    code = "upload-damaged"


class EncryptedUpload(QingceError):
    """The file opens with a password only."""

    code = "upload-encrypted"


class UploadTooHeavy(QingceError):
    """The file unpacks to more than may be opened: pages, pixels, bytes, or work."""

    code = "upload-too-heavy"


class ActiveUpload(QingceError):
    """The document carries programs, or fetches things from elsewhere."""

    code = "upload-active"


class InfectedUpload(QingceError):
    """The virus scanner knows the file as malicious."""

    code = "upload-infected"


class ScannerAway(QingceError):
    """The virus scanner cannot be asked; nothing is taken in unscanned."""

    code = "upload-scanner-away"


class StoreFull(QingceError):
    """The disk has no room for the file."""

    code = "store-full"


class UploadOffset(QingceError):
    """A piece of a file does not begin where the last one ended."""

    code = "upload-offset"


class UploadBusy(QingceError):
    """Another piece of the same file is being received."""

    code = "upload-busy"


class StoreAway(QingceError):
    """The service that keeps the files does not answer."""

    code = "store-away"


class RedactionWrong(QingceError):
    """What is to be taken out of a file is not said in a way that can be done."""

    code = "redaction-wrong"


class FileNotFound(NotFound):
    """No file has this number, or its bytes are gone."""

    code = "file-not-found"
