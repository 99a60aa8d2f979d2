import { createHash } from 'node:crypto'
import type { Browser } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BlockId } from '../../shared/reference/blocks.ts'
import { causeOf, causesOf, measuresOf, proposalsText } from '../../shared/reports/summary/life.ts'
import { pushAnswerSchema } from '../../shared/sync/wire.ts'
import { capture, classify, publish, sourceDraft, verdict } from '../server/office-for-tests.ts'
import { launchChromium } from '../tools/chromium.ts'
import { type Seat, seatOf } from './support/at-pages.ts'
import { type Device, enrolDevice } from './support/device.ts'
import { startOffice, type TestOffice } from './support/office.ts'
import {
  countIn,
  downloaded,
  followed,
  personIn,
  printedBeside,
  tableRows,
  ticketsListed,
} from './support/report-pages.ts'

/** Office time, Ulyanovsk (UTC+4), of 2026. The week of the note runs from Thursday to Wednesday. */
const at = (date: string, time: string): string => new Date(`2026-${date}T${time}:00+04:00`).toISOString()

const firstNote = '/reports/note?week=2026-11-19'
const secondNote = '/reports/note?week=2026-11-26'
const summary = '/summary?week=2026-11-19'

const heads = [
  { title: 'Начальник управления ЖКХ', blocks: ['zhkh', 'energy', 'tko'] },
  { title: 'Начальник отдела дорог', blocks: ['roads'] },
  { title: 'Главный эколог', blocks: ['ecology'] },
  { title: 'Начальник управления образования', blocks: ['education'] },
  { title: 'Начальник отдела соцполитики', blocks: ['social'] },
  { title: 'Главный врач', blocks: ['health'] },
  { title: 'Начальник отдела транспорта', blocks: ['transport'] },
] as const
type HeadTitle = (typeof heads)[number]['title']

const author = 'Прасковья Неупокоева'

type Told = { block: BlockId; subtopic: string; settlement: string; text: string; isAnswered: boolean }
const earlier: Told[] = ['Нет воды на Садовой', 'Снова нет воды', 'Воды нет с утра'].map(text => ({
  block: 'zhkh',
  subtopic: 'zhkh.water_off',
  settlement: 'tsilna',
  text,
  isAnswered: true,
}))
const told = (block: BlockId, topic: string, settlement: string, text: string, isAnswered = true): Told => ({
  block,
  subtopic: `${block}.${topic}`,
  settlement,
  text,
  isAnswered,
})
const ofTheWeek: Told[] = [
  told('zhkh', 'water_off', 'bolshoe_nagatkino', 'Третий день нет воды, у колонки очередь', false),
  told('roads', 'potholes', 'tsilna', 'Яма на въезде во всю полосу', false),
  told('ecology', 'trees', 'tsilna', 'Сухая берёза над остановкой, вот-вот упадёт', false),
  told('zhkh', 'heating', 'bolshoe_nagatkino', 'Батареи холодные'),
  told('energy', 'power_off', 'tsilna', 'Свет мигает каждый вечер'),
  told('tko', 'pickup', 'tsilna', 'Контейнеры переполнены'),
  told('roads', 'snow', 'bolshoe_nagatkino', 'Тротуар у школы не чищен'),
  told('education', 'school_bus', 'bolshoe_nagatkino', 'Школьный автобус опоздал'),
  told('social', 'support', 'tsilna', 'Как оформить соцконтракт?'),
  told('health', 'appointment', 'tsilna', 'К терапевту не записаться'),
]
const [outage, pothole, birch] = [4, 5, 6]
/** Came on the last day of the week. */
const bus = told('transport', 'schedule', 'tsilna', 'Автобус в 7:40 не пришёл', false)
const busNumber = 14

