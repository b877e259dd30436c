"""All checks of the exam, in the order in which they are shown."""

from bot.exam import form_checks, grader_checks, interview_checks, secrecy_checks
from bot.exam.check import Check

CHECKS: tuple[Check, ...] = (
    *interview_checks.CHECKS,
    *secrecy_checks.CHECKS,
    *form_checks.CHECKS,
    *grader_checks.CHECKS,
)
