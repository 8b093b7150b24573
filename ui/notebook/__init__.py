"""Topics from Python: in a notebook, a script, a terminal.

from topicllama.ui import find_topics
"""
