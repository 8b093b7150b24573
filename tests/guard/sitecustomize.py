"""Python imports this by itself in every process that has the folder on its path."""

import watch_network  # noqa: F401
