"""The errors a caller may want to catch. Each message names what was wrong, the value, and what would be right."""


class InsightError(Exception):
    """Base of every error this package raises on purpose; its text is meant for the person at the keyboard."""


class InputError(InsightError):
    """A file, row, text or argument from outside cannot be used."""


class TaxonomyError(InsightError):
    """The taxonomy file breaks a rule; the message names the line."""


class LabelError(InputError):
    """A labelled text is marked wrongly."""


class ModelError(InsightError):
    """The model folder is missing, damaged, or not of a kind this version reads."""


class StoreError(InsightError):
    """The store cannot be opened, read or written."""


class MissingStoreError(StoreError):
    """There is no store at the place named, and none was to be created."""


class SettingsError(InsightError):
    """A setting from the environment or the command line is not valid."""


class MissingExtraError(InsightError):
    """A feature needs an optional dependency; the message names the extra to install."""
