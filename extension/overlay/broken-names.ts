/* Names of a reported page that are the sites' own, so that they stay: of data, of their types, of hosts. */

/** Words in the keys of data that adapters read. Any other key may be somebody's name. */
export const dataWords: ReadonlySet<string> = new Set(
  (
    'id type context graph value date datePublished dateCreated dateModified text name url href item items init data ' +
    'author creator publisher headline description articleBody mainEntity mainEntityOfPage comment image ' +
    'PostDateBlock PostContentContainer postRaw owner from signer first last screen profiles groups attachments photo ' +
    'orig sizes width height user group timeInfo createTime commentId'
  ).split(' '),
)

/** Of schema.org. */
export const dataTypes: ReadonlySet<string> = new Set(
  (
    'SocialMediaPosting DiscussionForumPosting BlogPosting Article NewsArticle Comment Person Organization WebPage ' +
    'WebSite ImageObject VideoObject InteractionCounter BreadcrumbList ListItem Question Answer Review'
  ).split(' '),
)

const hostLabels = new Set('www m web new old pos mobile touch wap webk weba webz api'.split(' '))
/** vk.com, vk.ru and vk.me are one site; a name under another ending is somebody else's. */
const sitesEndings = new Set(['com', 'ru', 'me', 'org'])

const labelsOf = (host: string) => host.toLowerCase().replace(/\.$/u, '').split('.')

/** vk.com and m.vk.com, vk.com and vk.ru: one site under several names. */
export const isSameSite = (host: string, page: string): boolean => {
  const [ending = '', site = ''] = labelsOf(host).reverse()
  const [pageEnding = '', pageSite = ''] = labelsOf(page).reverse()
  return site === pageSite && (ending === pageEnding || sitesEndings.has(ending))
}

/** `ivanpetrov.t.me` is an address of somebody: before the site itself only its own labels stay. */
export const hostOf = (host: string, masked: (label: string) => string): string => {
  const labels = labelsOf(host)
  const own = labels.slice(0, -2).map(label => (hostLabels.has(label) ? label : masked(label)))
  return [...own, ...labels.slice(-2)].join('.')
}
