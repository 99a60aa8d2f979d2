/*
 * Addresses of ВКонтакте and what they name, for pages that are read and for addresses that are pasted. All of the site's hosts, layers and tracking tails lead to one form:
 * `https://vk.com/wall{owner}_{post}[?reply={comment}[&thread={root comment}]]`.
 */
import type { Identity } from './identity.ts'

export type WallAddress = { owner: string; post: string; comment: string | null; thread: string | null }

const hosts = new Set(['vk.com', 'vk.ru', 'm.vk.com', 'm.vk.ru', 'www.vk.com', 'www.vk.ru', 'new.vk.com'])

const urlOf = (address: string, base: string): URL | null => {
  if (address === '') return null
  try {
    const url = new URL(address, base)
    return /^https?:$/u.test(url.protocol) && hosts.has(url.hostname) ? url : null
  } catch {
    return null
  }
}

const digitsOf = (value: string | null | undefined): string | null =>
  value && /^[1-9]\d{0,19}$/u.test(value) ? value : null

const wallForm = /^\/?wall(-?[1-9]\d{0,19})_([1-9]\d{0,19})(?:_r([1-9]\d{0,19}))?\/?$/u

/** The post or comment that an address names: a permalink, or the layer `?w=wall…` over any page. */
export const parseWallAddress = (address: string, base = 'https://vk.com/'): WallAddress | null => {
  const url = urlOf(address, base)
  if (url === null) return null
  const layer = url.searchParams.get('w')
  const form = wallForm.exec(layer ?? '') ?? wallForm.exec(url.pathname)
  const [, owner, post, layered] = form ?? []
  if (owner === undefined || post === undefined) return null
  const comment = layered ?? digitsOf(url.searchParams.get('reply'))
  const thread = comment === null ? null : digitsOf(url.searchParams.get('thread'))
  return { owner, post, comment, thread: thread === comment ? null : thread }
}

export const postIdentity = (owner: string, post: string): Identity => ({
  key: `vk:${owner}:${post}`,
  kind: 'post',
  url: `https://vk.com/wall${owner}_${post}`,
  parentKey: null,
  postKey: null,
})

export const commentIdentity = (address: {
  owner: string
  post: string
  comment: string
  thread: string | null
}): Identity => {
  const { owner, post, comment: id } = address
  const thread = address.thread === id ? null : address.thread
  const postKey = `vk:${owner}:${post}`
  return {
    key: `${postKey}:${id}`,
    kind: 'comment',
    url: `https://vk.com/wall${owner}_${post}?reply=${id}${thread === null ? '' : `&thread=${thread}`}`,
    parentKey: thread === null ? postKey : `${postKey}:${thread}`,
    postKey,
  }
}

export const identityOfAddress = (address: WallAddress): Identity =>
  address.comment === null
    ? postIdentity(address.owner, address.post)
    : commentIdentity({ ...address, comment: address.comment })

/** The number in an account's address: a community's is negative; a screen name tells none. */
export const accountIdOf = (href: string): string | null => {
  const url = urlOf(href, 'https://vk.com/')
  const form = /^\/(id|club|public|event)([1-9]\d{0,19})\/?$/u.exec(url?.pathname ?? '')
  if (form === null) return null
  return form[1] === 'id' ? (form[2] ?? null) : `-${form[2]}`
}

export const addressOfAccountId = (id: string): string =>
  `https://vk.com/${id.startsWith('-') ? `club${id.slice(1)}` : `id${id}`}`

/** An account's address without host variants and tails. */
export const accountUrl = (href: string): string | null => {
  const path = urlOf(href, 'https://vk.com/')?.pathname ?? ''
  return /^\/[\w.]+\/?$/u.test(path) ? `https://vk.com${path.replace(/\/$/u, '')}` : null
}
