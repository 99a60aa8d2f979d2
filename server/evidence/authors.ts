/** Who wrote what the office keeps: found by a profile, in the tickets that the asking person may read. */
import type { Kysely } from 'kysely'
import type { Scope } from '../../shared/policy/permissions.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import { okAccountUrl } from '../../shared/sources/ok-address.ts'
import { telegramAccountUrl } from '../../shared/sources/telegram-address.ts'
import { accountUrl } from '../../shared/sources/vk-address.ts'
import { contentBodySchema } from '../../shared/ticket/contents.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { Database } from '../store/schema.ts'
import { inScopeSql } from '../tickets/scope-sql.ts'

/** An author as a channel names them: one and the same only where all three agree. */
export type Author = { channel: ChannelId; id: string | null; url: string | null }

/** `scope`: a complaint about the one who asks is not theirs to find or to erase (PRACTICE P8). */
export type AuthorPlace = { db: Kysely<Database>; organisationId: string; scope: Scope }

export type Post = { contentId: string; ticketId: string; number: number; source: SourceDraft }

export type AuthorsPosts = { author: Author & { name: string | null }; posts: Post[] }

/** Authors whose id or profile address is this, with their posts; an id may be of several channels. */
export async function findPosts(place: AuthorPlace, asked: string): Promise<AuthorsPosts[]> {
  const names = namesIn(asked)
  const found = new Map<string, AuthorsPosts>()
  for (const post of await postsLike(place, names)) {
    const { channel, author } = post.source
    if (!isNamed(author, names)) continue
    const { id, url, name } = author
    const key = JSON.stringify([channel, id, url])
    const before = found.get(key) ?? { author: { channel, id, url, name }, posts: [] }
    found.set(key, { ...before, posts: [...before.posts, post] })
  }
  return [...found.values()]
}

export async function postsOf(place: AuthorPlace, author: Author): Promise<Post[]> {
  const names = [author.id, author.url].filter(name => name !== null)
  return (await postsLike(place, names)).filter(
    ({ source }) =>
      source.channel === author.channel && source.author.id === author.id && source.author.url === author.url,
  )
}

/** Posts whose stored text names one of these anywhere: to be looked at one by one. */
async function postsLike(
  { db, organisationId, scope }: AuthorPlace,
  names: readonly string[],
): Promise<Post[]> {
  if (names.length === 0) return []
  const rows = await db
    .selectFrom('contents')
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'contents.organisation_id')
        .onRef('tickets.id', '=', 'contents.ticket_id'),
    )
    .select(['contents.id', 'contents.ticket_id', 'contents.body', 'tickets.number'])
    .where('contents.organisation_id', '=', organisationId)
    .where('contents.kind', '=', 'source')
    .where('contents.body', 'is not', null)
    .where('contents.ticket_id', 'in', ({ selectFrom }) =>
      selectFrom('tickets')
        .select('tickets.id')
        .where('tickets.organisation_id', '=', organisationId)
        .where(inScopeSql(scope)),
    )
    .where(({ or, eb }) => or(names.map(name => eb('contents.body', 'like', `%${lastWordOf(name)}%`))))
    .orderBy('tickets.number')
    .execute()
  return rows.flatMap(({ id, ticket_id, body, number }) => {
    const read = contentBodySchema.safeParse(JSON.parse(body ?? 'null')).data
    return read?.kind === 'source'
      ? [{ contentId: id, ticketId: ticket_id, number, source: read.source }]
      : []
  })
}

/** «https://vk.com/id15/», «vk.ru/id15», «15»: the same person's names. */
function namesIn(asked: string): string[] {
  const profile = profileOf(asked)
  const number = /^vk\.com\/id(\d+)$/.exec(profile)?.[1]
  return [...new Set([profile, ...(number === undefined ? [] : [number])])].filter(name => name.length >= 2)
}

function isNamed({ id, url }: SourceDraft['author'], names: readonly string[]): boolean {
  return (id !== null && names.includes(id)) || (url !== null && names.includes(profileOf(url)))
}

/**
 * An account's address in one form, lower case and without the scheme. What stands after «?» and «#» is kept where the
 * channel does not say otherwise: it may be all that tells one account from another (`web.telegram.org/k/#11`).
 */
function profileOf(address: string): string {
  const trimmed = address.trim()
  const whole = /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`
  const known = URL.canParse(whole) ? (telegramAccountUrl(whole) ?? accountOf(whole)) : null
  return (known ?? trimmed)
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^(?:www|m)\./, '')
    .replace(/\/+$/, '')
}

function accountOf(address: string): string | null {
  return accountUrl(address) ?? okAccountUrl(address)
}

/** What every form of the address ends with: «ivan», «11». */
function lastWordOf(name: string): string {
  return name.split(/[/#?=&@]/).findLast(word => word !== '') ?? name
}
