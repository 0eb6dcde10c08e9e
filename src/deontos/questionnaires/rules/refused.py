"""That an answer is taken back. Pure. Ground: house rule."""

from deontos.kernel.refusals import Refusal


class AnswerRefused(Refusal):
    """An answer, or a part of one, that cannot be taken as it is."""
