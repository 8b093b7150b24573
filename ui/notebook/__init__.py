"""Topics from Python: in a notebook, a script, a terminal.

from topicllama.ui import find_topics
"""

import warnings

# A library asks for widgets as soon as it is imported in a notebook; nothing here needs them.
warnings.filterwarnings("ignore", message="IProgress not found")
