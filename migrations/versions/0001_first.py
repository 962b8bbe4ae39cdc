"""The first tables, with the triggers that keep the journal and the index of the search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0001"
down_revision = None

VECTOR = sa.Text().with_variant(TSVECTOR(), "postgresql")
STATEMENTS = {
    "sqlite": (
        """CREATE TRIGGER journal_queue AFTER INSERT ON journal_entry
        BEGIN INSERT INTO journal_pending (entry_id) VALUES (NEW.id); END""",
        """CREATE TRIGGER journal_entry_no_UPDATE BEFORE UPDATE ON journal_entry
        BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END""",
        """CREATE TRIGGER journal_entry_no_DELETE BEFORE DELETE ON journal_entry
        BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END""",
        """CREATE TRIGGER journal_link_no_UPDATE BEFORE UPDATE ON journal_link
        BEGIN SELECT RAISE(ABORT, 'journal_link is append-only'); END""",
        """CREATE TRIGGER journal_link_no_DELETE BEFORE DELETE ON journal_link
        BEGIN SELECT RAISE(ABORT, 'journal_link is append-only'); END""",
        """CREATE VIRTUAL TABLE initiative_words_fts USING fts5(
            folded, content='initiative_words', content_rowid='initiative_id', prefix='3')""",
        """CREATE TRIGGER initiative_words_in AFTER INSERT ON initiative_words BEGIN
            INSERT INTO initiative_words_fts (rowid, folded) VALUES (NEW.initiative_id, NEW.folded); END""",
        """CREATE TRIGGER initiative_words_out AFTER DELETE ON initiative_words BEGIN
            INSERT INTO initiative_words_fts (initiative_words_fts, rowid, folded)
            VALUES ('delete', OLD.initiative_id, OLD.folded); END""",
        """CREATE TRIGGER initiative_words_new AFTER UPDATE ON initiative_words BEGIN
            INSERT INTO initiative_words_fts (initiative_words_fts, rowid, folded)
            VALUES ('delete', OLD.initiative_id, OLD.folded);
            INSERT INTO initiative_words_fts (rowid, folded) VALUES (NEW.initiative_id, NEW.folded); END""",
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION journal_queue() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO journal_pending (entry_id) VALUES (NEW.id); RETURN NULL; END $$;
        CREATE TRIGGER journal_queue AFTER INSERT ON journal_entry
        FOR EACH ROW EXECUTE FUNCTION journal_queue()""",
        """CREATE OR REPLACE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
        CREATE TRIGGER journal_entry_no_UPDATE BEFORE UPDATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_keep()""",
        """CREATE OR REPLACE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
        CREATE TRIGGER journal_entry_no_DELETE BEFORE DELETE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_keep()""",
        """CREATE OR REPLACE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
        CREATE TRIGGER journal_entry_no_TRUNCATE BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_keep()""",
        """CREATE OR REPLACE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
        CREATE TRIGGER journal_link_no_UPDATE BEFORE UPDATE ON journal_link FOR EACH STATEMENT EXECUTE FUNCTION journal_keep()""",
        """CREATE OR REPLACE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
        CREATE TRIGGER journal_link_no_DELETE BEFORE DELETE ON journal_link FOR EACH STATEMENT EXECUTE FUNCTION journal_keep()""",
        """CREATE OR REPLACE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
        CREATE TRIGGER journal_link_no_TRUNCATE BEFORE TRUNCATE ON journal_link FOR EACH STATEMENT EXECUTE FUNCTION journal_keep()""",
        """CREATE OR REPLACE FUNCTION initiative_words_read() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.vector := to_tsvector('simple', NEW.folded); RETURN NEW; END $$""",
        """CREATE TRIGGER initiative_words_in BEFORE INSERT OR UPDATE ON initiative_words
            FOR EACH ROW EXECUTE FUNCTION initiative_words_read()""",
    ),
}


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _failed_sign_in() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    op.create_index(op.f("ix_failed_sign_in_account_at"), "failed_sign_in", ["account", "at"], unique=False)
    op.create_index(op.f("ix_failed_sign_in_network_at"), "failed_sign_in", ["network", "at"], unique=False)


