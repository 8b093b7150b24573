"""The command that adapts a Llama to the corpus: adapt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, say, told

if TYPE_CHECKING:
    from rich.console import Console

    from ..tools.adapt import Adaptation


def adapt(
    run: Run,
    base: Annotated[str, typer.Argument(help=help_for("BASE"))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=help_for("--adapter-output"))
    ] = None,
    name: Annotated[str, typer.Option(help=help_for("--name"))] = "",
    ollama_base: Annotated[str, typer.Option(help=help_for("--ollama-base"))] = "",
    create: Annotated[bool, typer.Option("--create/--no-create", help=help_for("--create"))] = True,
    epochs: Annotated[int, typer.Option(min=1, help=help_for("--epochs"))] = 3,
    steps: Annotated[int, typer.Option(min=0, help=help_for("--steps"))] = 0,
    rank: Annotated[int, typer.Option(min=1, max=256, help=help_for("--rank"))] = 8,
    max_length: Annotated[int, typer.Option(min=16, help=help_for("--max-length"))] = 512,
    batch: Annotated[int, typer.Option(min=1, help=help_for("--batch"))] = 8,
    learning_rate: Annotated[
        float, typer.Option(min=1e-8, max=1.0, help=help_for("--learning-rate"))
    ] = 2e-4,
    seed: Annotated[int, typer.Option(min=0, help=help_for("--adapt-seed"))] = 0,
    device: Annotated[
        Literal["auto", "cpu", "cuda", "mps"], typer.Option(help=help_for("--device"))
    ] = "auto",
) -> Reply:
    from dataclasses import asdict

    from ..agent.models import NUM_CTX
    from ..tools.adapt import Target
    from ..tools.adapt import adapt as adapted
    from ..tools.adapt_training import Settings

    settings = Settings(epochs, steps, rank, max_length, batch, learning_rate, seed)
    num_ctx = int(run.workspace.settings.get("num_ctx") or NUM_CTX)
    target = Target(output, name, ollama_base, create, num_ctx)
    with run.working() as task:
        result = adapted(run.workspace, base, settings, target, device, task)
    record = asdict(result)
    if result.error is None:
        del record["error"]
    else:
        print(*map(told, result.error.values()), sep="\n", file=sys.stderr)
    then = f"topicllama chat --model {result.model}" if result.created else ""
    return Reply(record, lambda c: show(c, result), then, code=int(result.error is not None))


def show(console: Console, result: Adaptation) -> None:
    """What was learned, and where it is."""
    from .cli_output import line

    for note in result.notes:
        line(console, told(note), "yellow")
    line(
        console,
        say("adapted", documents=result.documents, tokens=result.tokens, device=result.device,
            seconds=f"{result.seconds:.0f}"),
    )  # fmt: skip
    before, after = ((result.perplexity[when], result.bits_per_byte[when])
                     for when in ("before", "after"))  # fmt: skip
    line(
        console,
        say("perplexity", n=result.held_out, before=f"{before[0]:.2f}", after=f"{after[0]:.2f}",
            bits_before=f"{before[1]:.3f}", bits_after=f"{after[1]:.3f}"),
        "bold",
    )  # fmt: skip
    if result.adapter:
        line(console, say("adapter_at", folder=result.adapter))
    if result.created:
        line(console, say("adapter_created", model=result.model), "bold")
    elif result.adapter and result.error is None:
        line(console, say("adapter_by_hand", folder=result.adapter))
