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
    "administrators": {"admin"},
    "organised": set(PEOPLE) - {"visitor", "admin"},
    "proposing members": {"young", "young_editor", "partial"},
    "commenters": {"young", "young_editor", "fire", "watch"},
    "fire": {"fire"},
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
    "portal.accessibility": (Row("everyone"),),
    "portal.privacy": (Row("everyone"),),
    "portal.contact": (Row("everyone"),),
    "portal.good_initiative": (Row("everyone"),),
    "portal.how_we_moderate": (Row("everyone"),),
    "portal.bare_robots": (Row("everyone"),),
    "portal.bare_sitemap": (Row("everyone"),),
    "portal.addresses": (Row("everyone", {"file": "1"}),),
    "portal.calendar": (
        Row("nobody", {"reference": "unpublished"}, 404, 404),
        Row("nobody", {"reference": "consultation"}, 404, 404),
    ),
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
    "accounts.second_step": (Row("everyone"),),
    "accounts.finish": (Row("everyone"),),
    "accounts.link_form": (Row("everyone"),),
    "accounts.send_link": (Row("everyone"),),
    "accounts.link": (Row("nobody", {"token": "0"}, 404, 404),),
    "accounts.enter_by_link": (Row("nobody", {"token": "0"}, 404, 404),),
    "accounts.to_provider": (Row("nobody", {}, 404, 404),),
    "accounts.from_provider": (Row("nobody", {}, 404, 404),),
    "accounts.account": (Row("signed in"),),
    "accounts.save_account": (Row("signed in"),),
    "accounts.password": (Row("signed in"),),
    "accounts.change_password": (Row("signed in"),),
    "accounts.end_sessions": (Row("signed in"),),
    "accounts.app_form": (Row("signed in"),),
    "accounts.add_app": (Row("signed in"),),
    "accounts.passkey_form": (Row("signed in"),),
    "accounts.add_passkey": (Row("signed in"),),
    "accounts.print_codes": (Row("signed in"),),
    "accounts.forget_form": (Row("signed in"),),
    "accounts.forget_factors": (Row("signed in"),),
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
    "portal.preview": (Row("proposing members", {"reference": "published"}, 404, 404),),
    "drafting.receipt": (Row("readers of what waits", {"reference": "submitted"}, 404, 404),),
    "moderation.desk": (Row("moderators", others=404),),
    "moderation.case": (Row("moderators", {"reference": "published"}, 404),),
    "administration.reasons": (Row("administrators", others=404),),
    "administration.new_reason": (Row("administrators", others=404),),
    "administration.add_reason": (Row("administrators", others=404),),
    "administration.edit_reason": (Row("administrators", {"code": "other"}, 404),),
    "administration.change_reason": (Row("administrators", {"code": "other"}, 404),),
    "administration.press": (Row("administrators", {"code": "other", "act": "retire"}, 404),),
    "administration.people": (Row("administrators", others=404),),
    "administration.name_role": (Row("administrators", {"person_id": "1", "role": "moderator", "turn": "off"}, 404),),
    "notifications.messages": (Row("signed in"),),
    "notifications.read": (Row("signed in"),),
    "organisations.join": (Row("everyone"),),
    "organisations.apply": (Row("everyone"),),
    "organisations.receipt": (Row("nobody", {"number": "1", "key": "0"}, 404, 404),),
    "organisations.welcome": (Row("nobody", {"token": "0"}, 404, 404),),
    "organisations.accept": (Row("nobody", {"token": "0"}, 404, 404),),
    "organisations.form": (Row("moderators", {"slug": "new", "act": "suspend"}, 404),),
    "organisations.rule": (Row("moderators", {"slug": "new", "act": "suspend"}, 404),),
    "moderation.organisations": (Row("moderators", others=404),),
    "moderation.organisation": (Row("moderators", {"slug": "fire"}, 404),),
    "moderation.comments": (Row("moderators", others=404),),
    "comments.one": (Row("everyone", {"public_id": "said"}), Row("organised", {"public_id": "whispered"}, 404, 404)),
    "comments.new": (Row("commenters", {"reference": "published"}),),
    "comments.comment": (Row("commenters", {"reference": "published"}),),
    "comments.form": (
        Row("commenters", {"public_id": "said", "act": "reply"}),
        Row("desk", {"public_id": "said", "act": "hide"}),
        Row("signed in", {"public_id": "said", "act": "report"}),
        Row("nobody", {"public_id": "0", "act": "report"}, 404, 404),
    ),
    "comments.do": (
        Row("commenters", {"public_id": "said", "act": "reply"}),
        Row("desk", {"public_id": "said", "act": "hide"}),
        Row("signed in", {"public_id": "said", "act": "report"}),
        Row("fire", {"public_id": "said", "act": "take-back"}),
    ),
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
