/*
 * Addresses of Одноклассники and what they name, for pages that are read and for addresses that are pasted.
 *
 * A topic has many addresses: by its group's number, by the group's name, on m.ok.ru, and the old `dk?st.cmd=…`. Its
 * number is unique on the whole site (statuses of people are topics too), so the key is made of the number alone:
 * `ok:topic:<number>[:<comment>]`, `ok:photo:…`, `ok:video:…`. The name of a group can change, the key does not.
 */
import type { Identity } from './identity.ts'

export type OkAddress = {
  what: 'topic' | 'photo' | 'video'
  number: string
  /** `group/53…`, `profile/57…` or a name; `null` where the address does not say whose it is. */
  owner: string | null
  url: string | null
}

const origin = 'https://ok.ru'
const hosts = /^(?:(?:www|m)\.)?(?:ok|odnoklassniki)\.ru$/u
const account = '((?:group|profile)/[1-9]\\d{0,19}|[\\w.-]{2,80})'
const number = '([1-9]\\d{0,19})'
const topicForm = new RegExp(`^/${account}/(topic|statuses)/${number}/?$`, 'u')
const photoForm = new RegExp(`^/${account}/(?:p?photos?|album/\\d{1,20})/${number}/?$`, 'u')
const videoForm = new RegExp(`^/(?:video|videoembed|live)/${number}/?$`, 'u')
const accountForm = new RegExp(`^/${account}/?$`, 'u')

/** First parts of addresses that are sections of the site and nobody's name. */
const sections = new Set(
  (
    'dk feed group groups profile video videoembed live music messages discussions search games gifts friends photos ' +
    'bookmarks notifications settings holidays events market marks guests post app help online hobby public payments ' +
    'statuses topic album signup login restore'
  ).split(' '),
)

const urlOf = (address: string): URL | null => {
  if (address === '') return null
  try {
    const url = new URL(address, origin)
    return /^https?:$/u.test(url.protocol) && hosts.test(url.hostname) ? url : null
  } catch {
    return null
  }
}

const digitsOf = (value: string | null): string | null =>
  value !== null && /^[1-9]\d{0,19}$/u.test(value) ? value : null

const isOwner = (owner: string | undefined): owner is string =>
  owner !== undefined && (owner.includes('/') || !sections.has(owner.toLowerCase()))

/** The old form, which m.ok.ru still writes: `dk?st.cmd=altGroupMediaThemeComments&st.groupId=…&st.themeId=…`. */
const parseOldForm = ({ pathname, searchParams }: URL): OkAddress | null => {
  if (pathname !== '/dk') return null
  const group = digitsOf(searchParams.get('st.groupId'))
  const owner = group === null ? null : `group/${group}`
  const topic = digitsOf(searchParams.get('st.themeId'))
  if (topic !== null)
    return {
      what: 'topic',
      number: topic,
      owner,
      url: owner === null ? null : `${origin}/${owner}/topic/${topic}`,
    }
  const command = searchParams.get('st.cmd')
  const video =
    command === 'movieLayer'
      ? digitsOf(searchParams.get('st.mvId'))
      : command === 'altGroupMovieComments'
        ? digitsOf(searchParams.get('st.sbj'))
        : null
  return video === null ? null : { what: 'video', number: video, owner, url: `${origin}/video/${video}` }
}

/** Messages between people: `/messages…`, and the commands of the old form that name them. */
export const isOkMessages = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>): boolean =>
  /^\/messages\b|st\.cmd=[^&]*(?:messag|conversat|dialog|chat)/iu.test(pathname + search)

/** What an address names, if it is a topic, a status, a photo or a video. */
export const parseOkAddress = (address: string): OkAddress | null => {
  const url = urlOf(address)
  if (url === null) return null
  const [, owner, section, topic] = topicForm.exec(url.pathname) ?? []
  if (isOwner(owner) && topic !== undefined)
    return { what: 'topic', number: topic, owner, url: `${origin}/${owner}/${section}/${topic}` }
  const [, album, photo] = photoForm.exec(url.pathname) ?? []
  if (isOwner(album) && photo !== undefined)
    return { what: 'photo', number: photo, owner: album, url: `${origin}${url.pathname.replace(/\/$/u, '')}` }
  const video = videoForm.exec(url.pathname)?.[1]
  if (video !== undefined)
    return { what: 'video', number: video, owner: null, url: `${origin}/video/${video}` }
  return parseOldForm(url)
}

export const okIdentity = ({ what, number, url }: OkAddress): Identity => ({
  key: `ok:${what}:${number}`,
  kind: 'post',
  url,
  parentKey: null,
  postKey: null,
})

/** Numbers, and short words without a colon, as the site's JSON writes them. */
export const okCommentId = (value: unknown): string | null => {
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? `${value}` : value
  return typeof id === 'string' && /^[\w.~+=-]{1,100}$/u.test(id) && !/^0*$/u.test(id) ? id : null
}

/** A comment has no address of its own: `url` is that of what it stands under. */
export const okCommentIdentity = (under: OkAddress, comment: string, answered: string | null): Identity => {
  const post = okIdentity(under)
  return {
    key: `${post.key}:${comment}`,
    kind: 'comment',
    url: under.url,
    parentKey: answered === null || answered === comment ? post.key : `${post.key}:${answered}`,
    postKey: post.key,
  }
}

/** `group/53…`, `profile/57…` or a name, from an account's address or that of anything the account owns. */
export const okAccountOf = (address: string): string | null => {
  const url = urlOf(address)
  if (url === null) return null
  const [, plain] = accountForm.exec(url.pathname) ?? []
  if (isOwner(plain)) return plain
  const section = new RegExp(`^/${account}/`, 'u').exec(url.pathname)?.[1]
  if (isOwner(section)) return section
  if (url.pathname !== '/dk') return null
  const group = digitsOf(url.searchParams.get('st.groupId'))
  if (group !== null) return `group/${group}`
  const friend = digitsOf(url.searchParams.get('st.friendId'))
  return friend === null ? null : `profile/${friend}`
}

/** The number in an account's address: a group's is negative; a name tells none. */
export const okAccountId = (owner: string): string | null => {
  const [section, id] = owner.split('/')
  return id === undefined ? null : section === 'group' ? `-${id}` : id
}

/** An account's address without host variants and tails; `null` for what is no account. */
export const okAccountUrl = (address: string): string | null => {
  const url = urlOf(address)
  const owner = okAccountOf(address)
  if (url === null || owner === null) return null
  return url.pathname === '/dk' || accountForm.test(url.pathname) ? `${origin}/${owner}` : null
}
