"""The collections and their indexes, declared once: both stores are built from these tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Index:
    """An ascending index over dotted `fields`.

    A unique index refuses a second document with the same values. None of these may be None, except where
    the index is `optional`: it then has one field, of texts, and leaves out the documents without it.
    `where` leaves out the documents that do not equal it. `multikey` names an array each of whose elements
    is an entry: `fields` are that array itself, or fields of its documents such as "identities.platform",
    and texts where the index is unique. `expire_after` is how long after the time in its one field a
    document is deleted.
    """

    name: str
    fields: tuple[str, ...]
    unique: bool = False
    optional: bool = False
    where: tuple[tuple[str, str | bool | None], ...] = ()
    multikey: str | None = None
    expire_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """`fields` are those beside `_id`, `version`, `created_at` and `updated_at`.

    Those that are also in `arrays` hold lists and no other top-level field does: both stores refuse a
    document that says otherwise, since a list is asked about, and indexed, in another way than a value.
    """

    name: str
    fields: tuple[str, ...]
    indexes: tuple[Index, ...] = ()
    arrays: frozenset[str] = frozenset()

    @property
    def owner(self) -> str:
        """The field with the id of the person whose documents these are; empty where they are nobody's."""
        return next((name for name in ("student_id", "user_id") if name in self.fields), "")


def collection(name: str, fields: str, *indexes: Index) -> Collection:
    """A collection from its fields as words; "tags[]" is an array."""
    words = fields.split()
    return Collection(
        name,
        tuple(word.removesuffix("[]") for word in words),
        indexes,
        frozenset(word.removesuffix("[]") for word in words if word.endswith("[]")),
    )


