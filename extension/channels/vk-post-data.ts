/*
 * The post as data: the server-rendered layout of 2024–2026 leaves the text of a wall to React and puts the whole post
 * as JSON into `data-exec` (DOM-FACTS part 1 §3). A bonus, not a base: it is believed only about the post whose numbers
 * it carries.
 */

import { addressOfAccountId } from '../../shared/sources/vk-address.ts'
import { type Author, anyOf, type ItemContext, listOf, type Moment, type SelectorSet } from './contract.ts'
import { fromUnix } from './dates.ts'

export type PostData = { post: unknown; accounts: unknown[] }

export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const valuesOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : typeof value === 'object' && value !== null ? Object.values(value) : []

const textAt = (value: unknown, name: string): string | null => {
  const text = fieldOf(value, name)
  return typeof text === 'string' && text.trim() !== '' ? text : null
}

const numberAt = (value: unknown, name: string): number | null => {
  const number = fieldOf(value, name)
  return typeof number === 'number' && Number.isInteger(number) && number !== 0 ? number : null
}

const execOf = (element: Element, name: string): unknown => {
  try {
    return fieldOf(JSON.parse(element.getAttribute('data-exec') ?? 'null'), name)
  } catch {
    return undefined
  }
}

const keyOf = (owner: unknown, post: unknown): string => `vk:${owner}:${post}`

const isAbout = ({ identity }: ItemContext, owner: unknown, post: unknown): boolean =>
  identity.kind === 'post' && identity.key === keyOf(owner, post)

export type PostDataReading = {
  postDataOf: (context: ItemContext) => PostData | null
  publishedOfPostData: (context: ItemContext) => Moment | null
}

export const createPostDataReading = (set: SelectorSet): PostDataReading => {
  const contents = anyOf(listOf(set, 'postData'))
  const dates = anyOf(listOf(set, 'postDateData'))
  /** Four fields of an item ask for the same data. */
  const known = new WeakMap<ItemContext, PostData | null>()

  const findPostData = (context: ItemContext): PostData | null => {
    for (const element of context.ownAll(contents)) {
      const init = execOf(element, 'PostContentContainer/init')
      const post = fieldOf(init, 'item')
      if (!isAbout(context, fieldOf(post, 'owner_id'), fieldOf(post, 'id'))) continue
      return {
        post,
        accounts: [...valuesOf(fieldOf(init, 'profiles')), ...valuesOf(fieldOf(init, 'groups'))],
      }
    }
    return null
  }

  const postDataOf = (context: ItemContext): PostData | null => {
    const before = known.get(context)
    if (before !== undefined) return before
    const found = findPostData(context)
    known.set(context, found)
    return found
  }

  const publishedOfPostData = (context: ItemContext): Moment | null => {
    const data = postDataOf(context)
    const told = data === null ? null : fromUnix(fieldOf(data.post, 'date'))
    if (told !== null) return told
    for (const element of context.ownAll(dates)) {
      const init = execOf(element, 'PostDateBlock/init')
      const [owner, post] = (textAt(init, 'postRaw') ?? '').split('_')
      if (isAbout(context, owner, post)) return fromUnix(fieldOf(init, 'date'))
    }
    return null
  }

  return { postDataOf, publishedOfPostData }
}

/** `[id1|Имя]` and `[https://…|слова]` are how the site writes a link inside a text. */
const plain = (text: string): string =>
  text
    .replace(/<br\s*\/?>/giu, '\n')
    .replace(/\[(?:(?:id|club|public|event)\d+|https?:[^\]|]+)\|([^\]]+)\]/gu, '$1')
    .replace(/^\s+|\s+$/gu, '')

export const textOfPostData = ({ post }: PostData): string | null => {
  const text = textAt(post, 'text')
  return text === null ? null : plain(text)
}

/** Profiles have positive numbers and two names; groups have positive numbers and one, and count as negative. */
const accountOf = (id: number, accounts: readonly unknown[]): Author => {
  const own = accounts.find(account => {
    const number = numberAt(account, 'id')
    const isGroup = textAt(account, 'name') !== null && textAt(account, 'first_name') === null
    return number !== null && (isGroup ? -Math.abs(number) : number) === id
  })
  const both = [textAt(own, 'first_name'), textAt(own, 'last_name')].filter(part => part !== null).join(' ')
  const name = both === '' ? textAt(own, 'name') : both
  const screenName = textAt(own, 'screen_name')
  const url =
    screenName !== null && /^[\w.]+$/u.test(screenName)
      ? `https://vk.com/${screenName}`
      : addressOfAccountId(`${id}`)
  return { name, url, id: `${id}` }
}

export const authorOfPostData = ({
  post,
  accounts,
}: PostData): { author: Author; isSigner: boolean } | null => {
  const signer = numberAt(post, 'signer_id')
  const from = numberAt(post, 'from_id')
  if (signer !== null) return { author: accountOf(signer, accounts), isSigner: true }
  return from === null ? null : { author: accountOf(from, accounts), isSigner: false }
}

/** The largest size of every photograph. */
export const photosOfPostData = ({ post }: PostData): string[] =>
  valuesOf(fieldOf(post, 'attachments')).flatMap(attachment => {
    const photo = fieldOf(attachment, 'photo')
    const area = (size: unknown) => (numberAt(size, 'width') ?? 0) * (numberAt(size, 'height') ?? 0)
    const sizes = [fieldOf(photo, 'orig_photo'), ...valuesOf(fieldOf(photo, 'sizes'))]
    const usable = sizes.filter(size => textAt(size, 'url') !== null).sort((a, b) => area(b) - area(a))
    const best = textAt(usable[0], 'url')
    return best === null ? [] : [best]
  })
