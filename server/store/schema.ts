/**
 * The tables, as Kysely sees them. Every key begins with the organisation, so that a distributed
 * PostgreSQL can shard by it. Instants are ISO text in UTC, flags are 0 or 1, documents are JSON text.
 */
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
    /** The ticket's facets after the event: what scope depended on, at any past cursor. */
    after_block: string
    after_recipient_id: string | null
    after_status: string
    after_sorted: number
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
    /** Whether it has a page of its own: marks and joining by the key are for such posts only. */
    public: number
    withdrawn: number
  }
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
    first_due_at: string | null
    first_stopped_at: string | null
    final_due_at: string | null
    final_stopped_at: string | null
    /** The earliest deadline of a running stage; overdue is derived from it, never stored. */
    next_due_at: string | null
    closed_at: string | null
  }
}