COLLECTIONS: tuple[Collection, ...] = (
    collection(
        "users",
        "name email email_typed password_hash image role registered_at last_login resume job_descriptions[] "
        "identities[] claimed[] joined_into keeps_login link_code proof timezone locale nudge_settings "
        "retrying sharing look_at unanswered nudged_on seen_on streak interview_on digest_at resume_before "
        "analysis_due_at description_before matched off_board",
        Index("email", ("email",), unique=True, optional=True),
        Index(
            "identity",
            ("identities.user_id", "identities.platform", "identities.workspace_id"),
            unique=True,
            multikey="identities",
        ),
        Index("claimed", ("claimed.user_id", "claimed.platform"), multikey="claimed"),
        Index("joined", ("joined_into",)),
        Index("name", ("name",)),
        Index("look", ("look_at",)),
        Index("digest", ("digest_at",)),
        Index("analysis", ("analysis_due_at",)),
    ),
    collection(
        "interview_sessions",
        "student_id kind stream company role resume_text jd_text status interrupted paused_at rounds[] "
        "plan[] current_round questions[] place held_as participants[] difficulty seed started_at "
        "last_active_at warn_at draft draft_due_at events[] completed_at result_summary report_id pdf_path "
        "focus[] topics[] project mode phase topic for_gap minutes room open_room home members[] remind_at "
        "closes_at post_due_at post_tried due_at shown_in showing summary_due_at",
        Index("student", ("student_id", "started_at")),
        Index("started_at", ("started_at",)),
        Index("open_solo", ("student_id",), unique=True, where=(("kind", "solo"), ("status", "in_progress"))),
        Index("activity", ("status", "last_active_at")),
        Index("warning", ("status", "warn_at")),
        Index("draft_due", ("status", "draft_due_at")),
        Index("place", ("place",)),
        Index("open_room", ("open_room",), unique=True, optional=True),
        Index("home", ("home", "started_at")),
        Index("group_due", ("due_at",)),
        Index("participants", ("participants",), multikey="participants"),
    ),
    collection(
        "interview_questions",
        "origin retired round stream tags[] companies[] difficulty prompt rubric[] model_answer hints[] "
        "follow_ups[] time_limit_seconds competency about_project signature public_tests[] hidden_tests[] "
        "compare reference_solution wrong_solutions[] complexity",
        Index("round_difficulty", ("round", "difficulty")),
        Index("tags", ("tags",), multikey="tags"),
    ),
    collection(
        "interview_attempts",
        "session_id student_id round question_id student_answer try event_id predicted hints_used "
        "time_taken_seconds over_time followed_up appeal answered_at score low high rows[] feedback grader "
        "provisional flags[] verdict grades[] owed_at owed_tries owed_why tell_due_at shown_in told "
        "cards_due_at withheld remarks[] remark_due_at",
        Index("one_try", ("session_id", "question_id", "student_id", "try"), unique=True),
        Index("student", ("student_id", "created_at")),
        Index("ungraded", ("created_at",), where=(("score", None),)),
        Index("owed", ("owed_at",)),
        Index("telling", ("tell_due_at",)),
        Index("cards", ("cards_due_at",)),
        Index("remark", ("remark_due_at",)),
        Index("remarks", ("remarks.mentor_id",), multikey="remarks"),
        Index("answered", ("answered_at",)),
        Index("question", ("question_id", "answered_at")),
    ),
    collection(
        "company_interview_knowledge",
        "origin retired company aliases[] names[] rounds[] dsa_topics[] behavioral_themes[] "
        "system_design_topics[] difficulty tips[] sources[]",
        Index("names", ("names",), unique=True, multikey="names"),
    ),
    collection(
        "company_research_queue",
        "company role request_count status",
        Index("company", ("company",), unique=True),
    ),
    collection(
        "interview_reports",
        "session_id student_id overall low high by_round[] strengths[] weaknesses[] feedback "
        "improvement_plan[] pdf_path pages sent",
        Index("student", ("student_id", "created_at")),
        Index("session", ("session_id",), unique=True, optional=True),
        Index("undrawn", ("updated_at",), where=(("pdf_path", None),)),
    ),
    collection(
        "roadmaps",
        "origin retired name aliases[] names[] about stages[] quizzes[]",
        Index("names", ("names",), unique=True, multikey="names"),
    ),
    collection(
        "learning_paths",
        "student_id skill current_level target_level gap_priority priority_named hours hours_named deadline "
        "started_on template stages[] progress touched_at logged[] owed[] owed_at dropped_at absorbed[]",
        Index("student_skill", ("student_id", "skill"), unique=True),
        Index("stages_due", ("stages.status", "stages.due_at"), multikey="stages"),
        Index("owed", ("owed_at",)),
    ),
    collection(
        "learning_progress",
        "student_id path_id resource_id stage_number completed_at minutes",
        Index("student_resource", ("student_id", "resource_id"), unique=True),
    ),
    collection(
        "quiz_sittings",
        "student_id path_id skill stage items[] passing_score state started_at ended_at score owed_at",
        Index("student", ("student_id", "started_at")),
        Index("stage", ("path_id", "stage", "started_at")),
        Index("owed", ("owed_at",)),
        Index("open_quiz", ("path_id", "stage"), unique=True, where=(("state", "open"),)),
    ),
    collection(
        "chat_sessions",
        "user_id started_at last_active_at ended_at messages[] context_tags[] given[] is_active rolled_over "
        "continues carried[] summary summarised",
        Index("user", ("user_id", "started_at")),
        Index("is_active", ("is_active", "last_active_at")),
        Index("active_user", ("user_id",), unique=True, where=(("is_active", True),)),
    ),
    collection(
        "review_cards",
        "student_id question_id point_id source topics[] front back read url fsrs due_at missed_at weight "
        "attempt_id reviewed reviews[] buried",
        Index("student_due", ("student_id", "due_at")),
        Index("one_card", ("student_id", "question_id", "point_id"), unique=True),
    ),
    collection(
        "mentorships",
        "mentor_id student_id scopes[] days state expires_at asked_at told_at commented_at "
        "commented looks[] coming[]",
        Index("pair", ("mentor_id", "student_id"), unique=True),
        Index("student", ("student_id",)),
    ),
    collection(
        "assignments",
        "student_id mentor_id key task due_on due_at state done_at score ended word untold tell_due_at",
        Index("key", ("key",), unique=True, where=(("state", "open"),)),
        Index("student", ("student_id", "created_at")),
        Index("mentor", ("mentor_id", "created_at")),
        Index("telling", ("tell_due_at",)),
    ),
    collection(
        "panel_scores",
        "session_id student_id question_id subject_id about rows[] whole given_at",
        Index("one_score", ("session_id", "question_id", "student_id", "about"), unique=True),
        Index("student", ("student_id",)),
        Index("subject", ("subject_id",)),
    ),
    collection(
        "nudges",
        "key user_id kind due_at state lease_until attempts payload sent_at error",
        Index("key", ("key",), unique=True),
        Index("state_due", ("state", "due_at")),
        Index("user", ("user_id", "due_at")),
    ),
    collection(
        "ai_usage",
        "user_id day purpose model calls input_tokens output_tokens cost_microusd failures absorbed[]",
        Index("user_day", ("user_id", "day", "purpose", "model"), unique=True),
        Index("day", ("day",)),
    ),
    collection(
        "tombstones",
        "into owed_at salt files[]",
        Index("owed", ("owed_at",)),
        Index("ended", ("created_at",)),
        Index("into", ("into",)),
    ),
    collection(
        "link_codes",
        "user_id expires_at used_at used_by",
        Index("created_at", ("created_at",), expire_after=timedelta(days=1)),
        Index("user", ("user_id",)),
    ),
    collection(
        "lockouts",
        "failures since locked_until",
        Index("updated_at", ("updated_at",), expire_after=timedelta(days=2)),
    ),
    collection(
        "audit_log",
        "at admin_id admin_key action subject change outcome",
        Index("at", ("at",)),
        Index("admin", ("admin_id", "at")),
        Index("subject", ("subject",)),
    ),
    collection(
        "exports",
        "user_id begun_at finished_at parts[]",
        Index("begun", ("begun_at",)),
    ),
    collection(
        "withdrawn",
        "kind slug",
    ),
    collection(
        "set_aside_jobs",
        "name payload error tries failed_at",
        Index("failed_at", ("failed_at",)),
    ),
    collection(
        "inbox",
        "seen_at state owner lease_until",
        Index("seen_at", ("seen_at",), expire_after=timedelta(days=7)),
    ),
    collection(
        "slack_installs",
        "enterprise_id team_id team_name app_id bot_id bot_user_id bot_token scopes[] installed_by "
        "installed_at gone_at",
        Index("workspace", ("enterprise_id", "team_id"), unique=True),
        Index("team", ("team_id", "installed_at")),
    ),
    collection(
        "slack_states",
        "issued_at",
        Index("issued_at", ("issued_at",), expire_after=timedelta(days=1)),
    ),
    collection("meta", "value"),
)

OWNERS: Mapping[str, str] = MappingProxyType({c.name: c.owner for c in COLLECTIONS if c.owner})
"""The field of each collection that names the person whose documents these are."""
