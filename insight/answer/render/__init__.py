"""A digest as a page, as Markdown, for the terminal, and as plain data: pure functions of the digest."""

from insight.answer.render.html import to_html
from insight.answer.render.markdown import to_markdown
from insight.answer.render.plain import to_json
from insight.answer.render.terminal import to_terminal

__all__ = ["to_html", "to_json", "to_markdown", "to_terminal"]
