"""What Typer says by itself, in plain words and in both languages: wrong usage, a page of help."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from .cli_text import language

# Typer's words, and ours in English and Chinese. "{0}" is the first group.
_WRONG: tuple[tuple[str, str, str], ...] = (
    (r"Missing command\.", "Missing command.", "没有给出命令。"),
    (r"No such command '(.*)'\. Did you mean (.*)\?",
     "No such command '{0}'. Did you mean {1}?", "没有命令 {0}。是不是 {1}？"),
    (r"No such command '(.*)'\.", "No such command '{0}'.", "没有命令 {0}。"),
    (r"No such option: (\S+) \(Possible options: (.*)\)",
     "No such option: {0}. Did you mean {1}?", "没有选项 {0}。是不是 {1}？"),
    (r"No such option: (.*)", "No such option: {0}", "没有选项 {0}。"),
    (r"Option '(.*)' requires an argument\.", "Option '{0}' needs a value.", "选项 {0} 需要值。"),
    (r"Option '(.*)' does not take a value\.",
     "Option '{0}' does not take a value.", "选项 {0} 不能带值。"),
    (r"Missing argument '(.*?)'\. Choose from: (.*)",
     "Missing argument '{0}'. Choose from: {1}", "缺少参数 {0}。可选：{1}"),
    (r"Missing argument '(.*)'\.", "Missing argument '{0}'.", "缺少参数 {0}。"),
    (r"Missing option '(.*)'\.", "Missing option '{0}'.", "缺少选项 {0}。"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", "Too many arguments: {0}", "参数太多：{0}"),
    # what is wrong with a value
    (r"(?:Value error, )?(.*) is not one of (.*?)\.",
     "{0} is not one of {1}.", "{0} 不在可选的值之中：{1}。"),
    (r"Input should be a valid integer.*", "it has to be a whole number.", "需要整数。"),
    (r"Input should be a valid number.*", "it has to be a number.", "需要数字。"),
    (r"Input should be greater than or equal to (.*)",
     "it has to be at least {0}.", "不能小于 {0}。"),
    (r"Input should be less than or equal to (.*)", "it has to be at most {0}.", "不能大于 {0}。"),
)  # fmt: skip
_value = re.compile(r"Invalid value(?: for '(?P<of>.*?)')?: (?P<wrong>.*)", re.DOTALL)
_line_break = re.compile(r"\s*\n\s*")

# The frame of a page of help. The padding of a type keeps the column of explanations straight.
_PLAIN = (
    (r"<list\[(\w+)\]>", r"<\1>      "),
    (r"<(int|float) range>", r"<\1>      "),
)
_CHINESE = (
    (r"^Usage: ", "用法："),
    (r"^Arguments:$", "参数："),
    (r"^Options:$", "选项："),
    (r"^Commands:$", "命令："),
    (r"Show this message and exit\.", "显示此帮助。"),
    (r"\[default:(?: (?=\S))?", "[默认："),
    (r"\brequired\]", "必填]"),
)


def wrong_usage(error: TyperException) -> str:
    """What was wrong with a command line, in one line in the language in use. What is not known
    here stays as Typer says it."""
    text = _line_break.sub(" ", error.format_message().strip())
    found = _value.fullmatch(text)
    if not found:
        return _ours(text)
    wrong = _ours(found["wrong"])
    if not found["of"]:
        return wrong
    if _chinese():
        return f"{_unquoted(found['of'])} 的值不对：{wrong}"
    return f"Invalid value for '{found['of']}': {wrong}"


def _ours(text: str) -> str:
    for pattern, english, chinese in _WRONG:
        if found := re.fullmatch(pattern, text):
            if _chinese():
                return chinese.format(*map(_unquoted, found.groups()))
            return english.format(*found.groups())
    return text


def _unquoted(text: str) -> str:
    return text.replace("'", "")


def _chinese() -> bool:
    return language() == "zh"


def _help(text: str) -> str:
    for pattern, ours in _PLAIN + (_CHINESE if _chinese() else ()):
        text = re.sub(pattern, ours, text, flags=re.MULTILINE)
    return text


class TopicCommand(TyperCommand):
    """A command whose help is worded here, and whose every usage error knows where it belongs."""

    def get_help(self, ctx: Any) -> str:
        return _help(super().get_help(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:  # an option without its value comes without a context
            if getattr(error, "ctx", None) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise


class TopicGroup(TyperGroup):
    """The program itself, whose help is worded here."""

    def get_help(self, ctx: Any) -> str:
        return _help(super().get_help(ctx))
