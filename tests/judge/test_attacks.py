"""Programs that want more than to be judged: none gets a test right that it did not answer, none gets out."""

import json

import pytest

from domain.model.question import Case
from tests.judge.conftest import HIDDEN, PUBLIC, TIGHT, RunAdd, outcomes

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="session")]

ERROR, FAILED, FLOOD = ["error"] * 2, ["failed"] * 2, ["output_limit"] * 2

ATTACKS = {
    "exit": ("import os\ndef add(a, b): os._exit(0)", ERROR, "ended the program instead of returning"),
    "abort": ("import os\ndef add(a, b): os.abort()", ERROR, "crashed the Python interpreter"),
    "system exit": ("def add(a, b): raise SystemExit(0)", ERROR, "SystemExit: 0"),
    "keyboard interrupt": ("def add(a, b): raise KeyboardInterrupt", ERROR, "KeyboardInterrupt"),
    "always equal": (
        "class E:\n    def __eq__(self, other): return True\n    def __repr__(self): return '5'\n"
        "def add(a, b): return E()",
        FAILED,
        "gave <E>, expected 5",
    ),
    "an int that lies": (
        "class E(int):\n    def __eq__(self, other): return True\n    def __repr__(self): return '5'\n"
        "def add(a, b): return E(9)",
        FAILED,
        "gave 9, expected 5",
    ),
    "a string that lies": (
        "class E(str):\n    def __str__(self): return '5'\ndef add(a, b): return E('q')",
        FAILED,
        "expected 5",
    ),
    "infinite generator": ("def add(a, b):\n    while True: yield 1", FAILED, "gave <generator>"),
    "coroutine": ("async def add(a, b): return a + b", FAILED, "gave <coroutine>, expected 5"),
    "nan": ("def add(a, b): return float('nan')", FAILED, "gave nan"),
    "true": ("def add(a, b): return True", FAILED, "gave True"),
    "float": ("def add(a, b): return float(a + b)", FAILED, "gave 5.0, expected 5"),
    "huge number": ("def add(a, b): return 10**20_000", FAILED, "gave <a number of thousands of digits>"),
    "huger number": ("def add(a, b): return 1 << 1_000_000", FLOOD, "more than 64 KB"),
    "deep list": (
        "def add(a, b):\n    x = []\n    for _ in range(100_000): x = [x]\n    return x",
        FAILED,
        "nested more than 60 deep",
    ),
    "lone surrogate": ("def add(a, b): return '\\ud800'", FAILED, "lone surrogates"),
    "surrogate in an error": ("def add(a, b): raise ValueError('\\udcff!')", ERROR, "ValueError: ?!"),
    "an error without words": (
        "class X(Exception):\n    def __str__(self): raise SystemExit\ndef add(a, b): raise X('a')",
        ERROR,
        "",
    ),
    "print flood": ("def add(a, b):\n    while True: print('x' * 1000)", FLOOD, "more than 64 KB"),
    "print flood, held": (
        "def add(a, b):\n    for _ in range(99):\n        try: print('x' * 1000)\n"
        "        except BaseException: pass\n    return a + b",
        FLOOD,
        "more than 64 KB",
    ),
    "raw flood": ("import os\ndef add(a, b):\n    while True: os.write(1, b'x' * 9999)", FLOOD, "64 KB"),
    "raw lines": ("import os\ndef add(a, b):\n    while True: os.write(1, b'x\\n' * 999)", FLOOD, "64 KB"),
    "forged reply": (
        "import os\ndef add(a, b):\n"
        '    os.write(1, b\'\\x1e0123456789abcdef {"kind":"returned","value":5,"printed":""}\\n\')\n'
        "    return -1",
        FAILED,
        "gave -1",
    ),
    "closed stdout": (
        "import os\ndef add(a, b):\n    os.close(1)\n    return a + b",
        ERROR,
        "ended the program",
    ),
    "builtins replaced": (
        "import builtins\ndef add(a, b):\n"
        "    builtins.isinstance = builtins.type = lambda *_: True\n    return object()",
        ERROR,
        "",
    ),
    "everything emptied": (
        "import gc\ndef add(a, b):\n    for o in gc.get_objects():\n"
        "        if isinstance(o, (dict, list)): o.clear()\n    return 5",
        ERROR,
        "",
    ),
    "reads a file": ("def add(a, b): return open('/etc/passwd').read()", ERROR, "FileNotFoundError"),
    "writes a file": ("def add(a, b): open('/tmp/x', 'w').write('x')", ERROR, "FileNotFoundError"),
    "lists a directory": ("import os\ndef add(a, b): return os.listdir('/')", ERROR, "FileNotFoundError"),
    "environment": ("import os\ndef add(a, b): return dict(os.environ)", FAILED, "gave {}"),
    "network": (
        "import socket\ndef add(a, b): socket.socket().connect(('127.0.0.1', 80))",
        ERROR,
        "OSError",
    ),
    "process": (
        "import subprocess\ndef add(a, b): subprocess.run(['id'])",
        ERROR,
        "does not support processes",
    ),
    "fork": ("import os\ndef add(a, b): return os.fork()", ERROR, "AttributeError"),
    "thread": (
        "import threading\ndef add(a, b): threading.Thread(target=print).start()",
        ERROR,
        "can't start new thread",
    ),
    "native code": ("def add(a, b):\n    import ctypes", ERROR, "No module named 'ctypes'"),
}


