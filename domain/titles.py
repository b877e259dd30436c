"""How a question of the bank is called where people read of it: its id as words that one would say."""

from domain.model.question import Question

_AS_WRITTEN = (
    "2D", "ACID", "API", "APIs", "AWS", "BFS", "CAP", "CDN", "CI", "CORS", "CPU", "CQRS", "CSP",
    "CSRF", "CSS", "CSV", "DFS", "DNS", "DOM", "FIFO", "GC", "GPU", "gRPC", "GraphQL", "HTML",
    "HTTP", "HTTPS", "ID", "IDs", "IO", "IP", "JSON", "JWT", "LFU", "LRU", "ML", "MVCC", "NoSQL",
    "OAuth", "OOP", "ORM", "OS", "REST", "RPC", "SLA", "SLO", "SQL", "SSO", "SSR", "TCP", "TLS",
    "TTL", "UDP", "UI", "URL", "URLs", "UUID", "UX", "VM", "VMs", "XSS",
)  # fmt: skip
WRITTEN = {word.casefold(): word for word in _AS_WRITTEN} | {"ab": "A/B"}
SAYS_NOTHING = frozenset(("cs", "dsa", "technical"))
"""What an id begins with only to be sorted."""
FIELDS = frozenset((
    "backend", "cloud", "data", "design", "devops", "frontend", "growth", "leadership", "mobile",
    "ownership", "security", "system", "teamwork",
))  # fmt: skip
"""What says nothing that the rest does not, where that is more than a word: "Hydration" needs "Frontend"."""


def spoken(slug: str) -> str:
    """`index cost` of `backend-index-cost`, `TCP vs UDP` of `cs-tcp-vs-udp`, as within a sentence."""
    first, *rest = slug.split("-")
    dropped = (first in SAYS_NOTHING and rest) or (first in FIELDS and len(rest) > 1)
    return " ".join(WRITTEN.get(word, word) for word in (rest if dropped else (first, *rest)))


def title(slug: str, question: Question | None = None) -> str:
    """`Deadlock` of `cs-deadlock`; where it is told what a question is after that, `Resolving conflict`."""
    said = (question.competency if question is not None else None) or spoken(slug)
    return said[:1].upper() + said[1:]
