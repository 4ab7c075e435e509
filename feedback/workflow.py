"""Who may move a case from which state to which: the table, and the questions it answers.

The states are those of citizens' feedback on regulations and conduct (NĐ 20/2008/NĐ-CP, wording of the
national portal); scene reports, questions and information requests go through the same ones.
Nothing here reads a database or a clock: the facts of a case come in as ``CaseFacts``.
Words for people are in ``feedback.workflow_labels``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

REOPEN_WINDOW = timedelta(days=30)


class State(StrEnum):
    """Where a case stands. The values are stored; the words are in ``workflow_labels``."""

    DRAFT = "draft"
    RECEIVED = "received"
    NEED_INFO = "need_info"
    REJECTED = "rejected"
    REDIRECTED = "redirected"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    COLLECTING = "collecting"
    ANSWER_REVIEW = "answer_review"
    ANSWERED = "answered"
    PUBLISH_PENDING = "publish_pending"
    PUBLISHED = "published"
    REOPENED = "reopened"
    CLOSED = "closed"
    CLOSED_NO_REPLY = "closed_no_reply"


class StateType(StrEnum):
    """What a state means for the clock and the lists: logic asks for this, never for a label."""

    OPEN = "open"
    WAITING = "waiting"
    ANSWERED = "answered"
    ENDED = "ended"


STATE_TYPES: dict[State, StateType] = {
    State.DRAFT: StateType.WAITING,
    State.RECEIVED: StateType.OPEN,
    State.NEED_INFO: StateType.WAITING,
    State.REJECTED: StateType.ENDED,
    State.REDIRECTED: StateType.ENDED,
    State.FORWARDED: StateType.OPEN,
    State.RETURNED: StateType.OPEN,
    State.ASSIGNED: StateType.OPEN,
    State.IN_PROGRESS: StateType.OPEN,
    State.EXTENDED: StateType.OPEN,
    State.SUSPENDED: StateType.WAITING,
    State.COLLECTING: StateType.OPEN,
    State.ANSWER_REVIEW: StateType.OPEN,
    State.ANSWERED: StateType.ANSWERED,
    State.PUBLISH_PENDING: StateType.ANSWERED,
    State.PUBLISHED: StateType.ANSWERED,
    State.REOPENED: StateType.OPEN,
    State.CLOSED: StateType.ENDED,
    State.CLOSED_NO_REPLY: StateType.ENDED,
}


class Actor(StrEnum):
    """The part somebody plays towards one case; one person may play several."""

    INTAKE = "intake"
    UNIT_HEAD = "unit_head"
    OFFICER = "officer"
    CITIZEN = "citizen"
    EDITOR = "editor"
    SYSTEM = "system"


class MoveName(StrEnum):
    """The name of a row of the table; stored in the history."""

    RECEIVE = "receive"
    REJECT = "reject"
    OBJECT = "object"
    REDIRECT = "redirect"
    ASK_INFO = "ask_info"
    SUPPLY_INFO = "supply_info"
    CLOSE_NO_REPLY = "close_no_reply"
    FORWARD = "forward"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    ASSIGN = "assign"
    START = "start"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    COLLECT = "collect"
    SUBMIT_ANSWER = "submit_answer"
    RETURN_ANSWER = "return_answer"
    APPROVE_ANSWER = "approve_answer"
    ANSWER = "answer"
    PROPOSE_PUBLICATION = "propose_publication"
    PUBLISH = "publish"
    DECLINE_PUBLICATION = "decline_publication"
    REOPEN = "reopen"
    CLOSE = "close"


class Need(StrEnum):
    """What must be given with a move."""

    COMMENT = "comment"
    REJECT_REASON = "reject_reason"
    DEPARTMENT = "department"
    ASSIGNEE = "assignee"
    ANSWER = "answer"
    PUBLIC_TEXT = "public_text"


class ClockEffect(StrEnum):
    """What a move does to the overall clock of the case."""

    NONE = "none"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    RESTART = "restart"
    STOP = "stop"


class Refusal(StrEnum):
    """Why a move is not possible now."""

    STATE = "state"
    ACTOR = "actor"
    KIND = "kind"
    LIMIT = "limit"
    WINDOW = "window"
    CONSENT = "consent"
    MISSING = "missing"


@dataclass(frozen=True)
class Move:
    """One row: ``to`` is None when the case goes back to the state it was interrupted in.

    ``limit`` is how often the move may happen to one case; ``within`` counts from the day of the answer;
    ``kinds`` empty means every kind of case.
    """

    name: MoveName
    froms: tuple[State, ...]
    to: State | None
    actors: tuple[Actor, ...]
    needs: tuple[Need, ...] = ()
    clock: ClockEffect = ClockEffect.NONE
    limit: int | None = None
    within: timedelta | None = None
    kinds: tuple[str, ...] = ()
    needs_consent: bool = False


@dataclass(frozen=True)
class CaseFacts:
    """What the table must know about a case. ``done`` counts the moves that already happened, by name.

    ``window`` is the time for reopening that the case keeps from its row of law; without one the table's holds.
    """

    state: State
    kind: str
    done: dict[str, int]
    answered_at: datetime | None = None
    publish_consent: bool = False
    window: timedelta | None = None


class MoveRefusedError(Exception):
    """The move is not legal; ``refusal`` says why, ``missing`` which needs were not met."""

    def __init__(self, move: MoveName, refusal: Refusal, missing: Iterable[Need] = ()) -> None:
        self.move = move
        self.refusal = refusal
        self.missing = frozenset(missing)
        super().__init__(f"{move}: {refusal}")


_S, _A, _M, _N, _C = State, Actor, MoveName, Need, ClockEffect
_WORKING = (_S.IN_PROGRESS, _S.EXTENDED)
_HEAD, _OFFICER, _CITIZEN, _SYSTEM = (_A.UNIT_HEAD,), (_A.OFFICER,), (_A.CITIZEN,), (_A.SYSTEM,)
_INTAKE, _EDITOR, _LEADS = (_A.INTAKE,), (_A.EDITOR,), (_A.INTAKE, _A.UNIT_HEAD)
_WHY = (_N.COMMENT,)

MOVES: tuple[Move, ...] = (
    Move(_M.RECEIVE, (_S.DRAFT,), _S.RECEIVED, (*_CITIZEN, *_SYSTEM), clock=_C.START),
    Move(_M.REJECT, (_S.RECEIVED,), _S.REJECTED, _INTAKE, (_N.REJECT_REASON, _N.COMMENT), _C.STOP),
    Move(_M.OBJECT, (_S.REJECTED,), _S.RECEIVED, _CITIZEN, _WHY, _C.RESTART, limit=1),
    Move(_M.REDIRECT, (_S.RECEIVED,), _S.REDIRECTED, _INTAKE, _WHY, _C.STOP),
    Move(
        _M.ASK_INFO,
        (_S.RECEIVED, _S.FORWARDED, _S.ASSIGNED, *_WORKING),
        _S.NEED_INFO,
        (*_LEADS, *_OFFICER),
        _WHY,
        _C.PAUSE,
        limit=1,
    ),
    Move(_M.SUPPLY_INFO, (_S.NEED_INFO,), None, (*_CITIZEN, *_INTAKE, *_OFFICER), _WHY, _C.RESUME),
    Move(_M.CLOSE_NO_REPLY, (_S.NEED_INFO,), _S.CLOSED_NO_REPLY, _SYSTEM, clock=_C.STOP),
    Move(
        _M.FORWARD,
        (_S.RECEIVED, _S.RETURNED, _S.FORWARDED, _S.ASSIGNED, *_WORKING),
        _S.FORWARDED,
        _LEADS,
        (_N.DEPARTMENT, _N.COMMENT),
    ),
    Move(_M.SEND_BACK, (_S.FORWARDED,), _S.RETURNED, _HEAD, _WHY),
    Move(_M.TAKE_BACK, (_S.RETURNED,), _S.RECEIVED, _LEADS),
    Move(
        _M.ASSIGN,
        (_S.RECEIVED, _S.FORWARDED, _S.ASSIGNED, _S.REOPENED, *_WORKING),
        _S.ASSIGNED,
        _LEADS,
        (_N.ASSIGNEE,),
    ),
    Move(
        _M.START,
        (_S.RECEIVED, _S.FORWARDED, _S.ASSIGNED, _S.EXTENDED, _S.REOPENED, _S.COLLECTING),
        _S.IN_PROGRESS,
        _OFFICER,
    ),
    Move(_M.EXTEND, (_S.IN_PROGRESS,), _S.EXTENDED, _HEAD, _WHY, _C.EXTEND, limit=1),
    Move(_M.SUSPEND, _WORKING, _S.SUSPENDED, _HEAD, _WHY, _C.PAUSE),
    Move(_M.RESUME, (_S.SUSPENDED,), _S.IN_PROGRESS, (*_HEAD, *_OFFICER), clock=_C.RESUME),
    Move(_M.COLLECT, _WORKING, _S.COLLECTING, _HEAD, _WHY, kinds=("pakn_regulation",)),
    Move(_M.SUBMIT_ANSWER, (*_WORKING, _S.COLLECTING), _S.ANSWER_REVIEW, _OFFICER, (_N.ANSWER,)),
    Move(_M.RETURN_ANSWER, (_S.ANSWER_REVIEW,), _S.IN_PROGRESS, _HEAD, _WHY),
    Move(_M.APPROVE_ANSWER, (_S.ANSWER_REVIEW,), _S.ANSWERED, _HEAD, clock=_C.STOP),
    Move(_M.ANSWER, (*_WORKING, _S.COLLECTING), _S.ANSWERED, _HEAD, (_N.ANSWER,), _C.STOP),
    Move(
        _M.PROPOSE_PUBLICATION,
        (_S.ANSWERED,),
        _S.PUBLISH_PENDING,
        (*_OFFICER, *_HEAD, *_EDITOR),
        needs_consent=True,
    ),
    Move(_M.PUBLISH, (_S.PUBLISH_PENDING,), _S.PUBLISHED, _EDITOR, (_N.PUBLIC_TEXT,), needs_consent=True),
    Move(_M.DECLINE_PUBLICATION, (_S.PUBLISH_PENDING,), _S.CLOSED, _EDITOR, _WHY),
    Move(
        _M.REOPEN,
        (_S.ANSWERED, _S.PUBLISH_PENDING, _S.PUBLISHED, _S.CLOSED),
        _S.REOPENED,
        _CITIZEN,
        _WHY,
        _C.RESTART,
        limit=1,
        within=REOPEN_WINDOW,
    ),
    Move(_M.CLOSE, (_S.ANSWERED, _S.PUBLISHED), _S.CLOSED, _SYSTEM),
)

MOVES_BY_NAME: dict[MoveName, Move] = {move.name: move for move in MOVES}


def state_type(state: str) -> StateType:
    """The type of a stored state; ValueError for a word that is no state."""
    return STATE_TYPES[State(state)]


def states_of(*types: StateType) -> tuple[State, ...]:
    """Every state of these types, in the order of the table."""
    return tuple(state for state, kind in STATE_TYPES.items() if kind in types)


def refusal_of(move: Move, facts: CaseFacts, actors: Collection[Actor], now: datetime) -> Refusal | None:
    """The first reason why these actors can't make this move now, or None when they can."""
    if facts.state not in move.froms:
        return Refusal.STATE
    if set(move.actors).isdisjoint(actors):
        return Refusal.ACTOR
    if move.kinds and facts.kind not in move.kinds:
        return Refusal.KIND
    if move.limit is not None and facts.done.get(move.name, 0) >= move.limit:
        return Refusal.LIMIT
    if move.within is not None:
        within = move.within if facts.window is None else facts.window
        if facts.answered_at is None or now > facts.answered_at + within:
            return Refusal.WINDOW
    if move.needs_consent and not facts.publish_consent:
        return Refusal.CONSENT
    return None


def legal_moves(facts: CaseFacts, actors: Collection[Actor], now: datetime) -> list[Move]:
    """The moves these actors can make now, in the order of the table."""
    return [move for move in MOVES if refusal_of(move, facts, actors, now) is None]


def check_move(
    name: str, facts: CaseFacts, actors: Collection[Actor], given: Collection[Need], now: datetime
) -> Move:
    """The row of the table, or MoveRefusedError when it isn't legal or something needed wasn't given."""
    move = MOVES_BY_NAME[MoveName(name)]
    refusal = refusal_of(move, facts, actors, now)
    if refusal is not None:
        raise MoveRefusedError(move.name, refusal)
    missing = set(move.needs) - set(given)
    if missing:
        raise MoveRefusedError(move.name, Refusal.MISSING, missing)
    return move
