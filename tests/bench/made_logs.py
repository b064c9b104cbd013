"""Logs of any size for the benchmarks: the same bytes for the same size, on every machine.

One line in a hundred tells of a failure; the lines are as long as those printed in CS-14-17.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

FAILURES = (
    b"dns  |3|00|DNS lookup for (NAPTR) 'voice.example.com' Server has no Answer",
    b"dns  |3|00|DNS lookup for (NAPTR) 'voice.example.com' found no match (err code: 4)",
    b"sip  |4|00|NAPTR query for host 'voice.example.com' returned no results",
    b"dns  |2|00|doDnsLookupForList for record SRV: no match found for '_sip._udp.voice.example.com'",
    b"dns  |2|00|Added Negative DNS cache entry for voice.example.com(A) expires in 3600 seconds",
    b"sip  |4|00|Registration failed User: 1512, Error Code:480 Temporarily not available",
)
ORDINARY = (
    b"sip  |1|00|UA Client NonInvite trans state 'proceeding' 200 in timerE, 4 of 11 still open",
    b"sip  |0|00|<<< Data received UDP 10.225.2.35:5060, 512 bytes, call 7f3a91c2e5",
    b"wlan |3|00|roam from 00:0b:86:11:22:33 to 00:0b:86:44:55:66, rssi -61, 12 ms",
    b"so   |2|00|[SoNcasC]: SoRegistrationEvent line 1, no change since 3600 seconds",
    b"app1 |3|00|audio path handset, volume 7, jitter buffer 40 ms, 0 lost",
    b"cfg  |*|00|Prm|Configuration parameter 'log.render.level' set to 1",
    b"pps  |1|00|[PpsHybridC]: state idle, timer 30 s, no packets waiting",
    b"key  |2|00|key 12 down, key 12 up, soft key none, 0 ms, backlight on",
    b"rtos |1|00|task 17 took 3 ms of 10 ms, stack 2048 of 8192 octets used",
)
_BLOCK = 20_000  # Lines that share their choice of words; only their times differ from block to block.
_BEGIN = datetime(2026, 3, 1, 8, 0, 0)


def blocks(size: int, seed: int = 20140417) -> Iterator[bytes]:
    """About ``size`` bytes of a log, whole lines, in blocks of one or two million bytes."""
    choice = random.Random(seed)
    bodies = [
        b"|" + choice.choice(FAILURES if choice.random() < 0.01 else ORDINARY) + b"\n" for _ in range(_BLOCK)
    ]
    left, second = size, 0
    while left > 0:
        lines = []
        for start in range(0, _BLOCK, 40):
            time = (_BEGIN + timedelta(seconds=second)).strftime("%m%d%H%M%S").encode()
            lines += [time + body for body in bodies[start : start + 40]]
            second += 1
        block = b"".join(lines)
        if len(block) > left:
            block = block[: block.rfind(b"\n", 0, left) + 1] or lines[0]
        yield block
        left -= len(block) if len(block) > len(lines[0]) else left


def write_log(path: Path, size: int) -> Path:
    """A log of about ``size`` bytes; one that is there already is taken as it is."""
    if not path.is_file() or abs(path.stat().st_size - size) > 200:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(blocks(size))
    return path


def write_folder(folder: Path, count: int, size: int) -> Path:
    """``count`` logs of different handsets, each of about ``size`` bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"0004f2{number:06x}-app.log"
        if not path.is_file() or abs(path.stat().st_size - size) > 200:
            path.write_bytes(b"".join(blocks(size, seed=number)))
    return folder
