"""A stand-in for any server of language models that speaks Chat Completions, on a loopback port.

It judges what it is asked as OpenAI's servers do, grades as a recorded model would, and fails on demand.
"""

from tests.llm.double.asking import ParsedRequest
from tests.llm.double.errors import FORMAT_REFUSED
from tests.llm.double.faults import Fault
from tests.llm.double.recorded import MISSING, grading_for
from tests.llm.double.script import Received, Said, Says, Settings
from tests.llm.double.server import Server, model_server
from tests.llm.double.streams import Streamed

__all__ = [
    "FORMAT_REFUSED",
    "MISSING",
    "Fault",
    "ParsedRequest",
    "Received",
    "Said",
    "Says",
    "Server",
    "Settings",
    "Streamed",
    "grading_for",
    "model_server",
]
