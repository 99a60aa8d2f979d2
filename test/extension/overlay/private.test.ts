/* Private stays private (PRACTICE P15), and the button where the watch list says, in real Chromium. */
import type { Browser } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { HereRules } from '../../../extension/messages.ts'
import {
  buildExtension,
  launch,
  type OpenOptions,
  openStage,
  removeFolder,
  type Stage,
  until,
} from './harness.ts'
import { spyOn } from './private-extension.ts'

let browser: Browser
let folder: string
const stages: Stage[] = []

beforeAll(async () => {
  folder = await buildExtension()
  await spyOn(folder)
  browser = await launch(folder)
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await removeFolder(folder)
})
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close()
})

const open = async (options: OpenOptions): Promise<Stage> => {
  const stage = await openStage(browser, options)
  stages.push(stage)
  return stage
}
const chat = 'telegram:700100200'
const bubble = '.bubble[data-mid="5120"] .message'
const openChat = (here: Partial<HereRules>, fake: OpenOptions['fake'] = {}) =>
  open({
    file: 'telegram/k-private.html',
    address: 'https://web.telegram.org/k/#700100200',
    fake: { here, ...fake },
  })
const ready = (stage: Stage) =>
  until('страница готова', async () => (await stage.asked('overlay-start')).length > 0)
/** Everything that left the content script. */
const said = async (stage: Stage) => (await stage.fake()).seen.map(({ type }) => type)
const hasButton = async (stage: Stage) =>
  (await stage.inside()).some(({ attributes }) => attributes.class === 'main')
/** Nothing can follow any more: marks, counts and looks would have been asked for. */
const settled = async (stage: Stage) => {
  await ready(stage)
  await stage.asWorld('beginRest()')
  await until('скрипт затих', () => stage.asWorld('isAtRest()'))
}
const readsInside = async (stage: Stage, list: string, isWords: boolean) =>
  z.array(z.string()).parse(await stage.asWorld(`readsInside(${JSON.stringify(list)}, ${isWords})`))

/** Private chats of all messengers, with the element that holds their messages. */
const privateChats = [
  {
    file: 'telegram/k-private.html',
    address: 'https://web.telegram.org/k/#700100200',
    list: '.bubbles',
    message: bubble,
  },
  {
    file: 'telegram/a-private.html',
    address: 'https://web.telegram.org/a/#700100200',
    list: '.messages-container',
    message: '#message-5120 .text-content',
  },
  {
    file: 'max/dialogue.html',
    address: 'https://web.max.ru/437719203',
    list: '.history',
    message: '.history .bubble',
  },
  {
    file: 'whatsapp/old-dialogue.html',
    address: 'https://web.whatsapp.com/',
    list: '[role="application"]',
    message: '.message-in',
  },
  {
    file: 'whatsapp/new-group.html',
    address: 'https://web.whatsapp.com/',
    list: '[data-scrolltracepolicy]',
    message: '[data-testid="msg-container"]',
  },
  {
    file: 'vk/messages-personal-2026.html',
    address: 'https://vk.com/im/convo/600400',
    list: '.ConvoHistory__flow',
    message: '.MessageText',
  },
]

/** Everything that a person may do before «Включить здесь»: point, focus, scroll; a message comes, the office's lists change. */
async function useChat(stage: Stage, { message, list }: (typeof privateChats)[number]): Promise<void> {
  await settled(stage)
  await stage.page.hover(message)
  await stage.page.evaluate(
    (one, all) => {
      const shown = document.querySelector(one)
      const node = document.querySelector(all)
      if (!(shown instanceof HTMLElement) || node === null) throw new Error('The page has no messages')
      shown.tabIndex = -1
      shown.focus()
      node.append(shown.cloneNode(true))
      scrollBy(0, 10)
    },
    message,
    list,
  )
  await stage.push({ type: 'marks-changed' })
  await stage.page.keyboard.down('Alt')
  await stage.page.keyboard.down('Shift')
  await stage.page.keyboard.press('KeyZ')
  await stage.page.keyboard.up('Shift')
  await stage.page.keyboard.up('Alt')
  await settled(stage)
}

describe('of the messages of a private chat', () => {
  test.each(privateChats)('nothing at all is looked at before «Включить здесь»: $file', async given => {
    const stage = await open({ ...given, fake: { here: {}, mayPublish: true } })
    await useChat(stage, given)
    expect(await readsInside(stage, given.list, false)).toEqual([])
    expect(new Set(await said(stage))).toEqual(new Set(['overlay-start']))
    expect(await stage.inside()).toEqual([])
  })

  test.each(privateChats)('no word is read where only another chat is switched on: $file', async given => {
    const on = ['telegram:700100999', 'vk:im:999', 'max:999', 'whatsapp:999']
    const stage = await open({ ...given, fake: { here: { on }, mayPublish: true } })
    await useChat(stage, given)
    expect(await readsInside(stage, given.list, true)).toEqual([])
    expect(new Set(await said(stage))).toEqual(new Set(['overlay-start']))
  })

  test('the chosen one is read where the chat is switched on, its neighbours are not', async () => {
    const stage = await openChat({ on: [chat] }, { mayPublish: true })
    await stage.page.hover(bubble)
    await stage.click('main')
    await stage.find('recorded')
    await settled(stage)
    expect(await readsInside(stage, '.bubble[data-mid="5120"]', true)).not.toEqual([])
    expect(await readsInside(stage, '.bubble[data-mid="5121"]', true)).toEqual([])
  })
})

