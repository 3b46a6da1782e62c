"""Mentions: the spans of a feedback that hold one opinion each."""

from insight.mentions.splitting import split

__all__ = ["split"]
