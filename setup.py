"""What pyproject.toml cannot say: a wheel also holds what stands beside `src/` in a checkout: demo, words, rules."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
BESIDE = ("demo", "locale", "rulebook")
# Made by `make run`; a wheel without them would have no styles and speak no Chinese.
MADE = ("locale/zh_Hans/LC_MESSAGES/django.mo", "src/qingce/doors/web/static/web/dist/site.css")


class BuildWhole(build_py):
    """Copies what stands beside the package into it; refuses to build a wheel without what is made first."""

    def run(self) -> None:
        """Build; an installation in place (`-e`) reads the checkout itself and copies nothing."""
        super().run()
        if self.editable_mode:
            return
        missing = [name for name in MADE if not (ROOT / name).is_file()]
        if missing:
            raise SystemExit(f"{', '.join(missing)} must be made first: run `make wheel`.")
        for name in BESIDE:
            shutil.copytree(ROOT / name, Path(self.build_lib) / "qingce" / name, dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWhole})
