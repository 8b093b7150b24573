"""The models of the Ollama server: what each is good for, trying one, fetching another."""

from __future__ import annotations

from ...agent.models import NUM_CTX
from ...agent.ollama import ModelInfo
from ...agent.ollama_models import Trial, checked_name, pull, try_model
from ...tools.errors import TopicLlamaError
from ...tools.progress import Task
from ..page_html import esc
from ..text import say
from .models_parts import text_field
from .models_servers import Servers, ask_servers, forget_servers, short
from .visit import Done, Sent, Visit

RECOMMENDED = (  # of ollama.com/library, with their size in GB
    ("llama3.2", 2.0), ("llama3.2:1b", 1.3), ("llama3.1", 4.9), ("qwen2.5", 4.7), ("bge-m3", 1.2),
)  # fmt: skip
_GB = 1e9


def listed(visit: Visit, servers: Servers) -> str:
    language = visit.language
    heads = ("name", "size", "parameters", "context", "ability", "actions")
    numbers = ("size", "parameters", "context")
    row = "".join(
        f'<th scope="col"{" class=tl-number" if h in numbers else ""}>'
        f"{say('models_' + h, language)}</th>"
        for h in heads
    )
    rows = "".join(_row(visit, servers, model) for model in servers.models)
    return (
        f'<h3>{say("models_list", language)}</h3><div class="tl-scroll" tabindex="0" role="region"'
        f' aria-label="{say("models_list", language)}"><table class="tl-table tl-models-list">'
        f"<thead><tr>{row}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="tl-quiet">{say("models_tokens_about", language)}</p>{_trial(visit)}'
    )


def _row(visit: Visit, servers: Servers, model: ModelInfo) -> str:
    language, name = visit.language, short(model.name)
    answers = visit.room.status.talking.name == f"ollama:{name}"
    marks = [say("models_in_use", language)] if answers else []
    marks += [say("models_loaded", language)] if model.name in servers.loaded else []
    said = "".join(f' <span class="tl-mark">{mark}</span>' for mark in marks)
    context = say("models_tokens", language, n=f"{model.context_length:,}")
    return (
        f'<tr><th scope="row"><b>{esc(name)}</b>{said}</th>'
        f'<td class="tl-number">{_size(model.size, language)}</td>'
        f'<td class="tl-number">{esc(model.parameter_size or "–")}</td>'
        f'<td class="tl-number">{context if model.context_length else "–"}</td>'
        f"<td>{_ability(model, language)}</td><td>{_buttons(model, answers, language)}</td></tr>"
    )


def _size(size: int, language: str) -> str:
    return say("models_gb", language, n=f"{size / _GB:.1f}") if size else "–"


def _ability(model: ModelInfo, language: str) -> str:
    if model.can_call_tools:
        return say("models_can_tools", language)
    embeds = "embedding" in model.capabilities
    return say("models_can_embed" if embeds else "models_can_text", language)


def _buttons(model: ModelInfo, answers: bool, language: str) -> str:
    name = short(model.name)
    if "embedding" in model.capabilities:
        return ""
    made = _button("try", "models_try", "models_try_named", name, language)
    if model.can_call_tools and not answers:
        use = _button("choose", "models_use_this", "models_use_named", name, language, way="ollama")
        made += " " + use
    return f'<span class="tl-models-buttons">{made}</span>'


def _button(action: str, key: str, named: str, name: str, language: str, **data: str) -> str:
    more = "".join(f' data-{field}="{value}"' for field, value in data.items())
    return (
        f'<button type="button" class="tl-button" data-do="{action}" data-model="{esc(name)}"{more}'
        f' aria-label="{esc(say(named, language, name=name))}">{say(key, language)}</button>'
    )


# trying --------------------------------------------------------------------------------------


