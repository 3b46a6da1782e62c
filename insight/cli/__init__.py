"""The command line: `insight ingest | classify | themes | digest | ask | metrics | export | demo`."""

from insight.cli.app import main

__all__ = ["main"]
