"""The wordings by which a story's parts are recognised; all are matched against folded (lower-case) text."""

import re

SETTING = re.compile(
    r"\b(?:during|while (?:i|we|work|intern|study)\w*|in my|at my|on my|when (?:i|we)|ago|in 20\d\d|once"
    r"|(?:last|this|one|that|two|three) (?:year|semester|term|summer|spring|winter|autumn|fall|month|week)s?"
    r"|in the (?:first|second|third|fourth|final|last|middle)"
    r"|my (?:internship|degree|course|team|university|college|first|second|third|final|previous|last)"
    r"|intern\w*|semester|hackathon|capstone|thesis|project|club|society|startup|part-time"
    r"|bachelor\w*|master\w*|classmates?|teammates?|(?:our|a) team|we were|there (?:was|were)"
    r"|as an? (?:\w+ )?(?:intern|developer|engineer|student|assistant|tutor|lead|volunteer))\b"
)
DUTY = re.compile(
    r"\b(?:my (?:task|job|role|responsibility|goal|part|assignment|aim|duty)"
    r"|i was (?:responsible|in charge|asked|assigned|told|supposed|given|tasked|expected|leading)"
    r"|i was the (?:lead|one|only|person|team)|(?:i|we|it|they|that|which) (?:had|needed|was|were) to|had to"
    r"|the (?:goal|aim|challenge|task|requirement|objective)\w* (?:was|were)|up to me|fell to me"
    r"|i (?:owned|took (?:over|on|charge|responsibility)))\b"
)
AIM = re.compile(
    r"\b(?:deadline|due|i wanted|we wanted|needed|the problem|decided"
    r"|by (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
OUTCOME = re.compile(
    r"\b(?:as a result|in the end|the (?:result|outcome|effect)s?|resulted in|by the end|since then|ended up"
    r"|(?:which|this|that|it) (?:led|meant|helped)|eventually|ultimately|afterwards?|paid off|from then on"
    r"|after that|thanks to (?:this|that))\b"
)
GAINED = re.compile(
    r"\b(?:reduc\w+|dropp?ed|fell|cut|increas\w+|rose|grew|improv\w+|doubled|halved|tripled|shipped|launched"
    r"|delivered|released|finished|completed|passed|won|saved|achieved|reached|succe\w+|resolved|solved"
    r"|worked|adopted|praised|thanked|scored|approved|merged|accepted|earned|received|got|on time|zero|nobody"
    r"|went (?:live|up|down|from|through)|still (?:use|used|uses)|learned|learnt)\b"
)
VAGUE_GAIN = re.compile(
    r"\b(?:(?:it|that|this|everything|all|we|things) (?:went|worked) (?:\w+ )?(?:well|out|fine|great|good)"
    r"|was (?:happy|good|great|successful|a success))\b"
)
COMPARED = re.compile(
    r"\b(?:instead of|compared (?:with|to)|from \S+ (?:\w+ )?to \S+|\d+ (?:out )?of (?:the )?\d+|than before"
    r"|(?:down|up) to \d|before and after|earlier than|fewer than|more than|faster|\d+ ?%|per ?cent)"
)
UNDONE = re.compile(r"(?:\bnot|\bnever|n't)\b[^,;.]{0,30}$")
MEASURE = re.compile(
    r"(?<![\w.])(?!(?:19|20)\d\d\b)\d[\d.,]*\s?(?:%|\w)?|\bper ?cent\b"
    r"|\b(?:doubled|tripled|halved|twice|half|a third|two thirds|a quarter|zero|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundreds?|thousands?|dozens?"
    r"|full marks|first place)\b"
)
LABEL = re.compile(r"^\W*(situation|task|action|result)s?\W*[:\-–—]")
METHOD = re.compile(r"\b(?:situation|task|action|result|star)s?\b")
SUPPOSED = re.compile(
    r"\b(?:i|we|you|one|they)(?:'d|'ll| would| will| could| should| might| may)\b"
    r"|\bif (?:i|we) (?:were|was|had|get|got|have)\b"
    r"|\b(?:usually|generally|typically|normally|always|ideally|in general)\b"
)
MINE = re.compile(r"\b(?:i|my)\b")
OURS = re.compile(r"\b(?:we|our)\b")

_ADVERBS = (
    r"(?:(?:also|then|first|next|later|finally|even|just|therefore|still|soon|instead|myself|\w+ly)\s+)*"
)
_IRREGULAR = (
    "wrote|built|made|took|set|led|ran|held|spoke|told|gave|found|broke|drew|brought|taught|sent|kept|met|chose"
    "|began|cut|put|split|read|rebuilt|sat|went|sought|won|dug|spent|stood|rewrote|said|drove|got|did|laid|let"
    "|shut|fought|bought|threw|caught|undid|rang|paid|left"
)
_STATES = (
    "needed|wanted|liked|loved|hoped|learned|learnt|felt|believed|seemed|used|enjoyed|hated|feared|worried"
    "|wished|tended|happened|was|struggled|looked|tried|failed|expected|realized|realised|noticed|assumed"
)
_PAST = rf"((?!(?:{_STATES})\b)(?:\w{{2,}}ed|{_IRREGULAR}))\b"
I_DID = re.compile(rf"\bi\s+{_ADVERBS}{_PAST}(?!\s+not\b)")
WE_DID = re.compile(rf"\bwe\s+{_ADVERBS}{_PAST}")
AND_DID = re.compile(rf"(?:\band|\bthen|,)\s+{_ADVERBS}{_PAST}")
