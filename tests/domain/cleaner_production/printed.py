"""The two tables of the survey typed anew, straight from its pages: units down, lists of 2018 to 2022 across.

y published, n not published, p left to prefectures, d left to divisions; pairs are roster and results of a year.
"""

from __future__ import annotations

MATRIX = """
340000 nn nn nn yn nn
110000 yy yy yy yy yy
350000 yn yy yy yn yn
620000 yn yy yy yn yn
440000 pp pp pp pp pp
450000 np yp yp yp np
520000 yn ny yy ny ny
460000 nn nn yy yy ny
130000 yy yy ny yn yn
410000 yn yn yn yn yn
230000 yn yn nn nn yn
420000 yn yn nn yn yn
430000 ny yy yn yy yn
220000 yy yy yy yy yn
320000 yp yp yp yp yp
360000 nn yy yy yy yy
210000 nn yn nn yn yn
150000 nn yy yy yy nn
640000 yn yn yn yn yn
630000 yn yn yn yn yn
370000 yy yp yp yp yp
140000 np np np yp yp
610000 yn yy nn ny ny
310000 yy yy yy yy ny
510000 yy yy yy yy yn
120000 nn nn yn yn yn
540000 nn nn nn nn nn
660000 nn nn nn yd yd
650000 nn nn yn nn nn
530000 yn yn yn yn nn
330000 yy yy yy yy yn
500000 yy yy yy yy yn
"""
# x no roster, - grounds not named, a 1+2+3, 1 as printed, . blank.
TYPES = """
340000 x x x - x
110000 - - - - -
350000 - - - - -
620000 - a a - a
440000 x - x x x
450000 x x - a x
520000 - x - x x
460000 x x - - x
130000 - - x a a
410000 - - - - -
230000 - - x x -
420000 - - x a -
430000 x - - - -
220000 - - - - -
320000 - - - - -
360000 x a a a -
210000 x 1 x - -
150000 x - a a x
640000 - - - - -
630000 - - - . .
370000 a a - - -
140000 x x x - -
610000 - a x x x
310000 a a a - x
510000 - - - a a
120000 x x - a a
540000 x x x x x
660000 x x x - -
650000 x x - x x
530000 - - - - x
330000 - - - - -
500000 - - - - -
"""
STATES = {"y": "published", "n": "not-published", "p": "left-to-prefectures", "d": "left-to-divisions"}
GROUNDS = {"x": "no-roster", "-": "not-labelled", "a": "1+2+3", "1": "1", ".": ""}


def matrix() -> dict[tuple[str, int, str], str]:
    """Unit, year and list → state."""
    return {
        (unit, year, kind): STATES[letter]
        for unit, *pairs in map(str.split, MATRIX.strip().splitlines())
        for year, pair in zip(range(2018, 2023), pairs, strict=True)
        for kind, letter in zip(("roster", "results"), pair, strict=True)
    }


def types() -> dict[tuple[str, int], str]:
    """Unit and year → grounds."""
    return {
        (unit, year): GROUNDS[letter]
        for unit, *letters in map(str.split, TYPES.strip().splitlines())
        for year, letter in zip(range(2018, 2023), letters, strict=True)
    }
