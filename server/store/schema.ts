/**
 * The tables, as Kysely sees them. Every key begins with the organisation, so that a distributed
 * PostgreSQL can shard by it. Instants are ISO text in UTC, flags are 0 or 1, documents are JSON text.
 */
import type { Generated } from 'kysely'
import type { EvidencePart } from '../../shared/reference/evidence.ts'

export type Database = {
  organisations: {
    id: string
    title: string
    /** Changes when the database was restored from a backup: clients offer `sent` again. */
    epoch: string
    next_seq: number
    next_number: number
    chain_head: string
    settings_version: number
    /** By which version of the rules the states of tickets were made from their events. */
    state_version: Generated<number>
    /** `version:ticket id` where a rebuild under way ended its last portion; `null` when none is under way. */
    rebuilt_after: Generated<string | null>
    created_at: string
  }
  settings: {
    organisation_id: string
    version: number
    document: string
    created_at: string
    created_by: string | null
  }
  people: {
    organisation_id: string
    id: string
    title: string
    password_hash: string | null
    active: number
    created_at: string
  }
  person_roles: { organisation_id: string; person_id: string; role: string }
  person_blocks: { organisation_id: string; person_id: string; block: string }
  person_recipients: { organisation_id: string; person_id: string; recipient_id: string }
  devices: {
    organisation_id: string
    id: string
    person_id: string
    title: string
    token_hash: string
    created_at: string
    last_seen_at: string | null
    /** The effective time of the device's last accepted command: the next is never before it. */
    last_effective_at: string | null
    revoked_at: string | null
  }
  invitations: {
    organisation_id: string
    id: string
    person_id: string
    code_hash: string
    created_at: string
    expires_at: string
    used_at: string | null
  }
  sessions: {
    organisation_id: string
    token_hash: string
    person_id: string
    created_at: string
    expires_at: string
  }
  /** One-time sign-in from the extension, so that the head opens the report without a password. */
  sign_in_tickets: {
    organisation_id: string
    token_hash: string
    person_id: string
    expires_at: string
    used_at: string | null
  }
  /** Wrong passwords of the last minutes, by person and by address; swept at the next attempt. */
  sign_in_attempts: { organisation_id: string; id: string; subject: string; at: string }
  /** Who has which ticket open now; a row counts for 45 seconds after `at`. */
  presence: { organisation_id: string; ticket_id: string; person_id: string; doing: string; at: string }
  /** Idempotency: the outcome of every command that was decided. */
  commands: {
    organisation_id: string
    id: string
    person_id: string
    ticket_id: string
    type: string
    outcome: string
    received_at: string
  }
  events: {
    organisation_id: string
    seq: number
    ticket_id: string
    command_id: string
    type: string
    data: string
    by: string
    /** Effective time of the act (DESIGN, point 5). */
    at: string
    occurred_at: string
    received_at: string
    /** JSON: content id → HMAC-SHA256(salt, body), so that erasing a text leaves the chain whole. */
    content_hashes: string
    previous_hash: string
    hash: string
    /** «и. о.»: the absent person whose right was used. */
    behalf: string | null
    /** The ticket's facets after the event: what scope depended on, at any past cursor. */
    after_block: string
    after_recipient_id: string | null
    after_status: string
    after_sorted: number
    /** JSON list of keys `person:…`, `recipient:…`; empty text in rows of the version that knew only the recipient. */
    after_executors: string
    after_is_complaint: number
    /** JSON list of keys: whom a complaint is about. */
    after_about: string
    after_is_open_problem: number
  }
  contents: {
    organisation_id: string
    id: string
    ticket_id: string
    kind: string
    salt: string | null
    body: string | null
    erased_at: string | null
  }
  sources: {
    organisation_id: string
    id: string
    /** `channel:owner:post[:comment]`; unique in the organisation while the source stands. */
    key: string
    channel: string
    content_id: string
    /** The address that names exactly this message, `null` where none does. */
    url: Generated<string | null>
    /** Whether it has a page of its own: marks and joining by the key are for such posts only. */
    public: number
    withdrawn: number
  }
  /** Further keys under which a message was recorded: found by its address, it has the ticket of its first key. */
  source_keys: { organisation_id: string; key: string; source_id: string }
  ticket_sources: { organisation_id: string; ticket_id: string; source_id: string }
  /** A capture of a post that had a ticket: the client's ticket id → the ticket that holds it. */
  ticket_aliases: { organisation_id: string; alias_id: string; ticket_id: string }
  /** Who recorded a ticket; they keep read access to it (PRACTICE P3). */
  ticket_capturers: { organisation_id: string; ticket_id: string; person_id: string }
  tickets: {
    organisation_id: string
    id: string
    number: number
    /** Of the last event: the order of changes for pull. */
    seq: number
    version: number
    state: string
    status: string
    block: string
    subtopic: string | null
    settlement: string | null
    urgent: number
    channel: string
    recipient_id: string | null
    sorted: number
    captured_at: string
    published_at: string | null
    /** The clocks that the first answer of their kind met; without an answer, those of the round that runs. */
    first_due_at: string | null
    first_stopped_at: string | null
    final_due_at: string | null
    final_stopped_at: string | null
    /** The earliest deadline of a running stage, orders apart; overdue is derived from it, never stored. */
    next_due_at: string | null
    closed_at: string | null
    kind: string
    /** The person of the assignment, where one is named. */
    assignee_id: string | null
    /** JSON list of keys `person:…`, `recipient:…`: the responsible executor and the co-executors. */
    executors: string
    is_complaint: number
    /** JSON list of keys: whom the complaint is about; they never see the ticket (PRACTICE P8). */
    about: string
    /** A general problem that goes on (PRACTICE P12). */
    is_open_problem: number
    /** Since when it lies before the head; `null` once decided. */
    before_head_at: string | null
    /** The clock of a promise under control. */
    promise_due_at: string | null
    /** Until when the earliest order of the chief is to be reported, also on a ticket that has ended. */
    order_due_at: string | null
    reopened_at: string | null
    /** The first final answer, the explanation of a transfer or the answer to a joined post; reopening changes nothing. */
    answered_at: string | null
    impossible_at: string | null
    /** When it was last put before the head by itself. */
    escalated_at: string | null
    /** The ticket that a joined one went into. */
    merged_into: string | null
    /** «В работе»: waits for its answer, a joined post without a word to its author too; no promise under control. */
    is_open: number
    /** The earlier ticket about the same problem. */
    repeat_of: string | null
    /** Of the final answer that stands; `redirected` of a ticket that left. */
    outcome: string | null
    /** How often a promise was not kept. */
    broken_promises: number
  }
  /**
   * The columns of `tickets` that statistics read, written with it: in a narrow table of its own, so that a year is counted
   * without a look at the states. Under the name `tickets` in a statement it takes the same conditions.
   */
  ticket_figures: TicketFigures
  /** What happened to tickets more than once, one row each time, without what was taken back (server/tickets/moments.ts). */
  ticket_moments: {
    organisation_id: string
    ticket_id: string
    /** Of its event. */
    seq: number
    /** The command: what `undo` takes back. */
    step: string
    what: string
    /** When it counts: the act, or the date of a promise. */
    at: string
    /** A mark, a score in quarters, whether it was late; 0 where nothing is to be said. */
    value: number
  }
  /**
   * Numbers of the block table, kept with the tickets (server/reports/counters/). `day`: a local date of the period
   * numbers, or empty for those of the state now.
   */
  block_counters: BlockCounterKey & BlockCounts
  /** Of which zone the counters' days are, until which instant deadlines count as passed, by which revision of the rules. */
  counter_states: { organisation_id: string; zone: string; as_of: string; revision: number }
  /** `tickets.executors` and `tickets.about` as rows, for queries of scope. */
  ticket_executors: { organisation_id: string; ticket_id: string; executor: string }
  ticket_about: { organisation_id: string; ticket_id: string; party: string }
  /** Where else a ticket stands, as in its state: for an import that finds it by number, and for the search. */
  ticket_externals: {
    organisation_id: string
    ticket_id: string
    system: string
    number: string | null
    due_on: string | null
    stage: string | null
  }
  /** Who opened a citizen's data, when and how: `page`, `panel`, `link`, `print`, `export` or `evidence`. */
  openings: {
    organisation_id: string
    id: string
    ticket_id: string
    person_id: string
    at: string
    way: string
    /** Of `evidence`: which look and which part of it, `evidence id:part`. */
    what: Generated<string | null>
  }
  /** Bytes of «Снимок поста» that events have named. They are given out once `person_id`, who named them, has brought them. */
  evidence_parts: {
    organisation_id: string
    evidence_id: string
    part: EvidencePart
    ticket_id: string
    sha256: string
    size: number
    mime: string
    person_id: string
    named_at: string
    stored_at: string | null
    erased_at: string | null
  }
  /** Files by the hash of their bytes; a content of a ticket names the hash. `bytes` is empty where they lie beside the database. */
  files: {
    organisation_id: string
    sha256: string
    mime: string
    size: number
    bytes: Uint8Array
    created_at: string
    created_by: string
  }
  /** `withheld`: named by somebody who had not put the file when another did; given out to nobody by this ticket. */
  ticket_files: { organisation_id: string; ticket_id: string; sha256: string; withheld: Generated<number> }
  /** Who put which file, the first time: what they may name, and how much of a day's room they used. */
  file_puts: { organisation_id: string; sha256: string; person_id: string; size: number; at: string }
  /** Assignments by link (PRACTICE P6): what opens them is known by its hash only. */
  assignment_links: {
    organisation_id: string
    id: string
    token_hash: string
    ticket_id: string
    recipient_id: string
    person_id: string | null
    created_by: string
    created_at: string
    expires_at: string
    revoked_at: string | null
    used_at: string | null
  }
  link_openings: { organisation_id: string; link_id: string; at: string }
  /** A change of deadline settings that open tickets follow in batches; `after_ticket_id` is where the last one ended. */
  recompute_jobs: {
    organisation_id: string
    id: string
    settings_version: number
    after_ticket_id: string
    done_at: string | null
    moved: number
    created_at: string
    created_by: string
  }
  /** What happened by itself while nobody looked, as one message; `document` and `seen_by` (person ids) are JSON. */
  digests: {
    organisation_id: string
    id: string
    at: string
    kind: string
    document: string
    seen_by: Generated<string>
  }
  /** Selector packs as published, every one of them: `body` is signed byte by byte. */
  selector_packs: {
    organisation_id: string
    adapter: string
    serial: number
    version: string
    body: string
    signature: string
    published_at: string
    /** The account on the server's machine from which it was published. */
    published_by: string
    note: string | null
  }
  /** How adapters fared, summed over all desks of a day (UTC): counts only. */
  channel_readings: {
    organisation_id: string
    day: string
    adapter: string
    version: string
    page_kind: string
    items: number
    missing_url: number
    missing_author: number
    missing_published_at: number
    missing_text: number
    pages: number
    empty_pages: number
    /** The most on one page. */
    refused_selectors: number
  }
  /** Packs that extensions did not take, and how often that was told. */
  pack_refusals: {
    organisation_id: string
    day: string
    adapter: string
    serial: number
    fault: string
    times: number
  }
  /** Idempotency of readings: a batch that was sent again counts once. */
  reading_batches: { organisation_id: string; id: string; received_at: string }
  /** Looks at places of the watch list (PRACTICE P16): a date and a person, nothing of what was seen. */
  looks: {
    organisation_id: string
    id: string
    watch_id: string
    person_id: string
    at: string
    /** `button`, `opened` */
    how: string
    received_at: string
  }
  /** The life of a month's rating (PRACTICE P9), act by act; `document` is JSON. */
  rating_acts: { organisation_id: string; id: string; month: string; at: string; document: string }
  /** As it was approved, byte by byte: `sha256` is of `document`. */
  approved_ratings: {
    organisation_id: string
    month: string
    document: string
    sha256: string
    approved_at: string
    approved_by: string
  }
  /** Values of indicators that people enter: each change is a row, the newest counts; `null` took a value away. */
  indicator_values: {
    organisation_id: string
    id: string
    indicator_id: string
    year: number
    /** 1–12; `null`: of the whole year. */
    month: number | null
    /** Empty for the whole district, else `block:…` or `recipient:…`. */
    of: string
    value: number | null
    note: string
    at: string
    by: string
  }
  /** A report of a period; `subject`: whose it is (a person of a summary), or empty. */
  reports: {
    organisation_id: string
    id: string
    kind: string
    period_kind: string
    first_date: string
    last_date: string
    subject: string
    created_at: string
  }
  /** Its life, act by act; `document` is JSON. */
  report_acts: {
    organisation_id: string
    report_id: string
    position: number
    type: string
    at: string
    document: string
  }
  /** As it was checked, then approved: `sha256` is of `document`; `figures`, JSON, are what later notes compare with. */
  report_versions: {
    organisation_id: string
    report_id: string
    version: number
    document: string
    figures: string
    sha256: string
    at: string
  }
  /** The very files that were approved. */
  report_files: {
    organisation_id: string
    report_id: string
    version: number
    form: string
    name: string
    sha256: string
    size: number
    bytes: Uint8Array
  }
  /** Orders of the chief on a line of a report; `to_party`: `person:…` or `recipient:…`. */
  report_orders: {
    organisation_id: string
    id: string
    report_id: string
    line: string
    text: string
    to_party: string
    due_on: string
    given_at: string
    given_by: string
    done_at: string | null
    done_by: string | null
    result: string | null
  }
  /** Material that was asked for (decree 4.4 г, д). */
  report_requests: {
    organisation_id: string
    id: string
    from_whom: string
    number: string
    received_on: string
    due_on: string
    subject: string
    created_at: string
    created_by: string
    answered_on: string | null
    answer: string | null
    answered_by: string | null
  }
  /** What was made for a request; as it was given out, whatever the numbers are later. */
  request_materials: {
    organisation_id: string
    request_id: string
    id: string
    title: string
    as_of: string
    made_by: string
  }
  request_material_files: {
    organisation_id: string
    material_id: string
    form: string
    name: string
    sha256: string
    size: number
    bytes: Uint8Array
  }
}

