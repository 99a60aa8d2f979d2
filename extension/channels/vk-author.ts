/*
 * Who wrote a post or a comment on ВКонтакте. A signed post is its signer's, not the community's; a name is given only
 * together with the link it stands on.
 */

import { accountIdOf, accountUrl, addressOfAccountId } from '../../shared/sources/vk-address.ts'
import {
  type Author,
  anyOf,
  type ItemContext,
  lineOf,
  listOf,
  noAuthor,
  type SelectorSet,
} from './contract.ts'
import { authorOfPostData, type PostDataReading } from './vk-post-data.ts'

const accountNumber = (value: string | null | undefined): string | null =>
  value && /^-?[1-9]\d{0,19}$/u.test(value) ? value : null

/** Only the number is known. */
const nameless = (id: string): Author => ({ name: null, url: addressOfAccountId(id), id })

const linkOf = (element: Element): Element | null =>
  element.matches('a[href]') ? element : (element.closest('a[href]') ?? element.querySelector('a[href]'))

const authorOf = (element: Element, fallbackId: string | null): Author => {
  const link = linkOf(element)
  const href = link?.getAttribute('href') ?? ''
  const marks = ['data-from-id', 'data-item-owner-id'].flatMap(name => [
    element.getAttribute(name),
    link?.getAttribute(name),
  ])
  const marked = marks.map(accountNumber).find(mark => mark !== null) ?? null
  const id = marked ?? accountIdOf(href) ?? fallbackId
  return { name: lineOf(element), url: accountUrl(href) ?? (id === null ? null : addressOfAccountId(id)), id }
}

export const createAuthorReading = (
  set: SelectorSet,
  { postDataOf }: PostDataReading,
  /** Comments and reviews name their author otherwise than posts. */
  isRemark: (root: Element) => boolean,
): ((context: ItemContext) => Author) => {
  const signatures = listOf(set, 'signatures')
  const signatureMarks = listOf(set, 'signatureMarks')
  const postAuthors = listOf(set, 'postAuthors')
  const commentAuthors = listOf(set, 'commentAuthors')
  const commentAvatars = listOf(set, 'commentAvatars')
  const ownersPost = anyOf(listOf(set, 'ownersPosts'))

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
    if (own(signatureMarks) !== null) return noAuthor

    const header = own(postAuthors)
    const wallOwner = root.matches(ownersPost) ? (context.identity.key.split(':')[1] ?? null) : null
    const knownId = authorId ?? told?.author.id ?? wallOwner
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

  return context => (isRemark(context.root) ? authorOfComment(context) : authorOfPost(context))
}
