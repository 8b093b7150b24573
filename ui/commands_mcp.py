"""The command that opens the toolbox to other agents over MCP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from .cli_run import Reply, Run, warn_of_plugins
from .cli_text import help_for, language, say


def mcp(
    run: Run,
    http: Annotated[bool, typer.Option("--http", help=help_for("--http"))] = False,
    host: Annotated[str, typer.Option(help=help_for("--mcp-host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=help_for("--mcp-port"))] = 8765,
    allow: Annotated[
        list[Path] | None, typer.Option("--allow", help=help_for("--allow"), metavar="DIR")
    ] = None,
) -> Reply:
    from ..agent.tool_specs import specs
    from ..tools.errors import TopicLlamaError
    from .mcp_server import TopicServer, check_host, serve_http, serve_stdio

    specs()
    warn_of_plugins()  # now: the server goes on until its client leaves
    server = TopicServer(run.workspace, language(), [folder.expanduser() for folder in allow or []])
    if http:
        token = os.environ.get("TOPICLLAMA_MCP_TOKEN", "")
        check_host(host, token)
        url = f"http://{host}:{port}/mcp"
        return Reply(
            {"url": url},
            lambda console: console.print(say("mcp_open", url=url), markup=False),
            hold=lambda: serve_http(server, host, port, token),
        )
    if run.json:
        raise TopicLlamaError(
            "Without --http the server itself speaks on standard output.", "Leave --json away."
        )
    serve_stdio(server)
    return Reply({}, lambda console: None)