def start_trial(visit: Visit, sent: Sent) -> Done:
    """Ask a model a small question: loading it can take a minute, so it is a job."""
    name, language = str(sent.get("model", "")).strip(), visit.language
    if not name:
        raise TopicLlamaError(say("models_fetch_empty", language))
    servers = ask_servers(visit.workspace.settings)
    question = say("models_question", language)
    context = _context(visit, servers.first.find(name))
    job = visit.room.jobs.start(
        "jobs_try",
        lambda task: try_model(name, question, servers.host, task, num_ctx=context),
        model=name,
    )
    forget_servers()  # it will be in memory
    return Done(reload=False, changed=False, data={"job": job.id})


def _context(visit: Visit, model: ModelInfo | None) -> int:
    """As the conversation asks it, so that the model is not loaded anew for the next question."""
    wanted = int(visit.workspace.settings.get("num_ctx") or NUM_CTX)
    return min(wanted, model.context_length or wanted) if model is not None else wanted


def _trial(visit: Visit) -> str:
    """The last answer."""
    language = visit.language
    tried = (job.result for job in visit.room.jobs.all() if job.title == "jobs_try")
    trial = next((result for result in tried if isinstance(result, Trial)), None)
    if trial is None:
        return ""
    first = f"{trial.first:.1f}"
    words = say("models_trial", language, name=trial.model, first=first)
    colon = "：" if language == "zh" else ":"
    words += (
        say("models_trial_speed", language, speed=f"{trial.speed:.0f}") if trial.speed else colon
    )
    answer = trial.text or say("models_trial_empty", language)
    return (
        f'<figure class="tl-models-trial"><figcaption>{esc(words)}</figcaption>'
        f"<blockquote>{esc(answer)}</blockquote></figure>"
    )


# fetching ------------------------------------------------------------------------------------


def fetching(servers: Servers, language: str) -> str:
    missing = [(name, size) for name, size in RECOMMENDED if not _has(servers, name)]
    rows = "".join(_offer(name, size, language) for name, size in missing)
    offered = f'<ul class="tl-models-offers">{rows}</ul>'
    if not missing:
        offered = f"<p>{say('models_all_there', language)}</p>"
    field = text_field("model", say("models_get_name", language), "", "mistral-nemo")
    return (
        f"<h3>{say('models_get', language)}</h3>"
        f'<p class="tl-quiet">{say("models_get_about", language)}</p>'
        f"{offered}"
        '<form data-do="pull" class="tl-models-address">'
        f'<label class="tl-field">{say("models_get_name", language)}{field}</label>'
        f'<button class="tl-button">{say("models_fetch", language)}</button>'
        '<p data-problem role="alert" hidden></p></form>'
    )


def _has(servers: Servers, name: str) -> bool:
    """Without a tag any size of the model will do."""
    there = [model.name for model in servers.first.models]
    return any(each == name or each.startswith(f"{name}:") for each in there)


def _offer(name: str, size: float, language: str) -> str:
    gb = say("models_gb", language, n=f"{size:.1f}")
    button = _button("pull", "models_fetch", "models_fetch_named", name, language)
    return (
        f"<li><span><b>{name}</b> · {gb}<small>{say('models_for_' + name, language)}</small></span>"
        f"{button}</li>"
    )


def start_pull(visit: Visit, sent: Sent) -> Done:
    name, language = str(sent.get("model", "")).strip(), visit.language
    if not name:
        raise TopicLlamaError(say("models_fetch_empty", language))
    running = visit.room.jobs.running()
    if any(job.title == "jobs_pull" and job.values.get("model") == name for job in running):
        raise TopicLlamaError(say("models_fetching", language, name=name))
    checked_name(name)
    host = ask_servers(visit.workspace.settings).host
    job = visit.room.jobs.start("jobs_pull", lambda task: _pulled(name, host, task), model=name)
    return Done(reload=False, changed=False, data={"job": job.id})


def _pulled(name: str, host: str | None, task: Task) -> None:
    pull(name, host, task)
    forget_servers()
