"""The few pages that the bot shows in a browser: HTML and CSS in one piece, nothing fetched from anywhere."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

INSTALL_PATH = "/slack/install"
OPEN_IN_SLACK = "https://slack.com/app_redirect"
CODE = re.compile(r"[a-z_]{1,60}")

STYLE = """
:root { color-scheme: light dark; --ground: #f5f3ef; --sheet: #fff; --ink: #1f1d2b; --soft: #57536b;
  --line: #dedae6; --act: #4a154b; --on-act: #fff; --focus: #1264a3; --bird: #7c3085 }
@media (prefers-color-scheme: dark) { :root { --ground: #15131c; --sheet: #201d2a; --ink: #f1eef8;
  --soft: #b6b0c8; --line: #3a3547; --act: #e3c6f2; --on-act: #2a0f33; --focus: #8ecbff; --bird: #d3a0e8 } }
* { box-sizing: border-box }
body { margin: 0; padding: 2rem 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: break-word }
main { max-width: 38rem; margin: 0 auto; padding: 2rem; background: var(--sheet);
  border: 1px solid var(--line); border-radius: 1rem }
header { display: flex; align-items: center; gap: .6rem; color: var(--soft); font-weight: 600 }
header svg { width: 1.75rem; height: 1.75rem; flex: none; fill: var(--bird) }
h1 { margin: 1rem 0 .5rem; font-size: 1.75rem; line-height: 1.2; text-wrap: balance }
h2 { margin: 2rem 0 .5rem; font-size: 1.125rem }
p { margin: .75rem 0 }
ul, ol { margin: .75rem 0; padding-left: 1.3rem }
li { margin: .35rem 0 }
dl { display: grid; grid-template-columns: max-content 1fr; margin: .75rem 0 0 }
dt, dd { margin: 0; padding: .5rem 1rem .5rem 0; border-top: 1px solid var(--line) }
dd { color: var(--soft) }
code { padding: .1em .35em; border-radius: .3em; background: var(--ground); font-size: .9em;
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace }
.act { display: inline-block; margin: .75rem 0; padding: .75rem 1.4rem; border-radius: .6rem;
  background: var(--act); color: var(--on-act); font-weight: 600; text-decoration: none }
.act:hover { text-decoration: underline }
a { color: inherit }
a:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px }
.small { color: var(--soft); font-size: .9rem }
.act + .small { margin-top: 0 }
@media (max-width: 30rem) { body { padding: 0 } main { padding: 1.5rem 1.25rem 2.5rem; min-height: 100vh;
  border: 0; border-radius: 0 } .act { display: block; text-align: center }
  dl { display: block } dt { padding-bottom: 0 } dd { padding-top: .1rem; border: 0 } }
"""
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

BIRD = (
    '<path d="M3 21c5 1 10 0 13-4 2-3 2-6 2-8l4-2-4-1c-1-3-5-4-7-2-2 2-1 5-3 7-2 3-5 4-5 10z"/>'
    '<circle cx="14.4" cy="6.4" r="1" fill="#fff"/>'
)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" viewBox="0 0 24 24" fill="#7c3085">'
    f"{BIRD}</svg>"
)
ICON = "data:image/svg+xml;base64," + base64.b64encode(PICTURE.encode()).decode()


@dataclass(frozen=True, slots=True)
class Failure:
    """What happened and what to do now, in words that are ours; `note` is anybody's."""

    title: str
    what: str
    note: str = ""


ABOUT = (
    "Run a mock interview where you already talk: coding, technical and behavioural rounds.",
    "Every answer is graded point by point, with the words quoted that earned each point.",
    "At the end there is a report to keep, as a PDF.",
)
KEPT = (
    "It reads what is written to it, in direct messages and where it is mentioned. Answers, scores and "
    "reports are stored where the bot runs, and shown to their owner alone. The token by which it acts in "
    "the workspace is stored encrypted, and deleted when the bot is removed."
)
DECLINED = Failure(
    "Nothing was installed", "The permission was not given, so nothing has changed in your workspace."
)
NOT_DISTRIBUTED = Failure(
    "Not open to other workspaces yet",
    "The app may be installed only in the workspace that made it. Ask whoever runs this bot to activate "
    "public distribution on the app's page at Slack.",
)
OTHER_BROWSER = Failure(
    "This browser did not begin the installation",
    "That happens when the page is loaded again, when it was begun in another browser, when cookies are "
    "blocked, or when the bot's address does not begin with https. Start again, here.",
)
USED_UP = Failure(
    "This link is used up", "It works once, for ten minutes, so that nobody else can use it. Start again."
)
NOT_ACCEPTED = Failure(
    "Slack did not accept it",
    "The permission that Slack handed over was not valid any more, or it is not meant for this bot. Start "
    "again; if that happens once more, tell whoever runs this bot.",
)
UNREACHED = Failure(
    "Slack did not answer", "The bot could not reach Slack to end the installation. Start again in a minute."
)
NOT_FINISHED = Failure(
    "The installation did not end well", "Slack sent you back without a permission. Start again."
)
FAILURES: Mapping[str, Failure] = {
    "access_denied": DECLINED,
    "invalid_team_for_non_distributed_app": NOT_DISTRIBUTED,
    "invalid_browser": OTHER_BROWSER,
    "invalid_state": USED_UP,
    "missing_code": NOT_FINISHED,
    "invalid_code": NOT_ACCEPTED,
}


def failure(reason: str) -> Failure:
    """Of a reason that Bolt gives, or that stands in the address and may be anybody's."""
    note = f"Slack calls it {reason}." if CODE.fullmatch(reason) else ""
    return FAILURES.get(reason) or Failure(NOT_FINISHED.title, NOT_FINISHED.what, note)


def fault(reference: str) -> Failure:
    """Ours, which the log holds under that reference."""
    what = "That is the bot's fault, not yours. Start again in a minute."
    return Failure("Something went wrong", what, f"If it goes on, tell whoever runs this bot: {reference}")


def install_page(url: str, scopes: Mapping[str, str]) -> str:
    """What the bot does and what it asks for, each scope with its why; `url` is Slack's, to go on at."""
    rows = "".join(
        f"<dt><code>{escape(name)}</code></dt><dd>{escape(why)}</dd>" for name, why in scopes.items()
    )
    about = "".join(f"<li>{line}</li>" for line in ABOUT)
    return _page(
        "Add Mockingbird to Slack",
        f"<p>A bot to practise interviews with, at your own pace and in your own words.</p><ul>{about}</ul>"
        f'<a class="act" href="{escape(url)}">Add to Slack</a>'
        '<p class="small">Slack asks you to confirm before anything is installed.</p>'
        f"<h2>What it asks for, and why</h2><dl>{rows}</dl><h2>What it reads and keeps</h2><p>{KEPT}</p>",
    )


def success_page(workspace: str, app_id: str, team_id: str) -> str:
    """`team_id` is "" where a whole organisation has the bot."""
    ids = {"app": app_id, "team": team_id}
    url = f"{OPEN_IN_SLACK}?{urlencode({name: value for name, value in ids.items() if value})}"
    where = f"<strong>{escape(workspace)}</strong>" if workspace else "your workspace"
    return _page(
        "Mockingbird is installed",
        f"<p>It is in {where} now, for everybody there.</p>"
        f'<a class="act" href="{escape(url)}">Open it in Slack</a>'
        "<h2>What to do first</h2><ol>"
        "<li>Find Mockingbird under Apps in Slack's sidebar, and open it.</li>"
        "<li>Write <code>/interview start</code> there, and answer the first question.</li>"
        "<li><code>/help</code> shows everything else that it can do.</li></ol>"
        '<p class="small">To remove it again: its profile in Slack, Configuration, Remove App.</p>',
    )


def failure_page(failed: Failure) -> str:
    note = f'<p class="small">{escape(failed.note)}</p>' if failed.note else ""
    return _page(
        failed.title,
        f'<p>{escape(failed.what)}</p><a class="act" href="{INSTALL_PATH}">Start again</a>{note}',
    )


def home_page(installable: bool) -> str:
    """The site's one line; `installable` where workspaces may install the bot by themselves."""
    way = f' <a href="{INSTALL_PATH}">Add it to a workspace</a>.' if installable else ""
    return _page("Interview practice, in Slack", f"<p>Mockingbird is running here.{way}</p>")


def missing_page() -> str:
    return _page(
        "There is no such page", '<p>The address may be mistyped. <a href="/">To the first page</a></p>'
    )


def _page(title: str, body: str) -> str:
    """A whole document of text that is escaped already, but for its title."""
    whole = title if "Mockingbird" in title else f"{title} · Mockingbird"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{escape(whole)}</title>'
        f'<link rel="icon" href="{ICON}"><style>{STYLE}</style></head><body><main>'
        f"<header>{PICTURE}Mockingbird</header>"
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )
