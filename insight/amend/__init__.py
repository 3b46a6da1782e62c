"""A person's word on top of the model's: what to ask (`questions`), whether it can be (`check`), and storing it (`correct`)."""

from insight.amend.check import checked
from insight.amend.correct import Amended, Asked, correct, decide
from insight.amend.questions import Question, questions

__all__ = ["Amended", "Asked", "Question", "checked", "correct", "decide", "questions"]
