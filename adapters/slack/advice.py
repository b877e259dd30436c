"""What an operator is told of Slack's refusals, in the same words at the start and by the doctor."""

APP_PAGE = "your app's page at https://api.slack.com/apps"

WRONG_TOKEN = (
    "Slack refused the bot token: it is mistyped, cut short, was revoked, or the app was removed from the "
    f"workspace. Open Install App on {APP_PAGE}, install the app there, and set SLACK_BOT_TOKEN to the Bot "
    "User OAuth Token, which begins with xoxb-."
)

WRONG_APP_TOKEN = (
    "Slack refused the app-level token, so Socket Mode cannot connect: it is mistyped, was revoked, lacks "
    "the scope connections:write, or Socket Mode is off. Turn Socket Mode on and make a token with that "
    f"scope under Basic Information, App-Level Tokens, on {APP_PAGE}; set SLACK_APP_TOKEN to it. It begins "
    "with xapp-."
)


def unreachable(url: str) -> str:
    """For a connection that failed or did not answer in time."""
    return (
        f"Slack cannot be reached at {url}. Check this machine's network, name resolution and firewall, and "
        "SLACK_API_URL if you set it; https://slack-status.com tells whether Slack itself is down."
    )
