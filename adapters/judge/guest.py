"""The harness inside the sandbox: calls the student's function and sends back what it gave.

The program never imports it: the child process hands its text to the sandbox's Python 3.12. One JSON
request a line comes in; one line goes out for each: a separator, the request's token and a JSON reply.
Nothing here is a defence, since the student's code shares this interpreter and may replace any of it: what
the host does not want known it does not send, and what it is told it checks. This file serves those who play
by the rules.
"""

from __future__ import annotations

import _json
import collections
import functools
import io
import posix
import sys
import types

# Not imported when it runs: typing alone would take as long as all the rest of the start.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

ANSWER = "<answer>"
SHOWN = 500
DEEPEST = 60

quote = _json.encode_basestring_ascii
grammar: Any = types.SimpleNamespace(
    strict=True,
    object_hook=None,
    object_pairs_hook=None,
    parse_float=float,
    parse_int=int,
    parse_constant={"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}.get,
    memo={},
)
# The json package's own scanner without the package, whose import would take a fifth of the whole start.
scan = _json.make_scanner(grammar)


class TooLargeError(Exception):
    """A result whose text would be over the limit."""


class TooMuchPrintedError(BaseException):
    """More was printed than the limit; not an Exception, so that fewer programs swallow it."""


class Printed(io.TextIOBase):
    """What the student's code prints during one call: the beginning is kept, a flood is stopped."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.start_again()

    def start_again(self) -> None:
        self.size = 0
        self.kept = ""

    @property
    def flooded(self) -> bool:
        return self.size > self.most

    def write(self, text: str) -> int:
        self.size += len(text)
        self.kept += text[: SHOWN - len(self.kept)]
        if self.flooded:
            raise TooMuchPrintedError
        return len(text)


class Wire:
    """Turns one result into JSON text: lists and numbers as they are, what JSON lacks under a tag."""

    def __init__(self, most: int) -> None:
        self.left = most

    def text(self, value: Any, depth: int = 0) -> str:
        if depth > DEEPEST:
            return opaque(f"{type(value).__name__} nested more than {DEEPEST} deep")
        self.left -= 1
        if self.left < 0:
            raise TooLargeError
        return self.scalar(value) or self.container(value, depth) or opaque(type(value).__name__)

    def scalar(self, value: Any) -> str:
        """The text of a value that holds no others; "" where it does."""
        if value is None or value is True or value is False:
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, int):
            number = int(value)
            return str(number) if number.bit_length() < 64 else f'{{"int":"{number:x}"}}'
        if isinstance(value, float):
            shown = float.__repr__(value)
            return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(shown, shown)
        if isinstance(value, str):
            self.left -= len(value)
            return quote(str(value)) if speakable(value) else opaque("str with lone surrogates")
        return ""

    def container(self, value: Any, depth: int) -> str:
        if isinstance(value, dict):
            pairs = [f"[{self.text(k, depth + 1)},{self.text(v, depth + 1)}]" for k, v in value.items()]
            return f'{{"dict":[{",".join(pairs)}]}}'
        if isinstance(value, (set, frozenset)):
            return f'{{"set":[{self.items(value, depth)}]}}'
        if isinstance(value, (list, tuple, range, collections.deque, type({}.keys()), type({}.values()))):
            return f"[{self.items(value, depth)}]"
        return ""

    def items(self, values: Any, depth: int) -> str:
        return ",".join([self.text(value, depth + 1) for value in values])


def opaque(name: str) -> str:
    return f'{{"opaque":{told(name, 80)}}}'


def speakable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def told(text: str, most: int) -> str:
    """JSON text of the first `most` characters of whatever the student's code wrote."""
    return quote(str(text)[:most].encode(errors="replace").decode())


def problem(error: BaseException) -> str:
    """What was raised, and the last line of the answer that it passed through."""
    line = error.lineno if isinstance(error, SyntaxError) else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == ANSWER:
            line = trace.tb_lineno
        trace = trace.tb_next
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:  # noqa: BLE001 - the student's own __str__ may raise anything
        text = ""
    return f'{{"type":{told(type(error).__name__, 80)},"text":{told(text, SHOWN)},"line":{line or "null"}}}'


def memoise(function: Callable[..., Any]) -> Callable[..., Any]:
    """functools.cache in Python: calls through it take no C stack, so a recursion goes as deep as without."""
    results: dict[Any, Any] = {}
    missing = object()

    def call(*args: Any, **named: Any) -> Any:
        key = (args, tuple(named.items())) if named else args
        result = results.get(key, missing)
        if result is missing:
            result = results[key] = function(*args, **named)
        return result

    vars(call).update(cache_clear=results.clear)
    return functools.update_wrapper(call, function)


def lru_cache(maxsize: Any = 128, typed: bool = False) -> Callable[..., Any]:
    return memoise(maxsize) if callable(maxsize) else memoise


class Harness:
    """The student's module, once it is loaded, and the function that is called."""

    def __init__(self) -> None:
        self.call: Any = None
        self.most = 0
        self.printed = Printed(0)

    def load(self, request: dict[str, Any]) -> str:
        self.most = request["most"]
        self.printed = sys.stdout = sys.stderr = Printed(self.most)
        sys.stdin = io.StringIO("")
        try:
            # As text, an annotation like List[int] needs no import.
            flags = annotations.compiler_flag
            code = compile(request["code"], ANSWER, "exec", flags=flags, dont_inherit=True)
        except BaseException as error:  # noqa: BLE001 - MemoryError too
            return f'{{"kind":"refused","problem":{problem(error)}}}'
        module = sys.modules["answer"] = types.ModuleType("answer")
        stopped = "null"
        try:
            exec(code, vars(module))  # noqa: S102 - what the sandbox is for
        except BaseException as error:  # noqa: BLE001 - SystemExit and the like are the student's too
            stopped = problem(error)
        return self.choose(vars(module), request["function"], stopped)

    def choose(self, names: dict[str, Any], function: str, stopped: str) -> str:
        """Finds what to call: the function of that name, or a method of a class `Solution`."""
        used = ""
        solution = names.get("Solution")
        if callable(names.get(function)):
            self.call = names[function]
        elif isinstance(solution, type) and (used := method_name(solution, function)):
            self.call = lambda *args: getattr(solution(), used)(*args)
        else:
            found = [told(k, 80) for k, v in names.items() if isinstance(v, types.FunctionType)]
            return f'{{"kind":"missing","found":[{",".join(found[:20])}],"stopped":{stopped}}}'
        return f'{{"kind":"loaded","method":{quote(used)},"stopped":{stopped}}}'

    def test(self, request: dict[str, Any]) -> str:
        self.printed.start_again()
        try:
            reply = f'"kind":"returned","value":{self.result(request)}'
        except MemoryError:
            reply = '"kind":"exceeded","limit":"memory"'
        except (TooMuchPrintedError, TooLargeError):
            reply = '"kind":"exceeded","limit":"output"'
        except BaseException as error:  # noqa: BLE001 - SystemExit and the like are the student's too
            reply = f'"kind":"raised","problem":{problem(error)}'
        return f'{{{reply},"printed":{told(self.printed.kept, SHOWN)}}}'

    def result(self, request: dict[str, Any]) -> str:
        build = request["build"]
        args = request["args"] if build is None else eval(build, {})  # noqa: S307 - the question's own expression
        text = Wire(self.most).text(self.call(*args))
        if self.printed.flooded or len(text) > self.most:
            raise TooLargeError
        return text


def method_name(solution: type, function: str) -> str:
    """The method of that name, of its camelCase form, or the only public one; "" where there is none."""
    public = [k for k, v in vars(solution).items() if callable(v) and not k.startswith("_")]
    first, *others = function.split("_")
    camel = first + "".join(word.capitalize() for word in others)
    wanted = [name for name in (function, camel) if name in public]
    return (wanted or (public if len(public) == 1 else [""]))[0]


def send(line: bytes) -> None:
    while line:
        line = line[posix.write(1, line) :]


def serve() -> None:
    harness = Harness()
    # A memoised call takes two frames here, where CPython's own takes one.
    sys.setrecursionlimit(3000)
    vars(functools).update(lru_cache=lru_cache, cache=memoise)
    with open(0, "rb", closefd=False) as requests:
        send(b"\x1eready \n")
        for line in requests:
            request, _ = scan(line.decode(), 0)
            handle = harness.test if "args" in request else harness.load
            send(f"\x1e{request['token']} {handle(request)}\n".encode())


if __name__ == "__main__":
    serve()