def _follow() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("address = lower(address)", name=op.f("ck_follow_address_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
    )
    op.create_index(
        "ix_follow_about_in_force",
        "follow",
        ["about"],
        unique=False,
        sqlite_where=sa.text("confirmed_at IS NOT NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("confirmed_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_index("uq_follow_about", "follow", ["address", "about"], unique=True)


def _form_nonce() -> None:
    op.create_table(
        "form_nonce",
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("actor_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("led_to", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_form_nonce")),
    )
    op.create_index(op.f("ix_form_nonce_at"), "form_nonce", ["at"], unique=False)


def _journal_entry() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_key", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    op.create_index(
        op.f("ix_journal_entry_organisation_id_id"), "journal_entry", ["organisation_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_journal_entry_subject_kind_subject_id_id"),
        "journal_entry",
        ["subject_kind", "subject_id", "id"],
        unique=False,
    )


def _kept_form() -> None:
    op.create_table(
        "kept_form",
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_kept_form")),
    )
    op.create_index(op.f("ix_kept_form_at"), "kept_form", ["at"], unique=False)


def _municipality() -> None:
    op.create_table(
        "municipality",
        sa.Column("nis", sa.String(length=5), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("sort_nl", sa.String(), nullable=False),
        sa.Column("sort_fr", sa.String(), nullable=False),
        sa.Column("sort_de", sa.String(), nullable=False),
        sa.Column("sort_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("nis", name=op.f("pk_municipality")),
    )
    op.create_index(op.f("ix_municipality_province"), "municipality", ["province"], unique=False)
    op.create_index(op.f("ix_municipality_sort_de_nis"), "municipality", ["sort_de", "nis"], unique=True)
    op.create_index(op.f("ix_municipality_sort_en_nis"), "municipality", ["sort_en", "nis"], unique=True)
    op.create_index(op.f("ix_municipality_sort_fr_nis"), "municipality", ["sort_fr", "nis"], unique=True)
    op.create_index(op.f("ix_municipality_sort_nl_nis"), "municipality", ["sort_nl", "nis"], unique=True)


def _outbox_event() -> None:
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("actor_key", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("detail_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_event")),
    )
    op.create_index(
        op.f("ix_outbox_event_subject_kind_subject_id_at"),
        "outbox_event",
        ["subject_kind", "subject_id", "at"],
        unique=False,
    )
    op.create_index(
        "ix_outbox_event_untold",
        "outbox_event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("is_moderator", sa.Boolean(), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_person_pseudonym")),
    )


def _reason() -> None:
    op.create_table(
        "reason",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("wordings", sa.JSON(), nullable=False),
        sa.Column("hides_page", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_reason")),
    )


def _reference() -> None:
    op.create_table(
        "reference",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reference")),
    )


def _reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "about", name=op.f("pk_reminder")),
    )


def _authenticator() -> None:
    op.create_table(
        "authenticator",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_authenticator_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_authenticator")),
    )


def _digest() -> None:
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(30), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_digest_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
    )
    op.create_index(op.f("ix_digest_built_at"), "digest", ["built_at"], unique=False)
    op.create_index(op.f("ix_digest_person_id"), "digest", ["person_id"], unique=False)
    op.create_index("uq_digest_period", "digest", ["address", "rhythm", "period"], unique=True)


def _identity() -> None:
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_identity_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_person_id"), "identity", ["person_id"], unique=False)


def _journal_link() -> None:
    op.create_table(
        "journal_link",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("entry_digest", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal_entry.id"], name=op.f("fk_journal_link_entry_id_journal_entry")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_journal_link")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_journal_link_entry_id")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_link_hash")),
    )


def _journal_pending() -> None:
    op.create_table(
        "journal_pending",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal_entry.id"], name=op.f("fk_journal_pending_entry_id_journal_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_journal_pending")),
    )


