"""The command line, a file a group of commands: `insight --help` lists them."""

from insight.cli.app import main

__all__ = ["main"]
