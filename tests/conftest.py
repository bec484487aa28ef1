"""What every test stands on: a throw-away home folder, and a secret of its own."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("QINGCE_SECRET_KEY", "test-only-" + "x" * 40)
os.environ.setdefault("QINGCE_HOME", tempfile.mkdtemp(prefix="qingce-test-"))
