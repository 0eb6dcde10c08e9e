"""What a refused step says on the page, and where."""

from django import forms

from deontos.cases.actions.dialogue import CaseChanged
from deontos.cases.actions.drafts import DraftRefused
from deontos.cases.actions.handing_over import HandOverRefused
from deontos.cases.actions.withholding import WithholdingRefused
from deontos.cases.phrases import REFUSALS
from deontos.cases.placeholders import PlaceholderLeft
from deontos.cases.reliefs import ReliefRefused
from deontos.cases.vocabulary import CaseCode, WritingCode
from deontos.cases.writing_phrases import REFUSALS as WRITING_REFUSALS
from deontos.correspondence.phrases import REFUSALS as TEXT_REFUSALS
from deontos.correspondence.rules import TextRefused
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.kernel.transitions import IllegalMove
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.phrases import REFUSALS as KEY_REFUSALS
from deontos.keyring.readers import KeyNotAuthentic
from deontos.keyring.vocabulary import KeyringCode

MAY_BE_TOLD = (
    CaseChanged,
    HandOverRefused,
    IllegalMove,
    KeyNotAuthentic,
    PlaceholderLeft,
    ReliefRefused,
    TextRefused,
    VaultRefused,
    WithholdingRefused,
)
"""What somebody who may handle the case can do something about; the text stays on the page."""


ToldRefusal = (
    CaseChanged
    | HandOverRefused
    | IllegalMove
    | KeyNotAuthentic
    | PlaceholderLeft
    | ReliefRefused
    | TextRefused
    | VaultRefused
    | WithholdingRefused
)
OF_THE_DAY = (CaseCode.PAUSE_IN_PAST, CaseCode.PAUSE_TOO_LONG)
"""What is wrong with the day until which a term is paused."""


def words_of(refusal: DraftRefused | TextRefused) -> tuple[str | None, str]:
    """The field and the sentence of a text that was not kept."""
    field, error = told(refusal)
    return field, " ".join(error.messages)


def told(refusal: ToldRefusal | DraftRefused) -> tuple[str | None, forms.ValidationError]:
    """The field (None: the whole form) and the sentence."""
    if isinstance(refusal, TextRefused):
        code = CorrespondenceCode(refusal.code)
        return "text", forms.ValidationError(str(TEXT_REFUSALS[code]), code, dict(refusal.parameters))
    if isinstance(refusal, (DraftRefused, PlaceholderLeft)):
        of_writing = WritingCode(refusal.code)
        words = str(WRITING_REFUSALS[of_writing]) % dict(refusal.parameters)
        return "text", forms.ValidationError(words, of_writing)
    if isinstance(refusal, (KeyNotAuthentic, VaultRefused)):
        return None, forms.ValidationError(str(KEY_REFUSALS[KeyringCode(refusal.code)]), refusal.code)
    if isinstance(refusal, ReliefRefused):
        code_of_term = CaseCode(refusal.code)
        words = str(REFUSALS[code_of_term]) % dict(refusal.parameters)
        return "until" if code_of_term in OF_THE_DAY else None, forms.ValidationError(words, code_of_term)
    if isinstance(refusal, WithholdingRefused):
        field = "until_on" if refusal.code is CaseCode.REVIEW_OUT_OF_TERM else None
        return field, forms.ValidationError(str(REFUSALS[CaseCode(refusal.code)]), refusal.code)
    if isinstance(refusal, HandOverRefused):
        return None, forms.ValidationError(str(REFUSALS[CaseCode(refusal.code)]), refusal.code)
    return None, forms.ValidationError(str(REFUSALS[CaseCode.CHANGED_MEANWHILE]), CaseCode.CHANGED_MEANWHILE)
