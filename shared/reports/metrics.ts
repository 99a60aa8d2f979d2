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
  repeats: {
    title: 'Повторные',
    short: 'повтор\u00adные',
    span: 'period',
    formula:
      'Из поступивших в периоде: о той же проблеме уже была карточка, и она была закрыта. Повтор подтверждает человек.',
    clause: 'п.\u00a05.1.4\u00a0в',
  },
  solved: {
    title: 'Решено, а не только разъяснено',
    short: 'решено',
    span: 'period',
    formula:
      'Из отвеченных в периоде: ответ стоит с исходом «Решено». Возобновлённая карточка не считается решённой, пока на неё не ответили снова.',
    clause: 'п.\u00a02.4.1\u00a0д',
  },
  reopened: {
    title: 'Возобновлено',
    short: 'возоб\u00adновлено',
    span: 'period',
    formula:
      'Карточки, возобновлённые в периоде после ответа или завершения, каждая один раз. Отменённое возобновление не считается.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  escalated: {
    title: 'Вынесено на руководителя за период',
    short: 'вынесено',
    span: 'period',
    formula:
      'Карточки, которые в периоде вынесены на решение руководителя автоматически или с вопросом, каждая один раз, решены они или ещё ждут.',
    clause: 'п.\u00a03.3',
  },
  redirected: {
    title: 'Передано по компетенции',
    short: 'пере\u00adдано',
    span: 'period',
    formula:
      'Карточки, которые в периоде переданы организации вне района с разъяснением автору, каждая один раз, и те, что вернулись.',
    clause: 'п.\u00a04.4\u00a0б',
  },
  redirected_late: {
    title: 'Передано позже 7 дней',
    short: 'пере\u00adдано поздно',
    span: 'period',
    formula:
      'Из переданных по компетенции в периоде: обращение — позже срока переадресации (7 дней со дня регистрации, 59-ФЗ, ст. 8 ч. 3), сообщение — позже 7 суток с записи.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  first_replied: {
    title: 'Дан первый ответ',
    short: 'первый ответ',
    span: 'period',
    formula:
      'Карточки со сроком первого ответа, на которые он дан в периоде. По ним считается время первого ответа.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  final_replied: {
    title: 'Дан окончательный ответ',
    short: 'оконча\u00adтельный ответ',
    span: 'period',
    formula:
      'Карточки со сроком решения, первый окончательный ответ на которые дан в периоде; присоединённые не считаются. По ним считается время решения.',
    clause: 'п.\u00a04.3\u00a0г',
  },
  rated: {
    title: 'Оценена полнота ответа',
    short: 'оценена полнота',
    span: 'period',
    formula:
      'Карточки, полноту ответа на которые в периоде оценил проверяющий. По ним считается средняя полнота.',
    clause: 'п.\u00a04.4\u00a0б',
  },
  marked: {
    title: 'Оценки авторов',
    short: 'оценки',
    span: 'period',
    formula:
      'Карточки, ответ на которые автор в периоде оценил по шкале от 1 до 5; из нескольких оценок за период берётся последняя. Слова «решено» и «не решено» сюда не входят.',
    clause: 'п.\u00a02.4.6',
  },
  marked_high: {
    title: 'Оценки «4» и «5»',
    short: 'оценки 4–5',
    span: 'period',
    formula: 'Из оценённых авторами в периоде: последняя оценка за период — «4» или «5».',
    clause: 'п.\u00a02.4.6',
  },
  author_solved: {
    title: 'Автор: решено',
    short: 'автор: решено',
    span: 'period',
    formula:
      'Карточки, автор которых в периоде написал, что вопрос решён. С оценками по шкале не смешивается.',
    clause: 'п.\u00a02.4.1\u00a0г',
  },
  author_not_solved: {
    title: 'Автор: не решено',
    short: 'автор: не решено',
    span: 'period',
    formula:
      'Карточки, автор которых в периоде написал, что вопрос не решён. С оценками по шкале не смешивается.',
    clause: 'п.\u00a02.4.1\u00a0г',
  },
  promises_due: {
    title: 'Обещания: срок наступает в периоде',
    short: 'обещания: срок',
    span: 'period',
    formula:
      'Карточки, обещанная дата которых приходится на период: стоит на контроле, или о ней доложено, или она прошла. Дата, которую перенесли заранее, не считается.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  promises_kept: {
    title: 'Обещания выполнены',
    short: 'обещания выпол\u00adнены',
    span: 'period',
    formula: 'Карточки, по которым в периоде доложено «сделано».',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  promises_moved: {
    title: 'Обещания перенесены',
    short: 'обещания перене\u00adсены',
    span: 'period',
    formula: 'Карточки, обещанная дата которых в периоде перенесена с указанием причины, каждая один раз.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  promises_failed: {
    title: 'Обещания нарушены за период',
    short: 'обещания нару\u00adшены за период',
    span: 'period',
    formula:
      'Карточки, по которым в периоде доложено «не сделано», возобновлённые в периоде с прошедшей обещанной датой, и те, чья обещанная дата прошла в периоде, а об исполнении не доложено.',
    clause: 'п.\u00a02.4.1\u00a0в',
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

/** A part and the whole it is divided by. Both are numbers with lists behind them. */
export type Share = { title: string; part: MetricId; base: MetricId; formula: string; clause: string }

export const shares = {
  first_in_time: {
    title: 'Первый ответ в срок',
    part: 'first_in_time',
    base: 'first_due',
    formula: metrics.first_in_time.formula,
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  final_in_time: {
    title: 'Решение в срок',
    part: 'final_in_time',
    base: 'final_due',
    formula: metrics.final_in_time.formula,
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  solved: {
    title: 'Доля решённых',
    part: 'solved',
    base: 'answered',
    formula: 'Отвечено с исходом «Решено», делится на всё отвеченное в периоде.',
    clause: 'п.\u00a02.4.1\u00a0д',
  },
  satisfied: {
    title: 'Доля оценок «4» и «5»',
    part: 'marked_high',
    base: 'marked',
    formula: 'Последние за период оценки «4» и «5», делятся на все карточки с оценками.',
    clause: 'п.\u00a02.4.6',
  },
  repeats: {
    title: 'Доля повторных',
    part: 'repeats',
    base: 'received',
    formula: 'Повторные, делятся на все поступившие в периоде.',
    clause: 'п.\u00a05.1.4\u00a0в',
  },
  reopened: {
    title: 'Возобновлено к отвеченным',
    part: 'reopened',
    base: 'answered',
    formula:
      'Возобновлённые в периоде, делятся на отвеченные в периоде. Возобновляют и то, на что ответили раньше, поэтому бывает больше 100\u00a0%.',
    clause: 'п.\u00a02.4.1\u00a0в',
  },
  redirected: {
    title: 'Доля переданных по компетенции',
    part: 'redirected',
    base: 'answered',
    formula: 'Переданные по компетенции в периоде, делятся на отвеченные в периоде.',
    clause: 'п.\u00a04.4\u00a0б',
  },
} as const satisfies Record<string, Share>

export type ShareId = keyof typeof shares

/** A mean, a median or a number of people: never without how many tickets it was made of. */
export type Measure = {
  title: string
  short: string
  unit: 'minutes' | 'working_minutes' | 'days' | 'points' | 'people' | 'messages'
  /** The list behind it. */
  behind: MetricId
  formula: string
  clause: string
}

const replyClause = 'п.\u00a02.4.1\u00a0в'
const fromPost =
  'Считаются карточки, где время публикации известно и не позже ответа; поэтому их может быть меньше, чем первых ответов.'
const working = 'Только рабочее время по производственному календарю и часам администрации.'

export const measures = {
  first_reply_mean: {
    title: 'Время первого ответа с записи, среднее',
    short: 'первый ответ, среднее',
    unit: 'minutes',
    behind: 'first_replied',
    formula: 'Среднее время от записи до первого ответа, по часам.',
    clause: replyClause,
  },
  first_reply_median: {
    title: 'Время первого ответа с записи, медиана',
    short: 'первый ответ, медиана',
    unit: 'minutes',
    behind: 'first_replied',
    formula: 'Половина первых ответов периода дана быстрее, половина медленнее; время от записи, по часам.',
    clause: replyClause,
  },
  first_reply_working_mean: {
    title: 'Время первого ответа с записи, среднее, рабочее время',
    short: 'первый ответ, среднее, раб. время',
    unit: 'working_minutes',
    behind: 'first_replied',
    formula: `Среднее рабочее время от записи до первого ответа. ${working}`,
    clause: replyClause,
  },
  first_reply_working_median: {
    title: 'Время первого ответа с записи, медиана, рабочее время',
    short: 'первый ответ, медиана, раб. время',
    unit: 'working_minutes',
    behind: 'first_replied',
    formula: `Медиана рабочего времени от записи до первого ответа. ${working}`,
    clause: replyClause,
  },
  post_reply_mean: {
    title: 'Время первого ответа с публикации, среднее',
    short: 'с публикации, среднее',
    unit: 'minutes',
    behind: 'first_replied',
    formula: `Среднее время от публикации сообщения до первого ответа, по часам. ${fromPost}`,
    clause: replyClause,
  },
  post_reply_median: {
    title: 'Время первого ответа с публикации, медиана',
    short: 'с публикации, медиана',
    unit: 'minutes',
    behind: 'first_replied',
    formula: `Медиана времени от публикации сообщения до первого ответа, по часам. ${fromPost}`,
    clause: replyClause,
  },
  post_reply_working_mean: {
    title: 'Время первого ответа с публикации, среднее, рабочее время',
    short: 'с публикации, среднее, раб. время',
    unit: 'working_minutes',
    behind: 'first_replied',
    formula: `Среднее рабочее время от публикации до первого ответа. ${working} ${fromPost}`,
    clause: replyClause,
  },
  post_reply_working_median: {
    title: 'Время первого ответа с публикации, медиана, рабочее время',
    short: 'с публикации, медиана, раб. время',
    unit: 'working_minutes',
    behind: 'first_replied',
    formula: `Медиана рабочего времени от публикации до первого ответа. ${working} ${fromPost}`,
    clause: replyClause,
  },
  final_mean: {
    title: 'Время решения, среднее',
    short: 'решение, среднее',
    unit: 'days',
    behind: 'final_replied',
    formula: 'Среднее число суток от записи до первого окончательного ответа.',
    clause: 'п.\u00a04.3\u00a0г',
  },
  final_median: {
    title: 'Время решения, медиана',
    short: 'решение, медиана',
    unit: 'days',
    behind: 'final_replied',
    formula: 'Половина окончательных ответов периода дана быстрее, половина медленнее; сутки от записи.',
    clause: 'п.\u00a04.3\u00a0г',
  },
  decision_mean: {
    title: 'Время решения руководителя, среднее',
    short: 'решение руководителя, среднее',
    unit: 'minutes',
    behind: 'escalated',
    formula:
      'Среднее время от вынесения на решение в периоде до решения руководителя, по часам. То, что ещё ждёт решения, не входит.',
    clause: 'п.\u00a03.3',
  },
  completeness: {
    title: 'Полнота ответа, средняя',
    short: 'полнота',
    unit: 'points',
    behind: 'rated',
    formula:
      'Средняя оценка от 0 до 1, четверть за каждое: отвечает на вопрос, называет меру или причину, называет срок или «сделано», называет ответственного; один шаблон — 0. Последняя за период оценка карточки.',
    clause: 'п.\u00a04.4\u00a0б',
  },
  satisfaction: {
    title: 'Оценка автора, средняя',
    short: 'оценка',
    unit: 'points',
    behind: 'marked',
    formula: 'Средняя из последних за период оценок карточек по шкале от 1 до 5.',
    clause: 'п.\u00a02.4.1\u00a0г',
  },
  messages: {
    title: 'Сообщений',
    short: 'сообще\u00adний',
    unit: 'messages',
    behind: 'received',
    formula: 'Разные сообщения за поступившими карточками: один пост может стать несколькими карточками.',
    clause: 'п.\u00a02.4.1\u00a0а',
  },
  authors: {
    title: 'Авторов',
    short: 'авторов',
    unit: 'people',
    behind: 'received',
    formula:
      'Разные авторы поступивших сообщений: по странице, без неё по имени; без имени каждое сообщение — отдельный автор.',
    clause: 'п.\u00a02.4.1\u00a0а',
  },
} as const satisfies Record<string, Measure>

export type MeasureId = keyof typeof measures

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