describe('a private chat', () => {
  test('before «Включить здесь» nothing leaves the page but the question what is switched on', async () => {
    const stage = await openChat({ watched: [chat], shown: [chat] }, { mayPublish: true })
    await stage.page.hover(bubble)
    await stage.push({ type: 'marks-changed' })
    await settled(stage)
    expect(new Set(await said(stage))).toEqual(new Set(['overlay-start']))
    expect(await stage.inside()).toEqual([])
  })

  test('another chat that is switched on changes nothing here', async () => {
    const stage = await openChat({ on: ['telegram:700100999'] })
    await stage.page.hover(bubble)
    await settled(stage)
    expect(new Set(await said(stage))).toEqual(new Set(['overlay-start']))
    expect(await hasButton(stage)).toBe(false)
  })

  test('the popup hears which chat it is, and that it is private and off', async () => {
    const stage = await openChat({})
    await ready(stage)
    expect(await stage.where()).toEqual({ key: chat, title: 'Тимур Алиев', isPrivate: true, isOn: false })
  })

  test('switched on: the chosen message alone, without its author; no marks, no counts', async () => {
    const stage = await openChat({ on: [chat] }, { mayPublish: true })
    await stage.page.hover(bubble)
    await stage.click('main')
    await stage.find('recorded')
    const [request] = await stage.asked('capture')
    expect(request?.source).toMatchObject({
      text: 'Здравствуйте, это администрация?',
      isPrivate: true,
      author: { name: null, url: null, id: null },
      parentKey: null,
      photos: [],
    })
    await settled(stage)
    const types = await said(stage)
    for (const type of ['marks', 'page-read', 'page-state', 'look-again']) expect(types).not.toContain(type)
  })

  test('the author’s name is saved by choice: the message is recorded anew with it', async () => {
    const stage = await openChat({ on: [chat] })
    await stage.page.hover(bubble)
    await stage.click('main')
    await stage.click('keep-author')
    const [first, second] = await until('вторая запись', async () => {
      const all = await stage.asked('capture')
      return all.length === 2 && all
    })
    expect(second?.instead).toBe(first?.ticketId)
    expect(second?.source.key).toBe(first?.source.key)
    expect(second?.source.author).not.toEqual(first?.source.author)
    expect(second?.source.isPrivate).toBe(true)
  })

  test('a selection from the menu is not recorded either until the chat is switched on', async () => {
    const stage = await open({
      file: 'overlay/wall.html',
      address: 'https://vk.com/im/convo/1',
      fake: { here: {} },
    })
    await ready(stage)
    await stage.page.evaluate(() => {
      const text = document.querySelector('.wall_post_text')
      if (text) getSelection()?.selectAllChildren(text)
    })
    await stage.push({ type: 'capture-selection', text: 'Третий день нет воды' })
    await stage.find(/личная переписка/)
    expect(await stage.asked('capture')).toEqual([])
  })

  test('«Записать страницу» takes no page of a chat, also where it is switched on: its title names who writes', async () => {
    const stage = await open({
      file: 'overlay/wall.html',
      address: 'https://vk.com/im/convo/1',
      fake: { here: { on: ['vk:im:1'] } },
    })
    await until('включено', async () => (await stage.where())?.isOn)
    await stage.push({ type: 'capture-page' })
    await stage.find(/Выделите слова в одном сообщении/)
    expect(await stage.asked('capture')).toEqual([])
    expect(await stage.asked('snapshot')).toEqual([])
  })

  test('a selection from the menu waits until it is known whose chat it is', async () => {
    const stage = await open({
      file: 'overlay/wall.html',
      address: 'https://vk.com/im/convo/1',
      fake: { here: {}, silentStarts: 1 },
    })
    await ready(stage)
    await stage.page.evaluate(() => {
      const text = document.querySelector('.wall_post_text')
      if (text) getSelection()?.selectAllChildren(text)
    })
    await stage.push({ type: 'capture-selection', text: 'Третий день нет воды' })
    await stage.find(/личная переписка|Повторите/)
    expect(await stage.asked('capture')).toEqual([])
    expect(await stage.asked('snapshot')).toEqual([])
  })
})

