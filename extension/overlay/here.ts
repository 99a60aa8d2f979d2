/*
 * Where the overlay may show itself (PRACTICE P15). In a private chat it is silent until a person has switched it on for
 * that chat: nothing of the chat is read, and nothing of it leaves this script. On public pages it is only the button
 * that a list may narrow. And a listed page that stood open for a while is told of: which place, nothing else (P16).
 */

import type { SourceDraft } from '../../shared/ticket/source.ts'
import { noAuthor, type PlaceOfChannel } from '../channels/contract.ts'
import type { Reader } from '../channels/reader.ts'
import type { HereRules, HereState } from '../messages.ts'
import type { Worker } from './worker.ts'

export type Here = {
  /** A private place, or a page of which that is not certain. */
  isPrivate: () => boolean
  /** Nothing may be read: a private place where nobody switched it on. */
  isSilent: () => boolean
  /** Whether the button belongs to the item at this root. */
  mayShow: (root: Element) => boolean
  state: () => HereState
  stop: () => void
}

export type HereWorld = {
  reader: Reader
  worker: Worker
  rules: () => HereRules
  /** How long a listed page must stand open to count as looked at, milliseconds. */
  lookTime: number
}

/** Of a private chat the chosen message alone; its author by choice. */
export const withheld = (draft: SourceDraft): SourceDraft => ({
  ...draft,
  parentKey: null,
  author: noAuthor,
  photos: [],
  isPrivate: true,
})

const beat = 1_000

const pathHere = () => `${location.pathname.replace(/\/+$/u, '')}${location.hash}`.toLowerCase()

export const createHere = ({ reader, worker, rules, lookTime }: HereWorld): Here => {
  const isPrivate = () => {
    try {
      return reader.channel.isPrivate(document, location)
    } catch {
      return true
    }
  }
  const place = (): PlaceOfChannel | null => {
    try {
      return reader.channel.placeOf(document, location)
    } catch {
      return null
    }
  }
  const isSilent = () => {
    if (!isPrivate()) return false
    const { on } = rules()
    // Where nothing is switched on, not even whose chat it is is looked at.
    return on.length === 0 || !on.includes(place()?.key ?? '')
  }

  /** The name under which a list knows this page. */
  const named = (list: readonly string[], key: string | undefined) =>
    list.find(name => name === key || name === pathHere())

  const mayShow = (root: Element) => {
    if (isPrivate()) return !isSilent()
    const { everywhere, shown, on, off } = rules()
    const key = place()?.key
    if (key !== undefined && off.includes(key)) return false
    if (everywhere) return true
    const listed = [...shown, ...on]
    if (named(listed, key) !== undefined) return true
    const [channel, owner] = reader.keyOf(root, location, new Date().toISOString())?.split(':') ?? []
    if (listed.includes(`${channel}:${owner}`)) return true
    // A feed: whose wall it is stands in the key, or only in who wrote the post.
    if (key !== undefined) return false
    const draft = reader.readItem(root, document, location, new Date().toISOString())?.draft
    return draft?.kind === 'post' && listed.includes(`${channel}:${draft.author.id}`)
  }

  let seen = ''
  let since = 0
  let told = ''
  const clock = setInterval(() => {
    const { watched } = rules()
    if (watched.length === 0 || document.visibilityState !== 'visible' || isSilent()) {
      seen = ''
      return
    }
    const name = named(watched, place()?.key) ?? ''
    if (name !== seen) since = Date.now()
    seen = name
    if (name === '') told = ''
    if (name === '' || name === told || Date.now() - since < lookTime) return
    told = name
    void worker.ask({ type: 'watch-seen', place: name })
  }, beat)

  return {
    isPrivate,
    isSilent,
    mayShow,
    state: () => {
      const open = place()
      const { everywhere, shown, on, off } = rules()
      const key = open?.key ?? null
      const isListed = everywhere || named([...shown, ...on], open?.key) !== undefined
      return {
        key,
        title: open?.title ?? null,
        isPrivate: isPrivate(),
        isOn: isPrivate() ? !isSilent() : isListed && !(key !== null && off.includes(key)),
      }
    },
    stop: () => clearInterval(clock),
  }
}
