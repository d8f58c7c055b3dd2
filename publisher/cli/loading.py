"""The commands by name. One that stands in a module of its own is loaded when it is asked for: `export` has
no use for the others, and they take a twentieth of a second."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click

from publisher.cli.speech import speak


class Loaded(MutableMapping[str, click.Command]):
    """What click.Group asks for its commands; each speaks the language that was chosen."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        """`modules`: the name of a command, and of the module that has it under its own name."""
        self._modules = modules
        self._found: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._found:
            self[name] = getattr(import_module(self._modules[name]), name)
        return self._found[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        speak(command)
        self._found[name] = command

    def __delitem__(self, name: str) -> None:
        del self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._found or name in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._found, *self._modules}))  # whichever has been loaded

    def __len__(self) -> int:
        return len({*self._found, *self._modules})
