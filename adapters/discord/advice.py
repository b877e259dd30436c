"""What an operator is told of Discord's refusals, in the same words at the start and by the doctor."""

WRONG_TOKEN = (
    "Discord refused the bot token: it is mistyped, cut short, or was reset since. Press Reset Token on the "
    "Bot page of your application at https://discord.com/developers/applications and set DISCORD_TOKEN to "
    "what it shows, without quotes, blanks or the word Bot."
)

NO_MESSAGE_CONTENT = (
    "config.toml asks for the message-content intent, but it is off for this application. The bot works by "
    "direct message, mention, button and form; in servers it cannot read a message that does not mention "
    "it. Turn on Message Content Intent on the Bot page of the developer portal and start again, or set "
    "message_content = false under [discord]."
)


def unreachable(url: str) -> str:
    """For a connection that failed or did not answer in time."""
    return (
        f"Discord cannot be reached at {url}. Check this machine's network, name resolution and firewall, "
        "and DISCORD_API_URL if you set it; https://discordstatus.com tells whether Discord itself is down."
    )
