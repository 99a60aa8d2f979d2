/**
 * A real office for tests: SQLite in a temporary folder, a clock that stands until it is moved, people of every role,
 * devices that speak HTTP through `app.request`. The first office of a file is built; the next ones are copies of it.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import { type ComposedOffice, composeOffice } from '../../server/compose.ts'
import { createApp, type MountPages } from '../../server/http/app.ts'
import type { Office, PersonDraft, Signed } from '../../server/office.ts'
import { actorAt } from '../../shared/policy/actor.ts'
import type { OfficialAccount, Recipient } from '../../shared/policy/settings.ts'
import {
  enrolAnswerSchema,
  type Outcome,
  type PullAnswer,
  protocolVersion,
  pullAnswerSchema,
  pushAnswerSchema,
  readInvitation,
} from '../../shared/sync/wire.ts'
import type { Command, CommandInput, CommandType } from '../../shared/ticket/commands.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'

/** Monday, 10:00 in Ulyanovsk. */
export const monday = '2026-11-16T06:00:00.000Z'
export const publicUrl = 'http://pult.test'
export const headPassword = 'пароль руководителя'

export const recipients: Recipient[] = [
  { id: 'roads-unit', title: 'Отдел дорожного хозяйства', kind: 'unit' },
  { id: 'nagatkino', title: 'Администрация Большенагаткинского поселения', kind: 'settlement' },
  { id: 'teploset', title: 'МУП «Теплосеть»', kind: 'municipal_company' },
]

const drafts = {
  operator: { title: 'Оператор мониторинга 1', roles: ['operator'], blocks: [], recipientIds: [] },
  operator2: { title: 'Оператор мониторинга 2', roles: ['operator'], blocks: [], recipientIds: [] },
  zhkhHead: {
    title: 'Заместитель по ЖКХ',
    roles: ['block_head'],
    blocks: ['zhkh', 'energy'],
    recipientIds: [],
  },
  roadsHead: { title: 'Начальник отдела дорог', roles: ['block_head'], blocks: ['roads'], recipientIds: [] },
  executor: {
    title: 'Специалист отдела дорог',
    roles: ['recipient_user'],
    blocks: [],
    recipientIds: ['roads-unit'],
  },
  informer: { title: 'Пресс-секретарь', roles: ['informer'], blocks: [], recipientIds: [] },
  chief: { title: 'Глава администрации', roles: ['chief'], blocks: [], recipientIds: [] },
  admin: { title: 'Системный администратор', roles: ['admin'], blocks: [], recipientIds: [] },
} satisfies Record<string, PersonDraft>

export type PersonName = keyof typeof drafts | 'head'
export const personNames: readonly PersonName[] = [
  'head',
  'operator',
  'operator2',
  'zhkhHead',
  'roadsHead',
  'executor',
  'informer',
  'chief',
  'admin',
]

const publishers: readonly PersonName[] = ['head', 'informer', 'operator2']

export type Clock = { now(): string; set(at: string): void; pass(seconds: number): void }

export function createClock(start = monday): Clock {
  let at = start
  return {
    now: () => at,
    set(next) {
      at = next
    },
    pass(seconds) {
      at = new Date(Date.parse(at) + seconds * 1000).toISOString()
    },
  }
}

export type TestOffice = Awaited<ReturnType<typeof openOffice>>
export type TestDevice = Awaited<ReturnType<TestOffice['enrol']>>

type Template = { folder: string; ids: Map<PersonName, string> }
let template: Promise<Template> | undefined

