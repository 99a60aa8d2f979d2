/*
 * Who wrote a post or a comment on ВКонтакте. A signed post is its signer's, not the community's; a name is given only
 * together with the link it stands on.
 */

import { accountIdOf, accountUrl, addressOfAccountId } from '../../shared/sources/vk-address.ts'
import { type Author, type ItemContext, lineOf, noAuthor } from './contract.ts'
import { authorOfPostData, postDataOf } from './vk-post-data.ts'

const accountNumber = (value: string | null | undefined): string | null =>
  value && /^-?[1-9]\d{0,19}$/u.test(value) ? value : null

/** Only the number is known. */
const nameless = (id: string): Author => ({ name: null, url: addressOfAccountId(id), id })

const linkOf = (element: Element): Element | null =>
  element.matches('a[href]') ? element : (element.closest('a[href]') ?? element.querySelector('a[href]'))

const authorOf = (element: Element, fallbackId: string | null): Author => {
  const link = linkOf(element)
  const href = link?.getAttribute('href') ?? ''
  const marked = accountNumber(element.getAttribute('data-from-id') ?? link?.getAttribute('data-from-id'))
  const id = marked ?? accountIdOf(href) ?? fallbackId
  return { name: lineOf(element), url: accountUrl(href) ?? (id === null ? null : addressOfAccountId(id)), id }
}

const signatures = [
  // 2026-07, §2: botnadzor
  '[data-testid="post-footer-author"]',
  // 2025-02, public sources: RSS-Bridge, a reader of signed posts
  '.wall_signed_by',
]
const postAuthors = [
  // 2026-07, §2
  '[data-testid="post-header-title"]',
  // 2026-06, §3: a wall chunk of 2026-06
  '.PostHeaderTitle__authorLink',
  // 2026-08, §3: a saved page of 2026-08
  '.post_author a.author',
  'a.author[data-from-id]',
  'a.author',
]
const commentAuthors = [
  // 2026-07, §2
  '[data-testid="comment-owner"]',
  // 2026-07, §3
  '.reply_author .author',
  'a.author',
]

const commentAvatars = [
  // 2026-07, §2
  'a[data-testid="comment-avatar"][href]',
  'a.reply_image[href]',
]

const authorOfPost = (context: ItemContext): Author => {
  const { root, own } = context
  const data = postDataOf(context)
  const told = data === null ? null : authorOfPostData(data)
  const authorId = accountNumber(root.getAttribute('data-post-author-id'))
  const signedId = accountNumber(root.getAttribute('data-post-signer-or-author-id'))
  const signerId = signedId !== authorId ? signedId : null

  const signature = own(signatures)
  if (signature !== null) {
    return authorOf(signature, signerId ?? (told?.isSigner ? told.author.id : null))
  }
  if (told?.isSigner) return told.author
  // Signed, and the signature is not in the page: the name in the header is the community's, not the author's.
  if (signerId !== null) return nameless(signerId)

  const header = own(postAuthors)
  const knownId = authorId ?? told?.author.id ?? null
  if (header !== null) return authorOf(header, knownId)
  return told?.author ?? (authorId === null ? noAuthor : nameless(authorId))
}

const authorOfComment = ({ own }: ItemContext): Author => {
  const name = own(commentAuthors)
  const avatar = own(commentAvatars)
  const byAvatar = avatar === null ? noAuthor : { ...authorOf(avatar, null), name: null }
  if (name === null) return byAvatar
  const byName = authorOf(name, null)
  return byName.url === null ? { ...byAvatar, name: byName.name } : byName
}

export const authorOfItem = (context: ItemContext): Author =>
  context.identity.kind === 'comment' ? authorOfComment(context) : authorOfPost(context)
