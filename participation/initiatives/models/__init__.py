"""Tables of the aggregate: the initiative, its texts, what was decided about it, and its co-signatures."""

from participation.initiatives.models.co_signature import IN_FORCE, Commitment, CoSignature, Ending
from participation.initiatives.models.decision import Decision, Remark
from participation.initiatives.models.initiative import Initiative, Reference
from participation.initiatives.models.prepared import Prepared, PreparedEnd
from participation.initiatives.models.text import PRACTICAL, Ask, Audience, Translation, Version, WorkingCopy
from participation.initiatives.models.voice import Voice
from participation.initiatives.models.words import Words

__all__ = [
    "IN_FORCE", "PRACTICAL", "Ask", "Audience", "CoSignature", "Commitment", "Decision", "Ending", "Initiative",
    "Prepared", "PreparedEnd", "Reference", "Remark", "Translation", "Version", "Voice", "Words", "WorkingCopy",
]  # fmt: skip
