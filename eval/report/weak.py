"""Where the labels of a set are themselves a guess, so that a low figure says little of the model."""

STARS = "stars given, not read from the text"
_WEAK: dict[str, dict[str, str]] = {
    "nps_journey_verbatim": {
        "sentiment": "the NPS score given, not read from the text",
        "stage": "when the survey was sent, not what was said",
    },
    "uit_visfd": {"sentiment": STARS},
    "vi_bank_app_reviews": {"sentiment": STARS},
    "vi_shopee_stars": {"sentiment": STARS},
    "vispamreviews": {"sentiment": STARS},
}
"""By set, then by the first word of its measures; the note of each set's table in `eval/sets/tables` says the same."""
SETS = tuple(_WEAK)


def weakness(section: str, measure: str) -> str:
    """Where the labels behind a measure come from, if they are weak; empty if a person read the text for them.

    Args:
        section: its name, say `classification/vi_shopee_stars`.
        measure: say `sentiment macro-F1`.
    """
    return _WEAK.get(section.rpartition("/")[2], {}).get(measure.partition(" ")[0], "")
