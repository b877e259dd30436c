"""The rows of the action table that are about the coach."""

from domain.actions import chat, chat_history, chat_sharing
from domain.actions.kinds import Action, Opens, Option

THIS_SESSION = Option("session", "the conversation that a button belongs to", required=True, internal=True)
THIS_MESSAGE = Option("message", "the message that a button belongs to", required=True, internal=True)

CHAT: tuple[Action, ...] = (
    Action(
        "chat ask",
        "ask the coach, who looks things up or talks",
        chat.ask,
        (Option("message", "what you want to know", kind="rest", required=True, whole=True),),
        Opens.SLOW,
        examples=("/chat ask sql joins", "/chat ask How do I answer “Tell me about yourself”?"),
    ),
    Action(
        "chat topic",
        "say what the conversation is about, or see it",
        chat.topic,
        (
            Option(
                "tag", "a topic to set or take away, such as SQL; with none, they are listed", kind="rest"
            ),
            Option("drop", "the tag that a button takes away", internal=True),
        ),
        examples=("/chat topic", "/chat topic Resume Help"),
    ),
    Action("chat end", "end the conversation; the next message begins a new one", chat.end),
    Action(
        "chat history",
        "your conversations with the coach",
        chat_history.history,
        (
            Option("session", "the conversation that a button belongs to", internal=True),
            Option("page", "which page", kind="int", low=1, high=40, internal=True),
        ),
        Opens.SLOW,
    ),
    Action(
        "chat again",
        "ask the model once more",
        chat.again,
        (THIS_SESSION, THIS_MESSAGE),
        Opens.SLOW,
        hidden=True,
    ),
    Action(
        "chat more",
        "another passage that was found",
        chat.more,
        (THIS_SESSION, THIS_MESSAGE, Option("n", "which of them", "int", True, 1, 9, internal=True)),
        Opens.SLOW,
        hidden=True,
    ),
    Action("chat sharing", "what the coach may know", chat_sharing.sharing, opens=Opens.SLOW, hidden=True),
    Action(
        "chat share",
        "share something with the coach, or keep it back",
        chat_sharing.switch,
        (
            Option("part", "what", required=True, internal=True),
            Option("on", "whether", required=True, internal=True),
        ),
        Opens.SLOW,
        hidden=True,
        in_place=True,
    ),
    Action(
        "chat forget",
        "delete a conversation",
        chat_history.forget,
        (THIS_SESSION, Option("sure", "whether that was asked", internal=True)),
        hidden=True,
    ),
)
