"""Who may ask for what: a row an endpoint. A route without a row fails `test_access.py`.

`may` is a group of people; what the rest of those signed in get is `others`, and a visitor `visitor`. In `values`
stands what fills the address; a reference is that of an initiative of the young in the state it names, co-signed by
the fire service. Who may not know of it, or of the members of an organisation, gets 404 in any case (`READERS`).
"""

from collections.abc import Mapping
from typing import NamedTuple

PEOPLE = ("visitor", "young", "young_editor", "fire", "watch", "shut", "desk", "partial", "admin")
GROUPS: dict[str, set[str]] = {
    "everyone": set(PEOPLE),
    "signed in": set(PEOPLE) - {"visitor"},
    "nobody": set(),
    "proposer": {"young"},
    "proposer's": {"young", "young_editor"},
    "partners": {"fire", "watch"},
    "co-signer": {"fire"},
    "moderators": {"desk", "partial"},
    "desk": {"desk"},
    "translators": {"young", "young_editor", "desk"},
    "members": {"young", "young_editor", "desk", "partial"},  # of the young, and moderators, who look after them
    "of the young": {"young", "young_editor", "partial"},
    "readers of what waits": {"young", "young_editor", "desk", "partial"},
    "readers before publication": {"young", "young_editor", "fire", "watch", "shut", "desk", "partial"},
}

READERS = {
    "submitted": GROUPS["readers of what waits"],
    "consultation": GROUPS["readers before publication"],
    "young": GROUPS["members"],
}


class Row(NamedTuple):
    """Who gets through, and what the others are told."""

    may: str
    values: Mapping[str, str] = {}
    others: int = 403
    visitor: int = 303  # to sign-in


ROWS: dict[str, tuple[Row, ...]] = {
    "static": (Row("everyone", {"filename": "dist/missing.css"}),),
    "portal.bare_root": (Row("everyone"),),
    "portal.bare_health": (Row("everyone"),),
    "portal.bare_ready": (Row("everyone"),),
    "portal.home": (Row("everyone"),),
    "portal.index": (Row("everyone"),),
    "portal.about": (Row("everyone"),),
    "portal.municipalities": (Row("everyone"),),
    "portal.organisations": (Row("everyone"),),
    "portal.organisation": (Row("everyone", {"slug": "fire"}), Row("nobody", {"slug": "new"}, 404, 404)),
    "portal.initiative": (
        Row("everyone", {"reference": "published"}),
        Row("everyone", {"reference": "unpublished"}),
        Row("readers before publication", {"reference": "consultation"}, 404, 404),
    ),
    "accounts.sign_in": (Row("everyone"),),
    "accounts.enter": (Row("everyone"),),
    "accounts.sign_out": (Row("everyone"),),
    "accounts.switch": (Row("everyone"),),
    "drafting.workspace": (Row("signed in"),),
    "drafting.new": (Row("proposer's"),),
    "drafting.create": (Row("proposer's"),),
    "drafting.edit": (
        Row("proposer's", {"reference": "published"}),
        Row("proposer's", {"reference": "consultation"}),
    ),
    "drafting.save": (Row("proposer's", {"reference": "published"}),),
    "drafting.autosave": (Row("proposer's", {"reference": "published"}),),
    "drafting.preview_text": (Row("signed in"),),
    "drafting.version": (
        Row("everyone", {"reference": "published", "number": "1"}),
        Row("readers before publication", {"reference": "consultation", "number": "1"}, 404, 404),
    ),
    "drafting.compared": (Row("nobody", {"reference": "published", "first": "1", "second": "99"}, 404, 404),),
    "drafting.translate": (Row("translators", {"reference": "published"}),),
    "drafting.do_translate": (Row("translators", {"reference": "published"}),),
    "drafting.check": (Row("translators", {"reference": "published"}),),
    "drafting.do_check": (Row("translators", {"reference": "published"}),),
    "portal.preview": (Row("proposer's", {"reference": "published"}, 404, 404),),
    "drafting.receipt": (Row("readers of what waits", {"reference": "submitted"}, 404, 404),),
    "moderation.desk": (Row("moderators", others=404),),
    "moderation.case": (Row("moderators", {"reference": "consultation"}, 404, 404),),
    "cosigning.form": (
        Row("partners", {"reference": "published", "act": "co-sign"}),
        Row("partners", {"reference": "consultation", "act": "co-sign"}),
        Row("co-signer", {"reference": "published", "act": "withdraw-co-signature"}),
    ),
    "cosigning.sign": (
        Row("partners", {"reference": "published", "act": "co-sign"}),
        Row("co-signer", {"reference": "published", "act": "reaffirm"}),
    ),
    "cosigning.withdraw": (Row("co-signer", {"reference": "published"}),),
    "organisations.members": (Row("members", {"slug": "young"}, 404, 404),),
    "organisations.invite_form": (Row("proposer", {"slug": "young"}),),
    "organisations.invite": (Row("proposer", {"slug": "young"}),),
    "organisations.edit_form": (Row("proposer", {"slug": "young"}),),
    "organisations.edit": (Row("proposer", {"slug": "young"}),),
    "organisations.rename_form": (Row("proposer", {"slug": "young"}),),
    "organisations.rename": (Row("proposer", {"slug": "young"}),),
    "organisations.close_form": (Row("proposer", {"slug": "young"}),),
    "organisations.close": (Row("proposer", {"slug": "young"}),),
    "organisations.leave_form": (Row("of the young", {"slug": "young"}, 404, 404),),
    "organisations.leave": (Row("nobody", {"slug": "new"}, 404),),
    "organisations.member_form": (Row("nobody", {"slug": "young", "number": "9999", "act": "change-role"}, 404, 404),),
    "organisations.change_member": (Row("nobody", {"slug": "young", "number": "9999", "act": "end-membership"}, 404),),
    "organisations.invitation_form": (Row("nobody", {"slug": "young", "number": "9999", "act": "revoke"}, 404, 404),),
    "organisations.change_invitation": (Row("nobody", {"slug": "young", "number": "9999", "act": "send-again"}, 404),),
    "organisations.invitation": (Row("nobody", {"token": "unknown"}, 404, 404),),
    "organisations.accept_invitation": (Row("nobody", {"token": "unknown"}, 404),),
    "organisations.make_account": (Row("nobody", {"token": "unknown"}, 404, 404),),
    "organisations.mandate_form": (Row("nobody", {"slug": "old", "number": "9999"}, 404),),
    "organisations.confirm_mandate": (Row("nobody", {"slug": "old", "number": "9999"}, 404),),
    "moderation.merge_form": (Row("moderators", {"slug": "old"}, 404),),
    "moderation.merge": (Row("moderators", {"slug": "old"}, 404),),
    "initiatives.form": (
        Row("proposer's", {"reference": "published", "act": "revise"}),
        Row("proposer", {"reference": "published", "act": "conclude"}),
        Row("desk", {"reference": "published", "act": "unpublish"}),
        Row("desk", {"reference": "consultation", "act": "publish"}),
    ),
    "initiatives.do": (
        Row("proposer's", {"reference": "published", "act": "revise"}),
        Row("proposer", {"reference": "published", "act": "withdraw"}),
        Row("desk", {"reference": "published", "act": "unpublish"}),
        Row("desk", {"reference": "consultation", "act": "publish"}),
    ),
}
