"""Files to feedback: open a file, find out which column is what, read each row or say why not.

with open_rows(path) as rows:
    columns = resolve_columns(rows.header, {}, rows.sample)
    for row in rows:
        feedback = row if isinstance(row, Rejected) else to_feedback(row, columns, options)
"""

from insight.read.columns import TARGETS, Columns, check_targets, resolve_columns
from insight.read.formats import FORMATS, Rows, open_rows, open_stream
from insight.read.records import RawRow, Rejected
from insight.read.rejects import Rejects
from insight.read.rows import LONGEST_TEXT, ReadOptions, content_hash, to_feedback

__all__ = [
    "FORMATS",
    "LONGEST_TEXT",
    "TARGETS",
    "Columns",
    "RawRow",
    "ReadOptions",
    "Rejected",
    "Rejects",
    "Rows",
    "check_targets",
    "content_hash",
    "open_rows",
    "open_stream",
    "resolve_columns",
    "to_feedback",
]
