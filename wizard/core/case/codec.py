"""Frozen dataclasses to JSON values and back, by their type hints.

Handles dataclasses, enums, times, tuples, mappings of text, optionals and unions of dataclasses (written
with their class name under ``"is"``). Reading is strict: anything unexpected raises
:class:`CodecError` with the place where it stands.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


class CodecError(ValueError):
    """The JSON does not have the shape of the type. The text says where and what."""


def encode(value: Any) -> Json:
    """The JSON value of a dataclass, enum, tuple or plain value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        table: dict[str, Json] = {"is": type(value).__name__}
        table |= {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return table
    if isinstance(value, Enum):
        return typing.cast("Json", value.value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a case file")


def decode(kind: Any, value: Json, where: str = "case") -> Any:
    """The value of type ``kind`` that ``value`` stands for."""
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        return _decode_union(kind, value, where)
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(kind, value, where)
    if origin is tuple:
        return _decode_tuple(kind, value, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            raise CodecError(f"{where}: {_short(value)} is not known here") from None
    if kind is datetime:
        return _decode_time(value, where)
    return _decode_plain(kind, value, where)


def _decode_plain(kind: Any, value: Json, where: str) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise CodecError(f"{where}: {_short(value)} is not of type {getattr(kind, '__name__', kind)}")
    return value


def _decode_time(value: Json, where: str) -> datetime:
    try:
        found = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise CodecError(f"{where}: {_short(value)} is no time") from None
    if found.tzinfo is None:
        raise CodecError(f"{where}: {_short(value)} names no time zone")
    return found


def _decode_union(kind: Any, value: Json, where: str) -> Any:
    options = typing.get_args(kind)
    if value is None and type(None) in options:
        return None
    options = tuple(option for option in options if option is not type(None))
    if len(options) == 1:
        return decode(options[0], value, where)
    if isinstance(value, dict):
        for option in options:
            if dataclasses.is_dataclass(option) and getattr(option, "__name__", "") == value.get("is"):
                return decode(option, value, where)
    raise CodecError(f"{where}: {_short(value)} is none of the kinds allowed here")


def _decode_tuple(kind: Any, value: Json, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise CodecError(f"{where}: a list was expected")
    kinds = typing.get_args(kind)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(decode(kinds[0], item, f"{where}[{n}]") for n, item in enumerate(value))
    if len(kinds) != len(value):
        raise CodecError(f"{where}: {len(kinds)} values were expected")
    return tuple(
        decode(one, item, f"{where}[{n}]") for n, (one, item) in enumerate(zip(kinds, value, strict=True))
    )


def _decode_dataclass(kind: Any, value: Json, where: str) -> Any:
    if not isinstance(value, dict):
        raise CodecError(f"{where}: a table was expected")
    hints = _hints(kind)
    unknown = set(value) - set(hints) - {"is"}
    if unknown:
        raise CodecError(f"{where}: {min(unknown)!r} is not known here")
    fields: dict[str, Any] = {}
    for name, hint in hints.items():
        if name in value:
            fields[name] = decode(hint, value[name], f"{where}.{name}")
    try:
        return kind(**fields)
    except TypeError:
        missing = sorted(set(hints) - set(fields))
        raise CodecError(f"{where}: {', '.join(missing)} missing") from None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
