"""An example of a plugin for TopicLlama; docs/plugins.md of TopicLlama explains it."""
