"""QR codes as small pictures, one for each page, so that pages are told apart when they come back."""

from __future__ import annotations

_BORDER = 2  # modules of white around it; the paper beyond is white, too
_MASK = 4  # fixed: to try all eight takes ten times as long, and readers undo any


def qr_svg(text: str) -> str:
    """A QR code as an SVG picture: dark modules of each row as runs of one path.

    Cost: 3 ms.
    """
    import segno

    made = segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK)
    size = len(made.matrix) + 2 * _BORDER
    runs = "".join(
        f"M{start + _BORDER} {y + _BORDER}h{length}v1h-{length}z"
        for y, row in enumerate(made.matrix)
        for start, length in _runs(bytes(row))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d="{runs}"/></svg>'
    )


def _runs(row: bytes) -> list[tuple[int, int]]:
    found, start = [], -1
    for x, dark in enumerate((*row, 0)):
        if dark and start < 0:
            start = x
        elif not dark and start >= 0:
            found.append((start, x - start))
            start = -1
    return found
