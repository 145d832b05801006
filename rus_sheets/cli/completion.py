"""Completion in PowerShell; bash, zsh and fish have click's own.

Each is asked for by ``_RUS_SHEETS_COMPLETE=<shell>_source rus-sheets``. Where nothing is offered, PowerShell goes
on with the names of files, which is what our arguments are.
"""

from __future__ import annotations

import os
from typing import ClassVar

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

_SOURCE = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:COMP_WORDS = ($commandAst.CommandElements | ForEach-Object { $_.ToString() }) -join "`n"
    $env:COMP_WORD = $wordToComplete
    $env:%(complete_var)s = "powershell_complete"
    try {
        & %(prog_name)s | Where-Object { $_ } | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_WORD, Env:%(complete_var)s
    }
}
"""


class PowerShellComplete(ShellComplete):
    """A line per completion: the word, a tab, its help."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _SOURCE

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being written, and that one."""
        words = os.environ.get("COMP_WORDS", "").split("\n")[1:]
        word = os.environ.get("COMP_WORD", "")
        return (words[:-1] if word and words and words[-1] == word else words), word

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """What click offers, without its wish for file names: PowerShell sees to those."""
        return [completion for completion in super().get_completions(args, incomplete) if completion.type == "plain"]

    def format_completion(self, item: CompletionItem) -> str:
        """The word and its help; PowerShell refuses an empty help text."""
        return f"{item.value}\t{item.help or item.value}"


def offer_powershell() -> None:
    """Make PowerShell one of the shells that click answers."""
    add_completion_class(PowerShellComplete)
