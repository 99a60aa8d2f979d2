/** How urgent a ticket is: word, shape and colour together, by the one function of levels (shared/deadlines). */
import { type Level, levelOf, type Stage, urgentStage } from '../../shared/deadlines/deadline.ts'
import { dueWords, overdueWords, pausedWords } from '../../shared/deadlines/words.ts'
import { type Holder, holderOf, holderTitle, isHeldBy } from '../../shared/policy/holder.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { statusTitle } from '../../shared/reference/statuses.ts'
import { type Look, orderState } from '../../shared/reports/queue-groups.ts'
import { isBeforeHead, isOpen, type Ticket } from '../../shared/ticket/ticket.ts'
import type { Signed } from '../office.ts'

export const shapes: Record<Look, string> = { overdue: '▲', today: '◆', running: '●', done: '✓' }

const looks: Record<Level, Look> = {
  before_head: 'overdue',
  overdue: 'overdue',
  due_today: 'today',
  warn: 'today',
  ok: 'running',
  paused: 'running',
  stopped: 'done',
}

type Seen = { ticket: Ticket; settings: Settings; now: string }

export function TicketState({ ticket, settings, now }: Seen) {
  if (!isOpen(ticket)) {
    const order = orderState(ticket, now)
    return (
      <>
        {isBeforeHead(ticket) && <State urgency="overdue" shape="■" words="вынесено на решение" />}
        {order !== null && <State urgency={order.look} words={order.words} />}
        <State
          urgency={ticket.status === 'answered' || ticket.status === 'closed' ? 'done' : 'running'}
          words={statusTitle(ticket).toLowerCase()}
        />
      </>
    )
  }
  const stage = urgentStage(ticket.stages)
  const beforeHead = isBeforeHead(ticket)
  if (stage === undefined) {
    const paused = ticket.stages.find(each => each.stoppedAt === null && each.pausedAt !== null)
    if (beforeHead) return <State urgency="overdue" shape="■" words="вынесено на решение" />
    return (
      <State
        urgency="running"
        words={paused === undefined ? 'без срока' : pausedWords(paused, settings.deadlines.zone)}
      />
    )
  }
  return (
    <>
      {beforeHead && <State urgency="overdue" shape="■" words="вынесено на решение" />}
      <StageState stage={stage} settings={settings} now={now} />
    </>
  )
}

/** One running clock: «до 17:00», «просрочено на 2 дня». */
export function StageState({ stage, settings, now }: { stage: Stage; settings: Settings; now: string }) {
  const { deadlines } = settings
  const level = levelOf(stage, now, deadlines)
  const words =
    level === 'paused'
      ? pausedWords(stage, deadlines.zone)
      : level === 'overdue'
        ? overdueWords(stage.dueAt, now)
        : dueWords(stage.dueAt, now, deadlines.zone)
  return <State urgency={looks[level]} words={words} />
}

export function State({
  urgency,
  words,
  shape = shapes[urgency],
}: {
  urgency: Look
  words: string
  shape?: string
}) {
  return (
    <span class={`state ${urgency}`}>
      <span class="shape" aria-hidden="true">
        {shape}
      </span>
      <span>{words}</span>
    </span>
  )
}

/** «Сейчас у: …» — whose next act it is, and which. */
export function holderWords(
  ticket: Ticket,
  { actor, settings }: Pick<Signed, 'actor' | 'settings'>,
  now: string,
): { who: string; act: string } {
  const holder = holderOf(ticket, settings, now)
  const title = holderTitle(holder, settings)
  const who = isHeldBy(holder, actor, settings) ? `вас (${title})` : title
  return { who, act: nextAct(holder, ticket) }
}

/** Who has it in place of the executor. */
const handingOn: readonly Holder['at'][] = ['block', 'center_head', 'chief', 'stand_in']

function nextAct(holder: Holder, ticket: Ticket): string {
  if (holder.at === 'nobody') return 'работа закончена'
  if (isBeforeHead(ticket)) return 'принять решение'
  switch (ticket.status) {
    case 'new':
    case 'reopened':
      return ticket.sorted === null ? 'разобрать' : 'поручить или ответить'
    case 'assigned':
    case 'in_progress':
      // An executor without an account: the head hands it on and writes down what was said (PRACTICE P6).
      if (handingOn.includes(holder.at)) return 'передать исполнителю и записать его ответ'
      return ticket.status === 'assigned' ? 'принять и подготовить ответ' : 'подготовить ответ'
    case 'asking_author':
      return 'дождаться ответа автора'
    case 'waiting_outside':
      return 'дождаться ответа организации'
    case 'in_approval':
      return 'согласовать ответ или вернуть'
    case 'to_publish':
      return 'опубликовать ответ'
    case 'answered':
    case 'merged':
      return 'ответить под присоединённым сообщением'
    case 'under_control':
      return 'доложить об исполнении обещания'
    default:
      return 'подготовить ответ'
  }
}
