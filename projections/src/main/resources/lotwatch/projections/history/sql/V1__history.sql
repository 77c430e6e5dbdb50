-- The history: one row for each event of its kind. The same for SQLite and PostgreSQL. Times are milliseconds since 1970, UTC,
-- by the ledger's clock; those of sessions are seconds, by the clocks of whoever saw the car. seq is the number of the event.

-- How far each part is. It moves in the transaction that writes the rows.
CREATE TABLE history_position (
  name     TEXT   PRIMARY KEY,
  history  TEXT   NOT NULL, -- which history the sequence is of
  sequence BIGINT NOT NULL
);

CREATE TABLE session_revisions (
  seq          BIGINT  PRIMARY KEY,
  session      TEXT    NOT NULL,
  revision     INTEGER NOT NULL,
  plate        TEXT    NOT NULL, -- as the event has it: a pseudonym unless sessions.plates says otherwise
  shown        TEXT    NOT NULL, -- masked
  location     TEXT    NOT NULL,
  lot          TEXT    NOT NULL,
  state        TEXT    NOT NULL, -- active, closed, timeout
  start_second BIGINT  NOT NULL,
  last_second  BIGINT  NOT NULL,
  seconds      BIGINT  NOT NULL,
  cost_minor   BIGINT  NOT NULL,
  currency     TEXT    NOT NULL,
  at_millis    BIGINT  NOT NULL
);
CREATE INDEX session_revisions_session ON session_revisions (session, revision);
CREATE INDEX session_revisions_at ON session_revisions (at_millis);

-- Each session at its newest revision.
CREATE TABLE sessions (
  session      TEXT    PRIMARY KEY,
  revision     INTEGER NOT NULL,
  plate        TEXT    NOT NULL,
  shown        TEXT    NOT NULL,
  location     TEXT    NOT NULL,
  lot          TEXT    NOT NULL,
  state        TEXT    NOT NULL,
  start_second BIGINT  NOT NULL,
  last_second  BIGINT  NOT NULL,
  seconds      BIGINT  NOT NULL,
  cost_minor   BIGINT  NOT NULL,
  currency     TEXT    NOT NULL,
  at_millis    BIGINT  NOT NULL
);
CREATE INDEX sessions_start ON sessions (start_second, session);
CREATE INDEX sessions_last ON sessions (last_second);
CREATE INDEX sessions_location ON sessions (location, start_second);

CREATE TABLE reservations (
  seq          BIGINT PRIMARY KEY,
  lot          TEXT   NOT NULL,
  kind         TEXT   NOT NULL, -- made, cancelled, expired, ended
  plate        TEXT   NOT NULL,
  shown        TEXT   NOT NULL,
  until_millis BIGINT,
  reason       TEXT,
  at_millis    BIGINT NOT NULL
);
CREATE INDEX reservations_at ON reservations (at_millis);

CREATE TABLE spot_changes (
  seq        BIGINT PRIMARY KEY,
  lot        TEXT   NOT NULL,
  spot       TEXT   NOT NULL,
  from_state TEXT   NOT NULL,
  to_state   TEXT   NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  camera     TEXT,
  at_millis  BIGINT NOT NULL
);
CREATE INDEX spot_changes_at ON spot_changes (at_millis);
CREATE INDEX spot_changes_spot ON spot_changes (lot, spot, seq);

-- What a camera saw standing on a spot: a stay of nobody, never billed.
CREATE TABLE spot_stays (
  seq          BIGINT PRIMARY KEY, -- of the event that began it
  lot          TEXT   NOT NULL,
  spot         TEXT   NOT NULL,
  start_millis BIGINT NOT NULL,
  end_seq      BIGINT,
  end_millis   BIGINT,
  ended        TEXT                -- free, unknown, closed
);
CREATE INDEX spot_stays_start ON spot_stays (start_millis);
CREATE INDEX spot_stays_open ON spot_stays (lot, spot, end_seq);

-- The tally of a lot after each event that has one.
CREATE TABLE occupancy (
  seq       BIGINT  PRIMARY KEY,
  lot       TEXT    NOT NULL,
  is_open   INTEGER NOT NULL, -- 0 when the lot was closed
  capacity  INTEGER NOT NULL,
  free      INTEGER NOT NULL,
  occupied  INTEGER NOT NULL,
  reserved  INTEGER NOT NULL,
  unknown   INTEGER NOT NULL,
  at_millis BIGINT  NOT NULL
);
CREATE INDEX occupancy_lot ON occupancy (lot, at_millis, seq);
CREATE INDEX occupancy_at ON occupancy (at_millis);

-- What was asked of each node.
CREATE TABLE audit (
  node      TEXT   NOT NULL,
  number    BIGINT NOT NULL,
  at_millis BIGINT NOT NULL,
  principal TEXT   NOT NULL,
  protocol  TEXT   NOT NULL,
  address   TEXT   NOT NULL,
  action    TEXT   NOT NULL,
  object    TEXT   NOT NULL,
  outcome   TEXT   NOT NULL,
  PRIMARY KEY (node, number)
);
CREATE INDEX audit_at ON audit (at_millis, node, number);

-- Events that are missing, because nobody had them any more.
CREATE TABLE gaps (
  after_seq BIGINT PRIMARY KEY, -- the last event that is here
  until_seq BIGINT NOT NULL,    -- the last one that is missing
  at_millis BIGINT NOT NULL
);
