"""Run benchmarks by name (all without one): python -m benchmarks newsgroups startup

`peers` is apart, for it takes hours and has options: python -m benchmarks peers --help
"""

import sys

from . import (
    augmentation,
    coherence,
    document_list,
    document_map,
    embed,
    events,
    labels,
    map_view,
    million,
    newsgroups,
    page,
    query_time,
    recipe,
    recommend,
    scaling,
    search,
    sentiment,
    startup,
    topic_counts,
    topic_page,
)
from .peers import driver

BENCHMARKS = {
    "startup": startup.main,
    "newsgroups": newsgroups.main,
    "coherence": coherence.main,
    "topic-counts": topic_counts.main,
    "recipe": recipe.main,
    "labels": labels.main,
    "recommend": recommend.main,
    "augmentation": augmentation.main,
    "million": million.main,
    "scaling": scaling.main,
    "sentiment": sentiment.main,
    "map": document_map.main,
    "map-view": map_view.main,
    "search": search.main,
    "documents": document_list.main,
    "events": events.main,
    "query-time": query_time.main,
    "embed": embed.main,
    "page-topic": topic_page.main,
    "page": page.main,
}


def main() -> None:
    if sys.argv[1:2] == ["peers"]:
        driver.main(sys.argv[2:])
        return
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"No benchmark {', '.join(unknown)}: choose from {', '.join(BENCHMARKS)}, peers.")
    for name in names:
        BENCHMARKS[name]()


main()
