"""Plotly's own script, from the installed package: compressed once, kept by browsers for good."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

_FOR_EVER = "public, max-age=31536000, immutable"


async def plotly_script(request: Request) -> Response:
    """The script under the address of its version; any other address leads there."""
    current = version("plotly")
    if request.query_params.get("v") != current:
        url = request.url.include_query_params(v=current)
        return RedirectResponse(f"{url.path.rsplit('/', 1)[-1]}?{url.query}", 307)
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(_file().read_bytes(), media_type="text/javascript", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(_compressed(), media_type="text/javascript", headers=headers)


@cache
def _compressed() -> bytes:
    return gzip.compress(_file().read_bytes(), compresslevel=6, mtime=0)


def _file() -> Path:
    """Found without importing plotly, which takes a while."""
    found = find_spec("plotly")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "package_data" / "plotly.min.js"
