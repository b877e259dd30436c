"""Runs a student's code in a sandbox and compares what it gives with what was expected."""

from adapters.judge.judge import SandboxJudge
from adapters.judge.limits import JudgeLimits
from adapters.judge.sandbox import sandbox_status

__all__ = ["JudgeLimits", "SandboxJudge", "sandbox_status"]
