"""Leave out of our script and style sheet what only people need: comments, indentation, spaces.

The files stay as they are written; only their copy in the page is squeezed, by about a quarter.
What stands in quotes, in a template or in a regular expression is left alone, and so is every
newline that might end a statement.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*")
_PLAIN = re.compile(r"[^\"'`/]+")
_BEFORE_PATTERN = "(,=:[!&|?{};\n"
"""After one of these signs a slash begins a regular expression; elsewhere it divides."""


def squeeze_script(text: str) -> str:
    r"""Squeeze a script.

    >>> squeeze_script('const a = [1, 2]; // why\n  say(`${ a } it`, "b  c");\n')
    'const a=[1,2];\nsay(`${ a } it`,"b  c");'
    """
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = _kept_end(text, at, "".join(parts[-1:]))
        if end > at:
            parts.append(text[at:end])
        elif match := _COMMENT.match(text, at):
            end = match.end()
        else:
            match = _PLAIN.match(text, at)
            end = match.end() if match else at + 1
            parts.append(_without_spaces(text[at:end]))
        at = end
    return "".join(parts).strip()


def _kept_end(text: str, at: int, before: str) -> int:
    """Find the end of what is kept as it is; `at` itself where nothing of the kind begins."""
    if text[at] == "`":
        return _template_end(text, at)
    match = _QUOTED.match(text, at)
    if (
        not match
        and (before.rstrip(" ")[-1:] or "\n") in _BEFORE_PATTERN
        and not _COMMENT.match(text, at)
    ):
        match = _PATTERN.match(text, at)
    return match.end() if match else at


def squeeze_styles(text: str) -> str:
    r"""Squeeze a style sheet.

    >>> squeeze_styles("/* why */\na, b {\n  color: red;\n}\n")
    'a,b{color:red}'
    """
    plain = re.sub(r"\s+", " ", _COMMENT.sub("", text))
    close = re.sub(r" ?([{};,>]|(?<=[a-z]):(?= )) ?| (?=!important)", r"\1", plain).strip()
    return close.replace(";}", "}")


def _without_spaces(code: str) -> str:
    """Leave out spaces beside signs, and newlines where no statement can end."""
    code = re.sub(r"\s*\n\s*", "\n", code)
    code = re.sub(r" ?([{}()\[\];,:?=<>*&|]) ?", r"\1", code)
    # "a - -b" keeps its spaces: without them it would count down.
    code = re.sub(r"(?<![+-]) ([+-]) (?![+-])", r"\1", code)
    return re.sub(r"(?<=[{(\[,;])\n|\n(?=})", "", code)


def _template_end(text: str, start: int) -> int:
    """Find where a template ends, with the templates inside it."""
    at = start + 1
    while text[at] != "`":
        if text[at] == "\\":
            at += 2
        elif text.startswith("${", at):
            at = _expression_end(text, at + 2)
        else:
            at += 1
    return at + 1


def _expression_end(text: str, start: int) -> int:
    """Find where an expression inside a template ends."""
    at, depth = start, 1
    while depth:
        if text[at] == "`":
            at = _template_end(text, at)
            continue
        if match := _QUOTED.match(text, at):
            at = match.end()
            continue
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return at
