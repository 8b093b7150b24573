"""What the agent can do: plain typed functions; no library tells its makers of it."""

from .telemetry import without_statistics

without_statistics()
