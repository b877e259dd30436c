"""The sample questions that are answered in words, in many scripts and with what goes wrong."""

from domain.model.report import QuestionSection
from tests.pdf.sample_questions import question, row

TECHNICAL: tuple[QuestionSection, ...] = (
    question(
        5,
        "technical_qa",
        "What happens when you open a URL?",
        "Describe what happens between pressing Enter and the page being shown. Go as deep as you can.",
        "1. The browser parses the URL and looks in its caches.\n"
        "2. DNS: stub resolver, then recursive resolver, then root, TLD and authoritative servers.\n"
        "3. TCP handshake (SYN, SYN-ACK, ACK), then the TLS handshake: certificates are checked & keys "
        "agreed.\n"
        "4. The HTTP request goes out, e.g. `GET / HTTP/2`; the server answers with <html>…</html>.\n"
        "5. The browser builds the DOM & CSSOM → layout → paint → compositing.\n\n"
        "With HTTP/3 steps 3 and 4 are merged, as QUIC carries TLS 1.3 and saves a round trip. 🚀",
        score=88,
        low=80,
        high=94,
        predicted=88,
        rows=(
            row(
                "Resolves the name through DNS, with caches",
                1,
                "DNS: stub resolver, then recursive resolver",
            ),
            row("Opens a TCP connection", 1, "TCP handshake (SYN, SYN-ACK, ACK)"),
            row("Negotiates TLS and checks the certificate", 1, "certificates are checked & keys agreed"),
            row("Describes rendering", 1, "builds the DOM & CSSOM → layout → paint"),
            row("Mentions redirects or HSTS", 0, note="Neither redirects nor HSTS came up."),
        ),
        feedback="Well ordered and deep. The one gap: a first visit over http is usually redirected.",
        model_answer="- URL parsing, HSTS, caches\n- DNS\n- TCP and TLS, or QUIC\n- request, redirects, "
        "response\n"
        "- parsing, style, layout, paint, compositing",
    ),
    question(
        6,
        "technical_qa",
        "Indexes in a relational database",
        "When does an index not help? Name at least three cases.",
        None,
        model_answer="- The table is small enough to be scanned.\n- The condition matches most rows.\n"
        "- The column is wrapped in a function, or the pattern starts with `%`.\n- Writes dominate.",
    ),
    question(
        7,
        "technical_qa",
        "Processes and threads",
        "How do a process and a thread differ, and when would you choose which?",
        "العملية لها مساحة ذاكرة خاصة بها، أما الخيوط (threads) فتشترك في ذاكرة واحدة. "
        "لذلك نحتاج إلى أقفال (mutex) لحماية البيانات المشتركة.\n"
        "התהליכים מבודדים זה מזה, ולכן תקלה באחד אינה מפילה את האחר.\n"
        "进程之间需要进程间通信（IPC），而线程可以直接共享变量。プロセスは安全、スレッドは軽い。프로세스"
        "는 무겁다.\n"
        "Процессы изолированы, потоки — нет. Οι διεργασίες είναι ακριβότερες.",
        score=71,
        low=60,
        high=80,
        predicted=40,
        rows=(
            row("Threads share memory, processes do not", 1, "أما الخيوط (threads) فتشترك في ذاكرة واحدة"),
            row("Shared memory needs synchronisation", 1, "لذلك نحتاج إلى أقفال (mutex)"),
            row("Names a case for each", 0.3, note="No concrete case was given."),
        ),
        feedback="Correct in every language you wrote it in. Add one example for each choice.",
        model_answer="A process owns its memory; threads of a process share it. Choose processes to "
        "isolate faults or "
        "to use several cores past an interpreter lock, threads for cheap sharing and waiting on I/O.",
    ),
)


STAR = (
    "In my last semester our team of four had two weeks to replace the login of the college portal. "
    "I owned the session store. On day three load tests showed that one request in fifty lost its "
    "session.\n\n"
    "I wrote a test that replayed the traffic, found that two servers disagreed about the clock by 40 "
    "seconds, and "
    "moved expiry to the store. Losses fell from 2% to none in 200,000 requests, and we shipped a day "
    "early 🎉.\n\n"
    "What I would do differently: ask for the load test in week zero."
)
DESIGN = (
    "**Requirements.** 100M new links a year, 10:1 reads, p99 under 50 ms.\n\n"
    "**Numbers.** 100M / (365 × 86,400) ≈ 3.2 writes/s, ≈ 32 reads/s on average, so peak ≈ 300 reads/s. "
    "100M × 500 B ≈ 50 GB a year.\n\n"
    "**API.**\n```http\nPOST /links {url}\nGET /{code}\n```\n"
    "**Storage.** Key-value store, code → URL, replicated ×3. A cache in front for the hot 1%.\n\n"
    "**Codes.** Base62 of a counter; each server leases ranges of 10,000, so no coordination per request."
)

OPEN_ENDED: tuple[QuestionSection, ...] = (
    question(
        8,
        "system_design",
        "A link shortener",
        "Design a service that shortens links. Start from requirements and numbers.",
        DESIGN,
        difficulty=4,
        score=83,
        low=74,
        high=90,
        time_taken_seconds=2210,
        time_limit_seconds=2400,
        hints_used=2,
        rows=(
            row(
                "States requirements with numbers",
                1,
                "100M new links a year, 10:1 reads, p99 under 50 ms",
            ),
            row("Estimates load and storage", 1, "100M × 500 B ≈ 50 GB a year"),
            row("Generates codes without a bottleneck", 1, "each server leases ranges of 10,000"),
            row(
                "Says what happens when a part fails",
                0,
                note="No failure of the cache or of a lease was discussed.",
            ),
        ),
        feedback="Strong on numbers. Walk through one failure before you finish.",
        model_answer="Requirements, estimates, API, data model, code generation, caching, failure, abuse.",
    ),
    question(
        9,
        "system_design",
        "What if the counter service is down?",
        "Follow-up.",
        "",
        follow_up_of=8,
        score=0,
    ),
    question(
        10,
        "behavioral",
        "A problem you owned",
        "Tell me about a problem that you owned from start to finish.",
        STAR,
        score=91,
        low=84,
        high=96,
        rows=(
            row("Situation and task are clear", 1, "our team of four had two weeks"),
            row("Own action is told apart from the team's", 1, "I owned the session store"),
            row("The result is measured", 1, "Losses fell from 2% to none in 200,000 requests"),
            row("Reflects on what to do differently", 1, "ask for the load test in week zero"),
        ),
        feedback="A complete STAR story with a measured result.",
    ),
    question(
        11,
        "behavioral",
        "A disagreement <img src='x'> & how it ended",
        "Tell me about a disagreement with a colleague.",
        "We disagreed about <b>tabs</b> & spaces. &amp; then <font color=red>nothing</font> happened. "
        "Control: \x00 \x07 \x1b[31m, private \ue123, unassigned \U000e0fff, hieroglyph \U000130a7, "
        "a long word: " + "abcdefghij" * 30,
        score=35,
        low=25,
        high=48,
        predicted=70,
        rows=(
            row("Both sides are described fairly", 0.5, "We disagreed about <b>tabs</b> & spaces."),
            row("The outcome is told", 0, note="How it ended was not said."),
        ),
        feedback="Tell what was at stake, what you heard from the other side, and how it ended.",
    ),
    question(
        12,
        "behavioral",
        "Why this company?",
        "Why do you want to work here?",
        "Ungraded for now.",
        score=None,
    ),
)