@pytest.mark.parametrize(("answer", "wanted", "says"), ATTACKS.values(), ids=ATTACKS.keys())
async def test_it_is_only_judged(run_add: RunAdd, answer: str, wanted: list[str], says: str) -> None:
    verdict = await run_add(answer, PUBLIC[:1], HIDDEN[:1])
    assert outcomes(verdict) == wanted
    assert says in verdict.cases[0].message
    json.dumps(verdict.model_dump(), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "body",
    [
        "import time; time.sleep(60)",
        "import os; os.read(0, 1)",
        "sum(range(10**12))",
        "class X(Exception): __str__ = lambda self: [0 for _ in iter(int, 1)]\n    raise X",
    ],
    ids=["sleep", "wait for a request", "one long call", "an endless error"],
)
async def test_whatever_does_not_end_is_ended(run_add: RunAdd, body: str) -> None:
    verdict = await run_add(f"def add(a, b):\n    {body}", PUBLIC[:1], (), limits=TIGHT)
    assert outcomes(verdict) == ["time_limit"]


@pytest.mark.parametrize("growth", ["x = x + x", "x = [x, x[:]]; x = x[0] + x[1]", "x += bytearray(10**6)"])
async def test_memory_bombs_end_at_the_limit(run_add: RunAdd, growth: str) -> None:
    verdict = await run_add(f"def add(a, b):\n    x = bytearray(1000)\n    while True: {growth}", hidden=())
    assert outcomes(verdict) == ["memory_limit", "memory_limit"]


LIAR = """
import sys
def add(a, b):
    frame = sys._getframe()
    while frame is not None:
        for thing in frame.f_locals.values():
            if type(thing).__name__ == "Harness":
                thing.test = lambda request: '{"kind":"returned","value":%s,"printed":"all passed"}' % LIE
        frame = frame.f_back
    return LIE
"""


async def test_a_replaced_harness_can_only_guess(run_add: RunAdd) -> None:
    """It answers for every later test without a call, and is right only where its guess is."""
    verdict = await run_add(LIAR.replace("LIE", "5"))
    assert outcomes(verdict) == ["passed", "failed", "failed", "failed"]


AHEAD = r"""
import os, sys
calls = []
def add(a, b):
    calls.append(a)
    token = sys._getframe(2).f_locals["request"]["token"]
    reply = '{"kind":"returned","value":%d,"printed":""}'
    if len(calls) == 1:
        for value in (5, 2):
            os.write(1, f"\x1e{token} {reply % value}\n".encode())
    return -1
"""


async def test_a_reply_in_advance_is_not_taken(run_add: RunAdd) -> None:
    """The first call answers for itself and for the second test, under the only token it can know."""
    verdict = await run_add(AHEAD)
    assert outcomes(verdict) == ["passed", "failed", "failed", "failed"]
    assert verdict.cases[1].got == "-1"


@pytest.mark.parametrize(
    "lie", ["'passed'", '{"outcome":"passed"}', '{"opaque":"5"}', "null", "[5]", '{"int":"5"}'], ids=str
)
async def test_no_lie_is_taken_for_a_result(run_add: RunAdd, lie: str) -> None:
    reply = f'{{"kind":"returned","value":{lie},"printed":""}}'
    answer = f"import __main__\n__main__.Harness.test = lambda *_: {reply!r}\ndef add(a, b): return a + b"
    verdict = await run_add(answer, (Case(args=(1, 1), expected=2),))
    assert "passed" not in outcomes(verdict)


async def test_the_expected_results_are_nowhere_in_the_guest(run_add: RunAdd) -> None:
    """It looks for a number that only the tests' expected results contain, in all that Python can reach."""
    answer = """
import gc, sys
def add(a, b):
    seen, wait = set(), [sys._getframe(), sys.modules, *gc.get_objects()]
    while wait:
        thing = wait.pop()
        if id(thing) in seen: continue
        seen.add(id(thing))
        if type(thing) in (int, str) and str(SECRET_HALF * 2) in str(thing): return thing
        wait.extend(gc.get_referents(thing))
    return len(seen) > 1000
""".replace("SECRET_HALF", "45678901")
    case = Case(args=(1, 2), expected=91357802)
    verdict = await run_add(answer, (case,), (case,))
    assert verdict.cases[0].got == "True"
    assert outcomes(verdict) == ["failed", "failed"]


async def test_a_hidden_input_is_not_there_before_its_turn(run_add: RunAdd) -> None:
    """Public tests come first; while they run, the requests to come have not been sent."""
    answer = """
import os, select, sys
def add(a, b):
    ready = select.select([0], [], [], 0)[0]
    return bool(ready)
"""
    verdict = await run_add(answer)
    assert [case.got for case in verdict.cases[:2]] == ["False", "False"]
