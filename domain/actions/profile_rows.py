"""The rows of the action table that are about a student's resume and the jobs they want."""

from domain.actions import descriptions, match, resume, rewrite
from domain.actions.kinds import Action, Opens, Option

THIS_RESUME = Option("resume", "the resume that a button belongs to", required=True, internal=True)
THIS_JOB = Option("jd", "the description that a button belongs to", required=True, internal=True)

PROFILE: tuple[Action, ...] = (
    Action(
        "profile resume",
        "hand in your resume, or see what I understood of it",
        resume.resume,
        (Option("text", "the resume's text; with none, and no file, it is shown", kind="rest"),),
        Opens.SLOW,
        takes_file=True,
        examples=("/profile resume", "/profile resume Ana Lopez, Backend Engineer …"),
    ),
    Action(
        "profile jd",
        "hand in a job description, or see those you have",
        descriptions.jd,
        (
            Option("text", "the description; with none, yours are listed", kind="rest"),
            Option("title", "the job's title, if it is not in the text"),
            Option("company", "the company, if it is not in the text"),
            Option("form", "whether a form is wanted", internal=True),
        ),
        Opens.FORM,
        takes_file=True,
        examples=("/profile jd", "/profile jd company:“Acme Corp” Backend Developer …"),
    ),
    Action(
        "profile match",
        "how well your resume fits a job, line by line",
        match.match,
        (Option("jd", "its number, title or company; the newest by default", source="descriptions"),),
        Opens.SLOW,
        examples=("/profile match", "/profile match 2"),
    ),
    Action(
        "profile rewrite",
        "have a model rewrite the weakest lines of your resume",
        rewrite.rewrite,
        (THIS_RESUME, THIS_JOB),
        Opens.SLOW,
        hidden=True,
    ),
    Action(
        "profile correct",
        "put right what was understood of your resume",
        resume.correct,
        (
            Option("asked", "whether the form was open", internal=True),
            Option("text", "skills to add", internal=True),
            Option("remove", "skills to remove", internal=True),
            Option("years", "years of work", internal=True),
        ),
        Opens.FORM,
        hidden=True,
    ),
    Action("profile upload", "hand in a resume by a form", resume.upload, opens=Opens.FORM, hidden=True),
    Action("profile undo", "take an upload back", resume.undo, (THIS_RESUME,), Opens.SLOW, hidden=True),
    Action(
        "profile delete",
        "forget your resume",
        resume.delete,
        (Option("sure", "whether that was asked", internal=True),),
        Opens.SLOW,
        hidden=True,
    ),
    Action(
        "profile remove",
        "take a job description away",
        descriptions.remove,
        (THIS_JOB,),
        hidden=True,
        in_place=True,
    ),
    Action(
        "profile restore",
        "put a job description back",
        descriptions.restore,
        (THIS_JOB,),
        hidden=True,
        in_place=True,
    ),
)
