/*
 * Pages for the demo, written by hand with the structure that the sites have: a community's wall and a group's chat in
 * which people of the sample district write. Some posts are tickets of the sample already, so their marks show.
 */
import type { SampleTicket } from './tickets.ts'

export type SamplePage = {
  file: string
  url: string
  body: string
}

export const community = { ownerId: '-212000002', title: 'Подслушано: Цильна и Нагаткино' }
export const administration = { ownerId: '-212000001', title: 'Администрация Цильнинского района' }
const chat = { peerId: '-1845000002', title: 'Соседи, Большое Нагаткино' }

/** Telegram's web client counts messages of a group from here. */
const firstMid = 2 ** 32

/** On the wall: the post without a ticket that has an answer of the administration under it. */
export const answeredPost = {
  url: /^https:\/\/vk\.com\/wall-212000002$/u,
  text: '#wpt-212000002_9101 .wall_post_text',
  answer: '#post-212000002_9103',
}

/** Written so many minutes before the page is looked at. */
type Comment = { id: number; author: { id: string; name: string }; text: string; minutesAgo: number }
export type WallPost = Comment & { comments: Comment[] }

export function samplePages(tickets: readonly SampleTicket[], now: Date): SamplePage[] {
  return [
    {
      file: 'vk-wall',
      url: `https://vk.com/wall${community.ownerId}`,
      body: wallPage([...newPosts, ...known(tickets, now)], now),
    },
    { file: 'telegram-chat', url: `https://web.telegram.org/k/#${chat.peerId}`, body: chatPage(now) },
  ]
}

const newPosts: WallPost[] = [
  {
    id: 9101,
    author: { id: '600100', name: 'Вера Зайцева' },
    minutesAgo: 55,
    text: 'Третий день нет холодной воды на улице Садовой в Большом Нагаткине. Дом 14. Диспетчер трубку не берёт, в доме маленькие дети. Когда дадут воду?',
    comments: [
      {
        id: 9102,
        author: { id: '600200', name: 'Павел Соколов' },
        minutesAgo: 48,
        text: 'У нас на Садовой, 20, тоже сухо.',
      },
      {
        id: 9103,
        author: { id: administration.ownerId, name: administration.title },
        minutesAgo: 6,
        text: 'Вера, здравствуйте! Порыв на улице Садовой устранён, водоснабжение восстановлено. Приносим извинения за неудобства.',
      },
    ],
  },
  {
    id: 9107,
    author: { id: '600300', name: 'Ильдар Мингазов' },
    minutesAgo: 130,
    text: 'На въезде в Цильну после дождя яма во всю полосу, вчера две машины пробили колёса. Засыпьте хотя бы щебнем!',
    comments: [],
  },
]

/** The newest open posts of this community among the tickets of the sample. */
function known(tickets: readonly SampleTicket[], now: Date): WallPost[] {
  return tickets
    .filter(
      ({ source, state }) =>
        source.key.startsWith(`vk:${community.ownerId}:`) && source.kind === 'post' && state !== 'answered',
    )
    .slice(-3)
    .reverse()
    .map(({ source }) => ({
      id: Number(source.key.split(':')[2]),
      author: { id: source.author.id ?? '', name: source.author.name ?? '' },
      minutesAgo: (now.getTime() - Date.parse(source.publishedAt ?? now.toISOString())) / 60_000,
      text: source.text,
      comments: [],
    }))
}

/** A community's wall with the structure of the layout that VK's servers send. */
export function wallPage(posts: readonly WallPost[], now: Date): string {
  const wall = posts.map(post => wallPost(post, now)).join('\n')
  return page(
    `${community.title} | ВКонтакте`,
    `body { background: #edeef0; font: 14px/1.45 system-ui, sans-serif; color: #1c1d1f; margin: 0 }
     #page_wall_posts { width: 600px; margin: 24px auto; display: grid; gap: 14px }
     h1 { font-size: 20px; width: 600px; margin: 24px auto 0 }
     .post { background: #fff; border: 1px solid #dce1e6; border-radius: 12px; padding: 16px 20px }
     .post_author { margin: 0; font-size: 14px } .post_date, .reply_date { font-size: 12.5px } a { color: #2a5885; text-decoration: none }
     .post_date a, .reply_date a { color: #7d8793 } .wall_post_text { margin: 10px 0 4px; font-size: 15px }
     .reply { border-top: 1px solid #e7e8ec; padding: 10px 0 4px; margin-top: 10px } .reply_author { font-weight: 600 }`,
    `<h1>${escaped(community.title)}</h1>\n<div id="page_wall_posts">\n${wall}\n</div>`,
  )
}

function wallPost({ id, author, text, minutesAgo, comments }: WallPost, now: Date): string {
  const name = `${community.ownerId}_${id}`
  return `<div id="post${name}" class="_post post page_block post--with-likes" data-post-id="${name}" data-post-author-id="${author.id}" data-testid="post">
  <div class="_post_content"><div class="PostHeader PostHeader--inPost"><div class="PostHeaderInfo">
    <h5 class="post_author"><a class="author" href="/id${author.id}" data-from-id="${author.id}">${escaped(author.name)}</a></h5>
    <div class="post_date"><a class="post_link" href="/wall${name}">${relativeDate(now, minutesAgo)}</a></div>
  </div></div>
  <div class="post_content"><div class="post_info">
    <div class="wall_text"><div id="wpt${name}" class="wall_post_cont"><div class="wall_post_text" data-testid="wall_post_text">${escaped(text)}</div></div></div>
    <div class="replies"><div class="replies_wrap"><div class="replies_list">${comments.map(comment => reply(id, comment, now)).join('\n')}</div></div></div>
  </div></div></div>
</div>`
}

