"""The rejects file: what could not be read, with row number and reason, so that it can be mended and read again."""

import json
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from insight.errors import InputError
from insight.read.records import Rejected, storable


class Rejects:
    """Writes a JSON Lines file, made when the first row is rejected: `{"row": 7, "reason": "...", "record": {...}}`.

    `append` adds to what an earlier file of the same run left there. Records stand in it as they came, personal data included: it
    is for the one who has the original file.
    """

    def __init__(self, path: Path, *, append: bool = False) -> None:
        self.path = path
        self._append = append
        self.count = 0
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, rejected: Rejected) -> None:
        """Write one row down. What UTF-8 cannot hold is written as U+FFFD.

        Raises:
            InputError: the file cannot be written.
        """
        line = {"row": rejected.number, "reason": rejected.reason, "record": dict(rejected.values)}
        text = storable(json.dumps(line, ensure_ascii=False, default=str))
        try:
            self._file = self._file or self._opened()
            self._file.write(text + "\n")
        except OSError as error:
            raise InputError(f"the rejects file {self.path} cannot be written: {error.strerror}") from error
        self.count += 1

    def _opened(self) -> TextIO:
        return self.path.open("a" if self._append else "w", encoding="utf-8", newline="\n")
