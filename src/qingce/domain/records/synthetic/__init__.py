"""Records of enterprises that do not exist, the same ones for the same seed: as many as China has, for measuring.

`pieces.py` makes ten thousand rows at a time as columns of text; `enterprises.py` says whom they are about, `texts.py`
fills the templates of `data/synthetic/`, `files.py` writes files with our own columns.
"""