function reply(postId: number, { id, author, text, minutesAgo }: Comment, now: Date): string {
  const name = `${community.ownerId}_${id}`
  const href = author.id.startsWith('-') ? `/club${author.id.slice(1)}` : `/id${author.id}`
  return `<div id="post${name}" class="reply reply_dived clear reply_replieable _post"><div class="reply_wrap _reply_content"><div class="reply_content">
    <div class="reply_author"><a class="author" href="${href}" data-from-id="${author.id}">${escaped(author.name)}</a></div>
    <div class="reply_text"><div id="wpt${name}"><div class="wall_reply_text">${escaped(text)}</div></div></div>
    <div class="reply_footer"><div class="reply_date"><a class="wd_lnk" href="/wall${community.ownerId}_${postId}?reply=${id}">${relativeDate(now, minutesAgo)}</a></div></div>
  </div></div></div>`
}

function relativeDate(now: Date, minutesAgo: number): string {
  const instant = now.getTime() - minutesAgo * 60_000
  return `<span class="rel_date" time="${Math.floor(instant / 1000)}">${shownDate(instant)}</span>`
}

const messages: { id: number; author: { id: string; name: string }; text: string; minutesAgo: number }[] = [
  {
    id: 5201,
    author: { id: '810001', name: 'Зоя Мартынова' },
    minutesAgo: 95,
    text: 'Фонари у школы на улице Мира не горят вторую неделю, дети идут домой в темноте',
  },
  { id: 5202, author: { id: '810002', name: 'Рамиль Сафин' }, minutesAgo: 81, text: 'И у клуба тоже темно' },
  {
    id: 5203,
    author: { id: '810003', name: 'Анна Кузьмина' },
    minutesAgo: 40,
    text: 'Мусор с площадки на Молодёжной не вывозят пятый день, контейнеры полные',
  },
]

function chatPage(now: Date): string {
  const bubbles = messages.map(({ id, author, text, minutesAgo }) => {
    const instant = now.getTime() - minutesAgo * 60_000
    return `<div class="bubbles-group"><div class="bubbles-group-avatar-container"><div class="avatar bubbles-group-avatar user-avatar" data-peer-id="${author.id}"></div></div>
  <div data-mid="${firstMid + id}" data-peer-id="${chat.peerId}" data-timestamp="${Math.floor(instant / 1000)}" class="bubble is-in can-have-tail is-group-first is-group-last"><div class="bubble-content-wrapper"><div class="bubble-content">
    <div class="colored-name name floating-part" data-peer-id="${author.id}" dir="auto"><span class="peer-title" dir="auto" data-peer-id="${author.id}">${escaped(author.name)}</span></div>
    <div class="message spoilers-container" dir="auto"><span class="translatable-message">${escaped(text)}</span><span class="time"><div class="time-inner" title="${shownDate(instant)}"><span class="i18n" dir="auto">${shownTime(instant)}</span></div></span></div>
  </div></div></div></div>`
  })
  return page(
    'Telegram Web',
    `body { margin: 0; background: #d5e4cf; font: 15px/1.4 system-ui, sans-serif }
     .topbar { background: #fff; padding: 14px 24px; font-weight: 600; border-bottom: 1px solid #d9dde1 }
     .bubbles-inner { width: 640px; margin: 16px auto; display: grid; gap: 10px }
     .bubble-content { background: #fff; border-radius: 12px; padding: 8px 12px; width: max-content; max-width: 460px }
     .name { color: #3a7cb8; font-weight: 600; font-size: 14px } .time { color: #8a969f; font-size: 12px; float: right; margin: 4px 0 0 12px }
     .time-inner { display: inline }`,
    `<div id="column-center"><div class="chats-container tabs-container"><div class="chat tabs-tab active" data-type="chat">
<div class="sidebar-header topbar"><div class="chat-info"><div class="person"><div class="avatar person-avatar" data-peer-id="${chat.peerId}"></div><div class="content"><div class="top"><div class="user-title"><span class="peer-title" dir="auto" data-peer-id="${chat.peerId}">${escaped(chat.title)}</span></div></div></div></div></div></div>
<div class="bubbles has-groups"><div class="scrollable scrollable-y"><div class="bubbles-inner has-rights is-chat"><section class="bubbles-date-group">
${bubbles.join('\n')}
</section></div></div></div></div></div></div>`,
  )
}

const page = (title: string, style: string, body: string): string =>
  `<!DOCTYPE html>\n<html lang="ru"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head>\n<body>\n${body}\n</body></html>\n`

/** As people of the district see it. */
const zone = 'Europe/Ulyanovsk'

const shownTime = (instant: number): string =>
  new Date(instant).toLocaleTimeString('ru-RU', { hour: '2-digit', minute: '2-digit', timeZone: zone })

const shownDate = (instant: number): string =>
  `${new Date(instant).toLocaleDateString('ru-RU', { day: 'numeric', month: 'short', timeZone: zone }).replace('.', '')} в ${shownTime(instant)}`

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
