"""The words of those who talk about the exam, the grader or themselves instead of the subject."""

from domain.grading import lexicon

# Praise, claims and pleas. They say nothing about a subject even where a model answer has one of them too.
ABOUT_THE_ANSWER = lexicon.stems(
    "great good excellent perfect amazing awesome best brilliant wonderful fantastic outstanding superb "
    "fully correct correctly deserve score full mark grade hundred highest expert expertise experience "
    "experienced senior professional confident confidence certain understand understanding knowledge "
    "knowledgeable extremely highly detail detailed explain explanation comprehensive thorough thoroughly "
    "clearly impressive interesting love answer question everything thank evaluator grader interviewer "
    "award give 100 100% 10 candidate smart skill topic interview respond subject concept cover area aspect "
    "familiar absolute absolutely ask follow describe verify"
)
# What people fill a page with; where the subject has such a word it may be an answer.
SMALL_TALK = lexicon.stems(
    "important useful interest enjoy like hope wish trust study learn teach teacher professor student pupil "
    "lecture lesson course class school university exam homework book chapter friend family everybody "
    "everyone nobody world life today daily day week year technology computer science programming "
    "application field industry engineer developer consider weigh carefully careful passionate eager attend "
    "pass scholarship kind nice happy sorry honest fascinating conclusion conclude introduction summary "
    "opinion basically modern"
)
# What goes with not knowing: pleas to pass on, excuses, and where one would have to look.
NOT_KNOWING = lexicon.stems(
    "sorry question answer topic guess learn try study course exam honest honestly moment today right idea "
    "unfortunately unsure apologize apologies forget forgot remember really know ask skip pass next google "
    "note cover class lecture lesson chapter book read hear heard hint teach taught prepare attend hard "
    "difficult mind surrender wish want say come explain understand able afraid absolutely completely "
    "totally good great anything lol tbh man please help teacher professor homework week "
    "blank exact exactly wording term"
)