describe('The week of the head of the centre', () => {
  let office: TestOffice
  let browser: Browser
  let operatorDevice: Device
  let headDevice: Device
  let head: Seat
  let chief: Seat
  const blockHeads = new Map<HeadTitle, Seat>()
  const ticketIds: string[] = []
  let clock = at('11-17', '10:00')

  const itIs = async (instant: string, ...seats: Seat[]) => {
    clock = instant
    await office.setClock(instant)
    for (const seat of seats) await seat.signIn()
  }
  const headOf = (title: HeadTitle): Seat => {
    const seat = blockHeads.get(title)
    if (seat === undefined) throw new Error(`Nobody is called ${title}`)
    return seat
  }
  const idOf = (number: number): string => ticketIds[number - 1] ?? ''

  /** The operator's computer sends what was recorded at `instant`, now or after days without a connection. */
  const record = async (entries: readonly Told[], instant: string) => {
    const commands = entries.flatMap(({ block, subtopic, settlement, text }) => {
      const captured = capture({
        occurredAt: instant,
        block,
        subtopic,
        settlement,
        suggestedBy: 'person',
        source: sourceDraft({
          text,
          author: { name: author, url: 'https://vk.com/id600700', id: String(600_700 + ticketIds.length) },
          publishedAt: instant,
        }),
      })
      ticketIds.push(captured.ticketId)
      return [captured, classify(captured.ticketId, {}, { occurredAt: instant })]
    })
    await push(operatorDevice, commands)
  }
  const answer = (numbers: readonly number[], instant: string) =>
    push(
      headDevice,
      numbers.map(number =>
        publish(
          idOf(number),
          {
            url: `https://vk.com/wall-212000001_${number}?reply=9`,
            text: 'Сделано, спасибо за сообщение.',
            accountId: null,
            outcome: 'solved',
          },
          { occurredAt: instant },
        ),
      ),
    )
  const push = async (device: Device, commands: readonly object[]) => {
    const pushed = await device.post('/api/push', { deviceTime: clock, commands })
    const verdicts = pushAnswerSchema.parse(pushed).outcomes.map(verdict)
    expect(verdicts).toEqual(commands.map(() => 'accepted'))
  }

  beforeAll(async () => {
    office = await startOffice(clock)
    browser = await launchChromium({ zone: 'Europe/Ulyanovsk' })
    for (const { title, blocks } of heads) {
      const { invitation } = await office.hire({ title, roles: ['block_head'], blocks: [...blocks] })
      blockHeads.set(title, await seatOf(office, browser, invitation))
    }
    const monitoring = await office.hire({ title: 'Оператор мониторинга', roles: ['operator'] })
    operatorDevice = await enrolDevice(office, monitoring.invitation, 'Ноутбук оператора')
    const administration = await office.hire({ title: 'Глава администрации', roles: ['chief'] })
    chief = await seatOf(office, browser, administration.invitation)
    headDevice = await enrolDevice(office, await office.invite(office.headId), 'Компьютер руководителя')
    head = await seatOf(office, browser, await office.invite(office.headId))

    await record(earlier, at('11-17', '09:00'))
    await answer([1, 2, 3], at('11-17', '09:40'))
    await itIs(at('11-23', '10:00'))
    await record(ofTheWeek, at('11-23', '09:30'))
    await itIs(at('11-23', '17:00'))
    await answer(
      ofTheWeek.flatMap(({ isAnswered }, index) => (isAnswered ? [earlier.length + index + 1] : [])),
      at('11-23', '16:00'),
    )
    await itIs(at('11-25', '11:00'))
    await record([bus], at('11-25', '10:30'))
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await office?.stop()
  })

  it('on Thursday morning a head of a block with nothing overdue hands in by one press', async () => {
    await itIs(at('11-26', '09:30'), head, chief, ...blockHeads.values())
    const transport = headOf('Начальник отдела транспорта')
    await transport.open('/')
    expect(await transport.words()).toContain('Моя сводка, неделя 19–25 ноября 2026: срок до 26 ноября')
    await transport.open(summary)
    expect(await transport.words()).toContain('Просроченного нет: писать ничего не нужно')
    expect(await transport.send('/summary/save')).toContain('Сводка сдана.')
  })

  it('whoever heads three blocks has them in one form, and must explain what is overdue and nothing else', async () => {
    const housing = headOf('Начальник управления ЖКХ')
    await housing.open(summary)
    const rows = await tableRows(housing, 'Числа недели')
    expect(rows.map(([block]) => block)).toEqual([
      'Жилищно-коммунальное хозяйство',
      'Твёрдые коммунальные отходы',
      'Энергетика',
    ])
    const causes = await housing.page.$$eval('textarea[name^="cause:"]', fields => fields.length)
    expect(causes).toBe(1)
    await expect(housing.send('/summary/save', { [proposalsText]: 'Выделить насос.' })).rejects.toThrow(
      'Напишите причину и принятые меры по просроченным: № 4.',
    )
    await housing.send('/summary/save', {
      [causeOf(idOf(outage))]: 'Вышел из строя насос на скважине',
      [measuresOf(idOf(outage))]: 'Подвоз воды трижды в день, насос заказан',
      [causesOf('zhkh')]: 'Износ скважины',
    })
    await housing.open(summary)
    expect(await housing.words()).toContain('✓ Сдана 26 ноября')
    expect(await housing.words()).toContain('Выделить насос.')
  })

  it('six of seven hand in, and the head of the centre sees who has not', async () => {
    const ecology = headOf('Главный эколог')
    await ecology.open(summary)
    await ecology.send('/summary/save', {
      [causeOf(idOf(birch))]: 'Ждали автовышку',
      [measuresOf(idOf(birch))]: 'Спилят 26 ноября',
    })
    for (const title of [
      'Начальник управления образования',
      'Начальник отдела соцполитики',
      'Главный врач',
    ] as const) {
      await headOf(title).open(summary)
      await headOf(title).send('/summary/save')
    }
    await head.open('/summaries?week=2026-11-19')
    expect(await head.words()).toContain('Сводки сдали 6 из 7 руководителей.')
    const states = (await tableRows(head, 'Руководитель')).map(([who, , state]) => [
      who,
      state?.includes('✓ сдана'),
    ])
    expect(states).toHaveLength(7)
    expect(states.filter(([, isHandedIn]) => !isHandedIn)).toEqual([['Начальник отдела дорог', false]])
  })

  it('the note has written itself: numbers, the explained and the unexplained, and who is missing', async () => {
    await head.open(firstNote)
    const words = await head.words()
    expect(words).toContain('Сводку не сдал: Начальник отдела дорог.')
    expect(words).toContain(`Нет причины или принятых мер: 1 сообщение (№ ${pothole}).`)
    expect(words).toContain('Причина: Вышел из строя насос на скважине. Меры: Подвоз воды трижды в день')
    expect(words).toContain('Начальник управления ЖКХ: Выделить насос.')
    expect(words).not.toContain('Неупокоева')
    expect(await countIn(head, 'Коротко', 'Поступило')).toBe(11)
    expect(await countIn(head, 'Коротко', 'Просрочено (сейчас)')).toBe(3)
  })

  it('what the head writes survives the check and the numbers that are made anew', async () => {
    await head.send('/reports/note/written', { text: 'Главное: вода в Большом Нагаткине.' })
    expect(await head.send('/reports/note/checked')).toContain('числа зафиксированы')
    await answer([birch], at('11-26', '09:40'))
    await head.open(firstNote)
    expect(await countIn(head, 'Коротко', 'Просрочено (сейчас)')).toBe(3)
    await head.send('/reports/note/returned', { reason: 'Берёзу спилили утром, обновить числа.' })
    expect(await countIn(head, 'Коротко', 'Просрочено (сейчас)')).toBe(2)
    expect(await head.words()).toContain('Главное: вода в Большом Нагаткине.')
    expect(await countIn(head, 'Коротко', 'Поступило')).toBe(11)
  })

  it('checked, approved with a number and sent: to whom, when, under which number', async () => {
    await head.send('/reports/note/checked')
    await chief.open(firstNote)
    expect(await chief.words()).toContain('Ещё не утверждено')
    await head.send('/reports/note/approved')
    expect(await head.words()).toMatch(/№ 1 · утверждено/u)
    const sent = await head.send('/reports/note/sent', {
      to: 'Главе администрации района',
      sentOn: '2026-11-26',
      outgoingNumber: '01-12/345',
    })
    expect(sent).toContain('Отправлено 26 ноября 2026: Главе администрации района, исх. № 01-12/345')
    await head.open('/reports')
    expect(await head.words()).toContain('01-12/345')
  })

  it('the files are the very ones that were approved: twice the same bytes, with the checksum that is shown', async () => {
    await chief.open('/reports')
    const first = await downloaded(chief)
    expect(first.map(({ form }) => form)).toEqual(['docx', 'xlsx', 'html'])
    const again = await downloaded(chief)
    for (const [index, { bytes, shownSha256 }] of first.entries()) {
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(shownSha256)
      expect(again[index]?.bytes.equals(bytes)).toBe(true)
      expect(bytes.toString('utf8')).not.toContain('Неупокоева')
    }
  })

  it('the chief reads it, opens the list behind a number and finds as many tickets', async () => {
    await chief.open('/reports')
    await followed(chief, 'Записка № 1')
    expect(await chief.words()).toContain('Аналитическая записка')
    expect(await printedBeside(chief)).toEqual([])
    const received = await countIn(chief, 'Коротко', 'Поступило')
    await followed(chief, String(received), 'Коротко', 'Поступило')
    expect(await ticketsListed(chief)).toHaveLength(received)
    await chief.open(firstNote)
    const overdue = await countIn(chief, 'Коротко', 'Просрочено (сейчас)')
    await followed(chief, String(overdue), 'Коротко', 'Просрочено (сейчас)')
    expect(await ticketsListed(chief)).toEqual([outage, pothole])
  })

  it('the chief gives an order on a line of the note, and it is asked of who must do it', async () => {
    await itIs(at('11-27', '11:00'), head, chief, ...blockHeads.values())
    await chief.open(firstNote)
    const line = await chief.page.$$eval(
      'select[name="line"] option',
      options => options.map(({ value }) => value).find(value => value.includes('№\u00a05')) ?? '',
    )
    const given = await chief.send('/reports/note/ordered', {
      line,
      text: 'Засыпать щебнем до вторника',
      to: await personIn(chief, 'to', 'Начальник отдела дорог'),
      dueOn: '2026-12-01',
    })
    expect(given).toContain('Поручение дано.')
    const roads = headOf('Начальник отдела дорог')
    await roads.open('/reports')
    expect(await roads.words()).toContain('Засыпать щебнем до вторника')
  })

  it('an answer that was given in that week and a ticket recorded then without a connection leave the sent note as it is', async () => {
    const before = await downloaded(await opened(chief, '/reports'))
    await headOf('Начальник отдела транспорта').act(busNumber, 'publish', {
      way: 'phone',
      text: 'Водитель заболел, со среды рейс по расписанию.',
      answeredAt: '2026-11-25T16:00',
      outcome: 'explained',
    })
    await record(
      [told('roads', 'bridges', 'tsilna', 'Ограждение моста погнуто', false)],
      at('11-25', '17:30'),
    )
    await chief.open(firstNote)
    expect(await countIn(chief, 'Коротко', 'Поступило')).toBe(11)
    const after = await downloaded(await opened(chief, '/reports'))
    expect(after).toEqual(before)
  })

  it('the next note opens with the execution of the order and says what has changed since the last one', async () => {
    await itIs(at('11-30', '15:00'), headOf('Начальник отдела дорог'))
    const roads = headOf('Начальник отдела дорог')
    await roads.open('/reports')
    await roads.send('/done', { result: 'Яма засыпана и укатана 30 ноября' })
    await itIs(at('12-03', '13:00'), head, chief)
    await head.open(secondNote)
    const [opening] = await head.page.$$eval('.report-document section', sections =>
      sections.map(section => section.innerText.replaceAll('\u00a0', ' ')),
    )
    expect(opening).toMatch(/^Справка к планёрке\s+С прошлой записки исполнено 1 поручение Главы/u)
    const [order] = await tableRows(head, 'Исполнение поручений Главы')
    expect(order?.join(' | ')).toContain('исполнено 30 ноября 2026: Яма засыпана и укатана 30 ноября')

    const corrections = (await tableRows(head, 'Изменилось после отправки')).map(([week, ...rest]) => {
      expect(week).toBe('Неделя 19–25 ноября 2026')
      return rest.join(' ')
    })
    expect(corrections).toEqual(
      expect.arrayContaining([
        'Всего Поступило 11 12 +1',
        'Дороги Поступило 2 3 +1',
        'Всего Отвечено 7 8 +1',
        'Транспорт Отвечено 0 1 +1',
      ]),
    )
    expect(await countIn(head, 'Коротко', 'Поступило')).toBe(0)

    await head.send('/reports/note/checked')
    await head.send('/reports/note/approved')
    await chief.open(secondNote)
    expect(await chief.words()).toContain('Уточнение отправленных данных')
  })
})

async function opened(seat: Seat, path: string): Promise<Seat> {
  await seat.open(path)
  return seat
}
