/**
 * The one dictionary of metrics: what each number is called, how it is counted, which clause asks for it.
 * Pages, documents and exports take names and formulas from here; the conditions in SQL stand in
 * server/reports/block-statistics/conditions.ts under the same ids.
 */

/** `period`: counted over the chosen period. `now`: the state at the as-of time, whenever the ticket came. */
export type MetricSpan = 'period' | 'now'

export type Metric = {
  /** Full name, for lists and headings. */
  title: string
  /** For the head of a narrow column. */
  short: string
  span: MetricSpan
  formula: string
  /** Clause of the decree 697-П that asks for it, or where else it comes from. */
  clause: string
}

export const metrics = {
  received: {
    title: 'Поступило',
    short: 'посту\u00adпило',
    span: 'period',
    formula:
      'Карточки, записанные в периоде, каждая под своим первым каналом. Отменённые записи и «не по теме» не считаются; присоединённые сообщения считаются: у каждого свой автор.',
    clause: 'п.\u00a02.4.1\u00a0а',
  },
  open: {
    title: 'В работе',
    short: 'в работе',
    span: 'now',
    formula:
      'Карточки без окончательного ответа, когда бы они ни поступили: не разобрано, исполняется, у сторонних и к публикации вместе.',
    clause: 'п.\u00a04.4\u00a0б',
  },
  not_sorted: {
    title: 'Не разобрано',
    short: 'не разо\u00adбрано',
    span: 'now',
    formula: 'Карточки, блок которых ещё никто не подтвердил.',
    clause: 'п.\u00a03.5',
  },
  in_execution: {
    title: 'Исполняется',
    short: 'испол\u00adняется',
    span: 'now',
    formula:
      'Карточки, которые разобраны и находятся у руководителя блока или у исполнителя, вместе с теми, где автора просят уточнить, и с ответами на согласовании.',
    clause: 'п.\u00a03.3.1',
  },
  outside: {
    title: 'У сторонних организаций',
    short: 'у сто\u00adронних',
    span: 'now',
    formula: 'Ждём ответа организации, которая не подчинена району; карточка остаётся нашей, срок идёт.',
    clause: 'п.\u00a03.3.1',
  },
  to_publish: {
    title: 'К публикации',
    short: 'к публи\u00adкации',
    span: 'now',
    formula:
      'Ответ подготовлен и ждёт публикации, или присоединённое сообщение ждёт, чтобы его автору ответили.',
    clause: 'п.\u00a03.4',
  },
  before_head: {
    title: 'Вынесено на решение',
    short: 'на реше\u00adние',
    span: 'now',
    formula: 'Карточки, которые ждут решения руководителя: вынесены автоматически или с вопросом.',
    clause: 'п.\u00a03.3',
  },
  answered: {
    title: 'Отвечено',
    short: 'отве\u00adчено',
    span: 'period',
    formula:
      'Карточки, первый окончательный ответ на которые дан в периоде, и после возобновления тоже; также переданные по компетенции с разъяснением автору и присоединённые, автору которых ответили.',
    clause: 'п.\u00a04.4\u00a0б',
  },
  impossible: {
    title: 'Ответ невозможен',
    short: 'ответ невоз\u00adможен',
    span: 'period',
    formula:
      'Пост удалён, комментарии закрыты и тому подобное: отмечено в периоде с причиной. Не в срок и не просрочено.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  first_due: {
    title: 'Первый ответ: всего со сроком',
    short: 'всего',
    span: 'period',
    formula:
      'Карточки, первый ответ на которые дан в периоде, и карточки без ответа, срок первого ответа которых истёк в периоде. Без благодарностей, «к сведению», закрытых без ответа и тех, где ответ невозможен.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  first_in_time: {
    title: 'Первый ответ в срок',
    short: 'первый ответ в срок',
    span: 'period',
    formula:
      'Первый ответ дан раньше срока. Делится на все первые ответы периода вместе с просроченными без ответа.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  final_due: {
    title: 'Решение: всего со сроком',
    short: 'всего',
    span: 'period',
    formula:
      'Карточки, окончательный ответ на которые дан в периоде, и карточки без ответа, срок решения которых истёк в периоде. Считается первый окончательный ответ: возобновление и нарушенное обещание его не меняют. Присоединённые сообщения считаются один раз, в той карточке, к которой присоединены.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  final_in_time: {
    title: 'Решение в срок',
    short: 'решение в срок',
    span: 'period',
    formula:
      'Окончательный ответ опубликован раньше срока. Делится на все решения периода вместе с просроченными без ответа.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  overdue: {
    title: 'Просрочено',
    short: 'просро\u00adчено',
    span: 'now',
    formula:
      'Карточки без окончательного ответа, ближайший срок которых истёк. Нарушенные обещания и поручения Главы стоят отдельно.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  due_today: {
    title: 'Срок сегодня',
    short: 'срок сегодня',
    span: 'now',
    formula: 'Карточки без окончательного ответа, ближайший срок которых наступает сегодня и ещё не истёк.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  promises: {
    title: 'На контроле',
    short: 'на конт\u00adроле',
    span: 'now',
    formula: 'Ответ дан, обещанное ещё не исполнено: карточка под контролем до обещанной даты.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  promises_broken: {
    title: 'Обещания нарушены',
    short: 'обещания нару\u00adшены',
    span: 'now',
    formula:
      'Обещанная дата прошла, а об исполнении не доложено, или доложено «не сделано». На своевременность ответа не влияет.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  orders_overdue: {
    title: 'Поручения Главы просрочены',
    short: 'поруче\u00adния Главы просро\u00adчены',
    span: 'now',
    formula:
      'Карточки с поручением Главы, срок которого истёк, а об исполнении не доложено, и на отвеченных карточках тоже. На своевременность ответа не влияет.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  longest: {
    title: 'Самое долгое',
    short: 'самое долгое',
    span: 'now',
    formula: 'Сколько времени прошло с записи самой давней карточки без окончательного ответа.',
    clause: 'п.\u00a04.3\u00a0г',
  },
} as const satisfies Record<string, Metric>

export type MetricId = keyof typeof metrics

export const metricIds = Object.keys(metrics).filter(isMetricId)

export function isMetricId(value: string): value is MetricId {
  return Object.hasOwn(metrics, value)
}

/** Below this base a share misleads: «18 из 19» stands instead of a percentage (PRACTICE P19). */
export const percentBase = 20

/** «92 %» from a base of 20, else «18 из 19»; «—» where nothing had a term. */
export function shareWords(part: number, base: number): string {
  if (base === 0) return '—'
  if (base < percentBase) return `${part}\u00a0из\u00a0${base}`
  return `${wholePercent(part, base)}\u00a0%`
}

/** Rounded, but never to 100 while one is missing, nor to 0 while there is one. */
export function wholePercent(part: number, base: number): number {
  const rounded = Math.round((part / base) * 100)
  if (part < base && rounded === 100) return 99
  if (part > 0 && rounded === 0) return 1
  return rounded
}
