/** What the worker knows of the channels: counts from pages, alarms of the server, and the page «Что умеет читать». */
import { browser } from 'wxt/browser'
import { formatDateTime } from '../../shared/deadlines/words.ts'
import { adapterTitle, channelOfAdapter } from '../../shared/sources/adapters.ts'
import { packFaultWords } from '../../shared/sources/pack.ts'
import { readingSchema } from '../../shared/sync/wire.ts'
import type { Answers, HereState, PacksView, PackView, Push, RequestOf } from '../messages.ts'
import { findConnection } from '../store/connection.ts'
import { type Desk, deskOf, getMeta } from '../store/desk.ts'
import { addReading } from '../store/readings.ts'
import { brokenPageKey } from './broken-page-key.ts'
import { builtInPack, builtInPacks } from './built-in-packs.ts'
import { checkPacks, findDesk, packInForce, selectorSetsFor } from './packs.ts'

/** What to do while a page is not read. */
export const meanwhileWords =
  'Выделите текст и выберите «Записать» в меню правой кнопки; адрес и снимок сохранятся'

/** One visit of one page, added to the day's counts; what is not of the known form is dropped. */
export async function notePageRead(request: RequestOf<'page-read'>): Promise<void> {
  const { adapter, version, pageKind, isEmpty, items, missing, refusedSelectors } = request
  const desk = await findDesk()
  if (!desk || builtInPack(adapter) === undefined) return
  const now = new Date(Date.now() + ((await getMeta(desk, 'clockOffset')) ?? 0)).toISOString()
  const reading = readingSchema.safeParse({
    day: now.slice(0, 10),
    adapter,
    version,
    pageKind,
    pages: 1,
    emptyPages: isEmpty ? 1 : 0,
    items,
    missing,
    refusedSelectors,
  }).data
  if (reading) await addReading(desk, reading)
}

/** `null` while the adapters of the site read well, as far as this computer and the server know. */
export async function troubleOf(adapters: readonly string[]): Promise<string | null> {
  const desk = await findDesk()
  if (!desk) return null
  const { alarms = [] } = (await getMeta(desk, 'channelNews')) ?? {}
  const broken = (await getMeta(desk, 'broken')) ?? []
  const isBad = adapters.some(
    each => alarms.some(({ adapter }) => adapter === each) || broken.includes(channelOfAdapter(each)),
  )
  return isBad ? `Страница изменилась, прочитано может быть не всё. ${meanwhileWords}.` : null
}

export async function viewPacks(): Promise<PacksView> {
  const desk = await findDesk()
  const zone = (desk && (await getMeta(desk, 'settings')))?.deadlines.zone ?? 'Europe/Moscow'
  const checkedAt = desk && (await getMeta(desk, 'packsCheckedAt'))
  const packs = await Promise.all(builtInPacks().map(({ adapter }) => viewPack(desk, adapter, zone)))
  return {
    enrolled: desk !== undefined,
    checked:
      checkedAt === undefined
        ? 'Обновления ещё не проверялись'
        : `Обновления проверены ${formatDateTime(checkedAt, zone)}`,
    packs: packs.flatMap(each => each ?? []),
  }
}

async function viewPack(
  desk: Desk | undefined,
  adapter: string,
  zone: string,
): Promise<PackView | undefined> {
  const inForce = await packInForce(desk, adapter)
  if (inForce === undefined) return undefined
  const refusals = (desk && (await getMeta(desk, 'packRefusals'))) ?? []
  const { alarms = [] } = (desk && (await getMeta(desk, 'channelNews'))) ?? {}
  const { pack, takenAt, mayReturn, returnedFrom } = inForce
  const returned =
    returnedFrom === null
      ? []
      : [`Правила № ${returnedFrom} возвращены на этом компьютере; следующие новые возьмутся сами.`]
  return {
    adapter,
    serial: pack.serial,
    version: pack.version,
    from: takenAt === null ? 'из сборки расширения' : `с сервера, ${formatDateTime(takenAt, zone)}`,
    mayReturn,
    notes: [
      ...returned,
      ...refusals
        .filter(each => each.adapter === adapter)
        .map(({ serial, fault, details }) => {
          const named = details.length === 0 ? '' : ` (${details.join(', ')})`
          return `Правила № ${serial} не приняты: ${packFaultWords[fault]}${named}.`
        }),
    ],
    alarm: alarms.find(each => each.adapter === adapter)?.words ?? null,
  }
}

/** «Проверить обновления»: answers what came of it, in words. */
export async function checkNow(): Promise<string> {
  const connection = await findConnection()
  if (!connection) return 'Подключите расширение к серверу: обновления даёт он.'
  const checked = await checkPacks(connection, deskOf(connection), new Date().toISOString())
  if (checked.outcome === 'failed') return checked.words
  const { taken, refused } = checked
  if (taken.length === 0 && refused.length === 0) return 'Новых правил чтения нет.'
  return [
    ...(taken.length > 0 ? [`Взяты новые правила чтения: ${taken.map(adapterTitle).join(', ')}.`] : []),
    ...(refused.length > 0 ? [`Не приняты: ${refused.length}, причина ниже.`] : []),
  ].join(' ')
}

/**
 * Puts the script that describes a page into the tab in front, and opens what it answers for the person to save. A private
 * chat that is off is not described either (PRACTICE P15); nor a page whose script does not say what is open there.
 */
export async function reportBroken(): Promise<Answers['report-broken']> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true })
  const open = tab?.id === undefined ? null : await openIn(tab.id)
  if (open?.isPrivate && !open.isOn)
    return {
      outcome: 'refused',
      words:
        'Это личная переписка: расширение её не читает. Если о ней нужно сообщить, сначала нажмите «Включить здесь».',
    }
  const html = tab?.id === undefined || open === null ? null : await describe(tab.id)
  if (html === null)
    return {
      outcome: 'refused',
      words:
        'Эту страницу описать нельзя. Откройте страницу соцсети, которая не читается, обновите её и повторите.',
    }
  await browser.storage.session.set({ [brokenPageKey]: html })
  await browser.tabs.create({ url: '/channels.html#broken' })
  return { outcome: 'shown' }
}

/** What our script says of the tab; `null` where there is none, or it does not know yet. */
async function openIn(tabId: number): Promise<HereState | null> {
  const push: Push = { type: 'where' }
  const state: HereState | undefined = await browser.tabs
    .sendMessage(tabId, push, { frameId: 0 })
    .catch(() => undefined)
  return state ?? null
}

async function describe(tabId: number): Promise<string | null> {
  const push: Push = {
    type: 'describe-page',
    sets: await selectorSetsFor(builtInPacks().map(({ adapter }) => adapter)),
  }
  try {
    await browser.scripting.executeScript({
      target: { tabId },
      files: ['/content-scripts/broken.js'],
    })
    const answer: unknown = await browser.tabs.sendMessage(tabId, push, { frameId: 0 })
    return typeof answer === 'string' ? answer : null
  } catch {
    // A page of the browser itself, or one that we have no right to.
    return null
  }
}