describe('the messenger of ВКонтакте, whose reading comes only there', () => {
  const dialogue = 'vk:gim212000050:600100'
  const text = '.ConvoMessageWithoutBubble .MessageText'
  const openMessenger = (here: Partial<HereRules>) =>
    open({
      file: 'vk/messages-community-2026.html',
      address: 'https://vk.com/gim212000050/convo/600100',
      fake: { here },
    })
  const wanted = async (stage: Stage) =>
    (await stage.asked('overlay-start')).flatMap(request => request.wanted ?? [])

  test('off: the popup hears which dialogue it is, and nothing of it leaves the page', async () => {
    const stage = await openMessenger({})
    await until('диалог узнан', async () => (await stage.where())?.key === dialogue)
    await stage.page.hover(text)
    await settled(stage)
    expect(new Set(await said(stage))).toEqual(new Set(['overlay-start']))
    expect(await wanted(stage)).toEqual(['vk-messages'])
    expect(await stage.inside()).toEqual([])
    expect(await stage.where()).toMatchObject({ key: dialogue, isPrivate: true, isOn: false })
  })

  test('switched on: the chosen message is recorded without its author', async () => {
    const stage = await openMessenger({ on: [dialogue] })
    await until('диалог узнан', async () => (await stage.where())?.isOn)
    await stage.page.hover(text)
    await stage.click('main')
    await stage.find('recorded')
    const [request] = await stage.asked('capture')
    expect(request?.source).toMatchObject({ isPrivate: true, author: { name: null, url: null, id: null } })
    expect(request?.source.key.startsWith(`${dialogue}:`)).toBe(true)
  })

  test('a wall does not ask for it; a dialogue opened in the same tab does, and is silent', async () => {
    const stage = await open({ file: 'overlay/wall.html' })
    await stage.page.hover('#post-100_1 .wall_post_text')
    await stage.find('main')
    await settled(stage)
    expect(await wanted(stage)).toEqual([])
    await stage.page.evaluate(() => {
      history.pushState(null, '', '/im/convo/600100')
      document.body.append(document.createElement('i'))
    })
    await until('мессенджер', async () => (await stage.where())?.key === 'vk:im:600100')
    expect(await wanted(stage)).toEqual(['vk-messages'])
    await stage.page.mouse.move(5, 700)
    await stage.gone('main')
    const before = (await stage.fake()).seen.length
    await stage.page.hover('#post-100_1 .wall_post_text')
    await settled(stage)
    expect((await stage.fake()).seen.slice(before)).toEqual([])
    expect(await hasButton(stage)).toBe(false)
    expect((await stage.where())?.isPrivate).toBe(true)
  })
})

describe('the button on public pages', () => {
  const wall = (here: Partial<HereRules>, address?: string) =>
    open({ file: 'overlay/wall.html', ...(address ? { address } : {}), fake: { here } })
  const point = async (stage: Stage) => {
    await ready(stage)
    await stage.page.hover('#post-100_1 .wall_post_text')
    await stage.page.mouse.move(500, 300)
    await stage.page.hover('#post-100_1 .wall_post_text')
  }

  test('stands on a listed wall', async () => {
    const stage = await wall({ everywhere: false, shown: ['vk:-100'] })
    await point(stage)
    await stage.find('main')
  })

  test('does not stand on another, until it is switched on there', async () => {
    const stage = await wall({ everywhere: false, shown: ['vk:-200'] })
    await point(stage)
    await settled(stage)
    expect(await hasButton(stage)).toBe(false)
    await stage.change({ here: { everywhere: false, shown: ['vk:-200'], on: ['vk:-100'] } })
    await stage.push({ type: 'marks-changed' })
    await until('включено', async () => (await stage.where())?.isOn)
    await point(stage)
    await stage.find('main')
  })

  test('in a feed it stands on posts of listed owners', async () => {
    const feed = 'https://vk.com/feed'
    const listed = await wall({ everywhere: false, shown: ['vk:-100'] }, feed)
    await point(listed)
    await listed.find('main')
    const other = await wall({ everywhere: false, shown: ['vk:-200'] }, feed)
    await point(other)
    await settled(other)
    expect(await hasButton(other)).toBe(false)
  })

  test('a listed page that stood open is told of once: which, nothing else', async () => {
    const stage = await wall({ watched: ['vk:-100'] })
    const [request] = await until('просмотр', async () => {
      const all = await stage.asked('watch-seen')
      return all.length > 0 && all
    })
    await settled(stage)
    expect(await stage.asked('watch-seen')).toEqual([{ type: 'watch-seen', place: 'vk:-100' }])
    expect(request?.place).toBe('vk:-100')
  })

  test('a page that is not listed is told of to nobody', async () => {
    const stage = await wall({ watched: ['vk:-200'] })
    await settled(stage)
    expect(await stage.asked('watch-seen')).toEqual([])
  })
})

test('a chat that changes under the pointer is not mixed with the next one', async () => {
  const stage = await open({
    file: 'telegram/k-group.html',
    address: 'https://web.telegram.org/k/#-1700000001',
  })
  await ready(stage)
  await stage.page.hover('.bubble[data-mid="4294968002"] .message')
  await stage.page.hover('.bubble[data-mid="4294968001"] .message')
  await stage.find('main')
  // The next chat comes into the same nodes: its number first, its words a moment later.
  await stage.page.evaluate(() => {
    for (const each of document.querySelectorAll('.chat.active [data-peer-id="-1700000001"]'))
      each.setAttribute('data-peer-id', '-1700000002')
    history.replaceState(null, '', '#-1700000002')
  })
  await stage.click('main')
  await stage.find(/уже другая запись/)
  expect(await stage.asked('capture')).toEqual([])
})