/** A fresh office with everybody in it. `mountPages` adds the pages; without it only `/api` and `/health` answer. */
export async function openOffice(options: { mountPages?: MountPages } = {}) {
  template ??= buildTemplate()
  const { folder: original, ids } = await template
  const folder = newFolder()
  cpSync(original, folder, { recursive: true })
  const clock = createClock()
  const errors: unknown[] = []
  let composed: ComposedOffice = await compose(folder, clock, errors)
  let app = createApp(composed.office, { ...options, report: error => errors.push(error) })

  async function post(path: string, body: unknown, token?: string): Promise<Response> {
    return await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  async function signed(name: PersonName): Promise<Signed> {
    return await signedAs(composed.office, idOf(name))
  }

  function idOf(name: PersonName): string {
    const id = ids.get(name)
    if (id === undefined) throw new Error(`Nobody is called ${name}`)
    return id
  }

  async function invite(name: PersonName, personId = idOf(name)): Promise<string> {
    const { invitation } = await composed.office.people.invite(await signed('head'), personId)
    const read = readInvitation(invitation)
    if (read === undefined) throw new Error('The invitation cannot be read')
    return read.code
  }

  return {
    clock,
    errors,
    folder,
    get office() {
      return composed.office
    },
    get app() {
      return app
    },
    post,
    signed,
    idOf,
    invite,
    /** Changes a person's duties as the head of the centre would. */
    async change(name: PersonName, changes: Partial<PersonDraft & { active: boolean }>) {
      const by = await signed('head')
      const person = by.settings.people.find(each => each.id === idOf(name))
      if (person === undefined) throw new Error(`Nobody is called ${name}`)
      await composed.office.people.change(by, person.id, { ...person, ...changes })
    },
    /** Somebody new, beside the people whom every office has. Answers the id. */
    async hire(draft: PersonDraft): Promise<string> {
      return (await composed.office.people.add(await signed('head'), draft)).id
    },
    /** A device of one of the named people, or of somebody who was hired. */
    async enrol(name: PersonName | { personId: string }, deviceTitle = 'Chromium') {
      const invited = typeof name === 'string' ? idOf(name) : name.personId
      const response = await post('/api/enrol', {
        protocol: protocolVersion,
        code: await invite('head', invited),
        deviceTitle,
      })
      const { token, deviceId, personId } = enrolAnswerSchema.parse(await response.json())
      return {
        token,
        deviceId,
        personId,
        async push(commands: readonly unknown[], deviceTime = clock.now()): Promise<Outcome[]> {
          const answer = await post('/api/push', { protocol: protocolVersion, deviceTime, commands }, token)
          if (!answer.ok) throw new Error(`push: ${answer.status} ${await answer.text()}`)
          return pushAnswerSchema.parse(await answer.json()).outcomes
        },
        async pull(cursor: string | null = null, settingsVersion: number | null = null): Promise<PullAnswer> {
          const answer = await post(
            '/api/pull',
            { protocol: protocolVersion, cursor, settingsVersion },
            token,
          )
          if (!answer.ok) throw new Error(`pull: ${answer.status} ${await answer.text()}`)
          return pullAnswerSchema.parse(await answer.json())
        },
      }
    },
    /** Closes the office and opens it again on the same folder, as after a restart of the server. */
    async restart() {
      await composed.close()
      composed = await compose(folder, clock, errors)
      app = createApp(composed.office, { ...options, report: error => errors.push(error) })
    },
    /** Lets go of the folder without removing it: a server process can take it over. */
    async handOver() {
      await composed.close()
    },
    async close() {
      await composed.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function signedAs(office: Office, personId: string): Promise<Signed> {
  const settings = await office.settings()
  const person = settings?.people.find(each => each.id === personId)
  if (settings === undefined || person === undefined) throw new Error(`Nobody has the id ${personId}`)
  return { person, actor: actorAt(person, settings, office.now()), settings }
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'pult-'))
}

function compose(folder: string, clock: Clock, errors: unknown[]): Promise<ComposedOffice> {
  return composeOffice({ dataDir: folder, publicUrl, now: clock.now, report: error => errors.push(error) })
}

async function buildTemplate(): Promise<Template> {
  const folder = newFolder()
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const errors: unknown[] = []
  const { office, setupCode, close } = await compose(folder, createClock(), errors)
  const created = await office.setup.create({
    code: setupCode,
    title: 'Администрация МО «Цильнинский район»',
    zone: 'Europe/Ulyanovsk',
    personTitle: 'Руководитель МЦУ',
    password: headPassword,
  })
  if (created.outcome === 'failed') throw new Error(created.words)
  const head = await office.access.bySession(created.session)
  if (head === undefined) throw new Error('The head of the centre is not signed in')
  const ids = new Map<PersonName, string>([['head', head.person.id]])
  await office.people.saveRecipients(head, recipients)
  for (const name of personNames) {
    if (name !== 'head') ids.set(name, (await office.people.add(head, drafts[name])).id)
  }
  const account: OfficialAccount = {
    id: 'vk-district',
    network: 'vk',
    ownerId: '-212000001',
    title: 'Цильнинский район',
    url: 'https://vk.com/cilna_official',
    recipientId: null,
    publisherIds: publishers.flatMap(name => ids.get(name) ?? []),
  }
  await office.people.saveOfficialAccounts(head, [account])
  await close()
  return { folder, ids }
}

/** A command as a device writes it: defaults are the server's to fill in. */
export type InputOf<Type extends CommandType> = Extract<CommandInput, { type: Type }>

type Envelope = Partial<Pick<Command, 'id' | 'ticketId' | 'occurredAt' | 'baseVersion' | 'dependsOn'>>

function envelope(given: Envelope) {
  return {
    id: uuid(),
    ticketId: uuid(),
    occurredAt: monday,
    baseVersion: 0,
    dependsOn: null,
    ...given,
  }
}

export function sourceDraft(given: Partial<SourceDraft> = {}): SourceDraft {
  const post = Math.floor(Math.random() * 1e9)
  const key = given.key ?? `vk:-212000001:${post}`
  return {
    key,
    channel: 'vk',
    kind: 'post',
    url: `https://vk.com/wall-212000001_${post}`,
    parentKey: null,
    author: { name: 'Житель', url: 'https://vk.com/id1', id: '1' },
    publishedAt: '2026-11-16T05:30:00.000Z',
    publishedText: 'сегодня в 9:30',
    precision: 'minute',
    text: 'На улице Садовой нет воды со вчерашнего дня.',
    photos: [],
    truncated: false,
    missing: [],
    ...given,
  }
}

export function capture(
  given: Envelope & Partial<InputOf<'capture'>['data']> & { key?: string } = {},
): InputOf<'capture'> {
  const { id, ticketId, occurredAt, baseVersion, dependsOn, key, ...data } = given
  return {
    ...envelope(withoutUndefined({ id, ticketId, occurredAt, baseVersion, dependsOn })),
    type: 'capture',
    data: {
      sourceId: uuid(),
      source: sourceDraft(key === undefined ? {} : { key }),
      block: 'zhkh',
      subtopic: null,
      settlement: null,
      place: null,
      urgent: false,
      suggestedBy: 'keywords',
      ...data,
    },
  }
}

export function classify(
  ticketId: string,
  changes: InputOf<'classify'>['data']['changes'],
  given: Envelope & { sorted?: boolean } = {},
): InputOf<'classify'> {
  const { sorted = true, ...rest } = given
  return { ...envelope({ ...rest, ticketId }), type: 'classify', data: { changes, sorted } }
}

export function assign(ticketId: string, recipientId: string, given: Envelope = {}): InputOf<'assign'> {
  return { ...envelope({ ...given, ticketId }), type: 'assign', data: { recipientId } }
}

export function prepareReply(ticketId: string, text: string, given: Envelope = {}): InputOf<'prepare_reply'> {
  return { ...envelope({ ...given, ticketId }), type: 'prepare_reply', data: { kind: 'final', text } }
}

export function publish(
  ticketId: string,
  data: Partial<InputOf<'publish'>['data']> = {},
  given: Envelope = {},
): InputOf<'publish'> {
  return {
    ...envelope({ ...given, ticketId }),
    type: 'publish',
    data: {
      kind: 'final',
      url: 'https://vk.com/wall-212000001_1?reply=2',
      text: '',
      accountId: 'vk-district',
      promisedDate: null,
      ...data,
    },
  }
}

export function withdraw(ticketId: string, given: Envelope = {}): InputOf<'withdraw'> {
  return { ...envelope({ ...given, ticketId }), type: 'withdraw', data: {} }
}

/** Any command, as a device writes it. */
export function command<Type extends CommandType>(
  type: Type,
  ticketId: string,
  data: InputOf<Type>['data'],
  given: Envelope = {},
) {
  return { ...envelope({ ...given, ticketId }), type, data }
}

function withoutUndefined(given: { [Key in keyof Envelope]: Envelope[Key] | undefined }): Envelope {
  const { id, ticketId, occurredAt, baseVersion, dependsOn } = given
  return {
    ...(id === undefined ? {} : { id }),
    ...(ticketId === undefined ? {} : { ticketId }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(baseVersion === undefined ? {} : { baseVersion }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  }
}

/** The code of a refusal, or «accepted». */
export function verdict(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'none'
  return outcome.outcome === 'accepted' ? 'accepted' : outcome.refusal.code
}
