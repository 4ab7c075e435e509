"""The table of moves, compared with a literal twin: a changed rule must be changed here too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feedback.workflow import (
    MOVES,
    MOVES_BY_NAME,
    STATE_TYPES,
    Actor,
    CaseFacts,
    MoveName,
    MoveRefusedError,
    Need,
    Refusal,
    State,
    StateType,
    check_move,
    legal_moves,
    refusal_of,
    state_type,
    states_of,
)
from feedback.workflow_labels import MOVE_LABELS, NEXT_STEP_LABELS, REFUSAL_LABELS, STATE_LABELS

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

# name: (from, to, who, what must be given, clock, limit)
TWIN = {
    "receive": ("draft", "received", "citizen system", "", "start", None),
    "reject": ("received", "rejected", "intake", "comment reject_reason", "stop", None),
    "object": ("rejected", "received", "citizen", "comment", "restart", 1),
    "redirect": ("received", "redirected", "intake", "comment", "stop", None),
    "ask_info": (
        "assigned extended forwarded in_progress received",
        "need_info",
        "intake officer unit_head",
        "comment",
        "pause",
        1,
    ),
    "supply_info": ("need_info", None, "citizen intake officer", "comment", "resume", None),
    "close_no_reply": ("need_info", "closed_no_reply", "system", "", "stop", None),
    "forward": (
        "assigned extended forwarded in_progress received returned",
        "forwarded",
        "intake unit_head",
        "comment department",
        "none",
        None,
    ),
    "send_back": ("forwarded", "returned", "unit_head", "comment", "none", None),
    "take_back": ("returned", "received", "intake unit_head", "", "none", None),
    "assign": (
        "assigned extended forwarded in_progress received reopened",
        "assigned",
        "intake unit_head",
        "assignee",
        "none",
        None,
    ),
    "start": (
        "assigned collecting extended forwarded received reopened",
        "in_progress",
        "officer",
        "",
        "none",
        None,
    ),
    "extend": ("in_progress", "extended", "unit_head", "comment", "extend", 1),
    "suspend": ("extended in_progress", "suspended", "unit_head", "comment", "pause", None),
    "resume": ("suspended", "in_progress", "officer unit_head", "", "resume", None),
    "collect": ("extended in_progress", "collecting", "unit_head", "comment", "none", None),
    "submit_answer": ("collecting extended in_progress", "answer_review", "officer", "answer", "none", None),
    "return_answer": ("answer_review", "in_progress", "unit_head", "comment", "none", None),
    "approve_answer": ("answer_review", "answered", "unit_head", "", "stop", None),
    "answer": ("collecting extended in_progress", "answered", "unit_head", "answer", "stop", None),
    "propose_publication": ("answered", "publish_pending", "editor officer unit_head", "", "none", None),
    "publish": ("publish_pending", "published", "editor", "public_text", "none", None),
    "decline_publication": ("publish_pending", "closed", "editor", "comment", "none", None),
    "reopen": ("answered closed publish_pending published", "reopened", "citizen", "comment", "restart", 1),
    "close": ("answered published", "closed", "system", "", "none", None),
}

TYPES = {
    "open": "received forwarded returned assigned in_progress extended collecting answer_review reopened",
    "waiting": "draft need_info suspended",
    "answered": "answered publish_pending published",
    "ended": "rejected redirected closed closed_no_reply",
}


def _facts(state: str, kind: str = "pakn_conduct", **more: object) -> CaseFacts:
    return CaseFacts(state=State(state), kind=kind, done=more.pop("done", {}), **more)  # type: ignore[arg-type]


def test_the_table_is_its_literal_twin() -> None:
    rows = {
        move.name.value: (
            " ".join(sorted(move.froms)),
            move.to.value if move.to else None,
            " ".join(sorted(move.actors)),
            " ".join(sorted(move.needs)),
            move.clock.value,
            move.limit,
        )
        for move in MOVES
    }
    assert rows == TWIN


def test_what_only_some_moves_ask_for() -> None:
    assert {m.name: m.kinds for m in MOVES if m.kinds} == {MoveName.COLLECT: ("pakn_regulation",)}
    assert {m.name: m.within for m in MOVES if m.within} == {MoveName.REOPEN: timedelta(days=30)}
    assert {m.name for m in MOVES if m.needs_consent} == {MoveName.PROPOSE_PUBLICATION, MoveName.PUBLISH}


def test_every_state_has_the_type_of_the_twin() -> None:
    assert {kind: set(words.split()) for kind, words in TYPES.items()} == {
        kind.value: {state.value for state in states_of(kind)} for kind in StateType
    }
    assert set(STATE_TYPES) == set(State)


def test_every_row_has_words() -> None:
    assert set(STATE_LABELS) == set(NEXT_STEP_LABELS) == set(State)
    assert set(MOVE_LABELS) == set(MoveName) == {move.name for move in MOVES}
    assert set(REFUSAL_LABELS) == set(Refusal)


def test_every_state_but_the_ended_ones_can_be_left_and_all_can_be_reached() -> None:
    left = {state for move in MOVES for state in move.froms}
    reached = {move.to for move in MOVES if move.to} | {State.DRAFT}
    assert set(states_of(StateType.OPEN, StateType.WAITING, StateType.ANSWERED)) <= left
    assert reached == set(State)


@pytest.mark.parametrize("name", list(MoveName))
@pytest.mark.parametrize("state", list(State))
def test_a_move_is_refused_in_every_state_that_is_not_its_own(name: MoveName, state: State) -> None:
    facts = _facts(state, "pakn_regulation", answered_at=NOW, publish_consent=True)
    allowed = name in {move.name for move in legal_moves(facts, list(Actor), NOW)}
    assert allowed == (state.value in TWIN[name][0].split())


@pytest.mark.parametrize("name", list(MoveName))
@pytest.mark.parametrize("actor", list(Actor))
def test_nobody_makes_a_move_that_is_not_his(name: MoveName, actor: Actor) -> None:
    state = TWIN[name][0].split()[0]
    facts = _facts(state, "pakn_regulation", answered_at=NOW, publish_consent=True)
    allowed = name in {move.name for move in legal_moves(facts, [actor], NOW)}
    assert allowed == (actor.value in TWIN[name][2].split())


@pytest.mark.parametrize(("name", "state"), [("extend", "in_progress"), ("ask_info", "received")])
def test_what_is_allowed_once_is_refused_the_second_time(name: str, state: str) -> None:
    facts = _facts(state, done={name: 1})
    with pytest.raises(MoveRefusedError) as caught:
        check_move(name, facts, list(Actor), list(Need), NOW)
    assert caught.value.refusal is Refusal.LIMIT


def test_a_case_is_reopened_once_and_within_thirty_days() -> None:
    answered = NOW - timedelta(days=30)
    facts = _facts("answered", answered_at=answered)
    assert check_move("reopen", facts, [Actor.CITIZEN], [Need.COMMENT], NOW).to is State.REOPENED
    late = NOW + timedelta(seconds=1)
    reopen = MOVES_BY_NAME[MoveName.REOPEN]
    assert refusal_of(reopen, facts, [Actor.CITIZEN], late) is Refusal.WINDOW
    again = _facts("answered", answered_at=NOW, done={"reopen": 1})
    assert refusal_of(reopen, again, [Actor.CITIZEN], NOW) is Refusal.LIMIT
    never = _facts("closed")
    assert refusal_of(reopen, never, [Actor.CITIZEN], NOW) is Refusal.WINDOW


def test_a_row_of_law_in_the_case_changes_the_time_for_reopening() -> None:
    reopen = MOVES_BY_NAME[MoveName.REOPEN]
    longer = _facts("answered", answered_at=NOW, window=timedelta(days=60))
    shorter = _facts("answered", answered_at=NOW, window=timedelta(days=10))
    assert refusal_of(reopen, longer, [Actor.CITIZEN], NOW + timedelta(days=60)) is None
    assert refusal_of(reopen, shorter, [Actor.CITIZEN], NOW + timedelta(days=11)) is Refusal.WINDOW


def test_only_a_regulation_is_collected_further() -> None:
    with pytest.raises(MoveRefusedError) as caught:
        check_move("collect", _facts("in_progress", "question"), [Actor.UNIT_HEAD], [Need.COMMENT], NOW)
    assert caught.value.refusal is Refusal.KIND


def test_nothing_is_published_without_consent() -> None:
    with pytest.raises(MoveRefusedError) as caught:
        check_move("publish", _facts("publish_pending"), [Actor.EDITOR], list(Need), NOW)
    assert caught.value.refusal is Refusal.CONSENT


def test_what_is_missing_is_named() -> None:
    with pytest.raises(MoveRefusedError) as caught:
        check_move("forward", _facts("received"), [Actor.INTAKE], [Need.COMMENT], NOW)
    assert caught.value.missing == {Need.DEPARTMENT}


@pytest.mark.parametrize("word", ["", "nonsense", "RECEIVED", "answered "])
def test_a_word_that_is_no_state_or_move_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        state_type(word)
    with pytest.raises(ValueError, match="is not a valid"):
        check_move(word, _facts("received"), list(Actor), [], NOW)