def _mail_preference() -> None:
    op.create_table(
        "mail_preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_mail_preference_hour_of_day")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_preference_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_preference")),
    )


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["outbox_event.id"], name=op.f("fk_message_event_id_outbox_event")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_message_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_person_id_at_id"), "message", ["person_id", "at", "id"], unique=False)
    op.create_index(
        "ix_message_unread",
        "message",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index("uq_message_event", "message", ["event_id", "person_id"], unique=True)


def _one_time_token() -> None:
    op.create_table(
        "one_time_token",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_token_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_one_time_token")),
    )
    op.create_index(op.f("ix_one_time_token_person_id"), "one_time_token", ["person_id"], unique=False)


def _organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("pillar", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("municipality", sa.String(length=5), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("enterprise_number", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("names_before", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR state = 'merged'", name=op.f("ck_organisation_merged_into_another")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organisation.id"], name=op.f("fk_organisation_merged_into_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipality.nis"], name=op.f("fk_organisation_municipality_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_index(op.f("ix_organisation_enterprise_number"), "organisation", ["enterprise_number"], unique=False)
    op.create_index(op.f("ix_organisation_kind"), "organisation", ["kind"], unique=False)
    op.create_index(op.f("ix_organisation_pillar"), "organisation", ["pillar"], unique=False)
    op.create_index(op.f("ix_organisation_sort_name"), "organisation", ["sort_name"], unique=False)
    op.create_index(
        op.f("ix_organisation_state_pillar_sort_name"), "organisation", ["state", "pillar", "sort_name"], unique=False
    )


def _passkey() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"], unique=False)


def _recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False)


def _signed_in() -> None:
    op.create_table(
        "signed_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hat", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("with_factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signed_in_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in")),
        sa.UniqueConstraint("digest", name=op.f("uq_signed_in_digest")),
    )
    op.create_index(op.f("ix_signed_in_person_id"), "signed_in", ["person_id"], unique=False)


def _application() -> None:
    op.create_table(
        "application",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("applicant", sa.String(), nullable=False),
        sa.Column("applicant_email", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_application_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_application")),
    )


def _digest_entry() -> None:
    op.create_table(
        "digest_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(30), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_entry_digest_id_digest")),
        sa.ForeignKeyConstraint(["event_id"], ["outbox_event.id"], name=op.f("fk_digest_entry_event_id_outbox_event")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_digest_entry_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_entry")),
    )
    op.create_index(op.f("ix_digest_entry_digest_id"), "digest_entry", ["digest_id"], unique=False)
    op.create_index(op.f("ix_digest_entry_person_id"), "digest_entry", ["person_id"], unique=False)
    op.create_index(
        "ix_digest_entry_waiting",
        "digest_entry",
        ["rhythm", "address"],
        unique=False,
        sqlite_where=sa.text("digest_id IS NULL"),
        postgresql_where=sa.text("digest_id IS NULL"),
    )
    op.create_index("uq_digest_entry_event", "digest_entry", ["event_id", "address"], unique=True)


def _former_name() -> None:
    op.create_table(
        "former_name",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_former_name_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_former_name")),
    )
    op.create_index(op.f("ix_former_name_organisation_id"), "former_name", ["organisation_id"], unique=False)


def _initiative() -> None:
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.Column("first_public", sa.Integer(), nullable=True),
        sa.Column("left_status", sa.String(30), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("agreed", sa.String(), nullable=False),
        sa.Column("next_by", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("hour", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("contact_shown", sa.Boolean(), nullable=False),
        sa.Column("links", sa.String(), nullable=False),
        sa.Column("facilitator", sa.String(), nullable=False),
        sa.Column("follow_up", sa.String(), nullable=False),
        sa.CheckConstraint("(status = 'draft') = (shown IS NULL)", name=op.f("ck_initiative_version_from_submit")),
        sa.CheckConstraint(
            "left_status IS NULL OR status IN ('unpublished', 'withdrawn')", name=op.f("ck_initiative_left_until_back")
        ),
        sa.CheckConstraint(
            "status <> 'concluded' OR outcome IS NOT NULL", name=op.f("ck_initiative_concluded_with_outcome")
        ),
        sa.CheckConstraint(
            "status <> 'unpublished' OR left_status IS NOT NULL", name=op.f("ck_initiative_left_when_unpublished")
        ),
        sa.CheckConstraint(
            "status NOT IN ('draft', 'submitted', 'changes_requested', 'consultation', 'declined') OR published_at IS NULL",
            name=op.f("ck_initiative_published_later"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('published', 'concluded', 'unpublished') OR published_at IS NOT NULL",
            name=op.f("ck_initiative_published_when"),
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) = (first_public IS NULL)", name=op.f("ck_initiative_first_public_version")
        ),
        sa.CheckConstraint("(taken_by_id IS NULL) = (taken_at IS NULL)", name=op.f("ck_initiative_taken_when")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_initiative_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_initiative_taken_by_id_person")),
        *(
            []
            if _is_postgresql()
            else [
                sa.ForeignKeyConstraint(["decline_id"], ["decision.id"], name=op.f("fk_initiative_decline_id_decision"))
            ]
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("reference", name=op.f("uq_initiative_reference")),
    )
    op.create_index(
        "ix_initiative_newest",
        "initiative",
        ["published_at", "id", "status", "organisation_id", "language"],
        unique=False,
    )
    op.create_index(
        op.f("ix_initiative_organisation_id_status_id"), "initiative", ["organisation_id", "status", "id"], unique=False
    )
    op.create_index(
        op.f("ix_initiative_status_published_at_id"), "initiative", ["status", "published_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_initiative_status_waiting_since_id"), "initiative", ["status", "waiting_since", "id"], unique=False
    )


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("mandate_words", sa.String(), nullable=False),
        sa.Column("mandate_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("awaits_desk", sa.Boolean(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by_id IS NULL)", name=op.f("ck_invitation_accepted_by_someone")
        ),
        sa.CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name=op.f("ck_invitation_accepted_or_revoked")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitation_email_lower")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name=op.f("fk_invitation_accepted_by_id_person")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    op.create_index(
        "uq_invitation_open",
        "invitation",
        ["organisation_id", "email"],
        unique=True,
        sqlite_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.CheckConstraint("(event_id IS NULL) <> (digest_id IS NULL)", name=op.f("ck_mail_event_or_digest")),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_mail_digest_id_digest")),
        sa.ForeignKeyConstraint(["event_id"], ["outbox_event.id"], name=op.f("fk_mail_event_id_outbox_event")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("digest_id", name=op.f("uq_mail_digest_id")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_id")),
    )
    op.create_index(
        "ix_mail_given_up",
        "mail",
        ["id"],
        unique=False,
        sqlite_where=sa.text("given_up_at IS NOT NULL"),
        postgresql_where=sa.text("given_up_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_mail_person_id"), "mail", ["person_id"], unique=False)
    op.create_index(
        "ix_mail_waiting",
        "mail",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND given_up_at IS NULL AND dropped_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL AND dropped_at IS NULL"),
    )
    op.create_index("uq_mail_event", "mail", ["event_id", "address"], unique=True)


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("mandate_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mandate_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mandate_words", sa.String(), nullable=False),
        sa.Column("awaits_desk", sa.Boolean(), nullable=False),
        sa.Column("warned_days", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(mandate_from IS NOT NULL) = (role = 'representative')",
            name=op.f("ck_membership_mandate_of_representative"),
        ),
        sa.CheckConstraint(
            "mandate_until IS NULL OR mandate_from < mandate_until", name=op.f("ck_membership_mandate_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_index(
        "uq_membership_person",
        "membership",
        ["person_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _ruling() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_ruling_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ruling_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index(op.f("ix_ruling_organisation_id_id"), "ruling", ["organisation_id", "id"], unique=False)


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("scope", sa.String(30), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_code", sa.String(), nullable=True),
        sa.Column("hidden_words", sa.String(), nullable=False),
        sa.Column("hidden_language", sa.String(), nullable=False),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contest_words", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_words", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'taken_back') = (taken_back_at IS NOT NULL)", name=op.f("ck_comment_taken_back_when")
        ),
        sa.CheckConstraint(
            "organisation_id IS NOT NULL OR scope = 'moderators'", name=op.f("ck_comment_desk_answers_notes")
        ),
        sa.CheckConstraint("state <> 'shown' OR hidden_at IS NULL", name=op.f("ck_comment_shown_unless_hidden")),
        sa.CheckConstraint(
            "state NOT IN ('contested', 'kept_hidden', 'shown_again') OR contested_at IS NOT NULL",
            name=op.f("ck_comment_contested_when"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('hidden', 'contested', 'kept_hidden', 'shown_again') OR hidden_at IS NOT NULL",
            name=op.f("ck_comment_hidden_when"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_comment_decided_by_someone")
        ),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_by_id IS NULL)", name=op.f("ck_comment_hidden_by_someone")),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_code IS NULL)", name=op.f("ck_comment_hidden_with_reason")),
        sa.CheckConstraint(
            "(organisation_id IS NULL) = (membership_id IS NULL)", name=op.f("ck_comment_membership_of_organisation")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> hidden_by_id", name=op.f("ck_comment_decided_by_another")
        ),
        sa.CheckConstraint(
            "parent_id IS NOT NULL OR organisation_id = opened_by_id",
            name=op.f("ck_comment_opened_by_its_organisation"),
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_comment_decided_by_id_person")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["person.id"], name=op.f("fk_comment_hidden_by_id_person")),
        sa.ForeignKeyConstraint(["hidden_code"], ["reason.code"], name=op.f("fk_comment_hidden_code_reason")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_comment_initiative_id_initiative")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_comment_membership_id_membership")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["organisation.id"], name=op.f("fk_comment_opened_by_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_comment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id", "initiative_id", "scope", "opened_by_id"],
            ["comment.id", "comment.initiative_id", "comment.scope", "comment.opened_by_id"],
            name="fk_comment_parent_id_comment",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint(
            "id", "initiative_id", "scope", "opened_by_id", name=op.f("uq_comment_id_initiative_id_scope_opened_by_id")
        ),
        sa.UniqueConstraint("once", name=op.f("uq_comment_once")),
        sa.UniqueConstraint("public_id", name=op.f("uq_comment_public_id")),
    )
    op.create_index(
        "ix_comment_contested",
        "comment",
        ["contested_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'contested'"),
        postgresql_where=sa.text("state = 'contested'"),
    )
    op.create_index(
        op.f("ix_comment_initiative_id_parent_id_id"), "comment", ["initiative_id", "parent_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_comment_organisation_id_initiative_id_id"),
        "comment",
        ["organisation_id", "initiative_id", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_comment_parent_id_id"), "comment", ["parent_id", "id"], unique=False)
    op.create_index(
        "ix_comment_waiting",
        "comment",
        ["waiting_since", "id"],
        unique=False,
        sqlite_where=sa.text("waiting_since IS NOT NULL"),
        postgresql_where=sa.text("waiting_since IS NOT NULL"),
    )


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_desk", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_decision_initiative_id_initiative")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id_person")),
        sa.ForeignKeyConstraint(["reason_code"], ["reason.code"], name=op.f("fk_decision_reason_code_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_initiative_id_id"), "decision", ["initiative_id", "id"], unique=False)


def _initiative_words() -> None:
    op.create_table(
        "initiative_words",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("vector", VECTOR, nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_words_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("initiative_id", name=op.f("pk_initiative_words")),
    )
    if _is_postgresql():
        op.create_index(
            op.f("ix_initiative_words_vector"), "initiative_words", ["vector"], unique=False, postgresql_using="gin"
        )


def _translation() -> None:
    op.create_table(
        "translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["organisation.id"], name=op.f("fk_translation_checked_by_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_translation_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["organisation.id"], name=op.f("fk_translation_made_by_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint(
            "initiative_id", "language", "version", name=op.f("uq_translation_initiative_id_language_version")
        ),
    )


def _version() -> None:
    op.create_table(
        "version",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(length=5), nullable=False),
        sa.Column("date_kind", sa.String(), nullable=False),
        sa.Column("date_from", sa.Date(), nullable=True),
        sa.Column("date_to", sa.Date(), nullable=True),
        sa.Column("limits", sa.String(), nullable=False),
        sa.Column("substantive", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_version_initiative_id_initiative")),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipality.nis"], name=op.f("fk_version_municipality_municipality")
        ),
        sa.PrimaryKeyConstraint("initiative_id", "number", name=op.f("pk_version")),
    )
    op.create_index(
        op.f("ix_version_date_from_initiative_id_date_to"),
        "version",
        ["date_from", "initiative_id", "date_to"],
        unique=False,
    )
    op.create_index(
        op.f("ix_version_date_to_date_from_initiative_id"),
        "version",
        ["date_to", "date_from", "initiative_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_version_municipality_initiative_id"), "version", ["municipality", "initiative_id"], unique=False
    )


def _voice() -> None:
    op.create_table(
        "voice",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_voice_initiative_id_initiative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_voice_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("initiative_id", "organisation_id", name=op.f("pk_voice")),
    )


def _watch() -> None:
    op.create_table(
        "watch",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_watch_initiative_id_initiative"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_watch_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "initiative_id", name=op.f("pk_watch")),
    )
    op.create_index(op.f("ix_watch_initiative_id"), "watch", ["initiative_id"], unique=False)


def _working_copy() -> None:
    op.create_table(
        "working_copy",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("date_kind", sa.String(), nullable=False),
        sa.Column("date_from", sa.String(), nullable=False),
        sa.Column("date_to", sa.String(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("limits", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("contact_shown", sa.Boolean(), nullable=False),
        sa.Column("links", sa.String(), nullable=False),
        sa.Column("facilitator", sa.String(), nullable=False),
        sa.Column("follow_up", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_working_copy_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("initiative_id", name=op.f("pk_working_copy")),
    )


def _ask() -> None:
    op.create_table(
        "ask",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("pillar", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id", "version"],
            ["version.initiative_id", "version.number"],
            name=op.f("fk_ask_initiative_id_version_version"),
        ),
        sa.PrimaryKeyConstraint("initiative_id", "version", "key", name=op.f("pk_ask")),
    )
    op.create_index(op.f("ix_ask_pillar"), "ask", ["pillar"], unique=False)


def _co_signature() -> None:
    op.create_table(
        "co_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("signed_as_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(30), nullable=True),
        sa.Column("ending_reason", sa.String(), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name=op.f("ck_co_signature_ended_how")),
        sa.ForeignKeyConstraint(
            ["initiative_id", "version"],
            ["version.initiative_id", "version.number"],
            name=op.f("fk_co_signature_initiative_id_version_version"),
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_co_signature_initiative_id_initiative")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_co_signature_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_co_signature_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_co_signature_person_id_person")),
        sa.ForeignKeyConstraint(
            ["signed_as_id"], ["organisation.id"], name=op.f("fk_co_signature_signed_as_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_signature")),
    )
    op.create_index(op.f("ix_co_signature_initiative_id_id"), "co_signature", ["initiative_id", "id"], unique=False)
    op.create_index(
        op.f("ix_co_signature_organisation_id_initiative_id"),
        "co_signature",
        ["organisation_id", "initiative_id"],
        unique=False,
    )
    op.create_index(
        "uq_co_signature_in_force",
        "co_signature",
        ["initiative_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _comment_text() -> None:
    op.create_table(
        "comment_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_text_comment_id_comment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_text")),
    )
    op.create_index(op.f("ix_comment_text_comment_id"), "comment_text", ["comment_id"], unique=False)


def _remark() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_remark_decision_id_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_decision_id"), "remark", ["decision_id"], unique=False)


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_report_comment_id_comment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("comment_id", "person_id", name=op.f("uq_report_comment_id_person_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_report_receipt")),
    )
    op.create_index(
        "ix_report_unhandled",
        "report",
        ["comment_id", "at"],
        unique=False,
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )


def _version_audience() -> None:
    op.create_table(
        "version_audience",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id", "number"],
            ["version.initiative_id", "version.number"],
            name=op.f("fk_version_audience_initiative_id_number_version"),
        ),
        sa.PrimaryKeyConstraint("initiative_id", "number", "audience", name=op.f("pk_version_audience")),
    )
    op.create_index(op.f("ix_version_audience_audience"), "version_audience", ["audience"], unique=False)


def _commitment() -> None:
    op.create_table(
        "commitment",
        sa.Column("co_signature_id", sa.Integer(), nullable=False),
        sa.Column("ask_key", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_commitment_something")),
        sa.ForeignKeyConstraint(
            ["co_signature_id"], ["co_signature.id"], name=op.f("fk_commitment_co_signature_id_co_signature")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id", "version", "ask_key"],
            ["ask.initiative_id", "ask.version", "ask.key"],
            name=op.f("fk_commitment_initiative_id_version_ask_key_ask"),
        ),
        sa.PrimaryKeyConstraint("co_signature_id", "ask_key", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_initiative_id"), "commitment", ["initiative_id"], unique=False)


TABLES = (
    _failed_sign_in,
    _follow,
    _form_nonce,
    _journal_entry,
    _kept_form,
    _municipality,
    _outbox_event,
    _person,
    _reason,
    _reference,
    _reminder,
    _authenticator,
    _digest,
    _identity,
    _journal_link,
    _journal_pending,
    _mail_preference,
    _message,
    _one_time_token,
    _organisation,
    _passkey,
    _recovery_code,
    _signed_in,
    _application,
    _digest_entry,
    _former_name,
    _initiative,
    _invitation,
    _mail,
    _membership,
    _ruling,
    _comment,
    _decision,
    _initiative_words,
    _translation,
    _version,
    _voice,
    _watch,
    _working_copy,
    _ask,
    _co_signature,
    _comment_text,
    _remark,
    _report,
    _version_audience,
    _commitment,
)


def upgrade() -> None:
    for make in TABLES:
        make()
    if _is_postgresql():  # the two tables point at one another; SQLite takes that at once
        op.create_foreign_key("fk_initiative_decline_id_decision", "initiative", "decision", ["decline_id"], ["id"])
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.execute(sa.DDL(statement.replace("%", "%%")))


def downgrade() -> None:
    raise NotImplementedError("before the first version there is nothing to go back to")
