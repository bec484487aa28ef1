"""Pictures: opened within bounds and written anew from their pixels, so that nothing else survives."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from qingce.shared.files.errors import DamagedUpload, UploadTooHeavy
from qingce.shared.files.limits import limits

_QUALITY = 90
_MILLION = 1_000_000


def clean_picture(source: Path, target: Path) -> None:
    """Writes a picture anew: upright, without place, camera, thumbnails, comments or bytes behind its end.

    Raises: UploadTooHeavy: more pixels than are opened; DamagedUpload: it does not open to its end.
    """
    Image.MAX_IMAGE_PIXELS = None  # bounded below, with words of our own
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata, none of which is kept
            with Image.open(source, formats=["JPEG", "PNG"]) as picture:
                _check_pixels(picture)
                kind = picture.format or ""
                _write(_upright(picture), target, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, IndexError) as error:
        if isinstance(error, UploadTooHeavy):
            raise
        raise DamagedUpload(
            "The picture is damaged or cut off. Open it, save it anew and send that.", cause="picture"
        ) from error


def _check_pixels(picture: Image.Image) -> None:
    limit = limits().picture_megapixels
    if picture.width * picture.height > limit * _MILLION:
        raise UploadTooHeavy(
            f"The picture has {picture.width} × {picture.height} pixels; {limit} million at most. Make it smaller.",
            cause="pixels", width=picture.width, height=picture.height, limit=limit,
        )  # fmt: skip


def _upright(picture: Image.Image) -> Image.Image:
    picture.load()
    return ImageOps.exif_transpose(picture)


def _write(picture: Image.Image, target: Path, kind: str) -> None:
    picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    if kind == "JPEG":
        plain = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
        plain.save(target, format="JPEG", quality=_QUALITY, optimize=False)
    else:
        picture.save(target, format="PNG", compress_level=4)
