/*
 * Addresses of ВКонтакте and what they name, for pages that are read and for addresses that are pasted. All of the
 * site's hosts, layers and tracking tails lead to one form:
 *
 *   post of a wall     vk:{owner}:{post}                https://vk.com/wall{owner}_{post}
 *   its comment        vk:{owner}:{post}:{comment}      …?reply={comment}[&thread={root comment}]
 *   photo, video       vk:{owner}:photo{number}         https://vk.com/photo{owner}_{number}   (a clip is a video)
 *   its comment        vk:{owner}:photo{number}:{comment}
 *   discussion         vk:{owner}:topic{number}         https://vk.com/topic{owner}_{number}
 *   its message        vk:{owner}:topic{number}:{post}  …?post={post}
 *   dialogue           vk:im:{peer}                     https://vk.com/im/convo/{peer}
 *   of a community     vk:gim{community}:{peer}         https://vk.com/gim{community}/convo/{peer}
 */
import type { Identity } from './identity.ts'

export type VkThing = 'wall' | 'photo' | 'video' | 'topic'

export type VkAddress = {
  thing: VkThing
  owner: string
  number: string
  comment: string | null
  /** The root comment of the thread, where the address names it. */
  thread: string | null
}

const siteHosts = ['vk.com', 'vk.ru', 'vkvideo.ru'].flatMap(host => [host, `m.${host}`, `www.${host}`])
const hosts = new Set([...siteHosts, 'new.vk.com', 'web.vk.me'])

const urlOf = (address: string, base = 'https://vk.com/'): URL | null => {
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

const wallForm = /^\/?(wall)(-?[1-9]\d{0,19})_([1-9]\d{0,19})(?:_r([1-9]\d{0,19}))?\/?$/u
/** In a layer the list that is leafed through may follow: `photo-1_2/wall-1_5`. */
const mediaForm = /^\/?(photo|video|clip|topic)(-?[1-9]\d{0,19})_([1-9]\d{0,19})(?:\/.*)?$/u

/** What an address names: a permalink, or a layer over any page (`?w=wall…`, `?z=photo…`). */
export const parseVkAddress = (address: string, base?: string): VkAddress | null => {
  const url = urlOf(address, base)
  if (url === null) return null
  const { pathname, searchParams } = url
  const form =
    wallForm.exec(searchParams.get('w') ?? '') ??
    wallForm.exec(pathname) ??
    mediaForm.exec(searchParams.get('z') ?? '') ??
    mediaForm.exec(pathname)
  const [, word, owner, number, layered] = form ?? []
  if (owner === undefined || number === undefined) return null
  const thing = word === 'photo' || word === 'topic' || word === 'wall' ? word : 'video'
  const comment = layered ?? digitsOf(searchParams.get(thing === 'topic' ? 'post' : 'reply'))
  const thread = comment === null ? null : digitsOf(searchParams.get('thread'))
  return { thing, owner, number, comment, thread: thread === comment ? null : thread }
}

/** The post of a wall, or the comment under one, that an address names. */
export const parseWallAddress = (address: string, base?: string): VkAddress | null => {
  const parsed = parseVkAddress(address, base)
  return parsed?.thing === 'wall' ? parsed : null
}

export const identityOfAddress = ({ thing, owner, number, comment, thread }: VkAddress): Identity => {
  const key = `vk:${owner}:${thing === 'wall' ? '' : thing}${number}`
  const url = `https://vk.com/${thing}${owner}_${number}`
  if (comment === null) return { key, kind: 'post', url, parentKey: null, postKey: null }
  const root = thread === null || thread === comment ? null : thread
  return {
    key: `${key}:${comment}`,
    kind: 'comment',
    url: `${url}?${thing === 'topic' ? 'post' : 'reply'}=${comment}${root === null ? '' : `&thread=${root}`}`,
    parentKey: root === null ? key : `${key}:${root}`,
    postKey: key,
  }
}

/** Any address of the site that names a post or a comment. */
export const identifyVkAddress = (address: string, base?: string): Identity | null => {
  const parsed = parseVkAddress(address, base)
  return parsed === null ? null : identityOfAddress(parsed)
}

/** The owner in an address of a wall, a list, an account: a community's number is negative. */
export const ownerOfAddress = (href: string): string | null => {
  const path = urlOf(href)?.pathname ?? ''
  const listed =
    /^\/(?:wall|photos|albums?|videos|topics|reviews|board|photo|video|clip|clips|topic)(-?[1-9]\d{0,19})(?:_|\/|$)/u.exec(
      path,
    )?.[1]
  if (listed === undefined) return accountIdOf(href)
  return path.startsWith('/board') && !listed.startsWith('-') ? `-${listed}` : listed
}

/** The number in an account's address; a screen name tells none. */
export const accountIdOf = (href: string): string | null => {
  const form = /^\/(id|club|public|event)([1-9]\d{0,19})\/?$/u.exec(urlOf(href)?.pathname ?? '')
  if (form === null) return null
  return form[1] === 'id' ? (form[2] ?? null) : `-${form[2]}`
}

export const addressOfAccountId = (id: string): string =>
  `https://vk.com/${id.startsWith('-') ? `club${id.slice(1)}` : `id${id}`}`

/** An account's address without host variants and tails. */
export const accountUrl = (href: string): string | null => {
  const path = urlOf(href)?.pathname ?? ''
  return /^\/[\w.]+\/?$/u.test(path) ? `https://vk.com${path.replace(/\/$/u, '')}` : null
}

export type Dialogue = {
  /** In whose name it is led: a community's number, `null` for a person's own messages. */
  community: string | null
  /** With whom: a person, a community (negative), a conversation (from 2 000 000 001); `null`: none is open. */
  peer: string | null
}

/** `null` for addresses that are not of the messenger. */
export const parseDialogue = (address: string): Dialogue | null => {
  const url = urlOf(address)
  const isOwnHost = url?.hostname === 'web.vk.me'
  const form = /^\/(?:im|gim(\d*)|mail|write(-?\d+)?)(?=[/?]|$)/u.exec(url?.pathname ?? '')
  if (url === null || (form === null && !isOwnHost)) return null
  const named =
    /\/convo\/(-?\w+)/u.exec(url.pathname)?.[1] ??
    form?.[2] ??
    url.searchParams.get('sel') ??
    url.searchParams.get('peer') ??
    ''
  const conversation = digitsOf(/^c(\d{1,9})$/u.exec(named)?.[1])
  const peer = /^-?[1-9]\d{0,19}$/u.test(named) ? named : null
  return {
    community: digitsOf(form?.[1]),
    peer: conversation === null ? peer : `${2_000_000_000 + Number(conversation)}`,
  }
}

/** The key of an open dialogue; its messages' keys begin with it. */
export const dialogueKey = ({ community, peer }: Dialogue): string | null =>
  peer === null ? null : `vk:${community === null ? 'im' : `gim${community}`}:${peer}`

export const addressOfDialogue = ({ community, peer }: Dialogue): string =>
  `https://vk.com/${community === null ? 'im' : `gim${community}`}${peer === null ? '' : `/convo/${peer}`}`
