"""What a run is told from outside: read once, checked at once, passed on as plain values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from insight.errors import SettingsError
from insight.types import Conventions

_WORKSPACE = re.compile("[a-z0-9-]{1,40}")
_SHORTEST_KEY = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run; `from_environment` checks them.

    Attributes:
        store: path or database URL (INSIGHT_STORE); not in the repr, a URL may hold a password.
        model: folder of the model (INSIGHT_MODEL); None for the one that comes with the package.
        taxonomy: YAML file, or the name of a pack that ships (INSIGHT_TAXONOMY); None for the default one.
        zone: where days begin, and times without a zone are (INSIGHT_ZONE).
        workspace: whose data (INSIGHT_WORKSPACE), 1 to 40 of a-z, 0-9 and dash.
        threads: processor threads of the model (INSIGHT_THREADS), 1 to 1,024; None for every core.
        minimum_answers: below so many answers no score is stated (INSIGHT_MINIMUM_ANSWERS), at least 1.
        csat_top: the top of the CSAT scale (INSIGHT_CSAT_TOP), 2 to 100.
        customer_key: key under which customer ids are hashed (INSIGHT_CUSTOMER_KEY, at least 16 characters; from the environment
            only, as others can see a command line). None: the store makes a random key of its own and keeps it.
    """

    store: str = field(default="insight.db", repr=False)
    model: Path | None = None
    taxonomy: str | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    workspace: str = "default"
    threads: int | None = None
    minimum_answers: int = 30
    csat_top: float = 5.0
    customer_key: bytes | None = field(default=None, repr=False)

    @property
    def conventions(self) -> Conventions:
        """How numbers are counted."""
        return Conventions(self.zone, self.minimum_answers, self.csat_top)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], **overrides: object) -> Self:
        """Settings from environment variables, overridden by what the command line says.

        Args:
            environ: `os.environ` or the like; a blank variable counts as not set.
            **overrides: settings by name, as text or as their own type; None overrides nothing.

        Raises:
            SettingsError: a value is not valid; the message names the setting, the value and what is right.
            TypeError: an override that is no setting, or is `customer_key`.
        """
        unknown = overrides.keys() - _READERS.keys()
        if unknown:
            raise TypeError(f"{', '.join(sorted(unknown))} cannot be overridden; {', '.join(_READERS)} can")
        told: dict[str, object] = {}
        for name, read in _READERS.items():
            variable = f"INSIGHT_{name.upper()}"
            override = overrides.get(name)
            value = environ.get(variable) if override is None else override
            if value is not None and (override is not None or str(value).strip()):
                told[name] = read(variable if override is None else name, str(value).strip())
        key = environ.get("INSIGHT_CUSTOMER_KEY", "").strip()
        return cls(**told, customer_key=_key(key) if key else None)  # type: ignore[arg-type]


def _text(name: str, value: str) -> str:
    if not value or "\x00" in value:
        raise SettingsError(f"{name} is {value!r}; it must be a path or a database URL")
    return value


def _path(name: str, value: str) -> Path:
    return Path(_text(name, value)).expanduser()


def _zone(name: str, value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = get_close_matches(value, available_timezones(), 3) or ["Asia/Ho_Chi_Minh"]
        raise SettingsError(f"{name} is {value!r}; it must be a time zone such as {' or '.join(near)}") from None


def _workspace(name: str, value: str) -> str:
    if not _WORKSPACE.fullmatch(value):
        raise SettingsError(f"{name} is {value!r}; it must be 1 to 40 characters of a-z, 0-9 and dash")
    return value


def _number(name: str, value: str, low: float, high: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise SettingsError(f"{name} is {value!r}; it must be a number from {low:,g} to {high:,g}")
    return number


def _whole(name: str, value: str, high: int) -> int:
    if not re.fullmatch("[0-9]{1,9}", value) or not 1 <= int(value) <= high:
        raise SettingsError(f"{name} is {value!r}; it must be a whole number from 1 to {high:,}")
    return int(value)


def _key(value: str) -> bytes:
    if len(value) < _SHORTEST_KEY:
        raise SettingsError(f"INSIGHT_CUSTOMER_KEY has {len(value)} characters; it must have at least {_SHORTEST_KEY}")
    return value.encode(errors="surrogateescape")


_READERS: Mapping[str, Callable[[str, str], object]] = {
    "store": _text,
    "model": _path,
    "taxonomy": _text,
    "zone": _zone,
    "workspace": _workspace,
    "threads": lambda name, value: _whole(name, value, 1_024),
    "minimum_answers": lambda name, value: _whole(name, value, 1_000_000),
    "csat_top": lambda name, value: _number(name, value, 2, 100),
}
