"""Where taxonomies come from: the packs that ship, and files that extend them or each other."""

from collections.abc import Callable, Set
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path

from insight.errors import TaxonomyError
from insight.taxonomy.reader import Read, read

DEFAULT = "default"
INDUSTRIES = ("retail", "banking", "telecom", "hospitality", "healthcare", "education", "software")
PACKS = (DEFAULT, *INDUSTRIES, "personal")
"""Taxonomies that ship: the default one, one an industry over it, and a worked example of topics of one's own."""
MAX_BYTES = 1_000_000
_SUFFIXES = (".yaml", ".yml")


def trained_ids() -> Set[str]:
    """Ids of the default taxonomy's topics: what the model was trained on."""
    return _pack(DEFAULT).topics.keys()


def load(told: str) -> Read:
    """The pack of that name, else the file at that path; raises `TaxonomyError`."""
    if told in PACKS:
        return _pack(told)
    path = Path(told).expanduser()
    if not path.suffix and not path.exists():
        raise TaxonomyError(f"taxonomy {told!r} is neither a file nor a pack; {_near(told)}")
    return load_file(path)


def load_file(path: Path, below: tuple[Path, ...] = ()) -> Read:
    """Read a file; `below` are the files that extend it. Raises `TaxonomyError` naming file and line."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise TaxonomyError(f"taxonomy {path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > MAX_BYTES:
        raise TaxonomyError(f"taxonomy {path} has {len(data):,} bytes; at most {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TaxonomyError(f"taxonomy {path} is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    return load_text(text, str(path), (*below, path))


def load_text(text: str, name: str, below: tuple[Path, ...] = ()) -> Read:
    """Read YAML text; what it extends is a pack, or a file beside the last of `below`."""

    def extend(told: str, refuse: Callable[[str], Exception]) -> Read:
        if told in PACKS:
            return _pack(told)
        if not below or not told.endswith(_SUFFIXES):
            raise refuse(f"unknown pack {told!r}; {_near(told)}")
        path = below[-1].parent / told
        if any(path.resolve() == each.resolve() for each in below):
            way = " > ".join(each.name for each in (*below, path))
            raise refuse(f"the files extend each other in a circle: {way}; one of them can extend no other")
        return load_file(path, below)

    return read(text, name, extend, trained_ids())


@cache
def _pack(name: str) -> Read:
    """A pack that ships. Packs extend the default one only, so that no circle is possible."""
    file = "taxonomy.yaml" if name == DEFAULT else f"packs/{name}.yaml"
    text = resources.files("insight").joinpath(file).read_text(encoding="utf-8")
    return read(text, file, lambda _told, _refuse: _pack(DEFAULT), () if name == DEFAULT else trained_ids())


def _near(told: str) -> str:
    near = get_close_matches(told, PACKS, 1)
    return f"did you mean {near[0]}?" if near else f"packs are {', '.join(PACKS)}; a file is named with .yaml"
