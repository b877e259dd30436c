"""Words too common to search by, in the languages of the locales, and abbreviations that students type."""

from collections.abc import Mapping
from types import MappingProxyType

_ENGLISH = """
a about above actually again all almost also although always am an and another any anybody anyone anything are
arent as ask asked asking asks at away back be because become been before being best better between bit both
bro but by bye can cannot cant come coming could couldnt did didnt diff difference different do does doesnt
doing done dont dude during each either else etc even evening ever every everything exactly example examples
explain explained few first for from gave get gets getting give gives giving go goes going gonna good got
gotta great guys had has have havent having he hello help hence her here hey hi him his how however i id if
ill im in instead into is isnt it its ive just kind know let lets like likely little lol look lot lots made
make makes making man many may maybe me mean means might mine more morning most much must my myself need
needed needs never next nice night no not nothing now of off often ok okay on once one only or other others
our out over own particular people perhaps please pls plz pretty probably put quite rather really right said
same saw say saying says see seem seems shall she should shouldnt show since so some somebody someone
something sometimes soon sorry still such suppose sure take tell than thank thanks that thats the their them
then there theres these they theyre thing things think this those though through thx tmrw to today told
tomorrow too toward try trying u under understand until up ur us use used useful uses using usually various
versus very via vs want wanted wants was wasnt way we well went were werent what whatever whats when where
whether which while who whole whom whos whose why will with within without wont word words work works would
wouldnt ya yeah yes yesterday yet yo you your youre yours yup wtf omg idk fuck fucked fucking fuckin shit
shitty damn damned crap bloody sucks sucked
"""
_OTHERS = """
der die das und ist ein eine einen wie was warum wer wo wann ich du er sie wir ihr nicht mit von zu auf fur
den dem im bitte danke hallo kann kannst mir mich mein meine es sind wird oder auch bei aus nach uber zwischen
unterschied el la los las un una unos unas y son que como por para con sin de del al en mi tu su me te se lo
le no si porque cual cuando donde quien hola gracias favor puedo puedes entre diferencia muy mas les des et
est sont ce cette ces quoi comment pourquoi qui ou quand je il elle nous vous ils avec sans dans sur pour par
bonjour merci peux pouvez mon ma mes pas ne difference o os as um uma uns umas e eh nao sim com sem em na nos
nas do da dos ao meu minha isso este esta ola obrigado obrigada posso voce funciona qual quais sao kya hai
hain ka ki ke ko mai hota hoti hote kaise kaisa kyon kyu kyun kab kahan kaun aur ya nahi nahin batao bataiye
samjhao bhai yaar mujhe mera meri mere karna karo kare kar tha thi the raha rahi wala
"""
STOP_WORDS = frozenset((_ENGLISH + _OTHERS).split())

_SHORT = """
2sum: two sum
ab: ab testing
acid: transactions
ads: algorithm
algo: algorithm
algos: algorithm
algorithms: algorithm
approch: approach
async: asyncio
auth: authentication
about yourself: about yourself, introduce yourself
behavioural: behavioral
bfs: breadth first search
big o: complexity, big o
big oh: complexity, big o
bst: binary search, trees
cdn: content delivery
cgpa: gpa
cn: networking
colour: color
cpu: process
cs: computer science
csrf: cross site
ctc: salary
cv: resume
db: database
dbms: database, sql
dbs: database
dfs: depth first search
dl: machine learning
docker: container
dp: dynamic programming
ds: data structures
dsa: algorithm, coding problem
ec2: instance
faang: google, amazon, meta
fb: meta
fe: frontend
gd: group discussion
gpa: cgpa
hash map: hash map, hash table
hash table: hash table, hash map
hashmap: hash map, hash table
hashmaps: hash map, hash table
hashtable: hash table
hld: system design
hr: behavioral
infra: cloud
interveiw: interview
intro: introduction
jd: job description
js: javascript
jwt: json web token, token
k8s: kubernetes
lb: load balancer
lc: leetcode
ll: linked list
lld: classes
lpa: salary
memo: memoization
ml: machine learning
msft: microsoft
n 1: n plus one
o n: complexity, big o
log n: complexity, logarithm
nosql: dynamodb, key value
oa: online assessment
oo: classes, inheritance
oop: classes, inheritance
oops: classes, inheritance
os: operating system
pg: postgres
practice: mock interview
practise: mock interview
ps: problem solving
py: python
ques: question
qs: question
rdbms: relational database
rec: recursion
regex: pattern
repo: repository
rr: round
sd: system design
sde: software engineer
swe: software engineer
ssr: server rendered
ts: typescript
tz: timezone
vm: virtual machine
vms: virtual machine
xss: cross site scripting
"""


def _table(lines: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    rows = (line.split(":", 1) for line in lines.strip().splitlines())
    table = {
        short: tuple(tuple(meaning.split()) for meaning in meanings.split(",") if meaning.strip())
        for short, meanings in rows
    }
    return MappingProxyType({short: meanings for short, meanings in table.items() if meanings})


ABBREVIATIONS = _table(_SHORT)
"""Other words for what was typed, such as `dp` for `dynamic programming`."""
