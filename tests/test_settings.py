"""Settings from the environment."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from insight.errors import SettingsError
from insight.settings import Settings

KEY = "a-long-enough-secret"


def test_defaults() -> None:
    assert Settings.from_environment({}) == Settings(
        store="insight.db",
        model=None,
        taxonomy=None,
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        workspace="default",
        threads=None,
        minimum_answers=30,
        csat_top=5.0,
        customer_key=None,
    )


def test_every_variable() -> None:
    environ = {
        "INSIGHT_STORE": " postgresql://u:p@host/db ",
        "INSIGHT_MODEL": "/models/one",
        "INSIGHT_TAXONOMY": "mine.yaml",
        "INSIGHT_ZONE": "Europe/Berlin",
        "INSIGHT_WORKSPACE": "shop-7",
        "INSIGHT_THREADS": "2",
        "INSIGHT_MINIMUM_ANSWERS": "10",
        "INSIGHT_CSAT_TOP": "7",
        "INSIGHT_CUSTOMER_KEY": KEY,
        "PATH": "/bin",
    }
    assert Settings.from_environment(environ) == Settings(
        store="postgresql://u:p@host/db",
        model=Path("/models/one"),
        taxonomy="mine.yaml",
        zone=ZoneInfo("Europe/Berlin"),
        workspace="shop-7",
        threads=2,
        minimum_answers=10,
        csat_top=7.0,
        customer_key=KEY.encode(),
    )


def test_overrides_win_and_none_overrides_nothing() -> None:
    environ = {"INSIGHT_STORE": "a.db", "INSIGHT_ZONE": "nonsense", "INSIGHT_THREADS": " ", "INSIGHT_MODEL": "m"}
    found = Settings.from_environment(
        environ, store="b.db", zone=ZoneInfo("UTC"), model=None, taxonomy="t.yaml", minimum_answers=5
    )
    assert found == Settings(store="b.db", zone=ZoneInfo("UTC"), model=Path("m"), taxonomy="t.yaml", minimum_answers=5)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("INSIGHT_ZONE", "Asia/Saigonn", "INSIGHT_ZONE is 'Asia/Saigonn'; it must be a time zone such as Asia/Saigon"),
        ("INSIGHT_ZONE", "../etc/passwd", "INSIGHT_ZONE is '../etc/passwd'; it must be a time zone such as "),
        ("INSIGHT_ZONE", "Asia", "INSIGHT_ZONE is 'Asia'; it must be a time zone such as "),
        ("INSIGHT_WORKSPACE", "My Shop", "INSIGHT_WORKSPACE is 'My Shop'; it must be 1 to 40 characters of a-z, 0-9 and dash"),
        ("INSIGHT_WORKSPACE", "x" * 41, "it must be 1 to 40 characters"),
        ("INSIGHT_THREADS", "0", "INSIGHT_THREADS is '0'; it must be a whole number from 1 to 1,024"),
        ("INSIGHT_THREADS", "two", "INSIGHT_THREADS is 'two'; it must be a whole number from 1 to 1,024"),
        ("INSIGHT_MINIMUM_ANSWERS", "-3", "INSIGHT_MINIMUM_ANSWERS is '-3'; it must be a whole number from 1 to 1,000,000"),
        ("INSIGHT_CSAT_TOP", "1", "INSIGHT_CSAT_TOP is '1'; it must be a number from 2 to 100"),
        ("INSIGHT_CSAT_TOP", "nan", "INSIGHT_CSAT_TOP is 'nan'; it must be a number from 2 to 100"),
        ("INSIGHT_STORE", "a\0b", "INSIGHT_STORE is 'a\\x00b'; it must be a path or a database URL"),
        ("INSIGHT_CUSTOMER_KEY", "hunter2", "INSIGHT_CUSTOMER_KEY has 7 characters; it must have at least 16"),
    ],
)
def test_wrong_values(variable: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({variable: value})
    assert message in str(caught.value)


def test_wrong_overrides() -> None:
    with pytest.raises(SettingsError, match="store is ''; it must be a path or a database URL"):
        Settings.from_environment({}, store="")
    with pytest.raises(TypeError, match="customer_key cannot be overridden; store, model, taxonomy, zone"):
        Settings.from_environment({}, customer_key="x" * 20)


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings.from_environment({"INSIGHT_CUSTOMER_KEY": KEY, "INSIGHT_STORE": "postgresql://u:password@host/db"}))
    assert KEY not in shown
    assert "password" not in shown