export type BlockCounterKey = { organisation_id: string; day: string; block: string }

export type BlockCounts = {
  received: Generated<number>
  repeats: Generated<number>
  answered: Generated<number>
  solved: Generated<number>
  impossible: Generated<number>
  first_due: Generated<number>
  first_in_time: Generated<number>
  first_replied: Generated<number>
  final_due: Generated<number>
  final_in_time: Generated<number>
  final_replied: Generated<number>
  /** Open, with the next deadline on that day and not passed yet. */
  upcoming: Generated<number>
  open: Generated<number>
  not_sorted: Generated<number>
  in_execution: Generated<number>
  outside: Generated<number>
  to_publish: Generated<number>
  before_head: Generated<number>
  overdue: Generated<number>
  promises: Generated<number>
  promises_broken: Generated<number>
  orders_overdue: Generated<number>
}

export type TicketFigures = Pick<
  Database['tickets'],
  | 'organisation_id'
  | 'id'
  | 'number'
  | 'status'
  | 'block'
  | 'channel'
  | 'kind'
  | 'subtopic'
  | 'settlement'
  | 'recipient_id'
  | 'sorted'
  | 'is_complaint'
  | 'is_open_problem'
  | 'captured_at'
  | 'published_at'
  | 'first_due_at'
  | 'first_stopped_at'
  | 'final_due_at'
  | 'final_stopped_at'
  | 'next_due_at'
  | 'before_head_at'
  | 'promise_due_at'
  | 'order_due_at'
  | 'answered_at'
  | 'impossible_at'
  | 'is_open'
  | 'repeat_of'
  | 'outcome'
  | 'broken_promises'
>
