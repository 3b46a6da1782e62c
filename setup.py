"""Puts the model into the wheel: models/default becomes insight/model. Everything else is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

MODEL = Path("models/default")


class BuildWithModel(build_py):
    """Copies the weights beside the code; an editable install reads them where they are."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode and MODEL.is_dir():
            shutil.copytree(MODEL, Path(self.build_lib) / "insight" / "model", dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithModel})
