"""TopicLlama beside other topic models, on the same words of the same corpora.

`make bench-peers` runs all of it (hours); `python -m benchmarks peers --help` says how to run a
part and how to print the tables. The peers live in an environment of their own, `.venv-bench`;
every fit is a process of its own; one evaluator judges all.
"""
